package report

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// Period is the width of the rows by time. The zero value is a day.
type Period uint8

// The periods. Both are those of the zone's wall clock: where clocks change, a day may have 23 or 25 hours.
const (
	Day  Period = iota // from midnight to midnight
	Hour               // from full hour to full hour
)

// String prints the period.
func (p Period) String() string {
	if p == Hour {
		return "hour"
	}
	return "day"
}

// MarshalText implements encoding.TextMarshaler.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Period) UnmarshalText(b []byte) error {
	switch string(b) {
	case "day":
		*p = Day
	case "hour":
		*p = Hour
	default:
		return botflow.Invalid("period", "is not one of day, hour")
	}
	return nil
}

// calendar cuts time into periods of one zone.
type calendar struct {
	zone   *time.Location
	period Period
}

// start gives the beginning of the period that holds i.
func (c calendar) start(i botflow.Instant) botflow.Instant {
	t := i.Time().In(c.zone)
	if c.period == Hour {
		return botflow.InstantOf(fullHour(t))
	}
	return botflow.InstantOf(midnight(t))
}

// next gives the end of the period that begins at start.
func (c calendar) next(start botflow.Instant) botflow.Instant {
	step := 15 * time.Minute
	if c.period == Day {
		step = time.Hour
	}
	for i := start.Add(step); i < botflow.Forever; i = i.Add(step) {
		if s := c.start(i); s > start {
			return s
		}
	}
	return botflow.Forever
}

// fullHour goes back until the wall clock shows a full hour. More than one step is needed only where the zone's
// offset changed by part of an hour.
func fullHour(t time.Time) time.Time {
	for {
		past := time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
		if past == 0 {
			return t
		}
		t = t.Add(-past)
	}
}

// midnight gives the first instant of t's civil day: 00:00, the earlier one if there are two, or the end of the gap if
// the clock skipped it.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	s := time.Date(y, m, d, 0, 0, 0, 0, t.Location())
	if s.Day() != d { // midnight was skipped, and the time given for it is before the gap
		_, s = s.ZoneBounds()
		return s
	}
	begun, _ := s.ZoneBounds()
	if begun.IsZero() {
		return s
	}
	if s.Hour() != 0 && begun.Day() == d { // skipped, and the time given for it is after the gap
		return begun
	}
	before := begun.Add(-time.Nanosecond)
	_, was := before.Zone()
	_, is := s.Zone()
	if first := s.Add(-time.Duration(was-is) * time.Second); was > is && first.Before(begun) && first.Day() == d {
		return first
	}
	return s
}

// label names a period for people.
func (c calendar) label(start botflow.Instant) string {
	if c.period == Hour {
		return start.Time().In(c.zone).Format("2006-01-02 15:04 -0700")
	}
	return start.Time().In(c.zone).Format("2006-01-02")
}
