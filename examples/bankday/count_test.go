package main

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rawCount is what a few lines of text processing find in a file: nothing here is shared with the program.
type rawCount struct{ arrived, answered, abandoned, inBot, ignored, waited, inTime int }

// countRaw counts the lines of a file by the hour of their seventh column; the whole day is under -1.
func countRaw(t *testing.T, file string) map[int]*rawCount {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	counts := map[int]*rawCount{-1: {}}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		f := strings.Split(line, ",")
		at, err := strconv.Atoi(strings.Split(f[6], ":")[0])
		require.NoError(t, err)
		if counts[at] == nil {
			counts[at] = &rawCount{}
		}
		wait, err := strconv.Atoi(f[11])
		require.NoError(t, err)
		for _, c := range []*rawCount{counts[at], counts[-1]} {
			c.arrived++
			switch {
			case f[12] == "PHANTOM":
				c.ignored++
			case f[12] == "HANG" && wait == 0:
				c.inBot++
			case f[12] == "HANG":
				c.abandoned++
				c.waited += wait
			case f[12] == "AGENT":
				c.answered++
				c.waited += wait
				if wait < 60 {
					c.inTime++
				}
			}
		}
	}
	return counts
}

// balanced checks one hour, or the day, against the raw count.
func balanced(t *testing.T, raw *rawCount, record, replay *figures) {
	t.Helper()
	counted := rawCount{record.Arrived, record.Answered, record.Abandoned, record.InBot, record.Ignored, record.waited, record.InTime}
	require.Equal(t, *raw, counted)
	require.InDelta(t, float64(raw.waited), record.MeanWait*float64(raw.answered+raw.abandoned), 1e-6)
	require.InDelta(t, float64(raw.inTime), record.ServiceLevel*float64(raw.answered+raw.abandoned), 1e-6)
	require.Equal(t, raw.arrived, raw.answered+raw.abandoned+raw.inBot+raw.ignored)
	require.Equal(t, raw.arrived, replay.Arrived)
	require.Equal(t, raw.inBot, replay.InBot)
	require.Equal(t, raw.ignored, replay.Ignored)
	require.Equal(t, raw.arrived, replay.Answered+replay.Abandoned+replay.InBot+replay.Ignored)
}

func TestEveryCallIsAccountedForHourByHour(t *testing.T) {
	t.Parallel()
	for _, file := range []string{keptDay, otherDay} {
		for _, of := range []belief{estimated, shortest, longest} {
			t.Run(file+" "+string(of), func(t *testing.T) {
				t.Parallel()
				raw := countRaw(t, file)
				g := played(t, file, of).figures(of)
				balanced(t, raw[-1], &g.Total.Record, &g.Total.Replay)
				seen := 0
				for i := range g.Hours {
					h := &g.Hours[i]
					if raw[h.Hour] == nil {
						raw[h.Hour] = &rawCount{}
					}
					balanced(t, raw[h.Hour], &h.Record, &h.Replay)
					seen += h.Replay.Arrived
				}
				require.Equal(t, raw[-1].arrived, seen)
				services := 0
				for i := range g.Services {
					services += g.Services[i].Replay.Answered
				}
				require.Equal(t, g.Total.Replay.Answered, services)
			})
		}
	}
}
