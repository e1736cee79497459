package schedule_test

import (
	"archive/zip"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/schedule"
)

// Around each clock change so many schedules are drawn, and so many instants for
// each of them.
const (
	schedulesPerChange = 10
	instantsPerHours   = 30
	pairsOfLongForm    = 1_000_000 // what REPARTO_LONG=1 must reach
)

// TestF13_MillionPairs compares random schedules with the minute scan at random
// instants around every clock change from 1970 to 2100 in the awkward zones, and
// around as many moments where there is no change. REPARTO_LONG=1 takes every
// change.
func TestF13_MillionPairs(t *testing.T) {
	t.Parallel()
	stride := budget.Of(budget.ScheduleStride)
	pairs := atomic.Int64{}
	t.Cleanup(func() {
		t.Log(pairs.Load(), "pairs")
		if stride == 1 {
			require.GreaterOrEqual(t, pairs.Load(), int64(pairsOfLongForm))
		}
	})
	for seed, c := range clocks(t) {
		t.Run(c.loc.String(), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(uint64(seed), 4))
			moments := slices.Clone(c.changes)
			for year := 1970; year < 2100; year += 10 {
				moments = append(moments, time.Date(year, time.Month(1+rng.IntN(12)), 1+rng.IntN(28), rng.IntN(24), 0, 0, 0, time.UTC))
			}
			for i := rng.IntN(stride); i < len(moments); i += stride {
				pairs.Add(comparePairs(t, c, moments[i], rng.IntN))
			}
		})
	}
}

// comparePairs compares around one moment.
func comparePairs(t *testing.T, c clock, moment time.Time, d dice) (pairs int64) {
	t.Helper()
	from := moment.Add(-2 * oracleMargin * time.Minute)
	walls := wallClock(c.loc, from, time.Minute, 4*oracleMargin)
	for range schedulesPerChange {
		h := d.hours(c.loc, moment)
		s, err := h.Compile()
		require.NoError(t, err)
		o := newOracleOn(h, walls, from, time.Minute)
		for range instantsPerHours {
			i := d.between(oracleMargin, 3*oracleMargin-1)
			if o.open[i] != s.IsOpen(o.at(i)) {
				require.Equal(t, o.open[i], s.IsOpen(o.at(i)), "%s %+v", o.at(i).In(c.loc), h)
			}
			pairs++
		}
		i, j := d.between(oracleMargin, 2*oracleMargin), d.between(2*oracleMargin, 3*oracleMargin-1)
		require.Equal(t, o.between(i, j), s.Between(o.at(i), o.at(j)))
	}
	return pairs
}

// TestF13_HullLawInEveryZone: at each clock change from 2000 to 2037 of each zone
// of the database, one range on a date is open exactly from the first minute that
// shows it to the last. REPARTO_LONG=1 takes every zone.
func TestF13_HullLawInEveryZone(t *testing.T) {
	t.Parallel()
	names := everyZone(t)
	stride := budget.Of(budget.ZoneStride)
	changes := 0
	for i := 0; i < len(names); i += stride {
		loc, err := time.LoadLocation(names[i])
		require.NoError(t, err)
		rng := rand.New(rand.NewPCG(uint64(i), 9))
		for _, change := range changesOf(loc, 2000, 2038) {
			hullLawAt(t, loc, change, rng.IntN)
			changes++
		}
	}
	t.Log(len(names), "zones,", changes, "changes")
}

// hullLawAt draws ranges with their edges near a change.
func hullLawAt(t *testing.T, loc *time.Location, change time.Time, d dice) {
	t.Helper()
	from := change.Add(-30 * time.Hour)
	walls := wallClock(loc, from, time.Minute, 66*60)
	o := &oracle{from: from, step: time.Minute, open: make([]bool, len(walls))}
	near := change.Add(3 * time.Hour).In(loc)
	edge := near.Hour()*60 + near.Minute() + d.between(-240, 120)
	start, length := (edge+1440)%1440, 1+d(240)
	day := time.Date(near.Year(), near.Month(), near.Day(), 0, 0, 0, 0, time.UTC)
	open := clockText(start) + "-" + clockText(start+length)
	h := schedule.Hours{Zone: loc.String(), Exceptions: []schedule.Exception{{Date: day.Format(time.DateOnly), Open: []string{open}}}}
	s, err := h.Compile()
	require.NoError(t, err)
	first := int(day.Unix()) + start*60
	o.hull(walls, [2]int{first, first + length*60})
	for i := range walls {
		if o.open[i] != s.IsOpen(o.at(i)) {
			require.Equal(t, o.open[i], s.IsOpen(o.at(i)), "%s on %s at %s", open, day, o.at(i).In(loc))
		}
	}
}

func clockText(minutes int) string {
	return time.Unix(int64(minutes%1440)*60, 0).UTC().Format("15:04")
}

// everyZone lists the names of the zone database, from the Go distribution or
// else the machine.
func everyZone(t *testing.T) (names []string) {
	t.Helper()
	archive, err := zip.OpenReader(filepath.Join(goRoot(t), "lib", "time", "zoneinfo.zip"))
	if err == nil {
		t.Cleanup(func() { require.NoError(t, archive.Close()) })
		for _, f := range archive.File {
			names = append(names, f.Name)
		}
	} else {
		root := os.DirFS("/usr/share/zoneinfo")
		_ = fs.WalkDir(root, ".", func(name string, _ fs.DirEntry, _ error) error {
			names = append(names, name)
			return nil
		})
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		_, err := time.LoadLocation(name)
		return err != nil || name == "." || strings.HasPrefix(name, "posix") || strings.HasPrefix(name, "right")
	})
	require.Greater(t, len(names), 400)
	return names
}

// goRoot is where the go command that builds the test lives.
func goRoot(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
