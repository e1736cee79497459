package schedule

import "sort"

// rank counts the open seconds from the beginning to a second and says whether
// that second is open.
func (s *Schedule) rank(at int64) (int64, bool) {
	if at < beginning {
		return 0, false
	}
	if at >= end {
		return s.total, false
	}
	return s.at(at).rank(s, at)
}

// rank is that of the schedule, for a second of the segment or its end.
func (g *segment) rank(s *Schedule, at int64) (int64, bool) {
	if g.ring != noRing {
		n, open := s.rings[g.ring].rank(at + g.offset)
		return g.base + n, open
	}
	return s.spans[g.first:g.last].rank(at, g.before)
}

// nthOpen is the open second with n open ones before it; false if there is none.
func (s *Schedule) nthOpen(n int64) (int64, bool) {
	if n < 0 || n >= s.total {
		return 0, false
	}
	i := sort.Search(len(s.segments), func(i int) bool { return s.segments[i].before > n })
	g := &s.segments[i-1] // it has the second: the one after it starts with more before it
	if g.ring != noRing {
		return s.rings[g.ring].nthOpen(n-g.base) - g.offset, true
	}
	return s.spans[g.first:g.last].nthOpen(n), true
}

// nthClosed is the closed second x for which x minus its rank is n; false if
// there is none.
func (s *Schedule) nthClosed(n int64) (int64, bool) {
	if n < beginning || n >= end-s.total {
		return 0, false
	}
	i := sort.Search(len(s.segments), func(i int) bool { return s.segments[i].from-s.segments[i].before > n })
	g := &s.segments[i-1]
	if g.ring != noRing {
		return s.rings[g.ring].nthClosed(n+g.offset+g.base) - g.offset, true
	}
	return s.spans[g.first:g.last].nthClosed(n, g.before), true
}

// at returns the segment of a second between beginning and end.
func (s *Schedule) at(at int64) *segment {
	first, last := 0, len(s.starts) // the first one after at lies between these
	for first < last {
		if middle := int(uint(first+last) / 2); s.starts[middle] > at {
			last = middle
		} else {
			first = middle + 1
		}
	}
	return &s.segments[first-1]
}
