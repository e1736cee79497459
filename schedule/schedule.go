package schedule

import (
	"math"
	"time"
)

// Schedule is compiled [Hours]; its zero value isn't usable. It never changes and
// is safe for any number of goroutines. A nil *Schedule is always open, for every
// method: it stands for a scope without hours of its own under a general one
// without hours too (F12).
//
// The instants it returns are in the zone of the hours; a nil one returns them
// in the zone it was given.
type Schedule struct {
	loc      *time.Location
	rings    []ring    // by plan: the week, then the seasons'
	segments []segment // in order, the first at beginning; never empty
	starts   []int64   // where each segment does, close together for the search
	spans    spans     // runs of the segments that have no ring
	calendar *calendar // what Explain names
	override *Override // what Explain names; nil is none
	total    int64     // open seconds from beginning to end
}

// IsOpen reports whether the instant is open.
func (s *Schedule) IsOpen(t time.Time) bool {
	if s == nil {
		return true
	}
	_, open := s.rank(t.Unix())
	return open
}

// NextOpen returns the earliest open instant from t on, t itself if it is open;
// false if it never opens again.
func (s *Schedule) NextOpen(t time.Time) (time.Time, bool) {
	if s == nil {
		return t, true
	}
	n, open := s.rank(t.Unix())
	if open {
		return t.In(s.loc), true
	}
	return s.instant(s.nthOpen(n))
}

// NextClose returns the earliest closed instant from t on, t itself if it is
// closed; false if it never closes again.
func (s *Schedule) NextClose(t time.Time) (time.Time, bool) {
	if s == nil {
		return time.Time{}, false
	}
	n, open := s.rank(t.Unix())
	if !open {
		return t.In(s.loc), true
	}
	return s.instant(s.nthClosed(t.Unix() - n))
}

// NextChange returns the earliest instant after t whose answer differs from
// t's; false if it never changes again.
func (s *Schedule) NextChange(t time.Time) (time.Time, bool) {
	if s.IsOpen(t) {
		return s.NextClose(t)
	}
	return s.NextOpen(t)
}

// Between returns the open time from a to b: elapsed time, and negative if b is
// before a. What a Duration can't hold, about 292 years, is cut to its limit.
func (s *Schedule) Between(a, b time.Time) time.Duration {
	if s == nil {
		return b.Round(0).Sub(a.Round(0))
	}
	from, to := s.elapsed(a), s.elapsed(b)
	return duration(to.seconds-from.seconds, to.nanos-from.nanos)
}

// Add returns the earliest instant from t on with d of open time between them.
// It ends at a close, never at the opening after it; only d = 0 at a closed t
// gives the next opening, where open time begins. With d < 0 it goes back: the
// latest instant with Between(t, it) == d. False if there is never so much open
// time.
func (s *Schedule) Add(t time.Time, d time.Duration) (time.Time, bool) {
	if s == nil {
		return t.Add(d), true
	}
	if d == 0 {
		return s.NextOpen(t)
	}
	c := s.elapsed(t)
	c.seconds += int64(d / time.Second)
	c.nanos += int64(d % time.Second)
	if c.nanos < 0 {
		c.seconds, c.nanos = c.seconds-1, c.nanos+int64(time.Second)
	} else if c.nanos >= int64(time.Second) {
		c.seconds, c.nanos = c.seconds+1, c.nanos-int64(time.Second)
	}
	if d > 0 && c.nanos == 0 {
		// The whole of the last open second: its end, which may be a close.
		sec, ok := s.nthOpen(c.seconds - 1)
		return s.instant(sec+1, ok)
	}
	sec, ok := s.nthOpen(c.seconds)
	if !ok {
		return time.Time{}, false
	}
	return time.Unix(sec, c.nanos).In(s.loc), true
}

// count is an amount of open time.
type count struct{ seconds, nanos int64 }

// elapsed is the open time from the beginning to t.
func (s *Schedule) elapsed(t time.Time) count {
	n, open := s.rank(t.Unix())
	if !open {
		return count{seconds: n}
	}
	return count{seconds: n, nanos: int64(t.Nanosecond())}
}

// instant is the answer to a search: what it found, if it found anything.
func (s *Schedule) instant(sec int64, ok bool) (time.Time, bool) {
	if !ok {
		return time.Time{}, false
	}
	return time.Unix(sec, 0).In(s.loc), true
}

// duration adds up, within what a Duration can hold.
func duration(seconds, nanos int64) time.Duration {
	const limit = int64(math.MaxInt64/time.Second) - 1
	switch {
	case seconds > limit:
		return math.MaxInt64
	case seconds < -limit:
		return math.MinInt64
	}
	return time.Duration(seconds)*time.Second + time.Duration(nanos)
}
