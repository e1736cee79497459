package schedule_test

import (
	"fmt"
	"strings"
	"sync"
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

func (c clock) GoString() string { return c.loc.String() }

// clocks loads the awkward zones. Changes are found by looking every six hours,
// so the instants are those before or at them.
func clocks(t *testing.T) []clock {
	t.Helper()
	all, err := loadClocks()
	require.NoError(t, err)
	return all
}

// loadClocks is done once for all tests.
var loadClocks = sync.OnceValues(func() (out []clock, err error) {
	for _, name := range awkwardZones() {
		loc, err := time.LoadLocation(name)
		if err != nil {
			return nil, err
		}
		out = append(out, clock{loc, changesOf(loc, 1970, 2100)})
	}
	return out, nil
})

func changesOf(loc *time.Location, first, before int) []time.Time {
	const step = 6 * time.Hour
	var out []time.Time
	at := time.Date(first, 1, 1, 0, 0, 0, 0, time.UTC)
	_, offset := at.In(loc).Zone()
	for ; at.Year() < before; at = at.Add(step) {
		if _, after := at.Add(step).In(loc).Zone(); after != offset {
			out = append(out, at)
			offset = after
		}
	}
	return out
}

// dice draws a number from 0 to n-1: from rapid, or from a seeded generator.
type dice func(n int) int

func rapidDice(t *rapid.T) dice {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "of "+fmt.Sprint(n)) }
}

func (d dice) between(lo, hi int) int { return lo + d(hi-lo+1) }
func (d dice) oneIn(n int) bool       { return d(n) == n-1 }

func (d dice) text(list ...string) string { return list[d(len(list))] }

// moment draws an instant on a whole minute, mostly close to a change.
func (d dice) moment(c clock) time.Time {
	from := time.Date(1970, 1, 10, 0, 0, 0, 0, time.UTC)
	if len(c.changes) == 0 || d.oneIn(4) {
		return from.Add(time.Duration(d(129*365*24*60)) * time.Minute)
	}
	return c.changes[d(len(c.changes))].Add(time.Duration(d.between(-1500, 1500)) * time.Minute)
}

// hours draws hours whose dates and override lie around a moment.
func (d dice) hours(loc *time.Location, near time.Time) schedule.Hours {
	h := schedule.Hours{Zone: loc.String(), Week: d.week(near)}
	y, m, dd := near.In(loc).Date()
	today := time.Date(y, m, dd, 0, 0, 0, 0, time.UTC) // in UTC, which skips no date
	for range d(3) {
		h.Seasons = append(h.Seasons, d.season(today))
	}
	for range d(3) {
		h.Yearly = append(h.Yearly, d.yearly(today))
	}
	date := today.AddDate(0, 0, -4)
	for range d(4) {
		date = date.AddDate(0, 0, d.between(1, 4))
		e := schedule.Exception{
			Date: date.Format(time.DateOnly), Open: d.ranges(2), KeepOvernight: d.oneIn(2), Label: d.text("", "fair"),
		}
		if d.oneIn(4) {
			date = date.AddDate(0, 0, d(4))
			e.Through = date.Format(time.DateOnly)
		}
		h.Exceptions = append(h.Exceptions, e)
	}
	for range d(3) {
		h.Holidays = append(h.Holidays, d.holiday(today))
	}
	if d.oneIn(4) {
		from := near.Add(time.Duration(d.between(-2000, 2000)) * time.Minute)
		h.Override = &schedule.Override{
			State: schedule.State(d.text("open", "closed")),
			From:  from,
			Until: from.Add(time.Duration(d.between(1, 3000)) * time.Minute),
		}
	}
	return h
}

func (d dice) week(near time.Time) schedule.Week {
	days := d(8)
	if days == 0 {
		return nil
	}
	w := schedule.Week{}
	for i := range days {
		w[time.Weekday((int(near.Weekday()) + 6 + i) % 7).String()[:3]] = d.ranges(3)
	}
	return w
}

func (d dice) season(today time.Time) schedule.Season {
	from := today.AddDate(0, 0, d.between(-6, 3))
	through := from.AddDate(0, 0, d(9))
	s := schedule.Season{Week: d.week(today), Label: d.text("", "summer")}
	switch d(3) {
	case 0: // of every year
		s.From, s.Through = from.Format("01-02"), through.Format("01-02")
	case 1: // for good
		s.From = from.Format(time.DateOnly)
	default:
		s.From, s.Through = from.Format(time.DateOnly), through.Format(time.DateOnly)
	}
	return s
}

// holiday draws a run of dates that may overlap others.
func (d dice) holiday(today time.Time) schedule.Exception {
	first := today.AddDate(0, 0, d.between(-4, 4))
	e := schedule.Exception{Date: first.Format(time.DateOnly), Open: d.ranges(1), KeepOvernight: d.oneIn(2)}
	if d.oneIn(2) {
		e.Through = first.AddDate(0, 0, d(4)).Format(time.DateOnly)
	}
	return e
}

func (d dice) yearly(today time.Time) schedule.Yearly {
	date := today.AddDate(0, 0, d.between(-5, 5))
	y := schedule.Yearly{Open: d.ranges(2), Label: d.text("", "fair"), KeepOvernight: d.oneIn(2)}
	ordinals := []string{"1st", "2nd", "3rd", "4th", "5th"}
	switch d(6) {
	case 0:
		y.On = ordinals[(date.Day()-1)/7] + date.Format(" Mon Jan")
	case 1:
		y.On = "last" + date.Format(" Mon Jan")
	case 2:
		y.On = fmt.Sprintf("Easter%+d", max(-100, min(250, int(date.Sub(easterByTable(date.Year())).Hours()/24))))
	case 3:
		y.On, y.Through = date.Format("01-02"), date.AddDate(0, 0, d(5)).Format("01-02")
	case 4:
		y.On = "02-29"
	default:
		y.On = date.Format("01-02")
	}
	return y
}

func (d dice) ranges(most int) []string {
	var out []string
	for range d(most + 1) {
		from, to := d.clock(23), d.clock(24)
		if from == to {
			from, to = "00:00", "24:00"
		}
		out = append(out, from+"-"+to)
	}
	return out
}

// withSeconds gives the ranges of drawn hours seconds.
func (d dice) withSeconds(h schedule.Hours) schedule.Hours {
	h = h.Clone()
	each := func(open []string) {
		for i, text := range open {
			from, to, _ := strings.Cut(text, "-")
			if to != "24:00" {
				to += fmt.Sprintf(":%02d", d(60))
			}
			open[i] = from + fmt.Sprintf(":%02d-", d(60)) + to
		}
	}
	for _, open := range h.Week {
		each(open)
	}
	for _, s := range h.Seasons {
		for _, open := range s.Week {
			each(open)
		}
	}
	for _, y := range h.Yearly {
		each(y.Open)
	}
	for _, e := range append(h.Exceptions, h.Holidays...) {
		each(e.Open)
	}
	return h
}

// clock draws a time of day, often a round one, often at night.
func (d dice) clock(latest int) string {
	hour := []int{d(latest + 1), d(5), latest}[d(3)]
	minute := []int{0, 0, 30, d(60)}[d(4)]
	if hour == 24 {
		minute = 0
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}
