package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Language is one that hours can be told in. The zero value isn't valid.
type Language string

// The languages of [Hours.Text].
const (
	English Language = "en"
	Spanish Language = "es"
)

// Text tells the hours to people, a line for each thing they say: the week from
// Monday on, seasons, yearly dates, exceptions and holidays by date, the override,
// the zone.
// The error is that of [Hours.Validate], or names a language that isn't there.
func (h Hours) Text(lang Language) (string, error) {
	w, ok := wordsOf(lang)
	if !ok {
		return "", refusal("language", string(lang), "isn't a language of this text", "ask for en or es")
	}
	loc, c, err := h.parse(Sources{})
	if err != nil {
		return "", err
	}
	lines := w.week(&c.plans[0])
	for i := range lines {
		lines[i] = capital(lines[i])
	}
	for i, s := range h.Seasons {
		lines = append(lines, w.seasonDates(s)+labelled(s.Label)+": "+strings.Join(w.week(&c.plans[i+1]), "; "))
	}
	for _, y := range h.Yearly {
		dates := w.yearlyDates(y)
		if !strings.HasSuffix(dates, ", "+y.Label) { // such as Good Friday
			dates += labelled(y.Label)
		}
		lines = append(lines, dates+": "+w.ranges(y.Open))
	}
	for _, d := range c.dated {
		if rule := &c.rules[d.what]; rule.reason != ByYearly {
			lines = append(lines, w.dates(d.first, d.last)+labelled(rule.label)+": "+w.intervals(rule.open))
		}
	}
	if v := h.Override; v != nil {
		lines = append(lines, w.override(v, loc))
	}
	return strings.Join(append(lines, w.zone+" "+h.Zone), "\n"), nil
}

// labelled puts a label in brackets, on the line that it belongs to.
func labelled(label string) string {
	words := strings.Fields(label)
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, " ") + ")"
}

// week tells the days that have the same hours together.
func (w *words) week(p *weekPlan) (lines []string) {
	for from := 0; from < 7; {
		to, hours := from, w.intervals(p.days[mondayFirst(from)])
		for to < 6 && w.intervals(p.days[mondayFirst(to+1)]) == hours {
			to++
		}
		lines = append(lines, w.days(from, to)+": "+hours)
		from = to + 1
	}
	return lines
}

// mondayFirst is the time.Weekday of a place in a week that starts on Monday.
func mondayFirst(place int) int { return (place + 1) % 7 }

func (w *words) days(from, to int) string {
	first, last := w.weekdays[mondayFirst(from)], w.weekdays[mondayFirst(to)]
	switch {
	case from == 0 && to == 6:
		return w.everyDay
	case from == to:
		return first
	case to == from+1:
		return first + w.and + last
	}
	return first + w.to + last
}

func (w *words) ranges(texts []string) string {
	var list []interval
	for _, text := range texts {
		v, _ := parseInterval(text) // valid: the hours were checked
		list = append(list, v)
	}
	return w.intervals(list)
}

func (w *words) intervals(list []interval) string {
	if len(list) == 0 {
		return w.closed
	}
	sorted := slices.SortedStableFunc(slices.Values(list), func(a, b interval) int { return int(a.from - b.from) })
	texts := make([]string, len(sorted))
	for i, v := range sorted {
		if v == (interval{0, day}) {
			return w.allDay
		}
		to := v.to
		if to > day {
			to -= day // on the next day
		}
		texts[i] = clockText(v.from) + "–" + clockText(to)
		if v.to == v.from+day {
			texts[i] += " (" + w.allDay + ")"
		}
	}
	return strings.Join(texts, ", ")
}

func (w *words) override(v *Override, loc *time.Location) string {
	state := w.closed
	if v.State == Open {
		state = w.open
	}
	text := w.until + " " + w.instant(v.Until.In(loc))
	if !v.From.IsZero() {
		text = w.since + " " + w.instant(v.From.In(loc)) + ", " + text
	}
	return capital(text + labelled(v.Label) + ": " + state)
}

func (w *words) instant(t time.Time) string {
	return w.date(t, true) + ", " + clockText(int64(t.Hour())*60*minute+int64(t.Minute())*minute+int64(t.Second()))
}

// dates tells a run of dates, as day numbers.
func (w *words) dates(first, last int64) string {
	from := w.date(dateOf(first), true)
	if last == first {
		return from
	}
	return capital(w.from + " " + from + w.toDate + w.date(dateOf(last), true))
}

func (w *words) seasonDates(s Season) string {
	if len(s.From) == len("MM-DD") {
		return w.yearlyDates(Yearly{On: s.From, Through: s.Through})
	}
	first, _ := parseDate(s.From)
	if s.Through == "" {
		return capital(w.since + " " + w.date(dateOf(first), true) + w.onward)
	}
	last, _ := parseDate(s.Through)
	return w.dates(first, last)
}

func (w *words) yearlyDates(y Yearly) string {
	r, _ := parseRecurrence(y.On)
	var text string
	switch r.form {
	case nthWeekday:
		text = fmt.Sprintf(w.nthForm, w.nth[r.nth], w.weekdays[r.weekday], w.months[r.month-1])
	case easterOffset:
		text = w.easterDay(r.easter)
	default:
		text = w.monthDay(y.On)
		if y.Through != "" && y.Through != y.On {
			text = w.from + " " + text + w.toDate + w.monthDay(y.Through)
		}
	}
	return capital(w.everyYear + ", " + text)
}

func (w *words) easterDay(days int64) string {
	switch {
	case days == 0:
		return w.easter
	case days == -2:
		return w.goodFriday
	case days == -1:
		return w.dayBefore
	case days == 1:
		return w.dayAfter
	case days < 0:
		return fmt.Sprintf(w.daysBefore, -days)
	}
	return fmt.Sprintf(w.daysAfter, days)
}

func (w *words) monthDay(text string) string {
	t, _ := time.Parse(time.DateOnly, "2000-"+text)
	return w.date(t, false)
}

func (w *words) date(t time.Time, year bool) string {
	text := fmt.Sprintf(w.dayForm, t.Day(), w.months[t.Month()-1])
	if year {
		text += fmt.Sprintf(w.yearForm, t.Year())
	}
	return text
}

// capital turns the first letter, which is ASCII in both languages, large.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
