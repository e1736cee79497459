package schedule

import "fmt"

// What one Hours may hold. It keeps the compiled table small whatever a host is
// given to store.
const (
	maxDates       = 10_000 // dates of exceptions, and of stored holidays: 27 years of nothing else
	maxYearlyDates = 366    // dates a year of yearly rules, and of a source of holidays
	maxSeasons     = 100
	maxRanges      = 48 // of a day: one each half hour
)

// exceptions reads the exceptions, which own their dates before anything else.
func (r *reader) exceptions(c *calendar, list []Exception) {
	rules, runs := r.dateRules("exceptions", ByException, list)
	if !r.fits("exceptions", runs) {
		return // so that nothing further on has to walk them
	}
	sortRuns(runs)
	for i := 1; i < len(runs); i++ {
		if a, b := runs[i-1], runs[i]; b.first <= a.last {
			source := rules[b.what].source
			r.refuse(fmt.Sprintf("exceptions[%d].date", source), list[source].Date,
				fmt.Sprintf("is also a date of exceptions[%d]", rules[a.what].source),
				"give each date to one exception, with all of its hours")
		}
	}
	c.rules, c.dated = rules, runs
}

// dateRules reads exceptions, wherever they come from: a rule and a run of dates
// for each that can be read.
func (r *reader) dateRules(field string, reason Reason, list []Exception) ([]dateRule, []run) {
	rules, runs := make([]dateRule, 0, len(list)), make([]run, 0, len(list))
	for i, e := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		rule := dateRule{
			open: r.intervals(at+".open", e.Open), label: e.Label, keepOvernight: e.KeepOvernight,
			reason: reason, source: i,
		}
		if first, last, ok := r.dates(at, e); ok {
			runs = append(runs, run{first, last, int32(len(rules))})
			rules = append(rules, rule)
		}
	}
	return rules, runs
}

// fits refuses a list with too many dates.
func (r *reader) fits(field string, runs []run) bool {
	dates := countDates(runs)
	if dates > maxDates {
		r.refuse(field, fmt.Sprint(dates, " dates"), "are too many", fmt.Sprintf("keep them to %d dates, and drop those long past", maxDates))
	}
	return dates <= maxDates
}

func countDates(runs []run) (n int64) {
	for _, d := range runs {
		n += d.last - d.first + 1
	}
	return n
}

func (r *reader) dates(field string, e Exception) (first, last int64, ok bool) {
	const cure = "write YYYY-MM-DD, such as 2026-12-25"
	first, okFirst := parseDate(e.Date)
	if !okFirst {
		r.refuse(field+".date", e.Date, "isn't a date", cure)
	}
	last, okLast := first, true
	if e.Through != "" {
		if last, okLast = parseDate(e.Through); !okLast {
			r.refuse(field+".through", e.Through, "isn't a date", cure)
		}
	}
	if !okFirst || !okLast {
		return 0, 0, false
	}
	if last < first {
		r.refuse(field+".through", e.Through, "is before the date "+e.Date, "write the last date of the run, or leave it empty for one date")
		return 0, 0, false
	}
	return first, last, true
}

// yearly reads the yearly dates, which own what the exceptions leave.
func (r *reader) yearly(c *calendar, list []Yearly) {
	most := int64(0)
	for i, y := range list {
		at := fmt.Sprintf("yearly[%d]", i)
		rule := dateRule{
			open: r.intervals(at+".open", y.Open), label: y.Label, keepOvernight: y.KeepOvernight,
			reason: ByYearly, source: i,
		}
		rec, ok := r.recurrence(at, "on", y.On, y.Through)
		if !ok {
			continue
		}
		if most += rec.longest(); most > maxYearlyDates {
			r.refuse("yearly", fmt.Sprint(most, " dates"), "are too many", fmt.Sprintf("keep them to %d dates a year", maxYearlyDates))
			return
		}
		c.dated = layUnder(c.dated, everyYear(rec, int32(len(c.rules))))
		c.rules = append(c.rules, rule)
	}
}

// recurrence reads a yearly run of dates.
func (r *reader) recurrence(at, name, on, through string) (recurrence, bool) {
	rec, ok := parseRecurrence(on)
	if !ok {
		r.refuse(at+"."+name, on, "isn't a date of a year", "write MM-DD, such as 12-25, or 3rd Mon Nov, last Fri May, Easter-2")
	}
	if through == "" {
		return rec, ok
	}
	last, okLast := parseMonthDay(through)
	switch {
	case !okLast:
		r.refuse(at+".through", through, "isn't a month and day", "write MM-DD, such as 01-06, or leave it out for one date")
	case ok && rec.form != dayOfMonth:
		r.refuse(at+".through", through, "makes a run of what has no month and day", "leave it out, or write "+name+" as MM-DD")
		okLast = false
	}
	rec.last = last
	return rec, ok && okLast
}

// seasons reads the seasons, dated ones before yearly ones.
func (r *reader) seasons(c *calendar, list []Season) {
	if len(list) > maxSeasons {
		r.refuse("seasons", fmt.Sprint(len(list), " seasons"), "are too many", fmt.Sprintf("keep them to %d, and drop those long past", maxSeasons))
		list = nil
	}
	var dated []run
	var yearly [][]run
	for i, s := range list {
		at, plan := fmt.Sprintf("seasons[%d]", i), int32(len(c.plans))
		c.plans = append(c.plans, weekPlan{days: r.week(at+".week", s.Week), label: s.Label, season: true})
		if len(s.From) == len("MM-DD") {
			if s.Through == "" {
				r.refuse(at+".through", "", "is missing", "write the last month and day of the season, such as 09-15")
			} else if rec, ok := r.recurrence(at, "from", s.From, s.Through); ok {
				yearly = append(yearly, everyYear(rec, plan))
			}
			continue
		}
		if first, last, ok := r.seasonDates(at, s); ok {
			dated = layUnder(dated, []run{{first, last, plan}})
		}
	}
	for _, batch := range yearly {
		dated = layUnder(dated, batch)
	}
	c.weeks = weekRuns(dated)
}

// seasonDates reads the dates of a season that doesn't come back.
func (r *reader) seasonDates(at string, s Season) (first, last int64, ok bool) {
	first, okFirst := parseDate(s.From)
	if !okFirst {
		r.refuse(at+".from", s.From, "isn't a date", "write YYYY-MM-DD, such as 2026-06-15, or MM-DD for every year")
	}
	last = lastDay
	if s.Through == "" {
		return first, last, okFirst
	}
	last, okLast := parseDate(s.Through)
	switch {
	case !okLast:
		r.refuse(at+".through", s.Through, "isn't a date", "write YYYY-MM-DD, such as 2026-09-15, or leave it out for good")
	case okFirst && last < first:
		r.refuse(at+".through", s.Through, "is before the date "+s.From, "write the last date of the season, or leave it out for good")
		okLast = false
	}
	return first, last, okFirst && okLast
}
