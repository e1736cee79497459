package ical

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// event is a VEVENT on whole days.
type event struct {
	start     time.Time // midnight in UTC, as all dates here
	dated     bool      // it has a start
	days      int       // how many dates it takes
	uid       string
	label     string
	cancelled bool
	instance  time.Time // of RECURRENCE-ID: the date of the repetition that it replaces; zero is none
	rule      line      // RRULE; its number is 0 if there is none
	added     []time.Time
	left      map[time.Time]bool // EXDATE
}

// events reads the all-day events of a file.
func events(all []line) ([]event, *Error) {
	var out []event
	var open []line // BEGIN lines
	var inside []line
	for _, l := range all {
		switch l.name {
		case "BEGIN":
			if len(open) == 0 && !strings.EqualFold(l.value, "VCALENDAR") {
				return nil, wrong(l.number, "BEGIN", l.value, "doesn't begin a calendar", "give an iCalendar file, from BEGIN:VCALENDAR to END:VCALENDAR")
			}
			if open = append(open, l); len(open) > maxDepth {
				return nil, wrong(l.number, "BEGIN", l.value, "is too deep", fmt.Sprintf("keep components within %d others", maxDepth))
			}
			if strings.EqualFold(l.value, "VEVENT") {
				if inEvent(open[:len(open)-1]) {
					return nil, wrong(l.number, "BEGIN", l.value, "stands inside another event", "end the one before")
				}
				inside = nil
			}
		case "END":
			if len(open) == 0 || !strings.EqualFold(open[len(open)-1].value, l.value) {
				return nil, wrong(l.number, "END", l.value, "ends nothing that is open", "end each component that was begun, the last one first")
			}
			if strings.EqualFold(l.value, "VEVENT") {
				e, ok, err := read(open[len(open)-1], inside)
				if err != nil {
					return nil, err
				}
				if ok {
					out = append(out, e)
				}
				inside = nil
			}
			open = open[:len(open)-1]
		default:
			if len(open) > 0 && strings.EqualFold(open[len(open)-1].value, "VEVENT") { // not of an alarm inside
				inside = append(inside, l)
			}
		}
		if len(out) > maxEvents {
			return nil, wrong(l.number, "file", "", "has too many events", fmt.Sprintf("keep it to %d", maxEvents))
		}
	}
	switch {
	case len(open) > 0:
		return nil, wrong(open[len(open)-1].number, "BEGIN", open[len(open)-1].value, "isn't ended", "the file may be cut: get it again")
	case len(all) == 0:
		return nil, wrong(0, "file", "", "is empty", "give an iCalendar file, from BEGIN:VCALENDAR to END:VCALENDAR")
	}
	return out, nil
}

func inEvent(open []line) bool {
	return slices.ContainsFunc(open, func(l line) bool { return strings.EqualFold(l.value, "VEVENT") })
}

// read makes an event of its lines; false if it isn't on whole days.
func read(begin line, list []line) (event, bool, *Error) {
	e := event{left: map[time.Time]bool{}}
	var ends, lasts line
	for _, l := range list {
		var err *Error
		switch l.name {
		case "DTSTART":
			if !l.isDate() {
				return event{}, false, nil
			}
			e.start, err = date(l, l.value)
			e.dated = true
		case "DTEND":
			ends = l
		case "DURATION":
			lasts = l
		case "UID":
			e.uid = l.value
		case "SUMMARY":
			e.label = plain(l.value)
		case "STATUS":
			e.cancelled = strings.EqualFold(l.value, "CANCELLED")
		case "RECURRENCE-ID":
			if l.isDate() {
				e.instance, err = date(l, l.value)
			}
		case "RRULE":
			if e.rule.number > 0 {
				err = wrong(l.number, "RRULE", l.value, "is a second rule", "write an event for each rule")
			}
			e.rule = l
		case "EXRULE":
			err = wrong(l.number, "EXRULE", l.value, "is withdrawn from the standard", "write the dates as EXDATE")
		case "RDATE", "EXDATE":
			err = e.dates(l)
		}
		if err != nil {
			return event{}, false, err
		}
	}
	if !e.dated {
		return event{}, false, wrong(begin.number, "BEGIN", begin.value, "has no DTSTART", "give the event its first date")
	}
	err := e.lasts(ends, lasts)
	return e, true, err
}

// isDate reports whether the line's value is a date without a time.
func (l line) isDate() bool {
	return l.hasParam("VALUE=DATE") || len(l.value) == len("20060102")
}

// date reads YYYYMMDD.
func date(l line, text string) (time.Time, *Error) {
	t, err := time.Parse("20060102", text)
	if err != nil || t.Year() < 1 {
		return time.Time{}, wrong(l.number, l.name, text, "isn't a date", "write YYYYMMDD")
	}
	return t, nil
}

// dates reads the dates that are added to a rule, or left out of it.
func (e *event) dates(l line) *Error {
	if l.hasParam("VALUE=PERIOD") {
		return wrong(l.number, l.name, l.value, "has times", "write dates, as "+l.name+";VALUE=DATE:20261225")
	}
	for text := range strings.SplitSeq(l.value, ",") {
		at, err := date(l, text[:min(len(text), len("20060102"))]) // the date of a date-time
		if err != nil {
			return err
		}
		if l.name == "EXDATE" {
			e.left[at] = true
		} else {
			e.added = append(e.added, at)
		}
	}
	return nil
}

// lasts works out how many dates the event takes: to the day before DTEND, or
// DURATION in days and weeks; else one.
func (e *event) lasts(ends, lasts line) *Error {
	e.days = 1
	switch {
	case ends.number > 0:
		if !ends.isDate() {
			return wrong(ends.number, "DTEND", ends.value, "has a time, and DTSTART has none", "write the day after the last one, as YYYYMMDD")
		}
		to, err := date(ends, ends.value)
		if err != nil {
			return err
		}
		if e.days = int(to.Sub(e.start).Hours() / 24); to.Equal(e.start) {
			e.days = 1 // some programs end an event on its only day
		}
		if e.days < 1 || e.days > maxDays {
			return wrong(ends.number, "DTEND", ends.value, "isn't the day after the last one", fmt.Sprintf("write a date after DTSTART, at most %d days on", maxDays))
		}
	case lasts.number > 0:
		unit, digits := 1, strings.TrimSuffix(strings.TrimPrefix(lasts.value, "P"), "D")
		if weeks, found := strings.CutSuffix(digits, "W"); found {
			unit, digits = 7, weeks
		}
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > maxDays/unit || lasts.value[0] != 'P' || strings.HasPrefix(digits, "+") {
			return wrong(lasts.number, "DURATION", lasts.value, "isn't a number of days", fmt.Sprintf("write P1D to P%dD, or weeks as P1W", maxDays))
		}
		e.days = n * unit
	}
	return nil
}
