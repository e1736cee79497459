package schedule_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/schedule"
)

// TestF13_MinuteByMinute compares every answer with the brute-force oracle, on
// the days around a moment that is mostly close to a clock change.
func TestF13_MinuteByMinute(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "zone")
		d := rapidDice(t)
		near := d.moment(c)
		h := d.hours(c.loc, near)
		s, err := h.Compile()
		require.NoError(t, err)
		o := newOracle(h, c.loc, near.Add(-2*oracleMargin*time.Minute), 4*oracleMargin)
		first, last := oracleMargin, len(o.open)-oracleMargin
		for i := first; i < last; i++ {
			require.Equal(t, o.open[i], s.IsOpen(o.at(i)), "%s", o.at(i).In(c.loc))
		}
		for range 5 {
			i := rapid.IntRange(first, last-1).Draw(t, "i")
			j := rapid.IntRange(i, last-1).Draw(t, "j")
			require.Equal(t, o.between(i, j), s.Between(o.at(i), o.at(j)))
			requireNext(t, o, i, true, s.NextOpen)
			requireNext(t, o, i, false, s.NextClose)
			requireNext(t, o, i, !o.open[i], s.NextChange)
		}
	})
}

// TestF13_SecondBySecond does the same with ranges that have seconds, around a
// change of each awkward zone. REPARTO_LONG=1 takes every zone.
func TestF13_SecondBySecond(t *testing.T) {
	t.Parallel()
	const margin = 24 * 60 * 60
	for seed, c := range clocks(t) {
		if seed%budget.Of(budget.SecondStride) > 0 {
			continue
		}
		d := dice(rand.New(rand.NewPCG(uint64(seed), 5)).IntN)
		near := d.moment(c)
		if len(c.changes) > 0 {
			near = c.changes[d(len(c.changes))]
		}
		from := near.Add(-(margin + 6*60*60) * time.Second)
		walls := wallClock(c.loc, from, time.Second, 2*margin+15*60*60)
		for range 2 {
			h := d.withSeconds(d.hours(c.loc, near))
			s, err := h.Compile()
			require.NoError(t, err)
			o := newOracleOn(h, walls, from, time.Second)
			for i := margin; i < len(o.open)-margin; i++ {
				if o.open[i] != s.IsOpen(o.at(i)) {
					require.Equal(t, o.open[i], s.IsOpen(o.at(i)), "%s %+v", o.at(i).In(c.loc), h)
				}
			}
			require.Equal(t, o.between(margin, len(o.open)-margin), s.Between(o.at(margin), o.at(len(o.open)-margin)))
		}
	}
}

// requireNext compares a search with the oracle's, which sees only its window.
func requireNext(t *rapid.T, o *oracle, i int, open bool, search func(time.Time) (time.Time, bool)) {
	got, ok := search(o.at(i))
	j, found := o.next(i, open)
	if found {
		require.True(t, ok)
		require.True(t, got.Equal(o.at(j)), "from %s: got %s, want %s", o.at(i), got, o.at(j))
	} else if ok {
		require.False(t, got.Before(o.at(len(o.open)-oracleMargin)), "from %s: got %s", o.at(i), got)
	}
}

// drawSchedule draws a schedule and two instants with fractions of a second.
func drawSchedule(t *rapid.T, all []clock) (s *schedule.Schedule, a, b time.Time) {
	c := rapid.SampledFrom(all).Draw(t, "zone")
	d := rapidDice(t)
	near := d.moment(c)
	s, err := d.hours(c.loc, near).Compile()
	require.NoError(t, err)
	span := rapid.SampledFrom([]time.Duration{time.Second, time.Hour, 100 * time.Hour, 50_000 * time.Hour}).Draw(t, "span")
	a = near.Add(drawDuration(t, span))
	return s, a, a.Add(drawDuration(t, span))
}

func drawDuration(t *rapid.T, most time.Duration) time.Duration {
	d := time.Duration(rapid.Int64Range(-int64(most), int64(most)).Draw(t, "duration"))
	return d.Truncate(rapid.SampledFrom([]time.Duration{1, time.Second, time.Minute, time.Hour}).Draw(t, "grain"))
}

func TestBetween_AddsUpAndMirrors(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		s, a, b := drawSchedule(t, all)
		c := b.Add(drawDuration(t, 1000*time.Hour))
		require.Equal(t, s.Between(a, c), s.Between(a, b)+s.Between(b, c))
		require.Equal(t, s.Between(a, b), -s.Between(b, a))
		if a.Before(b) {
			require.GreaterOrEqual(t, s.Between(a, b), time.Duration(0))
			require.LessOrEqual(t, s.Between(a, b), b.Sub(a))
		}
	})
}

// TestA9_AddIsTheEarliestInstantWithThatMuchOpenTime: the answer clock of an
// inbox pauses while it is closed (A9).
func TestA9_AddIsTheEarliestInstantWithThatMuchOpenTime(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		s, at, _ := drawSchedule(t, all)
		d := drawDuration(t, rapid.SampledFrom([]time.Duration{time.Minute, 200 * time.Hour}).Draw(t, "most"))
		e, ok := s.Add(at, d)
		if !ok {
			if d == 0 {
				_, opens := s.NextOpen(at)
				require.False(t, opens)
				return
			}
			// There is too little open time, seen as far as a Duration reaches.
			far := at.AddDate(280, 0, 0)
			if d < 0 {
				far = at.AddDate(-280, 0, 0)
			}
			require.Less(t, s.Between(at, far).Abs(), d.Abs())
			return
		}
		require.Equal(t, d, s.Between(at, e))
		switch {
		case d > 0:
			require.True(t, e.After(at))
			require.Less(t, s.Between(at, e.Add(-1)), d, "an earlier instant would do")
		case d < 0:
			require.True(t, e.Before(at))
			require.Greater(t, s.Between(at, e.Add(1)), d, "a later instant would do")
		default:
			next, _ := s.NextOpen(at)
			require.True(t, e.Equal(next), "no time ends where open time goes on")
		}
	})
}

func TestAdd_IsMonotone(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		s, a, b := drawSchedule(t, all)
		d := drawDuration(t, 100*time.Hour).Abs()
		more := d + drawDuration(t, 10*time.Hour).Abs()
		if b.Before(a) {
			a, b = b, a
		}
		fromA, okA := s.Add(a, d)
		fromB, okB := s.Add(b, d)
		require.False(t, okB && !okA, "what can be added later can be added sooner")
		if okA && okB {
			require.False(t, fromB.Before(fromA))
		}
		if longer, ok := s.Add(a, more); ok {
			require.True(t, okA)
			require.False(t, longer.Before(fromA))
		}
	})
}

func TestNext_IsTheEarliest(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		s, at, _ := drawSchedule(t, all)
		if next, ok := s.NextOpen(at); ok {
			require.True(t, s.IsOpen(next))
			require.Zero(t, s.Between(at, next), "it was open before")
			again, _ := s.NextOpen(next)
			require.True(t, again.Equal(next))
		}
		if next, ok := s.NextClose(at); ok {
			require.False(t, s.IsOpen(next))
			require.Equal(t, next.Sub(at), s.Between(at, next), "it was closed before")
			again, _ := s.NextClose(next)
			require.True(t, again.Equal(next))
		}
		if next, ok := s.NextChange(at); ok {
			require.True(t, next.After(at))
			require.NotEqual(t, s.IsOpen(at), s.IsOpen(next))
			require.Equal(t, s.IsOpen(at), s.IsOpen(next.Add(-1)))
		}
	})
}

// TestExplain_AgreesWithTheOtherAnswers: what it says is what they say.
func TestExplain_AgreesWithTheOtherAnswers(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		s, at, _ := drawSchedule(t, all)
		e := s.Explain(at)
		require.Equal(t, s.IsOpen(at), e.Open)
		require.True(t, e.At.Equal(at))
		next, ok := s.NextChange(at)
		require.Equal(t, ok, !e.Until.IsZero())
		require.True(t, e.Until.Equal(next))
		opening, _ := s.NextOpen(at)
		require.True(t, e.NextOpen.Equal(opening))
		if !e.Since.IsZero() {
			require.False(t, e.Since.After(at))
			require.Equal(t, e.Open, s.IsOpen(e.Since))
			require.Equal(t, !e.Open, s.IsOpen(e.Since.Add(-1)))
			after, _ := s.NextChange(e.Since)
			require.True(t, after.Equal(e.Until))
		}
	})
}
