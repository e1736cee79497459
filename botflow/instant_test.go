package botflow_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
)

var (
	firstTime = time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)
	lastTime  = time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)
)

func drawTime(t *rapid.T, name string) time.Time {
	sec := rapid.Int64Range(firstTime.Unix(), lastTime.Unix()).Draw(t, name)
	zone := time.FixedZone("z", rapid.IntRange(-14*3600, 14*3600).Draw(t, "zone"))
	return time.Unix(sec, rapid.Int64Range(1000, 999999999).Draw(t, "ns")).In(zone)
}

func drawInstant(t *rapid.T, name string) botflow.Instant {
	return botflow.Instant(rapid.OneOf(
		rapid.Int64Range(1, int64(botflow.InstantOf(lastTime))),
		rapid.SampledFrom([]int64{1, int64(botflow.InstantOf(lastTime)), math.MaxInt64}),
	).Draw(t, name))
}

func TestLawsOfInstants(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := drawTime(t, "time")
		i := botflow.InstantOf(at)
		require.True(t, at.Truncate(time.Microsecond).Equal(i.Time()), "cut to the microsecond")
		require.Equal(t, i, botflow.InstantOf(i.Time()))
		require.NoError(t, botflow.CheckTime("at", at.UTC()))

		other := drawTime(t, "other")
		require.Equal(t, at.Truncate(time.Microsecond).Compare(other.Truncate(time.Microsecond)),
			compare(i, botflow.InstantOf(other)), "compared as times are")
	})
}

func compare(i, j botflow.Instant) int {
	switch {
	case i < j:
		return -1
	case i > j:
		return 1
	}
	return 0
}

func TestInstantAddAndSub(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		i := drawInstant(t, "instant")
		d := time.Duration(rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, 999, -999, math.MaxInt64, math.MinInt64})).Draw(t, "d"))
		sum := i.Add(d)
		require.False(t, sum.IsZero(), "never unset")
		require.True(t, sum == botflow.Forever || sum <= botflow.InstantOf(lastTime), "it saturates")
		switch {
		case i == botflow.Forever:
			require.Equal(t, botflow.Forever, sum, "forever stays")
		case sum != botflow.Forever && sum != 1:
			require.True(t, i.Time().Add(d.Truncate(time.Microsecond)).Equal(sum.Time()))
			require.Equal(t, d.Truncate(time.Microsecond), sum.Sub(i))
		case d >= 0:
			require.GreaterOrEqual(t, sum, i)
		default:
			require.LessOrEqual(t, sum, i)
		}
	})
	require.Equal(t, time.Duration(math.MaxInt64/1000*1000), botflow.Forever.Sub(1), "Sub saturates")
	require.Equal(t, -time.Duration(math.MaxInt64/1000*1000), botflow.Instant(1).Sub(botflow.Forever))
}

func TestInstantJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		i := drawInstant(t, "instant")
		text, err := json.Marshal(i)
		require.NoError(t, err)
		var back botflow.Instant
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, i, back, "%s", text)
	})
	for _, tc := range []struct {
		name, text string
		want       botflow.Instant
		print      string
	}{
		{"not set", `null`, 0, "-"},
		{"forever", `"forever"`, botflow.Forever, "forever"},
		{"whole seconds", `"2026-03-02T09:00:00Z"`, nine, "2026-03-02T09:00:00Z"},
		{"another zone", `"2026-03-02T04:00:00-05:00"`, nine, "2026-03-02T09:00:00Z"},
		{"microseconds", `"2026-03-02T09:00:00.00001Z"`, nine + 10, "2026-03-02T09:00:00.00001Z"},
		{"nanoseconds are cut", `"2026-03-02T09:00:00.000001999Z"`, nine + 1, "2026-03-02T09:00:00.000001Z"},
		{"the last", `"9999-12-31T23:59:59.999999Z"`, botflow.InstantOf(lastTime), "9999-12-31T23:59:59.999999Z"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var got botflow.Instant
			require.NoError(t, json.Unmarshal([]byte(tc.text), &got))
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.print, got.String())
		})
	}
	for name, text := range map[string]string{
		"a number": `12`, "no time": `"martes"`, "the year 10000": `"10000-01-01T00:00:00Z"`,
		"the year 10000 in UTC": `"9999-12-31T23:59:59-01:00"`, "the year 0": `"0000-12-31T23:59:59Z"`,
		"the year 0 in UTC": `"0001-01-01T00:00:00+01:00"`, "no zone": `"2026-03-02T09:00:00"`,
	} {
		var got botflow.Instant
		require.Error(t, json.Unmarshal([]byte(text), &got), name)
	}
}

func TestYearsOutside1To9999AreRefused(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Time{
		time.Date(0, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("west", -3600)), time.Unix(math.MaxInt64/2, 0),
	} {
		err := botflow.CheckTime("sentAt", at)
		require.Equal(t, botflow.CodeInvalid, botflow.CodeOf(err), at)
		require.ErrorContains(t, err, "sentAt")
	}
	require.NoError(t, botflow.CheckTime("sentAt", time.Time{}))
	require.Zero(t, botflow.InstantOf(time.Time{}))
	require.True(t, botflow.Instant(0).Time().IsZero())
	require.Less(t, botflow.InstantOf(lastTime), botflow.Forever)
}
