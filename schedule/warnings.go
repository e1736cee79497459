package schedule

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Caution says what kind a [Warning] is of. The zero value isn't valid.
type Caution string

// The kinds of a warning.
const (
	Overlap       Caution = "overlap"        // ranges of hours overlap; they count once
	AlwaysClosed  Caution = "always closed"  // never open again from the given instant on
	AlwaysOpen    Caution = "always open"    // never closed again from the given instant on
	LostInGap     Caution = "lost in gap"    // a range doesn't happen on a date, since the clock skips it
	PastException Caution = "past exception" // an exception has no effect any more
	PastHolidays  Caution = "past holidays"  // all stored holidays are past: they weren't renewed
	OldZone       Caution = "old zone name"  // the zone has another name by now
)

// Warning is something in hours that compile and may still be a mistake.
type Warning struct {
	Caution Caution `json:"caution"`
	// Field is the path in the JSON form, such as "week.Mon".
	Field string `json:"field"`
	// Text says what it is, for people.
	Text string `json:"text"`
}

// Warnings tells what may be a mistake in hours that are valid, as seen from an
// instant: it looks two years ahead for ranges that a clock change skips. It
// returns nil for hours that don't compile; [Hours.Validate] says why.
func (h Hours) Warnings(at time.Time) []Warning {
	loc, c, err := h.parse(Sources{})
	if err != nil {
		return nil
	}
	w := &warner{calendar: c, hours: h}
	if now, old := zoneInUse(h.Zone); old {
		w.add(OldZone, "zone", "%s is an old name of %s", h.Zone, now)
	}
	w.overlaps()
	s := compile(loc, c, h.Override)
	if _, opens := s.NextOpen(at); !opens {
		w.add(AlwaysClosed, "week", "it never opens again")
	}
	if _, closes := s.NextClose(at); !closes {
		w.add(AlwaysOpen, "week", "it never closes again")
	}
	w.gaps(loc, at)
	w.past(loc, at)
	return w.list
}

// warner gathers warnings.
type warner struct {
	calendar *calendar
	hours    Hours
	list     []Warning
}

func (w *warner) add(kind Caution, field, format string, args ...any) {
	w.list = append(w.list, Warning{kind, field, fmt.Sprintf(format, args...)})
}

func (w *warner) overlaps() {
	for i := range w.calendar.plans {
		field := "week"
		if i > 0 {
			field = fmt.Sprintf("seasons[%d].week", i-1)
		}
		w.weekOverlaps(field, &w.calendar.plans[i])
	}
	for i := range w.calendar.rules {
		rule := &w.calendar.rules[i]
		if a, b, found := overlap(rule.open, 0); found {
			w.add(Overlap, fieldOf(rule)+".open", "%s and %s overlap", a.text(), b.text())
		}
	}
}

// weekOverlaps looks at each day's ranges together with the next day's.
func (w *warner) weekOverlaps(field string, p *weekPlan) {
	for d := range 7 {
		today, next := (d+1)%7, (d+2)%7 // from Monday
		both := slices.Clone(p.days[today])
		for _, v := range p.days[next] {
			both = append(both, interval{v.from + day, v.to + day})
		}
		if a, b, found := overlap(both, day); found {
			w.add(Overlap, field+"."+dayNames()[today], "%s and %s overlap", a.text(), b.text())
		}
	}
}

// overlap finds two ranges of which the later starts before the earlier ends;
// with a limit, only an earlier one that starts before that.
func overlap(list []interval, limit int64) (a, b interval, found bool) {
	sorted := slices.SortedStableFunc(slices.Values(list), func(a, b interval) int { return int(a.from - b.from) })
	for i := 1; i < len(sorted); i++ {
		a, b = sorted[i-1], sorted[i]
		if b.from < a.to && (limit == 0 || a.from < limit) {
			return a, b, true
		}
		sorted[i].to = max(a.to, b.to) // what reaches furthest so far
	}
	return a, b, false
}

// text is a range as it may be written; the day that a range of the next date
// starts on is left out.
func (v interval) text() string {
	start, to := v.from-v.from%day, v.to
	if to > start+day {
		to -= day
	}
	return clockText(v.from-start) + "-" + clockText(to-start)
}

// fieldOf is the path of what a rule was read from.
func fieldOf(rule *dateRule) string {
	switch rule.reason {
	case ByYearly:
		return fmt.Sprintf("yearly[%d]", rule.source)
	case ByHoliday:
		return fmt.Sprintf("holidays[%d]", rule.source)
	default:
		return fmt.Sprintf("exceptions[%d]", rule.source)
	}
}

// gaps looks for ranges that lie wholly in time that the clock skips.
func (w *warner) gaps(loc *time.Location, at time.Time) {
	until := at.AddDate(2, 0, 0).Unix()
	pieces := offsets(loc)
	for i := 1; i < len(pieces); i++ {
		turn := pieces[i].from
		skipped := span{from: turn + pieces[i-1].after, to: turn + pieces[i].after}
		if turn < at.Unix() || turn > until || skipped.from >= skipped.to {
			continue
		}
		for date := floorDiv(skipped.from, day) - 1; date <= floorDiv(skipped.to, day); date++ {
			w.lost(date, skipped)
		}
	}
}

func (w *warner) lost(date int64, skipped span) {
	for _, v := range w.calendar.starting(date) {
		if s := w.calendar.onDate(date, v); skipped.from <= s.from && s.to <= skipped.to {
			field := w.weekField(date)
			if r := w.calendar.owner(date); r != nil {
				field = fieldOf(&w.calendar.rules[r.what]) + ".open"
			}
			w.add(LostInGap, field, "%s doesn't happen on %s: the clock skips it", v.text(), dateText(date))
		}
	}
}

// weekField is the path of the week's hours of a date.
func (w *warner) weekField(date int64) string {
	field, source := "week", w.hours.Week
	if plan := w.calendar.plan(date); plan > 0 {
		field, source = fmt.Sprintf("seasons[%d].week", plan-1), w.hours.Seasons[plan-1].Week
	}
	for _, key := range slices.Sorted(maps.Keys(source)) {
		if days, ok := parseDays(key); ok && slices.Contains(days, weekday(date)) && len(source[key]) > 0 {
			return field + "." + key
		}
	}
	return field
}

// past finds exceptions that ended before the day before, since a night may still
// run, and holidays of which all did.
func (w *warner) past(loc *time.Location, at time.Time) {
	_, offset := at.In(loc).Zone()
	today := floorDiv(at.Unix()+int64(offset), day)
	latest := int64(lastDay) // of the holidays; if there is none, nothing is past
	for _, r := range w.calendar.dated {
		switch rule := &w.calendar.rules[r.what]; {
		case rule.reason == ByHoliday:
			latest = r.last
		case rule.reason == ByException && r.last < today-1:
			w.add(PastException, fieldOf(rule), "ended on %s", dateText(r.last))
		}
	}
	if latest < today-1 {
		w.add(PastHolidays, "holidays", "the last one was on %s", dateText(latest))
	}
}
