package schedule_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/schedule"
)

func TestOpenings(t *testing.T) {
	t.Parallel()
	s := compiled(t, "Europe/Madrid", "Mon-Fri 22:00-06:00", schedule.Exception{Date: "2026-03-04"})
	var got []string
	for o := range s.Openings(instant(t, "2026-03-02T23:00:00+01:00"), instant(t, "2026-03-05T23:00:00+01:00")) {
		got = append(got, o.From.Format("02 15:04")+" to "+o.To.Format("02 15:04"))
	}
	require.Equal(t, []string{"02 23:00 to 03 06:00", "03 22:00 to 04 00:00", "05 22:00 to 05 23:00"}, got)
}

func TestOpenings_Ends(t *testing.T) {
	t.Parallel()
	var nothing *schedule.Schedule
	from, to := instant(t, "2026-03-02T00:00:00Z"), instant(t, "2026-03-03T00:00:00Z")
	require.Equal(t, []schedule.Opening{{From: from, To: to}}, slices.Collect(nothing.Openings(from, to)))
	always, err := schedule.Always().Compile()
	require.NoError(t, err)
	require.Equal(t, []schedule.Opening{{From: from, To: to}}, slices.Collect(always.Openings(from, to)))
	require.Empty(t, slices.Collect(always.Openings(to, from)))
	require.Empty(t, slices.Collect(always.Openings(to, to)))
	never, err := schedule.Never().Compile()
	require.NoError(t, err)
	require.Empty(t, slices.Collect(never.Openings(time.Time{}, to)))
	hourly := compiled(t, "UTC", "Mon-Sun 08:00-09:00,10:00-11:00")
	count := 0
	for range hourly.Openings(time.Time{}, to) {
		count++
	}
	require.Equal(t, schedule.MostOpenings, count, "a walk over all years is cut")
	for range hourly.Openings(time.Time{}, to) {
		break
	}
}

// TestOpenings_AreWhatBetweenCounts: apart, in order, and as much as is open.
func TestOpenings_AreWhatBetweenCounts(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		s, a, _ := drawSchedule(t, all)
		b := a.Add(drawDuration(t, 2000*time.Hour).Abs())
		total, last := time.Duration(0), time.Time{}
		for o := range s.Openings(a, b) {
			require.True(t, o.From.Before(o.To))
			require.True(t, last.IsZero() || last.Before(o.From))
			require.False(t, o.From.Before(a) || o.To.After(b))
			require.True(t, s.IsOpen(o.From))
			total, last = total+o.To.Sub(o.From), o.To
		}
		require.Equal(t, s.Between(a, b), total)
	})
}
