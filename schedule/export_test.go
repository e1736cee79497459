package schedule

import (
	"math/bits"
	"strings"
)

// OldZones maps each old name of a zone to the one in use.
func OldZones() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(oldZones) {
		for i, name := range strings.Fields(line) {
			if i > 0 {
				out[name] = strings.Fields(line)[0]
			}
		}
	}
	return out
}

// LookUp is how many steps halve the segments, and then the runs of one of them
// or of its week.
func (s *Schedule) LookUp() int {
	runs := 0
	for _, g := range s.segments {
		if g.ring == noRing {
			runs = max(runs, int(g.last-g.first))
		} else {
			runs = max(runs, len(s.rings[g.ring].spans))
		}
	}
	return bits.Len(uint(len(s.segments))) + bits.Len(uint(runs))
}

// OwnerLookUp is how many steps halve the dates that have an owner, and then the
// seasons.
func (s *Schedule) OwnerLookUp() int {
	return bits.Len(uint(len(s.calendar.dated))) + bits.Len(uint(len(s.calendar.weeks)))
}

// OwnerLookUps is how many owners of dates Explain may ask for: of the date, of
// the one before, and of the one after each range of both.
func (s *Schedule) OwnerLookUps() int {
	ranges := 0
	for i := range s.calendar.rules {
		ranges = max(ranges, len(s.calendar.rules[i].open))
	}
	for i := range s.calendar.plans {
		for _, open := range s.calendar.plans[i].days {
			ranges = max(ranges, len(open))
		}
	}
	return 4 + 2*ranges
}
