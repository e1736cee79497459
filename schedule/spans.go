package schedule

import (
	"cmp"
	"slices"
	"sort"
)

// span is a run of open seconds: [from, to). before counts the open seconds
// that come before it.
type span struct{ from, to, before int64 }

// spans is a set of seconds: runs in order that neither overlap nor touch.
//
// Everything a schedule answers comes from three questions about such a set:
// how many open seconds lie before a second (rank), which second is the open
// one of a given number (nthOpen), and which is the closed one of a given
// number (nthClosed), both numbered from zero. Each is a binary search.
type spans []span

// union sorts the runs, joins those that overlap or touch, and numbers them,
// when `before` open seconds come before the first. It reuses the list.
func union(list []span, before int64) spans {
	slices.SortFunc(list, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	out := list[:0]
	for _, s := range list {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
		} else if s.from < s.to {
			out = append(out, s)
		}
	}
	for i := range out {
		out[i].before = before
		before += out[i].to - out[i].from
	}
	return out
}

// total counts the open seconds up to the end of the set.
func (s spans) total(before int64) int64 {
	if len(s) == 0 {
		return before
	}
	last := s[len(s)-1]
	return last.before + last.to - last.from
}

// rank counts the open seconds before x and says whether x is open; before is
// the count ahead of the set.
func (s spans) rank(x, before int64) (int64, bool) {
	first, last := 0, len(s) // the first run after x lies between these
	for first < last {
		if middle := int(uint(first+last) / 2); s[middle].from > x {
			last = middle
		} else {
			first = middle + 1
		}
	}
	if first == 0 {
		return before, false
	}
	r := &s[first-1]
	return r.before + min(x, r.to) - r.from, x < r.to
}

// nthOpen is the open second with n open ones before it; the set must have it.
func (s spans) nthOpen(n int64) int64 {
	i := sort.Search(len(s), func(i int) bool { return s[i].before > n })
	return s[i-1].from + n - s[i-1].before
}

// nthClosed is the closed second x for which x minus its rank is n; before is
// the count of open seconds ahead of the set.
func (s spans) nthClosed(n, before int64) int64 {
	i := sort.Search(len(s), func(i int) bool { return s[i].from-s[i].before > n })
	return n + s[:i].total(before)
}

// ring is a week of civil seconds that repeats for ever, both ways. It starts
// where day 0 does, on a Thursday. A run past its end goes on at its start: the
// two halves needn't know of each other, since counting seconds joins them.
type ring struct {
	spans spans
	open  int64 // open seconds in a week
}

func newRing(s spans) ring { return ring{s, s.total(0)} }

// rank counts the open seconds from civil second 0 to x, negative before it, and
// says whether x is open.
func (r *ring) rank(x int64) (int64, bool) {
	q := floorDiv(x, week)
	n, open := r.spans.rank(x-q*week, 0)
	return q*r.open + n, open
}

// nthOpen needs a week with an open second, nthClosed one with a closed second.
func (r *ring) nthOpen(n int64) int64 {
	q := floorDiv(n, r.open)
	return q*week + r.spans.nthOpen(n-q*r.open)
}

func (r *ring) nthClosed(n int64) int64 {
	closed := week - r.open
	q := floorDiv(n, closed)
	return q*week + r.spans.nthClosed(n-q*closed, 0)
}
