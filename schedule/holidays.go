package schedule

import (
	"fmt"
	"time"
)

// Holidays gives the dates of a year that no rule of a [Yearly] can tell: a
// country's calendar, a computed feast. Compiling asks for each of the years 1970
// to 2140 once, and no query asks again. It may give a date of a neighbouring
// year: days off are moved across new year.
//
// The dates own what exceptions and yearly dates of the hours leave. Of two on a
// date the one given first wins.
type Holidays interface {
	// In returns the holidays of a year, at most 366 dates in all.
	In(year int) []Exception
}

// Sources is what hours need and can't hold. The zero value is none, and the zone
// database of the program.
type Sources struct {
	// Holidays is nil for none.
	Holidays Holidays
	// Zone loads a zone by its name; nil is [time.LoadLocation]. It lets a program
	// carry a newer zone database than the machine's, through
	// [time.LoadLocationFromTZData].
	Zone func(name string) (*time.Location, error)
}

// HolidaysBetween writes the holidays of the years first to last down as
// exceptions, which can be stored with the hours; add them to
// [Hours.Exceptions]. It takes at most 100 years.
func HolidaysBetween(h Holidays, first, last int) ([]Exception, error) {
	if first < 1 || last > 9999 || last < first || last-first >= 100 {
		return nil, &FieldError{
			"years", fmt.Sprint(first, " to ", last), "aren't a run of years",
			"give 1 to 100 years, the first one first, from 1 to 9999",
		}
	}
	var list []Exception
	for year := first; year <= last; year++ {
		list = append(list, h.In(year)...)
	}
	r := &reader{}
	rules, runs := r.dateRules("holidays", ByHoliday, list)
	if err := r.err(); err != nil {
		return nil, err
	}
	out := make([]Exception, 0, len(runs))
	for _, d := range inOrder(runs) {
		e := list[rules[d.what].source]
		e.Date, e.Through = dateText(d.first), ""
		if d.last > d.first {
			e.Through = dateText(d.last)
		}
		out = append(out, e)
	}
	return out, nil
}

// holidays reads the dates of a source, year by year.
func (r *reader) holidays(c *calendar, source Holidays) {
	if source == nil {
		return
	}
	var all []run
	for year := firstYear; year <= lastYear; year++ {
		rules, runs := r.dateRules(fmt.Sprintf("holidays(%d)", year), ByHoliday, source.In(year))
		if dates := countDates(runs); dates > maxYearlyDates {
			r.refuse(fmt.Sprintf("holidays(%d)", year), fmt.Sprint(dates, " dates"), "are too many",
				fmt.Sprintf("give at most %d dates a year", maxYearlyDates))
			return
		}
		for i := range runs {
			runs[i].what += int32(len(c.rules))
		}
		c.rules = append(c.rules, rules...)
		all = append(all, runs...)
	}
	c.dated = layUnder(c.dated, inOrder(all))
}
