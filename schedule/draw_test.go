package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/schedule"
)

// awkwardZones have gaps and repeats at midnight, of half an hour and of a whole
// day, changes on religious dates, and odd offsets.
func awkwardZones() []string {
	return []string{
		"America/Santiago", "America/Sao_Paulo", "America/Asuncion", "America/St_Johns", "America/Havana",
		"America/Scoresbysund", "Europe/Madrid", "Europe/Dublin", "Africa/Casablanca", "Africa/Cairo",
		"Asia/Beirut", "Asia/Gaza", "Asia/Kathmandu", "Asia/Tehran", "Pacific/Apia", "Pacific/Kwajalein",
		"Pacific/Chatham", "Australia/Lord_Howe", "Antarctica/Troll", "Antarctica/Casey", "UTC",
	}
}

// clock is a zone and the instants near which its offset changes.
type clock struct {
	loc     *time.Location
	changes []time.Time
}

// clocks loads the awkward zones. Changes are found by looking every six hours,
// so the instants are those before or at them.
func clocks(t *testing.T) []clock {
	t.Helper()
	var out []clock
	for _, name := range awkwardZones() {
		loc, err := time.LoadLocation(name)
		require.NoError(t, err)
		out = append(out, clock{loc, changesOf(loc)})
	}
	return out
}

func changesOf(loc *time.Location) []time.Time {
	const step = 6 * time.Hour
	var out []time.Time
	at := time.Date(1973, 1, 1, 0, 0, 0, 0, time.UTC) // whole minutes of offset everywhere since
	_, before := at.In(loc).Zone()
	for ; at.Year() < 2099; at = at.Add(step) {
		if _, after := at.Add(step).In(loc).Zone(); after != before {
			out = append(out, at)
			before = after
		}
	}
	return out
}

// drawMoment draws an instant on a whole minute, mostly close to a change.
func drawMoment(t *rapid.T, c clock) time.Time {
	from := time.Date(1973, 1, 1, 0, 0, 0, 0, time.UTC)
	if len(c.changes) == 0 || rapid.IntRange(0, 3).Draw(t, "far") == 0 {
		return from.Add(time.Duration(rapid.IntRange(0, 126*365*24*60).Draw(t, "minute")) * time.Minute)
	}
	at := rapid.SampledFrom(c.changes).Draw(t, "change")
	return at.Add(time.Duration(rapid.IntRange(-1500, 1500).Draw(t, "off")) * time.Minute)
}

// drawHours draws hours whose exceptions and override lie around a moment.
func drawHours(t *rapid.T, loc *time.Location, near time.Time) schedule.Hours {
	h := schedule.Hours{Zone: loc.String()}
	if days := rapid.IntRange(0, 7).Draw(t, "days"); days > 0 {
		h.Week = schedule.Week{}
		for d := range days {
			name := time.Weekday((int(near.Weekday()) + 6 + d) % 7).String()[:3]
			h.Week[name] = drawRanges(t, 3)
		}
	}
	y, m, d := near.In(loc).Date()
	date := time.Date(y, m, d-4, 0, 0, 0, 0, time.UTC) // in UTC, which skips no date
	for range rapid.IntRange(0, 3).Draw(t, "exceptions") {
		date = date.AddDate(0, 0, rapid.IntRange(1, 4).Draw(t, "gap"))
		e := schedule.Exception{
			Date:          date.Format(time.DateOnly),
			Open:          drawRanges(t, 2),
			KeepOvernight: rapid.Bool().Draw(t, "keep"),
			Label:         rapid.SampledFrom([]string{"", "fair"}).Draw(t, "label"),
		}
		if rapid.IntRange(0, 3).Draw(t, "run") == 0 {
			date = date.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "length"))
			e.Through = date.Format(time.DateOnly)
		}
		h.Exceptions = append(h.Exceptions, e)
	}
	if rapid.IntRange(0, 3).Draw(t, "forced") == 0 {
		from := near.Add(time.Duration(rapid.IntRange(-2000, 2000).Draw(t, "from")) * time.Minute)
		h.Override = &schedule.Override{
			State: rapid.SampledFrom([]schedule.State{schedule.Open, schedule.Closed}).Draw(t, "state"),
			From:  from,
			Until: from.Add(time.Duration(rapid.IntRange(1, 3000).Draw(t, "lasts")) * time.Minute),
		}
	}
	return h
}

func drawRanges(t *rapid.T, most int) []string {
	var out []string
	for range rapid.IntRange(0, most).Draw(t, "ranges") {
		out = append(out, drawClock(t, 0, 23)+"-"+drawClock(t, 0, 24))
	}
	return out
}

// drawClock draws a time of day, often a round one, often at night.
func drawClock(t *rapid.T, lo, hi int) string {
	hour := rapid.OneOf(rapid.IntRange(lo, hi), rapid.IntRange(0, 4), rapid.SampledFrom([]int{hi})).Draw(t, "hour")
	minute := rapid.OneOf(rapid.SampledFrom([]int{0, 0, 30}), rapid.IntRange(0, 59)).Draw(t, "minute")
	if hour == 24 {
		minute = 0
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}
