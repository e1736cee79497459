package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Seconds of civil time, which has no clock changes: every day has 24 hours.
const (
	minute int64 = 60
	day    int64 = 24 * 60 * minute
	week   int64 = 7 * day
)

// interval is a range of civil seconds from 00:00 of the date it starts on,
// open at from and closed at to. 0 <= from < 24 h and from < to <= from + 24 h.
type interval struct{ from, to int64 }

// misread says why a text isn't a range of hours, and what to write.
type misread struct{ reason, cure string }

// parseInterval reads "HH:MM-HH:MM", either time with seconds or without; an end
// before the start is on the next day, and so is one past 24:00.
func parseInterval(text string) (interval, *misread) {
	first, last, found := strings.Cut(text, "-")
	from, okFrom := parseClock(first)
	to, okTo := parseClock(last)
	switch {
	case !found || !okFrom || !okTo || from >= day:
		return interval{}, &misread{
			"isn't a range of hours",
			"write HH:MM-HH:MM, such as 09:00-18:00, or 22:00-06:00 past midnight, or 00:00-24:00",
		}
	case from == to:
		return interval{}, &misread{
			"starts and ends at the same time",
			"write 00:00-24:00 for the whole day, or " + clockText(from) + "-" + clockText(from+day) + " for 24 hours from there",
		}
	case to < from:
		to += day
	case to > from+day:
		return interval{}, &misread{"is longer than 24 hours", "end it at " + clockText(from+day) + " or before, and write the rest under the next day"}
	}
	return interval{from, to}, nil
}

// clockText is the "HH:MM" of seconds after midnight, "HH:MM:SS" where it must be.
func clockText(at int64) string {
	text := fmt.Sprintf("%02d:%02d", at/(60*minute), at/minute%60)
	if seconds := at % minute; seconds > 0 {
		text += fmt.Sprintf(":%02d", seconds)
	}
	return text
}

// parseClock reads "HH:MM" or "HH:MM:SS", 00:00 to 48:00, into seconds after
// midnight.
func parseClock(text string) (int64, bool) {
	if len(text) != len("HH:MM") && len(text) != len("HH:MM:SS") {
		return 0, false
	}
	at, unit := int64(0), 60*minute
	for i := 0; i < len(text); i += len("HH:") {
		n, ok := twoDigits(text[i : i+2])
		if !ok || i > 0 && (text[i-1] != ':' || n >= 60) {
			return 0, false
		}
		at, unit = at+n*unit, unit/60
	}
	return at, at <= 2*day
}

func twoDigits(text string) (int64, bool) {
	tens, ones := text[0]-'0', text[1]-'0' // bytes below '0' wrap around to large ones
	return int64(tens)*10 + int64(ones), tens <= 9 && ones <= 9
}

// dayNames are the keys of a Week, in the order of time.Weekday.
func dayNames() []string {
	return []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
}

// parseDays reads "Mon" or "Mon-Fri"; a run may go past Saturday, as "Sat-Mon".
func parseDays(text string) ([]time.Weekday, bool) {
	names := dayNames()
	first, last, isRun := strings.Cut(text, "-")
	if !isRun {
		last = first
	}
	from, to := slices.Index(names, first), slices.Index(names, last)
	if from < 0 || to < 0 || (isRun && from == to) {
		return nil, false
	}
	days := []time.Weekday{time.Weekday(from)}
	for d := from; d != to; {
		d = (d + 1) % 7
		days = append(days, time.Weekday(d))
	}
	return days, true
}

// parseDate reads "2026-12-25" into a day number: days since 1970-01-01. It is
// the only way from a date to a number, and goes through UTC, which has no
// clock changes, so every date has its midnight.
func parseDate(text string) (int64, bool) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return 0, false
	}
	return floorDiv(t.Unix(), day), true
}

// weekday is the day of the week of a day number; day 0 was a Thursday.
func weekday(number int64) time.Weekday {
	return time.Weekday(floorMod(number+int64(time.Thursday), 7))
}

// floorDiv is x/y rounded down, for y > 0.
func floorDiv(x, y int64) int64 {
	q := x / y
	if x%y < 0 {
		q--
	}
	return q
}

// floorMod is what floorDiv leaves: 0 <= floorMod(x, y) < y.
func floorMod(x, y int64) int64 {
	r := x % y
	if r < 0 {
		r += y
	}
	return r
}
