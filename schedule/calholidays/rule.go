package calholidays

import (
	"time"

	"github.com/rickar/cal/v2"
)

// on is a holiday on a month and day.
func on(name string, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Name: name, Type: cal.ObservancePublic, Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

// easter is a holiday so many days after Easter Sunday.
func easter(name string, days int) *cal.Holiday {
	return &cal.Holiday{Name: name, Type: cal.ObservancePublic, Offset: days, Func: cal.CalcEasterOffset}
}

// nthMonday is a holiday on the nth Monday of a month.
func nthMonday(name string, month time.Month, nth int) *cal.Holiday {
	return &cal.Holiday{
		Name: name, Type: cal.ObservancePublic, Month: month, Weekday: time.Monday, Offset: nth,
		Func: cal.CalcWeekdayOffset,
	}
}

// moved has its day off so many days later, by the weekday it falls on.
func moved(h *cal.Holiday, days map[time.Weekday]int) *cal.Holiday {
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		if n, ok := days[weekday]; ok {
			h.Observed = append(h.Observed, cal.AltDay{Day: weekday, Offset: n})
		}
	}
	return h
}

// within keeps a holiday to the years first to last; zero is no limit.
func within(first, last int, h *cal.Holiday) *cal.Holiday {
	h.StartYear, h.EndYear = first, last
	return h
}

// onlyIf keeps a holiday to the years in which its date falls on a weekday.
func onlyIf(weekday time.Weekday, h *cal.Holiday) *cal.Holiday {
	find := h.Func
	h.Func = func(h *cal.Holiday, year int) time.Time {
		if at := civil(find(h, year)); at.Weekday() == weekday {
			return at
		}
		return time.Time{}
	}
	return h
}

// everyYears keeps a holiday to the years that are so many after one of them.
func everyYears(n, one int, h *cal.Holiday) *cal.Holiday {
	find := h.Func
	h.Func = func(h *cal.Holiday, year int) time.Time {
		if (year-one)%n == 0 {
			return find(h, year)
		}
		return time.Time{}
	}
	return h
}
