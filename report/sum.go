package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// sum adds up what one row shows.
type sum struct {
	cell
	presence presence
}

// sums holds the rows of one kind.
type sums[K cmp.Ordered] map[K]*sum

// of gives the row of a key, a new one if there is none.
func (s sums[K]) of(key K) *sum {
	row := s[key]
	if row == nil {
		row = &sum{}
		s[key] = row
	}
	return row
}

// rows lists the rows in the order of their keys.
func rows[K cmp.Ordered](s sums[K], name func(K) string) []Row {
	var all []Row
	for _, key := range slices.Sorted(maps.Keys(s)) {
		all = append(all, Row{Name: name(key), Figures: s[key].figures()})
	}
	return all
}

// itself names a row by its key.
func itself[K ~string](key K) string { return string(key) }

// figures works out what a row shows.
func (s *sum) figures() Figures {
	n := &s.counts
	f := Figures{
		Arrived: n[arrived], Opened: n[opened], Restored: n[restored],
		Pending: n[pending], Answered: len(s.lengths[firstResponse-firstMeasured]), InTime: n[inTime],
		Abandoned: n[abandoned], OutOfHours: n[outOfHours],
		Rotated: n[rotated], RotationSkipped: n[rotationSkipped], Transferred: n[transferred], Returned: n[returned], Reopened: n[reopened],
		Closed: s.reasons, Left: n[left], Expired: n[expired],
		FirstResponse: s.spread(firstResponse), Waiting: s.spread(waiting), FirstWait: s.spread(firstWait), Handling: s.spread(handling),
		Online: seconds(s.presence[botflow.Online]), Away: seconds(s.presence[botflow.Away]), Offline: seconds(s.presence[botflow.Offline]),
	}
	if asked := max(f.Pending, f.Answered); asked > 0 { // an agent's row has no Pending of its own
		f.ServiceLevel = float64(f.InTime) / float64(asked)
	}
	return f
}
