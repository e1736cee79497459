package schedule

import "time"

// Reason is what decided an answer, the layer that won. The zero value isn't
// valid.
type Reason string

// The reasons of an answer.
const (
	ByNone      Reason = "none"      // there are no hours at all: always open
	ByWeek      Reason = "week"      // the week's hours
	BySeason    Reason = "season"    // the hours of a season's week
	ByHoliday   Reason = "holiday"   // a holiday, stored or of the source that it was compiled with
	ByYearly    Reason = "yearly"    // a yearly date
	ByException Reason = "exception" // an exception that owns the date
	ByOverride  Reason = "override"  // an override that holds
)

// Explanation says why a schedule is open or closed at an instant, as data.
type Explanation struct {
	// Open is what IsOpen answers.
	Open bool `json:"open"`
	// Reason is what decided it.
	Reason Reason `json:"reason"`
	// Label is that of what decided: a season, a holiday, a yearly date, an
	// exception or the override.
	Label string `json:"label,omitempty"`
	// Exception is the date from which on what decided owns the dates up to this
	// one, if that is an exception, a yearly date or a holiday; else empty.
	Exception string `json:"exception,omitempty"`
	// Since is when this answer began; zero if it has always been so.
	Since time.Time `json:"since,omitzero"`
	// Until is when the answer changes next; zero if it never does.
	Until time.Time `json:"until,omitzero"`
	// NextOpen is the earliest open instant, the asked one itself if it is open;
	// zero if it never opens again.
	NextOpen time.Time `json:"nextOpen,omitzero"`
	// Zone is the name of the zone; empty when there are no hours at all.
	Zone string `json:"zone,omitempty"`
	// At is the instant asked about, in that zone.
	At time.Time `json:"at"`
}

// Explain says why the schedule is open or closed at the instant, since when and
// until when.
func (s *Schedule) Explain(t time.Time) Explanation {
	if s == nil {
		return Explanation{Open: true, Reason: ByNone, NextOpen: t, At: t}
	}
	e := Explanation{Open: s.IsOpen(t), Reason: ByWeek, Zone: s.loc.String(), At: t.In(s.loc)}
	e.Since, _ = s.since(t.Unix())
	e.Until, _ = s.NextChange(t)
	e.NextOpen, _ = s.NextOpen(t)
	if s.overridden(t) {
		e.Reason, e.Label = ByOverride, s.override.Label
		return e
	}
	date := s.deciding(t)
	if d := s.calendar.owner(date); d != nil {
		rule := s.calendar.rules[d.what]
		e.Reason, e.Label, e.Exception = rule.reason, rule.label, dateText(d.first)
	} else if p := s.calendar.plans[s.calendar.plan(date)]; p.season {
		e.Reason, e.Label = BySeason, p.label
	}
	return e
}

// since is the second after the last one with the other answer.
func (s *Schedule) since(at int64) (time.Time, bool) {
	if at < beginning {
		return time.Time{}, false
	}
	n, open := s.rank(at)
	var last int64
	var ok bool
	if open {
		last, ok = s.nthClosed(at - n - 1)
	} else {
		last, ok = s.nthOpen(n - 1)
	}
	return s.instant(last+1, ok)
}

// overridden reports whether the override decides at t.
func (s *Schedule) overridden(t time.Time) bool {
	if s.override == nil {
		return false
	}
	at, forced := t.Unix(), overrideSpan(s.override)
	return forced.from <= at && at < forced.to
}

// deciding returns the date whose hours decide at t: that of t, unless t lies in
// a night that began the day before.
func (s *Schedule) deciding(t time.Time) int64 {
	_, offset := t.In(s.loc).Zone()
	wall := t.Unix() + int64(offset)
	today := floorDiv(wall, day)
	if s.calendar.covers(today, wall) || !s.calendar.covers(today-1, wall) {
		return today
	}
	return today - 1
}

// covers reports whether an interval that starts on the date holds the civil
// second.
func (c *calendar) covers(number, wall int64) bool {
	for _, v := range c.starting(number) {
		if s := c.onDate(number, v); s.from <= wall && wall < s.to {
			return true
		}
	}
	return false
}

// dateOf is the date of a day number, as its midnight in UTC.
func dateOf(number int64) time.Time { return time.Unix(number*day, 0).UTC() }

// dateText is the date of a day number as it is written.
func dateText(number int64) string { return dateOf(number).Format(time.DateOnly) }
