package schedule

import (
	"fmt"
	"time"
)

// Holidays gives the dates of a year that no rule of a [Yearly] can tell: a
// country's calendar, a computed feast. There are two ways to use it. Hours that
// are stored hold its dates of some years as data: [HolidaysBetween] writes them
// down for [Hours.Holidays]. A program of its own may compile with it, through
// [Sources]: that asks for each of the years 1970 to 2140 once, and no query asks
// again.
//
// It may give a date of a neighbouring year: days off are moved across new year.
// The dates own what exceptions, yearly dates and stored holidays of the hours
// leave. Of two on a date the one that begins first wins, then the one given first.
type Holidays interface {
	// In returns the holidays of a year, at most 366 dates in all.
	In(year int) []Exception
}

// Calendars are several [Holidays] as one, such as those of a country and of a
// town. Nil ones among them have none, and so has the zero value.
type Calendars []Holidays

// In returns the holidays of a year of all of them, the first one's first.
func (c Calendars) In(year int) (out []Exception) {
	for _, h := range c {
		if h != nil {
			out = append(out, h.In(year)...)
		}
	}
	return out
}

// Sources is what hours need and can't hold. The zero value is none, and the zone
// database of the program.
type Sources struct {
	// Holidays is nil for none.
	Holidays Holidays
	// Zone loads a zone by its name; nil is [time.LoadLocation]. It lets a program
	// carry a newer zone database than the machine's, through
	// [time.LoadLocationFromTZData]. Decode, Validate, Warnings and Text look zones up
	// in the program's own.
	Zone func(name string) (*time.Location, error)
}

// HolidaysBetween writes the holidays on the dates of the years first to last
// down, in order and none twice, for [Hours.Holidays]:
//
//	hours.Holidays, err = schedule.HolidaysBetween(colombia, 2026, 2028)
//
// Doing it again changes nothing, and a year on it renews them. It takes at most
// 100 years. The error is a *[FieldError], or several joined.
func HolidaysBetween(h Holidays, first, last int) ([]Exception, error) {
	if first < 1 || last > 9999 || last < first || last-first >= 100 {
		return nil, refusal("years", fmt.Sprint(first, " to ", last), "aren't a run of years",
			"give 1 to 100 years, the first one first, from 1 to 9999")
	}
	var list []Exception
	for year := max(first-1, 1); year <= min(last+1, 9999); year++ { // neighbours may give dates of these years
		list = append(list, Calendars{h}.In(year)...)
	}
	from, _ := monthDay{time.January, 1}.in(first)
	to, _ := monthDay{time.December, 31}.in(last)
	r := &reader{}
	rules, runs := r.dateRules("holidays", ByHoliday, list)
	if err := r.err(); err != nil {
		return nil, err
	}
	out := make([]Exception, 0, len(runs))
	for _, d := range inOrder(runs) {
		if d.first, d.last = max(d.first, from), min(d.last, to); d.first > d.last {
			continue
		}
		e := list[rules[d.what].source]
		e.Date, e.Through = dateText(d.first), ""
		if d.last > d.first {
			e.Through = dateText(d.last)
		}
		out = append(out, e)
	}
	return out, nil
}

// stored reads the holidays that the hours hold.
func (r *reader) stored(c *calendar, list []Exception) {
	rules, runs := r.dateRules("holidays", ByHoliday, list)
	if !r.fits("holidays", runs) {
		return
	}
	c.under(rules, runs)
}

// under adds rules and their dates, where nothing owns these yet.
func (c *calendar) under(rules []dateRule, runs []run) {
	for i := range runs {
		runs[i].what += int32(len(c.rules))
	}
	c.rules = append(c.rules, rules...)
	c.dated = layUnder(c.dated, inOrder(runs))
}

// holidays reads the dates of a source, year by year.
func (r *reader) holidays(c *calendar, source Holidays) {
	if source == nil {
		return
	}
	var all []dateRule
	var dates []run
	for year := firstYear; year <= lastYear; year++ {
		field := fmt.Sprintf("holidays(%d)", year)
		rules, runs := r.dateRules(field, ByHoliday, source.In(year))
		if n := countDates(runs); n > maxYearlyDates {
			r.refuse(field, fmt.Sprint(n, " dates"), "are too many", fmt.Sprintf("give at most %d dates a year", maxYearlyDates))
			return
		}
		for i := range runs {
			runs[i].what += int32(len(all))
		}
		all, dates = append(all, rules...), append(dates, runs...)
	}
	c.under(all, dates)
}
