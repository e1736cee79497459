package schedule

import (
	"sort"
	"time"
)

// Compile checks the hours and lays them out for answering. The error is that
// of [Hours.Validate]. It loads the zone from the program's zone database, so
// compile again when that may have changed.
func (h Hours) Compile() (*Schedule, error) {
	return h.CompileWith(Sources{})
}

// CompileWith is [Hours.Compile] with what the hours themselves can't hold. The
// error names what is wrong with the hours and with the holidays, each as a
// *[FieldError].
func (h Hours) CompileWith(from Sources) (*Schedule, error) {
	loc, c, err := h.parse(from)
	if err != nil {
		return nil, err
	}
	return compile(loc, c, h.Override), nil
}

func compile(loc *time.Location, c *calendar, v *Override) *Schedule {
	b := &builder{schedule: &Schedule{loc: loc, calendar: c, rings: make([]ring, len(c.plans))}, patches: c.patches()}
	for i := range c.plans {
		b.schedule.rings[i] = c.plans[i].ring()
	}
	list := force(stretches(loc), v)
	b.schedule.segments = make([]segment, 0, len(list)+2*len(b.patches))
	for _, s := range list {
		switch s.kind {
		case steady:
			b.steady(s)
		case doubled:
			b.doubled(s)
		case forcedOpen:
			b.explicit(s.from, []span{{from: s.from, to: s.to}})
		case forcedClosed:
			b.explicit(s.from, nil)
		}
	}
	b.schedule.total = b.count(end)
	b.schedule.starts = make([]int64, len(b.schedule.segments))
	for i := range b.schedule.segments {
		b.schedule.starts[i] = b.schedule.segments[i].from
	}
	if v != nil {
		o := *v // the host may change its own
		b.schedule.override = &o
	}
	return b.schedule
}

// segment is a stretch laid out for answering: either the ring, seen at a fixed
// offset, or runs of its own. It lasts until the next one starts.
type segment struct {
	from   int64 // its first second
	before int64 // open seconds from the beginning to it
	// A ring holds: the wall clock is the instant plus offset, and adding base
	// to the ring's count gives the count from the beginning.
	offset, base int64
	// Or runs do: spans[first:last] of the schedule, and ring is noRing.
	first, last, ring int32
}

// noRing marks a segment with runs of its own.
const noRing = -1

// builder fills in a schedule's segments, in order of time.
type builder struct {
	schedule *Schedule
	patches  []patch
}

// count returns the open seconds from the beginning to the end of the last
// segment, which is the given second.
func (b *builder) count(at int64) int64 {
	s := b.schedule
	if len(s.segments) == 0 {
		return 0
	}
	n, _ := s.segments[len(s.segments)-1].rank(s, at)
	return n
}

// weekly adds a segment in which the ring of its first date holds.
func (b *builder) weekly(from, offset int64) {
	before, plan := b.count(from), b.schedule.calendar.plan(floorDiv(from+offset, day))
	n, _ := b.schedule.rings[plan].rank(from + offset)
	b.schedule.segments = append(b.schedule.segments, segment{
		from: from, before: before, offset: offset, base: before - n, ring: plan,
	})
}

// explicit adds a segment with runs of its own, which it takes over.
func (b *builder) explicit(from int64, list []span) {
	s, before, first := b.schedule, b.count(from), len(b.schedule.spans)
	s.spans = append(s.spans, union(list, before)...)
	s.segments = append(s.segments, segment{from: from, before: before, first: int32(first), last: int32(len(s.spans)), ring: noRing})
}

// steady adds the rings and, where dates change it, the patches.
func (b *builder) steady(s stretch) {
	at, offset := s.from, s.after
	i := sort.Search(len(b.patches), func(i int) bool { return b.patches[i].to > s.from+offset })
	for ; i < len(b.patches) && b.patches[i].from < s.to+offset; i++ {
		p := b.patches[i]
		from, to := max(p.from-offset, s.from), min(p.to-offset, s.to)
		if at < from {
			b.weekly(at, offset)
		}
		b.explicit(from, shifted(p.open, -offset, -offset, from, to))
		at = to
	}
	if at < s.to {
		b.weekly(at, offset)
	}
}

// doubled applies the rule for clock changes: what is open in the repeated wall
// time opens at its first showing and closes at its last.
func (b *builder) doubled(s stretch) {
	wallFrom, wallTo := s.turn+s.after, s.turn+s.before
	var open []span
	for _, o := range b.schedule.calendar.between(floorDiv(wallFrom, day), floorDiv(wallTo-1, day)) {
		if o.from < wallTo && o.to > wallFrom {
			open = append(open, span{from: max(o.from, wallFrom), to: min(o.to, wallTo)})
		}
	}
	b.explicit(s.from, shifted(open, -s.before, -s.after, s.from, s.to))
}

// shifted moves the edges of the runs and clips them to [from, to).
func shifted(list []span, opening, closing, from, to int64) []span {
	out := make([]span, 0, len(list))
	for _, s := range list {
		s.from, s.to = max(s.from+opening, from), min(s.to+closing, to)
		if s.from < s.to {
			out = append(out, s)
		}
	}
	return out
}
