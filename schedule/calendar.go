package schedule

import "sort"

// calendar is what civil dates say, before any clock change and any override.
// A source of holidays would add to dated, under the exceptions' own dates.
type calendar struct {
	week  [7][]interval // by time.Weekday
	dated []dated       // by date; no date twice
}

// dated is an exception: it owns the dates first to last.
type dated struct {
	first, last   int64 // day numbers
	open          []interval
	label         string
	keepOvernight bool
	source        int // its place in Hours.Exceptions
}

// patch is a run of civil seconds, whole days, where the week alone isn't right.
type patch struct {
	from, to int64
	open     spans
}

// exception returns the exception that owns the date, or nil.
func (c *calendar) exception(number int64) *dated {
	i := sort.Search(len(c.dated), func(i int) bool { return c.dated[i].last >= number })
	if i < len(c.dated) && c.dated[i].first <= number {
		return &c.dated[i]
	}
	return nil
}

// starting returns the intervals that start on the date.
func (c *calendar) starting(number int64) []interval {
	if e := c.exception(number); e != nil {
		return e.open
	}
	return c.week[weekday(number)]
}

// cuts reports whether the night before the date ends at its 00:00: when an
// exception begins there and doesn't keep it (F13). Within a run of dates of one
// exception the nights go on.
func (c *calendar) cuts(number int64) bool {
	e := c.exception(number)
	return e != nil && e.first == number && !e.keepOvernight
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

// ring returns the week without exceptions.
func (c *calendar) ring() ring {
	var list []span
	for number := range int64(7) {
		for _, v := range c.week[weekday(number)] {
			from, to := number*day+v.from, number*day+v.to
			list = append(list, span{from: from, to: min(to, week)})
			if to > week {
				list = append(list, span{from: 0, to: to - week})
			}
		}
	}
	return newRing(union(list, 0))
}

// patches returns the days that exceptions touch, each run of days once: the
// dates themselves and the day after, whose first hours depend on them.
func (c *calendar) patches() []patch {
	var out []patch
	for i := 0; i < len(c.dated); {
		first, last := c.dated[i].first, c.dated[i].last+1
		for i++; i < len(c.dated) && c.dated[i].first <= last+1; i++ {
			last = c.dated[i].last + 1
		}
		out = append(out, patch{first * day, (last + 1) * day, c.between(first, last)})
	}
	return out
}
