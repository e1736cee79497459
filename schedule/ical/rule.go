package ical

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

const (
	maxInterval = 1000
	maxCount    = 50_000
	maxValues   = 60         // of one part of a rule
	maxRules    = 200        // events that repeat
	maxLooked   = 10_000_000 // days looked at, of all events: a second at worst
)

// window is the dates that are asked for, both included.
type window struct{ from, through time.Time }

// lifted moves a date on by whole cycles of the calendar, 400 years, in which
// months and weekdays repeat exactly. The library looks for a rule's next date
// until the year 9999: so it hasn't far to go, whatever the rule.
func (w window) lifted(t time.Time) time.Time { return t.AddDate(w.lift(), 0, 0) }

// lowered takes back what lifted did.
func (w window) lowered(t time.Time) time.Time { return t.AddDate(-w.lift(), 0, 0) }

// lift is as many cycles, in years, as leave the window before the year 10000.
func (w window) lift() int { return (9999 - w.through.Year()) / 400 * 400 }

// starts lists the dates in the window, or so many before it, on which the event
// starts.
func (e *event) starts(w window, looked *int) ([]time.Time, *Error) {
	early := w.from.AddDate(0, 0, 1-e.days)
	if e.rule.number == 0 {
		return within([]time.Time{e.start}, early, w.through), nil
	}
	rule, err := e.recurrence(w)
	if err != nil {
		return nil, err
	}
	if *looked += e.looks(w); *looked > maxLooked {
		return nil, wrong(e.rule.number, "RRULE", e.rule.value, "takes too many steps",
			"start events that repeat nearer to the dates that are asked for")
	}
	first, last := w.lifted(early), w.lifted(w.through)
	next := rule.Iterator()
	var out []time.Time
	for found := false; ; found = true {
		at, ok := next()
		if !found && (!ok || !at.Equal(w.lifted(e.start))) {
			return nil, wrong(e.rule.number, "RRULE", e.rule.value, "doesn't give the event's own date",
				"start the event on the first date of its rule")
		}
		if !ok || at.After(last) {
			return out, nil
		}
		if !at.Before(first) {
			out = append(out, w.lowered(at))
		}
	}
}

// looks is how many days the library looks at, at most, to lay the rule out, once
// for each value that it compares them with. It looks at them all even where the
// rule gives few dates or none.
func (e *event) looks(w window) int {
	days := (w.through.Unix() - e.start.Unix()) / (24 * 60 * 60) // a Duration holds no more than 292 years
	return max(int(days), 1) * (1 + strings.Count(e.rule.value, ","))
}

// within keeps the dates from first to last.
func within(list []time.Time, first, last time.Time) (out []time.Time) {
	for _, at := range list {
		if !at.Before(first) && !at.After(last) {
			out = append(out, at)
		}
	}
	return out
}

// recurrence reads the event's rule, lifted.
func (e *event) recurrence(w window) (*rrule.RRule, *Error) {
	refuse := func(reason, cure string) *Error { return wrong(e.rule.number, "RRULE", e.rule.value, reason, cure) }
	parts, err := e.parts(refuse)
	if err != nil {
		return nil, err
	}
	switch parts["FREQ"] {
	case "DAILY", "WEEKLY", "MONTHLY", "YEARLY":
	default:
		return nil, refuse("doesn't repeat by days", "write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
	}
	for name, most := range map[string]int{"INTERVAL": maxInterval, "COUNT": maxCount} {
		if text, given := parts[name]; given {
			if n, err := strconv.Atoi(text); err != nil || n < 1 || n > most {
				return nil, refuse(fmt.Sprintf("has %s=%s", name, text), fmt.Sprintf("write %s=1 to %d, or leave it out", name, most))
			}
		}
	}
	until := w.through
	if text, given := parts["UNTIL"]; given {
		at, err := date(e.rule, text[:min(len(text), len("20060102"))]) // the date of a date-time
		if err != nil {
			return nil, err
		}
		if at.Before(e.start) {
			return nil, refuse("ends before the event", "write an UNTIL at or after DTSTART")
		}
		if at.Before(until) {
			until = at
		}
		delete(parts, "UNTIL")
	}
	option, problem := rrule.StrToROption(joined(parts))
	if problem != nil {
		return nil, refuse("isn't a rule ("+problem.Error()+")", "write it as RFC 5545 has it")
	}
	option.Dtstart = w.lifted(e.start)
	option.Until = w.lifted(maxTime(until, e.start))
	rule, problem := rrule.NewRRule(*option)
	if problem != nil {
		return nil, refuse("isn't a rule ("+problem.Error()+")", "write it as RFC 5545 has it")
	}
	return rule, nil
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// parts reads NAME=VALUE;NAME=VALUE, each name once.
func (e *event) parts(refuse func(reason, cure string) *Error) (map[string]string, *Error) {
	out := map[string]string{}
	for part := range strings.SplitSeq(strings.ToUpper(e.rule.value), ";") {
		name, value, found := strings.Cut(part, "=")
		switch name {
		case "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSETPOS", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY":
		case "BYHOUR", "BYMINUTE", "BYSECOND":
			return nil, refuse("has times of day", "leave "+name+" out: the event is on whole days")
		default:
			return nil, refuse(fmt.Sprintf("has an unknown part %q", name), "leave it out")
		}
		if _, twice := out[name]; twice || !found || value == "" {
			return nil, refuse("has "+name+" twice or empty", "write each part once, as NAME=VALUE")
		}
		if strings.Count(value, ",") >= maxValues {
			return nil, refuse("has too many values of "+name, fmt.Sprintf("write at most %d", maxValues))
		}
		out[name] = value
	}
	return out, nil
}

// joined writes the parts down again.
func joined(parts map[string]string) string {
	list := make([]string, 0, len(parts))
	for name, value := range parts {
		list = append(list, name+"="+value)
	}
	return strings.Join(list, ";")
}
