package schedule

import "time"

// Seconds since 1970 between which a schedule is defined, years 1 to 9999, and
// between which clock changes are followed, years 1970 to 2099.
const (
	beginning     int64 = -62135596800
	end           int64 = 253402300800
	changesFrom   int64 = 0
	changesBefore int64 = 4102444800
)

// stretch is a run of seconds, [from, to), in which one thing holds.
type stretch struct {
	from, to int64
	kind     stretchKind
	// before and after are the zone's offsets from UTC in seconds. In a steady
	// stretch both are the one in force. In a doubled one the clock is set back
	// from before to after at turn.
	before, after, turn int64
}

// stretchKind tells stretches apart.
type stretchKind uint8

const (
	steady       stretchKind = iota // the wall clock runs
	doubled                         // the wall clock shows everything twice
	forcedOpen                      // an override holds
	forcedClosed                    // an override holds
)

// stretches lays out the clock of a zone from beginning to end. Where a clock
// is set forward nothing needs care: the wall clock jumps, and hours that it
// doesn't show don't happen. Where it is set back, the time from the first
// showing to the last is a stretch of its own.
func stretches(loc *time.Location) []stretch {
	pieces := offsets(loc)
	out := make([]stretch, 0, 2*len(pieces))
	at := beginning
	for i, p := range pieces {
		if i+1 == len(pieces) || pieces[i+1].after >= p.after {
			out = append(out, stretch{from: at, to: p.to, before: p.after, after: p.after})
			at = p.to
			continue
		}
		next := pieces[i+1]
		width := p.after - next.after
		from, to := max(p.to-width, at), min(p.to+width, next.to)
		if at < from {
			out = append(out, stretch{from: at, to: from, before: p.after, after: p.after})
		}
		out = append(out, stretch{from: from, to: to, kind: doubled, before: p.after, after: next.after, turn: p.to})
		at = to
	}
	return out
}

// offsets lists the runs of seconds with one offset, in order, from beginning to
// end. Changes of a zone's name alone don't part them.
func offsets(loc *time.Location) []stretch {
	var out []stretch
	at := changesFrom
	for at < changesBefore {
		t := time.Unix(at, 0).In(loc)
		_, seconds := t.Zone()
		_, bound := t.ZoneBounds()
		to := changesBefore
		if !bound.IsZero() {
			// At least an hour on, so that the walk ends whatever a zone's data say: for
			// 31 December of a leap year they may end in the past.
			to = min(max(bound.Unix(), at+60*minute), changesBefore)
		}
		if n := len(out); n > 0 && out[n-1].after == int64(seconds) {
			out[n-1].to = to
		} else {
			out = append(out, stretch{from: at, to: to, before: int64(seconds), after: int64(seconds)})
		}
		at = to
	}
	out[0].from, out[len(out)-1].to = beginning, end
	return out
}

// force lays an override over the stretches.
func force(list []stretch, v *Override) []stretch {
	if v == nil {
		return list
	}
	held := overrideSpan(v)
	forced := stretch{from: held.from, to: held.to, kind: forcedClosed}
	if v.State == Open {
		forced.kind = forcedOpen
	}
	out := make([]stretch, 0, len(list)+2)
	for _, s := range list {
		if head := s; head.from < forced.from {
			head.to = min(head.to, forced.from)
			out = append(out, head)
		}
		if s.from <= forced.from && forced.from < s.to {
			out = append(out, forced)
		}
		if tail := s; tail.to > forced.to {
			tail.from = max(tail.from, forced.to)
			out = append(out, tail)
		}
	}
	return out
}

// overrideSpan is when an override holds, in whole seconds.
func overrideSpan(v *Override) span {
	s := span{from: v.From.Unix(), to: v.Until.Unix()}
	if v.Until.Nanosecond() > 0 {
		s.to++
	}
	return s
}
