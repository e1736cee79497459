package schedule

import (
	"iter"
	"time"
)

// MostOpenings is how many openings one walk of [Schedule.Openings] yields.
const MostOpenings = 100_000

// Opening is a run of open time: open at From, closed at To.
type Opening struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Openings yields the runs of open time from one instant to another, in order,
// cut at both. Each costs two look-ups, so a walk that is left early costs little.
// It ends after [MostOpenings], about 270 years of one a day: go on from the last
// one's end.
func (s *Schedule) Openings(from, to time.Time) iter.Seq[Opening] {
	return func(yield func(Opening) bool) {
		at := from
		for range MostOpenings {
			open, ok := s.NextOpen(at)
			if !ok || !open.Before(to) {
				return
			}
			shut, ok := s.NextClose(open)
			last := !ok || !shut.Before(to)
			if last {
				shut = to.In(open.Location())
			}
			if !yield(Opening{open, shut}) || last {
				return
			}
			at = shut
		}
	}
}
