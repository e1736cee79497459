package schedule

import "math/bits"

// MostSteps is how many entries of its tables a look-up may read at most: it
// halves the segments, then the runs of one of them or of its week.
func (s *Schedule) MostSteps() int {
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
