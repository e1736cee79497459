package schedule_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

func TestDecode_RoundTripsByteForByte(t *testing.T) {
	t.Parallel()
	for _, text := range []string{fullJSON, `{"zone":"UTC"}`, `{"version":1,"zone":"UTC","week":{"Mon-Sun":["00:00-24:00"]}}`} {
		h, err := schedule.Decode([]byte(text))
		require.NoError(t, err)
		again, err := json.Marshal(h)
		require.NoError(t, err)
		require.Equal(t, text, string(again))
	}
}

func TestDecode_RefusesByName(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, field string }{
		{"nothing", ``, "document"},
		{"half of it", `{"zone":"UTC"`, "document"},
		{"two of it", `{"zone":"UTC"}{}`, "document"},
		{"null", `null`, "document"},
		{"a list", `[]`, "document"},
		{"an unknown field", `{"zone":"UTC","feasts":[]}`, "feasts"},
		{"an unknown field inside", `{"zone":"UTC","exceptions":[{"date":"2026-01-01","closed":true}]}`, "closed"},
		{"a field of another type", `{"zone":5}`, "zone"},
		{"a day of another type", `{"zone":"UTC","week":{"Mon":"09:00-18:00"}}`, "week"},
		{"a day given twice", `{"zone":"UTC","week":{"Mon":["09:00-10:00"],"Mon":["11:00-12:00"]}}`, "Mon"},
		{"a field given twice", `{"zone":"UTC","exceptions":[{"date":"2026-01-01","Date":"2026-01-02"}]}`, "Date"},
		{"a field given twice with a long s", `{"zone":"UTC","seasons":[],"\u017feasons":[]}`, "ſeasons"},
		{"an end that is a date", `{"zone":"UTC","override":{"state":"closed","until":"2026-01-02"}}`, "override.until"},
		{"a beginning that is no text", `{"zone":"UTC","override":{"state":"closed","from":5,"until":"2026-01-02T00:00:00Z"}}`, "override.from"},
		{"an end in a zone that isn't", `{"zone":"UTC","override":{"state":"closed","Until":"2026-01-02T00:00:00+25:00"}}`, "override.until"},
		{"a newer form", `{"version":2,"zone":"UTC"}`, "version"},
		{"no zone", `{}`, "zone"},
		{"too long", `{"zone":"UTC"}` + strings.Repeat(" ", 4<<20), "document"},
		{"too deep", strings.Repeat("[", 100_000), "document"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h, err := schedule.Decode([]byte(c.text))
			var wrong *schedule.FieldError
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, c.field, wrong.Field)
			require.NotEmpty(t, wrong.Cure)
			require.True(t, h.Equal(schedule.Hours{}))
		})
	}
}

// TestDecode_CuresSpeakOfJSON: who writes hours needn't know the types of Go.
func TestDecode_CuresSpeakOfJSON(t *testing.T) {
	t.Parallel()
	for text, cure := range map[string]string{
		`{"zone":5}`:                                  "write text in quotes",
		`{"zone":"UTC","version":1.5}`:                "write a whole number",
		`{"zone":"UTC","week":[]}`:                    "write an object",
		`{"zone":"UTC","override":[]}`:                "write an object",
		`{"zone":"UTC","week":{"Mon":"09:00-18:00"}}`: "write a list",
		`{"zone":"UTC","exceptions":[{"date":"2026-01-01","keepOvernight":"yes"}]}`: "write true or false",
		`{"zone":"UTC","override":{"state":"closed","until":"2026-01-02"}}`:         "write an instant, such as 2026-11-23T15:00:00Z",
	} {
		_, err := schedule.Decode([]byte(text))
		var wrong *schedule.FieldError
		require.ErrorAs(t, err, &wrong, text)
		require.Equal(t, cure, wrong.Cure, text)
	}
}

// TestDecode_HostileTextGetsAShortAnswer: what is wrong is told, but not back at
// the length at which it was sent.
func TestDecode_HostileTextGetsAShortAnswer(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 1<<18)
	for name, text := range map[string]string{
		"a long zone":          `{"zone":"` + long + `"}`,
		"a long day":           `{"zone":"UTC","week":{"` + long + `":["9-18"]}}`,
		"a long range":         `{"zone":"UTC","week":{"Mon":["` + long + `"]}}`,
		"a long field":         `{"zone":"UTC","` + long + `":1}`,
		"a long field twice":   `{"zone":"UTC","` + long + `":1,"` + long + `":2}`,
		"a long state":         `{"zone":"UTC","override":{"state":"` + long + `"}}`,
		"many exceptions":      `{"zone":"UTC","exceptions":[{}` + strings.Repeat(`,{}`, 1<<16) + `]}`,
		"many yearly dates":    `{"zone":"UTC","yearly":[{}` + strings.Repeat(`,{}`, 1<<16) + `]}`,
		"many bad ranges":      `{"zone":"UTC","holidays":[` + strings.TrimSuffix(strings.Repeat(`{"open":["`+strings.Repeat(`","`, 40)+`"]},`, 1<<12), ",") + `]}`,
		"many seasons":         `{"zone":"UTC","seasons":[{}` + strings.Repeat(`,{}`, 1<<16) + `]}`,
		"an instant as a book": `{"zone":"UTC","override":{"until":"` + long + `"}}`,
	} {
		_, err := schedule.Decode([]byte(text))
		var wrong *schedule.FieldError
		require.ErrorAs(t, err, &wrong, name)
		require.Less(t, len(err.Error()), 40_000, name)
		require.True(t, utf8.ValidString(wrong.Value), name)
		require.LessOrEqual(t, len(wrong.Value), 120, name)
		require.LessOrEqual(t, len(wrong.Field), 120, name)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(fullJSON))
	f.Add([]byte(`{"zone":"UTC","week":{"Mon":["09:00-10:00"],"mon":[{"Mon":null}]}}`))
	f.Add([]byte(`{"zone":"Europe/Madrid","yearly":[{"on":"02-29","through":"02-28"}],"seasons":[{"from":"12-01","through":"02-29"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		h, err := schedule.Decode(text)
		if err != nil {
			var wrong *schedule.FieldError
			require.ErrorAs(t, err, &wrong)
			return
		}
		stored, err := json.Marshal(h)
		require.NoError(t, err)
		again, err := schedule.Decode(stored)
		require.NoError(t, err)
		require.True(t, h.Equal(again))
		require.True(t, h.Equal(h.Clone()))
		for _, lang := range []schedule.Language{schedule.English, schedule.Spanish} {
			_, err := h.Text(lang)
			require.NoError(t, err)
		}
		h.Warnings(instant(t, "2026-03-02T12:00:00Z"))
	})
}
