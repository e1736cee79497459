package schedule

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// maxDates bounds how many dates the exceptions of one Hours may own in all:
// 27 years of nothing but exceptions. It keeps the compiled table small
// whatever a host is given to store.
const maxDates = 10_000

// FieldError is one thing wrong with an [Hours].
type FieldError struct {
	// Field is the path in the JSON form, such as "exceptions[2].date".
	Field string
	// Value is the text found there.
	Value string
	// Reason is what is wrong.
	Reason string
	// Cure is what to write instead.
	Cure string
}

// Error names the field, what is wrong and the cure.
func (e *FieldError) Error() string {
	return fmt.Sprintf("schedule: %s: %q %s: %s", e.Field, e.Value, e.Reason, e.Cure)
}

// Validate returns everything that is wrong, joined, each one a *[FieldError];
// nil when the hours compile.
func (h Hours) Validate() error {
	_, _, err := h.parse()
	return err
}

// parse checks everything once, and returns the zone and the calendar.
func (h Hours) parse() (*time.Location, *calendar, error) {
	r := &reader{}
	loc := r.zone(h.Zone)
	c := &calendar{week: r.week(h.Week), dated: r.exceptions(h.Exceptions)}
	r.override(h.Override)
	if len(r.problems) > 0 {
		return nil, nil, errors.Join(r.problems...)
	}
	return loc, c, nil
}

// reader reads the text of an Hours and gathers the problems on the way.
type reader struct{ problems []error }

func (r *reader) refuse(field, value, reason, cure string) {
	r.problems = append(r.problems, &FieldError{field, value, reason, cure})
}

func (r *reader) zone(name string) *time.Location {
	const cure = "write an IANA name, such as America/Bogota"
	if name == "" || name == "Local" {
		// The standard library would take both, as UTC and as the machine's zone.
		r.refuse("zone", name, "doesn't name a zone", cure)
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		r.refuse("zone", name, "isn't in this program's zone database",
			cure+"; if the name is right, import time/tzdata in the program or update the machine's database")
		return nil
	}
	return loc
}

func (r *reader) week(w Week) (out [7][]interval) {
	for _, key := range slices.Sorted(maps.Keys(w)) {
		field := "week." + key
		days, ok := parseDays(key)
		if !ok {
			r.refuse(field, key, "isn't a day or a run of days", "write Mon, Tue, Wed, Thu, Fri, Sat, Sun, or a run such as Mon-Fri")
		}
		open := r.intervals(field, w[key])
		for _, d := range days {
			out[d] = append(out[d], open...)
		}
	}
	return out
}

func (r *reader) intervals(field string, texts []string) (out []interval) {
	for i, text := range texts {
		v, ok := parseInterval(text)
		if !ok {
			r.refuse(fmt.Sprintf("%s[%d]", field, i), text, "isn't a range of hours",
				"write HH:MM-HH:MM, such as 09:00-18:00 or 22:00-06:00, from 00:00-23:59 to 00:00-24:00")
			continue
		}
		out = append(out, v)
	}
	return out
}

// exceptions returns the exceptions by date.
func (r *reader) exceptions(list []Exception) []dated {
	out := make([]dated, 0, len(list))
	dates := int64(0)
	for i, e := range list {
		field := fmt.Sprintf("exceptions[%d]", i)
		d := dated{open: r.intervals(field+".open", e.Open), label: e.Label, keepOvernight: e.KeepOvernight, source: i}
		if !r.dates(field, e, &d) {
			continue
		}
		dates += d.last - d.first + 1
		out = append(out, d)
	}
	if dates > maxDates {
		r.refuse("exceptions", fmt.Sprint(dates, " dates"), "are too many", fmt.Sprintf("keep them to %d dates, and drop those long past", maxDates))
		return nil // so that nothing further on has to walk them
	}
	slices.SortStableFunc(out, func(a, b dated) int { return cmp.Compare(a.first, b.first) })
	for i := 1; i < len(out); i++ {
		if a, b := out[i-1], out[i]; b.first <= a.last {
			r.refuse(fmt.Sprintf("exceptions[%d].date", b.source), list[b.source].Date, fmt.Sprintf("is also a date of exceptions[%d]", a.source),
				"give each date to one exception, with all of its hours")
		}
	}
	return out
}

func (r *reader) dates(field string, e Exception, d *dated) bool {
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
		return false
	}
	if last < first {
		r.refuse(field+".through", e.Through, "is before the date "+e.Date, "write the last date of the run, or leave it empty for one date")
		return false
	}
	d.first, d.last = first, last
	return true
}

func (r *reader) override(v *Override) {
	if v == nil {
		return
	}
	if v.State != Open && v.State != Closed {
		r.refuse("override.state", string(v.State), "isn't a state", "write open or closed")
	}
	const cure = "write the instant at which it ends, from year 1 to 9999"
	switch {
	case v.Until.IsZero():
		r.refuse("override.until", "", "is missing", cure)
	case !storable(v.Until):
		r.refuse("override.until", v.Until.String(), "is out of range", cure)
	case !storable(v.From):
		r.refuse("override.from", v.From.String(), "is out of range", "write an instant from year 1 to 9999, or leave it out")
	case !v.From.Before(v.Until):
		r.refuse("override.from", v.From.Format(time.RFC3339Nano), "isn't before until", "write an earlier instant, or leave it out")
	}
}

// storable reports whether the instant lies in the years that JSON can write, in
// UTC and in its own zone.
func storable(t time.Time) bool {
	return t.Unix() >= beginning && t.Unix() < end && t.Year() >= 1 && t.Year() <= 9999
}
