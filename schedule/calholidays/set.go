package calholidays

import (
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/repartogo/reparto/schedule"
)

// Dates says which dates of a holiday count when it is moved. The zero value is
// the day off.
type Dates uint8

// Which dates of a moved holiday count.
const (
	Observed Dates = iota // the day off
	Actual                // the day it falls on
	Both                  // both
)

// Set is a list of holidays; each closes its date. The zero value has none. It
// must not be changed while it is in use.
type Set struct {
	List  []*cal.Holiday
	Dates Dates
}

// In returns the holidays whose dates lie in the year, by date. Of two on a date
// the one listed first counts.
func (s Set) In(year int) []schedule.Exception {
	var out []schedule.Exception
	for _, h := range s.List {
		if h == nil {
			continue
		}
		own := inUTC(*h)
		for _, of := range []int{year - 1, year, year + 1} { // a day off may lie in another year
			actual, observed := own.Calc(of)
			if s.Dates != Observed {
				out = add(out, year, actual, h.Name)
			}
			if s.Dates != Actual {
				out = add(out, year, observed, h.Name)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b schedule.Exception) int { return strings.Compare(a.Date, b.Date) })
	return slices.CompactFunc(out, func(a, b schedule.Exception) bool { return a.Date == b.Date })
}

// add takes a date in if it lies in the year.
func add(list []schedule.Exception, year int, at time.Time, label string) []schedule.Exception {
	if at.IsZero() {
		return list
	}
	if date := civil(at); date.Year() == year {
		list = append(list, schedule.Exception{Date: date.Format(time.DateOnly), Label: label})
	}
	return list
}

// inUTC takes a holiday out of the machine's zone, in which a date's midnight may
// be missing and its weekday wrong.
func inUTC(h cal.Holiday) *cal.Holiday {
	if find := h.Func; find != nil {
		h.Func = func(h *cal.Holiday, year int) time.Time { return civil(find(h, year)) }
	}
	return &h
}

// civil is the date that a function of the library means, at its midnight in UTC.
// They give the midnight of the machine's zone, and where the clock skips it, an
// hour of the day before or after: 12 hours later it is the right day in all
// three cases.
func civil(at time.Time) time.Time {
	y, m, d := at.Add(12 * time.Hour).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
