package inbox

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// fewest counts the branches that a set of cells takes at least, by trying.
func fewest(set cells, known map[cells]int) int {
	if set == 0 {
		return 0
	}
	if n, ok := known[set]; ok {
		return n
	}
	lowest := set & -set
	best := 12
	for homes := cells(1); homes < 8; homes++ {
		choice := homes&1*homeGeneral | homes>>1&1*homeMember | homes>>2*homeOther
		for _, holders := range []cells{everything, held, notHeld} {
			for _, privacy := range []cells{everything, isPublic, isPrivate} {
				if part := choice & holders & privacy; part&^set == 0 && part&lowest != 0 {
					best = min(best, 1+fewest(set&^part, known))
				}
			}
		}
	}
	known[set] = best
	return best
}

// Whatever cells are seen, they are put together exactly, without overlaps, and to as few branches as can be.
func TestI5_EverySetOfCellsIsTakenApartExactly(t *testing.T) {
	t.Parallel()
	known := map[cells]int{}
	for set := cells(0); set <= everything; set++ {
		left, boxes := set, cover(set)
		for _, b := range boxes {
			require.NotZero(t, b.cells)
			require.Zero(t, b.cells&^left, "%03x: outside or twice", set)
			require.Equal(t, b.homes&b.holders&b.privacy, b.cells)
			left &^= b.cells
		}
		require.Zero(t, left, "%03x: left out", set)
		require.Len(t, boxes, fewest(set, known), "%03x", set)
	}
}
