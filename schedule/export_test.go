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
