package schedule

import (
	"cmp"
	"slices"
)

// run says that something holds on the dates first to last, as day numbers: a
// date rule or a season, by its index.
type run struct {
	first, last int64
	what        int32
}

// Days that can be written: 0001-01-01 to 9999-12-31.
const (
	firstDay = beginning / day
	lastDay  = end/day - 1
)

// layUnder adds the runs of a batch where nothing of the list holds yet. Both
// are in order, and neither overlaps itself.
func layUnder(list, batch []run) []run {
	if len(batch) == 0 {
		return list
	}
	out := make([]run, 0, len(list)+len(batch))
	i, free := 0, int64(firstDay) // before free, the list has been copied
	for _, b := range batch {
		for ; i < len(list) && list[i].last < b.first; i++ {
			out = append(out, list[i])
		}
		b.first = max(b.first, free)
		for ; i < len(list) && list[i].first <= b.last; i++ {
			if piece := b; piece.first < list[i].first {
				piece.last = list[i].first - 1
				out = append(out, piece)
			}
			out = append(out, list[i])
			free = list[i].last + 1
			b.first = free
		}
		if b.first <= b.last {
			out = append(out, b)
		}
	}
	return append(out, list[i:]...)
}

// inOrder sorts a batch and takes from each run the dates that one before it
// holds. Of two that start on a date, the one listed first comes first.
func inOrder(batch []run) []run {
	sortRuns(batch)
	out, free := batch[:0], int64(firstDay)
	for _, b := range batch {
		b.first, b.last = max(b.first, free), min(b.last, lastDay)
		if b.first <= b.last {
			out = append(out, b)
			free = b.last + 1
		}
	}
	return out
}

// sortRuns keeps the order of those that start on the same date.
func sortRuns(list []run) {
	slices.SortStableFunc(list, func(a, b run) int { return cmp.Compare(a.first, b.first) })
}

// everyYear lists the runs of a recurrence, in order.
func everyYear(r recurrence, what int32) []run {
	out := make([]run, 0, lastYear-firstYear+1)
	for year := firstYear; year <= lastYear; year++ {
		if first, last, ok := r.in(year); ok {
			out = append(out, run{first, last, what})
		}
	}
	return out
}
