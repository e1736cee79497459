package schedule_test

import (
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

// compiled compiles hours written as text.
func compiled(t *testing.T, zone, text string, exceptions ...schedule.Exception) *schedule.Schedule {
	t.Helper()
	h, err := schedule.Weekly(zone, text)
	require.NoError(t, err)
	h.Exceptions = exceptions
	s, err := h.Compile()
	require.NoError(t, err)
	return s
}

// changes lists the first n changes after an instant, in the schedule's zone.
func changes(t *testing.T, s *schedule.Schedule, after string, n int) (out []string) {
	t.Helper()
	at := instant(t, after)
	for range n {
		next, ok := s.NextChange(at)
		if !ok {
			return append(out, "never")
		}
		at = next
		state := "closed"
		if s.IsOpen(at) {
			state = "open"
		}
		out = append(out, strings.TrimSuffix(at.Format("Jan 02 15:04:05"), ":00")+" "+state)
	}
	return out
}

// TestF12_NilIsAlwaysOpen: neither hours of its own nor general ones.
func TestF12_NilIsAlwaysOpen(t *testing.T) {
	t.Parallel()
	var s *schedule.Schedule
	at := instant(t, "2026-03-02T12:00:00.5+05:45")
	require.True(t, s.IsOpen(at))
	next, ok := s.NextOpen(at)
	require.True(t, ok)
	require.Equal(t, at, next)
	_, ok = s.NextClose(at)
	require.False(t, ok)
	_, ok = s.NextChange(at)
	require.False(t, ok)
	next, ok = s.Add(at, -time.Hour)
	require.True(t, ok)
	require.Equal(t, at.Add(-time.Hour), next)
	require.Equal(t, time.Hour, s.Between(next, at))
	require.Equal(t, schedule.Explanation{Open: true, Reason: schedule.ByNone, NextOpen: at, At: at}, s.Explain(at))
}

func TestF13_RangesOfADay(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, text, after, want1, want2, want3 string }{
		{"several", "Mon 09:00-13:00,15:00-18:00", "2026-03-02T00:00:00Z", "Mar 02 09:00 open", "Mar 02 13:00 closed", "Mar 02 15:00 open"},
		{"past midnight", "Mon 22:00-06:00", "2026-03-02T00:00:00Z", "Mar 02 22:00 open", "Mar 03 06:00 closed", "Mar 09 22:00 open"},
		{"past the end of the week", "Wed 22:00-06:00", "2026-03-02T00:00:00Z", "Mar 04 22:00 open", "Mar 05 06:00 closed", "Mar 11 22:00 open"},
		{"24 hours from there", "Mon 09:00-33:00", "2026-03-02T00:00:00Z", "Mar 02 09:00 open", "Mar 03 09:00 closed", "Mar 09 09:00 open"},
		{"past 24:00 is the next day", "Mon 22:00-30:00", "2026-03-02T00:00:00Z", "Mar 02 22:00 open", "Mar 03 06:00 closed", "Mar 09 22:00 open"},
		{"the whole day", "Mon 00:00-24:00", "2026-03-01T00:00:00Z", "Mar 02 00:00 open", "Mar 03 00:00 closed", "Mar 09 00:00 open"},
		{"to the second", "Mon 08:59:59-18:00:01", "2026-03-02T00:00:00Z", "Mar 02 08:59:59 open", "Mar 02 18:00:01 closed", "Mar 09 08:59:59 open"},
		{"seconds that are none", "Mon 09:00:00-18:00:00", "2026-03-02T00:00:00Z", "Mar 02 09:00 open", "Mar 02 18:00 closed", "Mar 09 09:00 open"},
		{"end at midnight", "Mon 18:00-00:00", "2026-03-02T00:00:00Z", "Mar 02 18:00 open", "Mar 03 00:00 closed", "Mar 09 18:00 open"},
		{"touching ranges join", "Mon 09:00-12:00,12:00-18:00", "2026-03-02T00:00:00Z", "Mar 02 09:00 open", "Mar 02 18:00 closed", "Mar 09 09:00 open"},
		{"overlapping ranges join", "Mon 22:00-06:00; Tue 05:00-07:00", "2026-03-02T00:00:00Z", "Mar 02 22:00 open", "Mar 03 07:00 closed", "Mar 09 22:00 open"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, []string{c.want1, c.want2, c.want3}, changes(t, compiled(t, "UTC", c.text), c.after, 3))
		})
	}
}

func TestF13_ExceptionsOwnTheirDates(t *testing.T) {
	t.Parallel()
	const nights = "Mon-Sun 22:00-06:00"
	cases := []struct {
		name       string
		exceptions []schedule.Exception
		want       []string // from noon of Wed 4 Mar 2026
	}{
		{
			"closed: cuts the night before",
			[]schedule.Exception{{Date: "2026-03-05"}},
			[]string{"Mar 04 22:00 open", "Mar 05 00:00 closed", "Mar 06 22:00 open"},
		},
		{
			"closed, keeping the night before",
			[]schedule.Exception{{Date: "2026-03-05", KeepOvernight: true}},
			[]string{"Mar 04 22:00 open", "Mar 05 06:00 closed", "Mar 06 22:00 open"},
		},
		{
			"own hours replace the date's",
			[]schedule.Exception{{Date: "2026-03-05", Open: []string{"10:00-11:00"}}},
			[]string{"Mar 04 22:00 open", "Mar 05 00:00 closed", "Mar 05 10:00 open", "Mar 05 11:00 closed", "Mar 06 22:00 open"},
		},
		{
			"own night runs into the next date",
			[]schedule.Exception{{Date: "2026-03-05", Open: []string{"20:00-03:00"}}},
			[]string{"Mar 04 22:00 open", "Mar 05 00:00 closed", "Mar 05 20:00 open", "Mar 06 03:00 closed", "Mar 06 22:00 open"},
		},
		{
			"the next exception cuts that too",
			[]schedule.Exception{{Date: "2026-03-06"}, {Date: "2026-03-05", Open: []string{"20:00-03:00"}}},
			[]string{"Mar 04 22:00 open", "Mar 05 00:00 closed", "Mar 05 20:00 open", "Mar 06 00:00 closed", "Mar 07 22:00 open"},
		},
		{
			"a run of dates cuts only the night before its first",
			[]schedule.Exception{{Date: "2026-03-05", Through: "2026-03-06", Open: []string{"23:00-01:00"}}},
			[]string{"Mar 04 22:00 open", "Mar 05 00:00 closed", "Mar 05 23:00 open", "Mar 06 01:00 closed", "Mar 06 23:00 open", "Mar 07 01:00 closed", "Mar 07 22:00 open"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := changes(t, compiled(t, "UTC", nights, c.exceptions...), "2026-03-04T12:00:00Z", len(c.want))
			require.Equal(t, c.want, got)
		})
	}
}

func TestF13_OverrideWinsWhileItLasts(t *testing.T) {
	t.Parallel()
	h, err := schedule.Weekly("UTC", "Mon-Fri 09:00-18:00")
	require.NoError(t, err)
	h.Exceptions = []schedule.Exception{{Date: "2026-03-03"}}
	from, until := instant(t, "2026-03-02T10:00:00Z"), instant(t, "2026-03-02T12:30:00Z")
	cases := []struct {
		name     string
		override schedule.Override
		after    string
		want     []string
	}{
		{
			"closed",
			schedule.Override{State: schedule.Closed, From: from, Until: until},
			"2026-03-02T00:00:00Z",
			[]string{"Mar 02 09:00 open", "Mar 02 10:00 closed", "Mar 02 12:30 open", "Mar 02 18:00 closed", "Mar 04 09:00 open"},
		},
		{
			"closed since ever",
			schedule.Override{State: schedule.Closed, Until: until},
			"0001-01-01T00:00:00Z",
			[]string{"Mar 02 12:30 open", "Mar 02 18:00 closed"},
		},
		{
			"open over an exception",
			schedule.Override{State: schedule.Open, From: from, Until: until.AddDate(0, 0, 1)},
			"2026-03-02T00:00:00Z",
			[]string{"Mar 02 09:00 open", "Mar 03 12:30 closed", "Mar 04 09:00 open"},
		},
		{
			"open through the night",
			schedule.Override{State: schedule.Open, From: from, Until: until.AddDate(0, 0, 2)},
			"2026-03-02T00:00:00Z",
			[]string{"Mar 02 09:00 open", "Mar 04 18:00 closed"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			own := h
			own.Override = &c.override
			s, err := own.Compile()
			require.NoError(t, err)
			require.Equal(t, c.want, changes(t, s, c.after, len(c.want)))
		})
	}
}

func TestOverride_CountsWholeSeconds(t *testing.T) {
	t.Parallel()
	h := schedule.Never()
	h.Override = &schedule.Override{State: schedule.Open, From: time.Unix(100, 999), Until: time.Unix(200, 1)}
	s, err := h.Compile()
	require.NoError(t, err)
	require.Equal(t, 101*time.Second, s.Between(time.Unix(0, 0), time.Unix(300, 0)))
	require.True(t, s.IsOpen(time.Unix(100, 0)))
	require.False(t, s.IsOpen(time.Unix(201, 0)))
}

// TestA9_AddEndsAtTheClose and goes on at the next opening only if more is left.
func TestA9_AddEndsAtTheClose(t *testing.T) {
	t.Parallel()
	s := compiled(t, "America/Bogota", "Mon-Fri 09:00-18:00")
	at := instant(t, "2026-03-06T17:50:00.25-05:00") // a Friday
	cases := []struct {
		d    time.Duration
		want string
	}{
		{0, "2026-03-06T17:50:00.25-05:00"},
		{time.Minute, "2026-03-06T17:51:00.25-05:00"},
		{10*time.Minute - 250*time.Millisecond, "2026-03-06T18:00:00-05:00"},
		{10 * time.Minute, "2026-03-09T09:00:00.25-05:00"},
		{-9 * time.Hour, "2026-03-05T17:50:00.25-05:00"},
		{-9*time.Hour + 10*time.Minute - 250*time.Millisecond, "2026-03-06T09:00:00-05:00"},
	}
	for _, c := range cases {
		got, ok := s.Add(at, c.d)
		require.True(t, ok)
		require.Equal(t, c.want, got.Format(time.RFC3339Nano), c.d)
	}
}

// TestAdd_NothingToAdd: none left at a closed instant ends where open time begins
// again.
func TestAdd_NothingToAdd(t *testing.T) {
	t.Parallel()
	s := compiled(t, "America/Bogota", "Mon-Fri 09:00-18:00")
	for at, want := range map[string]string{
		"2026-03-06T17:50:00-05:00": "2026-03-06T17:50:00-05:00",
		"2026-03-06T18:00:00-05:00": "2026-03-09T09:00:00-05:00",
		"2026-03-07T12:00:00-05:00": "2026-03-09T09:00:00-05:00",
	} {
		got, ok := s.Add(instant(t, at), 0)
		require.True(t, ok)
		require.Equal(t, want, got.Format(time.RFC3339))
	}
	never, err := schedule.Never().Compile()
	require.NoError(t, err)
	_, ok := never.Add(instant(t, "2026-03-07T12:00:00Z"), 0)
	require.False(t, ok)
}

// TestNever_IsAnAnswer: degenerate hours answer at once, and searches that find
// nothing say so.
func TestNever_IsAnAnswer(t *testing.T) {
	t.Parallel()
	never, err := schedule.Never().Compile()
	require.NoError(t, err)
	always, err := schedule.Always().Compile()
	require.NoError(t, err)
	once := compiled(t, "UTC", "", schedule.Exception{Date: "2096-02-29", Open: []string{"12:00-12:01"}})
	at := instant(t, "2026-03-02T12:00:00Z")

	_, ok := never.NextOpen(at)
	require.False(t, ok)
	_, ok = never.Add(at, time.Nanosecond)
	require.False(t, ok)
	require.Zero(t, never.Between(at, at.AddDate(100, 0, 0)))
	require.Equal(t, schedule.Explanation{Reason: schedule.ByWeek, Zone: "UTC", At: at}, never.Explain(at))

	_, ok = always.NextClose(at)
	require.False(t, ok)
	require.Equal(t, schedule.Explanation{Open: true, Reason: schedule.ByWeek, NextOpen: at, Zone: "UTC", At: at}, always.Explain(at))

	next, ok := once.NextOpen(at)
	require.True(t, ok)
	require.Equal(t, instant(t, "2096-02-29T12:00:00Z"), next)
	next, ok = once.Add(at, time.Minute)
	require.True(t, ok)
	require.Equal(t, instant(t, "2096-02-29T12:01:00Z"), next)
	_, ok = once.Add(at, time.Minute+1)
	require.False(t, ok)
	_, ok = once.NextOpen(next)
	require.False(t, ok)
}

// TestFarInstants: nothing panics or runs on, and what lies outside the calendar
// is closed.
func TestFarInstants(t *testing.T) {
	t.Parallel()
	h := schedule.Always()
	h.Zone = "America/Santiago"
	s, err := h.Compile()
	require.NoError(t, err)
	for _, sec := range []int64{math.MinInt64, -1 << 55, -62135596801, 253402300800, 1 << 55, math.MaxInt64} {
		at := time.Unix(sec, 999_999_999)
		require.False(t, s.IsOpen(at), sec)
		s.NextOpen(at)
		s.NextClose(at)
		s.Between(time.Time{}, at)
		s.Explain(at)
		for _, d := range []time.Duration{math.MinInt64, -1, 1, math.MaxInt64} {
			s.Add(at, d)
		}
	}
	require.True(t, s.IsOpen(time.Time{}))
	require.True(t, s.IsOpen(time.Unix(253402300799, 0)))
	require.Equal(t, time.Duration(math.MaxInt64), s.Between(time.Time{}, time.Unix(1<<40, 0)))
	require.Equal(t, time.Duration(math.MinInt64), s.Between(time.Unix(1<<40, 0), time.Time{}))
	next, ok := s.NextOpen(time.Unix(-1<<55, 0))
	require.True(t, ok)
	require.True(t, next.IsZero())
}

// TestAnswersAreInTheZoneOfTheHours whatever zone the question is in.
func TestAnswersAreInTheZoneOfTheHours(t *testing.T) {
	t.Parallel()
	s := compiled(t, "Asia/Kathmandu", "Mon-Fri 09:00-17:00")
	for _, text := range []string{"2026-03-02T03:15:00Z", "2026-03-01T20:00:00-05:00"} {
		at := instant(t, text)
		open, _ := s.NextOpen(at)
		shut, _ := s.NextClose(at)
		added, _ := s.Add(at, time.Minute)
		same, _ := s.Add(at, 0)
		for _, got := range []time.Time{open, shut, added, same, s.Explain(at).At} {
			require.Equal(t, "Asia/Kathmandu", got.Location().String())
		}
	}
}

func TestSchedule_IsSafeForManyGoroutines(t *testing.T) {
	t.Parallel()
	s := compiled(t, "America/Santiago", "Mon-Fri 09:00-18:00", schedule.Exception{Date: "2026-03-05"})
	at := instant(t, "2026-03-02T12:00:00Z")
	want := s.Explain(at)
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			for range 20 {
				got := s.Explain(at)
				if got != want {
					t.Error("another answer", got)
				}
				s.Add(at, 40*time.Hour)
			}
		})
	}
	group.Wait()
}
