package memory

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestOrderedIsASortedSlice compares the set with the simplest thing that does the same, across splits and joins of chunks.
func TestOrderedIsASortedSlice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := newOrdered(func(a, b int) bool { return a < b })
		var model []int
		runs := rapid.IntRange(1, 6).Draw(t, "runs")
		for range runs {
			from := rapid.IntRange(0, 2000).Draw(t, "from")
			count := rapid.IntRange(1, 700).Draw(t, "count")
			step := rapid.SampledFrom([]int{-3, -1, 1, 2, 7, 397}).Draw(t, "step")
			adds := rapid.Bool().Draw(t, "adds")
			for i := range count {
				x := (from + i*step) % 2000
				at, there := slices.BinarySearch(model, x)
				switch {
				case adds:
					require.Equal(t, !there, set.add(x))
					if !there {
						model = slices.Insert(model, at, x)
					}
				default:
					require.Equal(t, there, set.remove(x))
					if there {
						model = slices.Delete(model, at, at+1)
					}
				}
			}
			requireSame(t, model, set)
		}
		probe := rapid.IntRange(-2100, 2100).Draw(t, "probe")
		at, there := slices.BinarySearch(model, probe)
		require.Equal(t, there, set.has(probe))
		require.Equal(t, append([]int(nil), model[at:]...), slices.Collect(set.seek(probe).onward()))
	})
}

func requireSame(t *rapid.T, model []int, set *ordered[int]) {
	require.Equal(t, len(model), set.size())
	require.True(t, slices.Equal(model, slices.Collect(set.all())))
	require.Len(t, set.last, len(set.chunks))
	for i, chunk := range set.chunks {
		require.NotEmpty(t, chunk)
		require.LessOrEqual(t, len(chunk), chunkSize)
		require.Equal(t, chunk[len(chunk)-1], set.last[i])
	}
}

func TestOrderedKeepsFewChunks(t *testing.T) {
	t.Parallel()
	set := newOrdered(func(a, b int) bool { return a < b })
	for i := range 10 * chunkSize {
		set.add(i)
	}
	require.Len(t, set.chunks, 10, "what arrives in order fills its chunks")
	for i := range 10 * chunkSize {
		if i%chunkSize >= 4 {
			set.remove(i)
		}
	}
	require.LessOrEqual(t, len(set.chunks), 2, "what shrinks gives its chunks back")
}

func TestOrderedEmpty(t *testing.T) {
	t.Parallel()
	var none *ordered[int]
	require.Zero(t, none.size())
	require.Empty(t, slices.Collect(none.seek(1).onward()))
	set := newOrdered(func(a, b int) bool { return a < b })
	_, ok := set.first()
	require.False(t, ok)
	require.False(t, set.remove(1))
}
