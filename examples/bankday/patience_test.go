package main

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// waits makes fates of waits; those of zero and below were answered after so many seconds.
func waits(of ...int) []fate {
	var out []fate
	for _, w := range of {
		if w <= 0 {
			out = append(out, fate{end: answered, wait: -w})
			continue
		}
		out = append(out, fate{end: abandoned, wait: w})
	}
	return out
}

func TestTheCurveOfPatience(t *testing.T) {
	t.Parallel()
	c := patienceOf(append(waits(10, 10, -10, 20, -25, 30), fate{end: inBot}, fate{end: ignored}))
	require.Equal(t, []int{10, 20, 30}, c.waits)
	require.InDeltaSlice(t, []float64{4. / 6, 4. / 6 * 2 / 3, 0}, c.still, 1e-12)
	require.InDelta(t, 105./4, c.mean, 1e-12)
	require.Equal(t, 10, c.beyond(0, 0))
	require.Equal(t, 10, c.beyond(0, 0.33))
	require.Equal(t, 20, c.beyond(0, 0.34))
	require.Equal(t, 20, c.beyond(10, 0.33))
	require.Equal(t, 30, c.beyond(10, 0.34))
	require.Equal(t, 30, c.beyond(29, 0))
	require.Equal(t, 30+26, c.beyond(30, 0), "beyond the curve: the mean is added")
	require.Equal(t, 99+26, c.beyond(99, 0.9))
}

func TestNobodyHungUp(t *testing.T) {
	t.Parallel()
	require.Equal(t, endless, patienceOf(waits(-10, -20)).beyond(5, 0.5))
}

func TestACurveWithoutCensoringIsTheShareOfThoseWhoWaitLonger(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.IntRange(1, 50), 1, 40).Draw(t, "waits")
		c := patienceOf(waits(all...))
		for i, w := range c.waits {
			longer := 0
			for _, other := range all {
				if other > w {
					longer++
				}
			}
			require.InDelta(t, float64(longer)/float64(len(all)), c.still[i], 1e-9)
		}
	})
}

func TestPatienceIsLongerThanWhatIsKnownOfIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := patienceOf(waits(rapid.SliceOfN(rapid.IntRange(-90, 90), 1, 30).Draw(t, "waits")...))
		wait := rapid.IntRange(0, 100).Draw(t, "wait")
		low, high := rapid.Float64Range(0, 0.5).Draw(t, "low"), rapid.Float64Range(0.5, 0.999).Draw(t, "high")
		require.Greater(t, c.beyond(wait, low), wait)
		require.GreaterOrEqual(t, c.beyond(wait, high), c.beyond(wait, low))
	})
}
