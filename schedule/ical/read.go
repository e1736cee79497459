package ical

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/repartogo/reparto/schedule"
)

const (
	maxWindow = 5 * 366 // dates of a window: five years
	maxDates  = 5_000   // dates that come out
	maxDays   = 366     // dates of one event
)

// Calendar is what [Read] found: closed dates in order, none of them twice. It is
// [schedule.Holidays], and can be stored with hours as their Holidays.
type Calendar []schedule.Exception

// In returns the holidays that begin in a year.
func (c Calendar) In(year int) []schedule.Exception {
	var out []schedule.Exception
	for _, e := range c {
		if strings.HasPrefix(e.Date, fmt.Sprintf("%04d-", year)) {
			out = append(out, e)
		}
	}
	return out
}

// Read takes the all-day events of an iCalendar file as holidays, from one date
// to another, both included and written as "2026-12-25", at most five years. The
// label of a holiday is the summary of its event; of two events on a date the one
// that begins first counts, then the one that is first in the file. Events with a
// time of day and cancelled ones are left out. The error is an *[Error].
func Read(text []byte, from, through string) (Calendar, error) {
	w, err := windowOf(from, through)
	if err != nil {
		return nil, err
	}
	all, err := lines(text)
	if err != nil {
		return nil, err
	}
	list, err := events(all)
	if err != nil {
		return nil, err
	}
	found, err := expand(list, w)
	if err != nil {
		return nil, err
	}
	holidays, problem := schedule.HolidaysBetween(found, w.from.Year(), w.through.Year())
	if problem != nil {
		return nil, wrong(0, "file", "", "gives dates that aren't holidays ("+problem.Error()+")", "correct the dates")
	}
	return holidays, nil
}

func windowOf(from, through string) (window, *Error) {
	first, err1 := time.Parse(time.DateOnly, from)
	last, err2 := time.Parse(time.DateOnly, through)
	if err1 != nil || err2 != nil || first.Year() < 1 || last.Before(first) || last.Sub(first) >= maxWindow*24*time.Hour {
		return window{}, wrong(0, "window", from+" to "+through, "isn't a run of dates",
			"give the first and the last date as YYYY-MM-DD, at most five years apart")
	}
	return window{first, last}, nil
}

// expand lists what falls into the window, by date.
func expand(list []event, w window) (Calendar, *Error) {
	replaced := map[string]bool{} // repetitions that an event of their own stands for
	rules, looked, dates := 0, 0, 0
	for _, e := range list {
		if !e.instance.IsZero() {
			replaced[instanceKey(e.uid, e.instance)] = true
		}
		if e.rule.number > 0 {
			rules++
		}
		if rules > maxRules {
			return nil, wrong(e.rule.number, "RRULE", e.rule.value, "is one too many", fmt.Sprintf("keep a file to %d events that repeat", maxRules))
		}
	}
	var out Calendar
	for _, e := range list {
		if e.cancelled {
			continue
		}
		starts, err := e.starts(w, &looked)
		if err != nil {
			return nil, err
		}
		starts = append(starts, within(e.added, w.from.AddDate(0, 0, 1-e.days), w.through)...)
		for _, at := range starts {
			if e.left[at] || e.instance.IsZero() && replaced[instanceKey(e.uid, at)] {
				continue
			}
			h := e.holiday(at, w)
			if dates += h.days; dates > maxDates {
				return nil, wrong(0, "file", strconv.Itoa(dates)+" dates", "are too many", fmt.Sprintf("keep it to %d dates, or ask for fewer years", maxDates))
			}
			out = append(out, h.Exception)
		}
	}
	slices.SortStableFunc(out, func(a, b schedule.Exception) int { return strings.Compare(a.Date, b.Date) })
	return out, nil
}

func instanceKey(uid string, at time.Time) string { return at.Format(time.DateOnly) + " " + uid }

// holiday is a start of an event, cut to the window.
type holiday struct {
	schedule.Exception
	days int
}

func (e *event) holiday(at time.Time, w window) holiday {
	first, last := maxTime(at, w.from), at.AddDate(0, 0, e.days-1)
	if last.After(w.through) {
		last = w.through
	}
	h := holiday{schedule.Exception{Date: first.Format(time.DateOnly), Label: e.label}, int(last.Sub(first).Hours()/24) + 1}
	if last.After(first) {
		h.Through = last.Format(time.DateOnly)
	}
	return h
}
