package schedule

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Yearly rules and [Holidays] are laid out for these years. It is 41 years past
// the last clock change that is followed, and no date of the calendar stays away
// longer than 40: so a search that starts before 2100 and finds nothing would
// find nothing later either.
const (
	firstYear = 1970
	lastYear  = 2140
)

// Yearly replaces the hours of a date that comes back every year, in the years
// 1970 to 2140.
type Yearly struct {
	// On is the date, in one of these forms:
	//
	//	12-25            month and day; 02-29 is a date of leap years only
	//	3rd Mon Nov      1st to 5th; a 5th that a month lacks doesn't happen
	//	last Fri May
	//	Easter-2         days from Easter Sunday, -100 to +250; Easter alone is the Sunday
	On string `json:"on"`
	// Through makes a run of a month and day: from On to this month and day, both
	// included, of the next year if it comes before On. Empty is one date.
	Through string `json:"through,omitempty"`
	// Open are the ranges that start on each of its dates; none is closed.
	Open []string `json:"open,omitempty"`
	// Label says why, for people: "Christmas".
	Label string `json:"label,omitempty"`
	// KeepOvernight lets the night that began before the date run to its end.
	KeepOvernight bool `json:"keepOvernight,omitempty"`
}

// recurrence is a rule that gives at most one run of dates each year.
type recurrence struct {
	form        recurrenceForm
	first, last monthDay     // of dayOfMonth
	month       time.Month   // of nthWeekday
	weekday     time.Weekday // of nthWeekday
	nth         int          // 1 to 5, or 0 for the last, of nthWeekday
	easter      int64        // days after Easter Sunday, of easterOffset
}

type recurrenceForm uint8

const (
	dayOfMonth recurrenceForm = iota + 1
	nthWeekday
	easterOffset
)

// monthDay is a day of every year, or of leap years: 02-29.
type monthDay struct {
	month time.Month
	day   int
}

// in returns the day number of the date, and whether the year has it; if not, it
// is that of the day after.
func (d monthDay) in(year int) (int64, bool) {
	t := time.Date(year, d.month, d.day, 0, 0, 0, 0, time.UTC)
	return floorDiv(t.Unix(), day), t.Month() == d.month
}

func (d monthDay) before(o monthDay) bool {
	return d.month < o.month || d.month == o.month && d.day < o.day
}

// in returns the run of days that starts in the year; false if it has none.
func (r *recurrence) in(year int) (first, last int64, ok bool) {
	switch r.form {
	case dayOfMonth:
		if r.last.before(r.first) {
			last, ok = r.last.in(year + 1)
		} else {
			last, ok = r.last.in(year)
		}
		if !ok {
			last-- // the day before the one that this year lacks
		}
		first, _ = r.first.in(year)
		return first, last, first <= last
	case nthWeekday:
		first, ok = nthOf(year, r.month, r.weekday, r.nth)
		return first, first, ok
	default:
		first = easterSunday(year) + r.easter
		return first, first, true
	}
}

// longest is how many dates of a year it may give.
func (r *recurrence) longest() int64 {
	if r.form != dayOfMonth {
		return 1
	}
	first, last, _ := r.in(1999) // over new year, it takes in a 29 February
	if first <= last {
		return last - first + 1
	}
	return 1
}

// nthOf finds the nth weekday of a month, the last one for 0.
func nthOf(year int, month time.Month, wanted time.Weekday, nth int) (int64, bool) {
	start, _ := monthDay{month, 1}.in(year)
	next, _ := monthDay{month + 1, 1}.in(year)
	if nth == 0 {
		return next - 1 - floorMod(int64(weekday(next-1)-wanted), 7), true
	}
	number := start + floorMod(int64(wanted-weekday(start)), 7) + 7*int64(nth-1)
	return number, number < next
}

// easterSunday is the day number of Easter in the Gregorian calendar, as the
// tables of the Church give it (golden number, epact, and the Sunday after).
func easterSunday(year int) int64 {
	golden, century := year%19, year/100
	epact := (century - century/4 - (8*century+13)/25 + 19*golden + 15) % 30
	moon := epact - (epact/28)*(1-(epact/28)*(29/(epact+1))*((21-golden)/11))
	weekdayOfMoon := (year + year/4 + moon + 2 - century + century/4) % 7
	march := moon - weekdayOfMoon + 28
	number, _ := monthDay{time.March, march}.in(year)
	return number
}

// monthNames are those of the text forms.
func monthNames() []string {
	return []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
}

// ordinals are those of the text forms; the last weekday is number 0.
func ordinals() []string { return []string{"last", "1st", "2nd", "3rd", "4th", "5th"} }

// parseRecurrence reads the On of a Yearly.
func parseRecurrence(text string) (recurrence, bool) {
	if rest, found := strings.CutPrefix(text, "Easter"); found {
		if rest == "" {
			return recurrence{form: easterOffset}, true
		}
		n, err := strconv.Atoi(rest)
		signed := rest[0] == '-' || rest[0] == '+'
		return recurrence{form: easterOffset, easter: int64(n)}, err == nil && signed && -100 <= n && n <= 250
	}
	if words := strings.Split(text, " "); len(words) == 3 {
		nth := slices.Index(ordinals(), words[0])
		weekday := slices.Index(dayNames(), words[1])
		month := slices.Index(monthNames(), words[2])
		return recurrence{
			form: nthWeekday, nth: nth, weekday: time.Weekday(weekday), month: time.Month(month + 1),
		}, nth >= 0 && weekday >= 0 && month >= 0
	}
	d, ok := parseMonthDay(text)
	return recurrence{form: dayOfMonth, first: d, last: d}, ok
}

// parseMonthDay reads "MM-DD".
func parseMonthDay(text string) (monthDay, bool) {
	if len(text) != len("MM-DD") {
		return monthDay{}, false
	}
	t, err := time.Parse(time.DateOnly, "2000-"+text) // a leap year
	return monthDay{t.Month(), t.Day()}, err == nil
}
