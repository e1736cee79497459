package schedule_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

// publishedCase is one question of testdata/cases with its known answer.
type publishedCase struct {
	ID     string              `json:"id"`
	Zone   string              `json:"zone"`
	Week   map[string][]string `json:"week"`
	Exc    map[string][]string `json:"exc"`    // by date
	Yearly map[string][]string `json:"yearly"` // by MM-DD
	Op     string              `json:"op"`
	At     string              `json:"at"`
	Arg    string              `json:"arg"`
	Note   string              `json:"note"`
	Expect any                 `json:"expect"`
}

func TestCases(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/cases/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var cases []publishedCase
		require.NoError(t, json.Unmarshal(text, &cases))
		require.NotEmpty(t, cases)
		for _, c := range cases {
			t.Run(fmt.Sprintf("%s/%s %s", filepath.Base(file), c.ID, c.Note), func(t *testing.T) {
				t.Parallel()
				s, err := c.hours().Compile()
				require.NoError(t, err)
				require.Equal(t, c.expected(t), c.answer(t, s))
			})
		}
	}
}

// hours writes the case as Hours.
func (c publishedCase) hours() schedule.Hours {
	h := schedule.Hours{Zone: c.Zone, Week: c.Week}
	for _, date := range slices.Sorted(maps.Keys(c.Exc)) {
		h.Exceptions = append(h.Exceptions, schedule.Exception{Date: date, Open: c.Exc[date]})
	}
	for _, on := range slices.Sorted(maps.Keys(c.Yearly)) {
		h.Yearly = append(h.Yearly, schedule.Yearly{On: on, Open: c.Yearly[on]})
	}
	return h
}

// answer asks the schedule; instants are compared in UTC.
func (c publishedCase) answer(t *testing.T, s *schedule.Schedule) any {
	t.Helper()
	at := instant(t, c.At)
	next := func(found time.Time, ok bool) any {
		if !ok {
			return "never"
		}
		return found.UTC().Format(time.RFC3339Nano)
	}
	switch c.Op {
	case "isopen":
		return s.IsOpen(at)
	case "nextopen":
		return next(s.NextOpen(at))
	case "nextclose":
		return next(s.NextClose(at))
	case "nextchange":
		return next(s.NextChange(at))
	case "between":
		return s.Between(at, instant(t, c.Arg))
	case "add":
		d, err := time.ParseDuration(c.Arg)
		require.NoError(t, err)
		return next(s.Add(at, d))
	}
	require.FailNow(t, "unknown op", c.Op)
	return nil
}

// expected reads the known answer in the form of answer.
func (c publishedCase) expected(t *testing.T) any {
	t.Helper()
	text, isText := c.Expect.(string)
	if !isText || text == "never" {
		return c.Expect
	}
	if c.Op == "isopen" {
		require.Contains(t, []string{"open", "closed"}, text)
		return text == "open"
	}
	if c.Op == "between" {
		d, err := time.ParseDuration(text)
		require.NoError(t, err)
		return d
	}
	return instant(t, text).UTC().Format(time.RFC3339Nano)
}

// instant reads an RFC 3339 instant.
func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return at
}
