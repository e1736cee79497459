package report

import (
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// figure names one thing that is counted; those from firstMeasured on are durations, and their count is how many there are.
type figure uint8

const (
	arrived figure = iota
	opened
	restored
	pending
	inTime
	abandoned
	outOfHours
	rotated
	rotationSkipped
	transferred
	returned
	reopened
	expired
	left
	closed // by reason
	firstMeasured
)

const (
	firstResponse = firstMeasured + iota
	waiting
	firstWait
	handling
	allFigures
)

// slot says where a mark counts. Tag is empty for the plain figures; each tag has slots of its own.
type slot struct {
	period botflow.Instant
	inbox  botflow.InboxID
	agent  botflow.AgentID
	tag    botflow.Tag
}

// mark is one occurrence of a figure.
type mark struct {
	slot   slot
	what   figure
	length int64          // in microseconds, of a measured figure
	reason botflow.Reason // of a closing
}

// cell holds the figures of one slot, or the sum of several.
type cell struct {
	counts  [firstMeasured]int
	reasons map[botflow.Reason]int
	lengths [allFigures - firstMeasured][]int64 // every duration is kept, so that percentiles are exact
}

func (c *cell) add(m mark) {
	if m.what >= firstMeasured {
		c.lengths[m.what-firstMeasured] = append(c.lengths[m.what-firstMeasured], m.length)
		return
	}
	c.counts[m.what]++
	if m.what == closed {
		if c.reasons == nil {
			c.reasons = map[botflow.Reason]int{}
		}
		c.reasons[m.reason]++
	}
}

// merge adds the figures of another cell, which it leaves alone.
func (c *cell) merge(d *cell) {
	for i, n := range d.counts {
		c.counts[i] += n
	}
	for i, l := range d.lengths {
		c.lengths[i] = append(c.lengths[i], l...)
	}
	if c.reasons == nil {
		c.reasons = maps.Clone(d.reasons)
		return
	}
	for reason, n := range d.reasons {
		c.reasons[reason] += n
	}
}

// spread describes the durations of a measured figure.
func (c *cell) spread(what figure) Spread {
	l := slices.Sorted(slices.Values(c.lengths[what-firstMeasured]))
	if len(l) == 0 {
		return Spread{}
	}
	var sum int64
	for _, v := range l {
		sum += v
	}
	return Spread{
		Count: len(l),
		Total: seconds(sum),
		Mean:  seconds(sum) / Seconds(len(l)),
		P50:   seconds(percentile(l, 50)),
		P90:   seconds(percentile(l, 90)),
		Max:   seconds(l[len(l)-1]),
	}
}

// percentile gives the smallest of the sorted values that at least p in a hundred of them don't exceed.
func percentile(sorted []int64, p int) int64 {
	rank := (p*len(sorted) + 99) / 100
	return sorted[max(rank, 1)-1]
}
