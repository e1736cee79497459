package schedule

import "sort"

// calendar is what civil dates say, before any clock change and any override.
type calendar struct {
	plans []weekPlan // the week, then the seasons'
	weeks []weekRun  // by date: which plan holds; the first holds since ever
	rules []dateRule // what exceptions, yearly dates and holidays say
	dated []run      // by date: which rule owns it; no date twice
}

// dateRule is what replaces the week on the dates it owns.
type dateRule struct {
	open          []interval
	label         string
	keepOvernight bool
	reason        Reason
	source        int // its place in the list it comes from
}

// patch is a run of civil seconds, whole days, where the week alone isn't right.
type patch struct {
	from, to int64
	open     spans
}

// owner returns the run of dates that owns the date, or nil.
func (c *calendar) owner(number int64) *run {
	i := sort.Search(len(c.dated), func(i int) bool { return c.dated[i].last >= number })
	if i < len(c.dated) && c.dated[i].first <= number {
		return &c.dated[i]
	}
	return nil
}

// plan is the index of the week that holds on the date.
func (c *calendar) plan(number int64) int32 {
	i := sort.Search(len(c.weeks), func(i int) bool { return c.weeks[i].first > number })
	return c.weeks[i-1].plan
}

// starting returns the intervals that start on the date.
func (c *calendar) starting(number int64) []interval {
	if r := c.owner(number); r != nil {
		return c.rules[r.what].open
	}
	return c.plans[c.plan(number)].days[weekday(number)]
}

// cuts reports whether the night before the date ends at its 00:00: when a rule
// begins to own dates there and doesn't keep it (F13). Within a run of dates of
// one rule the nights go on.
func (c *calendar) cuts(number int64) bool {
	r := c.owner(number)
	return r != nil && r.first == number && !c.rules[r.what].keepOvernight
}

// onDate returns an interval of the date in civil seconds, cut where the
// next date says so.
func (c *calendar) onDate(number int64, v interval) span {
	s := span{from: number*day + v.from, to: number*day + v.to}
	if next := (number + 1) * day; s.to > next && c.cuts(number+1) {
		s.to = next
	}
	return s
}

// between returns the open civil seconds of the dates first to last. No interval
// reaches past the day after its own, so only the day before first can add to it.
func (c *calendar) between(first, last int64) spans {
	var list []span
	from, to := first*day, (last+1)*day
	for number := first - 1; number <= last; number++ {
		for _, v := range c.starting(number) {
			s := c.onDate(number, v)
			if s.to > from {
				list = append(list, span{from: max(s.from, from), to: min(s.to, to)})
			}
		}
	}
	return union(list, 0)
}

// ring returns a plan's week, as if it held for ever.
func (p *weekPlan) ring() ring {
	var list []span
	for number := range int64(7) {
		for _, v := range p.days[weekday(number)] {
			from, to := number*day+v.from, number*day+v.to
			list = append(list, span{from: from, to: min(to, week)})
			if to > week {
				list = append(list, span{from: 0, to: to - week})
			}
		}
	}
	return newRing(union(list, 0))
}

// patches returns the days on which no plan alone is right, each run of days
// once: the dates that rules own and the day after, whose first hours depend on
// them, and the first day of each plan, whose first hours depend on the one
// before.
func (c *calendar) patches() []patch {
	days := make([]run, 0, len(c.dated)+len(c.weeks))
	for _, r := range c.dated {
		days = append(days, run{first: r.first, last: r.last + 1})
	}
	for _, w := range c.weeks[1:] {
		days = append(days, run{first: w.first, last: w.first})
	}
	sortRuns(days)
	var out []patch
	for i := 0; i < len(days); {
		first, last := days[i].first, days[i].last
		for i++; i < len(days) && days[i].first <= last+1; i++ {
			last = max(last, days[i].last)
		}
		out = append(out, patch{first * day, (last + 1) * day, c.between(first, last)})
	}
	return out
}
