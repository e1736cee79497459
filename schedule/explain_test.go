package schedule_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

// TestF11_ExplainNamesWhatDecided (the week, a date or the override), as data.
func TestF11_ExplainNamesWhatDecided(t *testing.T) {
	t.Parallel()
	h, err := schedule.Weekly("Europe/Madrid", "Mon-Sun 22:00-06:00")
	require.NoError(t, err)
	h.Exceptions = []schedule.Exception{
		{Date: "2026-12-24", Through: "2026-12-25", Label: "Navidad"},
		{Date: "2026-12-31", Open: []string{"20:00-03:00"}, Label: "Nochevieja"},
		{Date: "2026-12-28", Label: "fair", KeepOvernight: true},
	}
	h.Override = &schedule.Override{
		State: schedule.Closed, Label: "power cut",
		From: instant(t, "2026-12-29T23:00:00+01:00"), Until: instant(t, "2026-12-30T01:00:00+01:00"),
	}
	s, err := h.Compile()
	require.NoError(t, err)
	cases := []struct {
		name, at, since, until string
		reason                 schedule.Reason
		label, date            string
	}{
		{"a night of the week", "2026-12-22T23:00:00+01:00", "2026-12-22T22:00:00+01:00", "2026-12-23T06:00:00+01:00", schedule.ByWeek, "", ""},
		{"a day of the week", "2026-12-23T12:00:00+01:00", "2026-12-23T06:00:00+01:00", "2026-12-23T22:00:00+01:00", schedule.ByWeek, "", ""},
		{"a closed date", "2026-12-25T12:00:00+01:00", "2026-12-24T00:00:00+01:00", "2026-12-26T22:00:00+01:00", schedule.ByException, "Navidad", "2026-12-24"},
		{"the day after is the week's", "2026-12-26T12:00:00+01:00", "2026-12-24T00:00:00+01:00", "2026-12-26T22:00:00+01:00", schedule.ByWeek, "", ""},
		{"a night kept by the date", "2026-12-28T01:00:00+01:00", "2026-12-27T22:00:00+01:00", "2026-12-28T06:00:00+01:00", schedule.ByWeek, "", ""},
		{"own hours of a date", "2026-12-31T21:00:00+01:00", "2026-12-31T20:00:00+01:00", "2027-01-01T03:00:00+01:00", schedule.ByException, "Nochevieja", "2026-12-31"},
		{"the night of a date, past midnight", "2027-01-01T02:00:00+01:00", "2026-12-31T20:00:00+01:00", "2027-01-01T03:00:00+01:00", schedule.ByException, "Nochevieja", "2026-12-31"},
		{"the override", "2026-12-30T00:00:00+01:00", "2026-12-29T23:00:00+01:00", "2026-12-30T01:00:00+01:00", schedule.ByOverride, "power cut", ""},
		{"the end of the override", "2026-12-30T01:00:00+01:00", "2026-12-30T01:00:00+01:00", "2026-12-30T06:00:00+01:00", schedule.ByWeek, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at := instant(t, c.at)
			e := s.Explain(at)
			require.Equal(t, c.reason, e.Reason)
			require.Equal(t, c.label, e.Label)
			require.Equal(t, c.date, e.Exception)
			require.Equal(t, "Europe/Madrid", e.Zone)
			require.Equal(t, s.IsOpen(at), e.Open)
			require.True(t, e.Since.Equal(instant(t, c.since)), e.Since)
			require.True(t, e.Until.Equal(instant(t, c.until)), e.Until)
		})
	}
}

func TestExplanation_IsData(t *testing.T) {
	t.Parallel()
	s := compiled(t, "UTC", "Mon 09:00-17:00", schedule.Exception{Date: "2026-03-02", Label: "fair"})
	text, err := json.Marshal(s.Explain(instant(t, "2026-03-02T10:00:00Z")))
	require.NoError(t, err)
	require.JSONEq(t, `{"open":false,"reason":"exception","label":"fair","exception":"2026-03-02",
		"since":"2026-02-23T17:00:00Z","until":"2026-03-09T09:00:00Z","nextOpen":"2026-03-09T09:00:00Z",
		"zone":"UTC","at":"2026-03-02T10:00:00Z"}`, string(text))
}
