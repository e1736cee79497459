package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/schedule"
)

func TestDay(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, zone, at, from, to string }{
		{"an ordinary one", "America/Bogota", "2026-03-02T12:00:00-05:00", "2026-03-02T00:00:00-05:00", "2026-03-03T00:00:00-05:00"},
		{"asked in another zone", "America/Bogota", "2026-03-03T04:59:59Z", "2026-03-02T00:00:00-05:00", "2026-03-03T00:00:00-05:00"},
		{"without its first hour", "America/Santiago", "2026-09-06T12:00:00-03:00", "2026-09-06T01:00:00-03:00", "2026-09-07T00:00:00-03:00"},
		{"before one without", "America/Santiago", "2026-09-05T12:00:00-04:00", "2026-09-05T00:00:00-04:00", "2026-09-06T01:00:00-03:00"},
		{"with its last hour twice", "America/Santiago", "2026-04-04T12:00:00-03:00", "2026-04-04T00:00:00-03:00", "2026-04-05T00:00:00-04:00"},
		{"with its first hour twice", "America/Havana", "2026-11-01T12:00:00-05:00", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"},
		{"of 25 hours", "Europe/Madrid", "2026-10-25T00:00:00+02:00", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"},
		{"before a date that never was", "Pacific/Apia", "2011-12-29T12:00:00-10:00", "2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00"},
		{"a minute of it again", "America/St_Johns", "2010-11-07T12:00:00-03:30", "2010-11-07T00:00:00-02:30", "2010-11-08T00:00:00-03:30"},
		{"an hour of it again after the next began", "America/St_Johns", "2010-11-06T12:00:00-02:30", "2010-11-06T00:00:00-02:30", "2010-11-07T00:00:00-03:30"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			from, to := compiled(t, c.zone, "Mon-Sun 00:00-24:00").Day(instant(t, c.at))
			require.Equal(t, c.from, from.Format(time.RFC3339))
			require.Equal(t, c.to, to.Format(time.RFC3339))
		})
	}
	var none *schedule.Schedule
	from, to := none.Day(instant(t, "2026-03-02T12:00:00+05:45"))
	require.Equal(t, "2026-03-02T00:00:00+05:45", from.Format(time.RFC3339))
	require.Equal(t, 24*time.Hour, to.Sub(from))
}

// TestDay_HoldsAllThatShowsTheDate and nothing at its edges that doesn't; hours of
// the whole day are open exactly then.
func TestDay_HoldsAllThatShowsTheDate(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "zone")
		at := rapidDice(t).moment(c)
		date := at.In(c.loc).Format(time.DateOnly)
		h := schedule.Hours{Zone: c.loc.String(), Exceptions: []schedule.Exception{{Date: date, Open: []string{"00:00-24:00"}}}}
		s, err := h.Compile()
		require.NoError(t, err)
		from, to := s.Day(at)
		require.False(t, at.Before(from) || !at.Before(to))
		require.Equal(t, date, from.Format(time.DateOnly))
		require.Equal(t, date, to.Add(-1).In(c.loc).Format(time.DateOnly))
		for beside := range 27 * 60 {
			before, after := from.Add(-time.Duration(beside)*time.Minute-1), to.Add(time.Duration(beside)*time.Minute)
			require.NotEqual(t, date, before.In(c.loc).Format(time.DateOnly))
			require.NotEqual(t, date, after.In(c.loc).Format(time.DateOnly))
		}
		open, ok := s.NextOpen(time.Time{})
		require.True(t, ok && open.Equal(from), "%s opens %s", date, open)
		shut, ok := s.NextClose(open)
		require.True(t, ok && shut.Equal(to), "%s closes %s", date, shut)
	})
}
