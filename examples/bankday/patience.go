package main

import (
	"fmt"
	"math"
	"slices"
)

// endless is the patience of somebody who never hangs up.
const endless = math.MaxInt32

// belief is what to believe of the patience of those who were answered. The record doesn't say when they would have
// hung up, only that they hadn't yet: their patience is censored.
type belief string

const (
	estimated belief = "estimated" // as long as that of the others who had waited as long: drawn from the day's own curve
	shortest  belief = "shortest"  // no longer than they did wait: gives the most abandoned calls
	longest   belief = "longest"   // for ever: gives the fewest
)

// parseBelief reads the flag.
func parseBelief(text string) (belief, error) {
	for _, b := range [...]belief{estimated, shortest, longest} {
		if text == string(b) {
			return b, nil
		}
	}
	return "", fmt.Errorf("-patience %s: is none of %s, %s, %s", text, estimated, shortest, longest)
}

// curve is how patience is spread among a day's callers, by the Kaplan-Meier estimate: at each length of wait at which
// somebody hung up, the share of those still waiting who did so. Calls that were answered count as waiting until then,
// and drop out.
type curve struct {
	waits []int     // at which calls hung up, ascending
	still []float64 // the share that is more patient than that
	mean  float64   // seconds waited by all for each that hung up: what is left beyond the last wait
}

// patienceOf estimates the curve.
func patienceOf(fates []fate) curve {
	var all, gone []int
	sum := 0
	for i := range fates {
		if f := &fates[i]; f.queued() {
			all = append(all, f.wait)
			sum += f.wait
			if f.end == abandoned {
				gone = append(gone, f.wait)
			}
		}
	}
	if len(gone) == 0 {
		return curve{mean: endless}
	}
	slices.Sort(all)
	slices.Sort(gone)
	c := curve{mean: float64(sum) / float64(len(gone))}
	share := 1.0
	for i := 0; i < len(gone); {
		next := i
		for next < len(gone) && gone[next] == gone[i] {
			next++
		}
		before, _ := slices.BinarySearch(all, gone[i])
		share *= 1 - float64(next-i)/float64(len(all)-before)
		c.waits, c.still = append(c.waits, gone[i]), append(c.still, share)
		i = next
	}
	return c
}

// beyond draws the patience of somebody who has waited so long and hasn't hung up; chance is from 0 to below 1. Beyond
// the longest wait that anybody gave up after, the curve says nothing: the mean is added.
func (c curve) beyond(wait int, chance float64) int {
	first, _ := slices.BinarySearch(c.waits, wait+1)
	left := 1.0
	if first > 0 {
		left = c.still[first-1]
	}
	for i := first; i < len(c.waits); i++ {
		if c.still[i] <= left*(1-chance) {
			return c.waits[i]
		}
	}
	last := wait
	if n := len(c.waits); n > 0 {
		last = max(wait, c.waits[n-1])
	}
	return int(min(float64(last)+c.mean, endless))
}
