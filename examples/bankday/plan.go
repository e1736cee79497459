package main

import (
	"math/rand/v2"

	"github.com/repartogo/reparto/botflow"
)

// plan is what a call brings into the replay beyond the record: what it would have done if things had gone otherwise.
type plan struct {
	patience int // seconds that it waits at most
	busy     int // seconds that its service takes, if it gets one
}

// plans makes a plan for every call. A call keeps what is recorded of it: its patience if it hung up while waiting, its
// service if it had one. The rest is drawn, always the same for the same record: two numbers for each call, used or not.
func (r *record) plans(of belief) []plan {
	draw := rand.New(rand.NewPCG(uint64(r.midnight.Unix()), uint64(len(r.calls))))
	patience, services := patienceOf(r.fates()), r.services()
	out := make([]plan, len(r.calls))
	for i := range r.calls {
		c := &r.calls[i]
		first, second := draw.Float64(), draw.Float64()
		out[i] = plan{patience: c.recorded.wait, busy: c.recorded.busy}
		if c.recorded.end == answered {
			switch of {
			case estimated:
				out[i].patience = patience.beyond(c.recorded.wait, first)
			case longest:
				out[i].patience = endless
			case shortest: // as recorded
			}
		}
		if !c.timed {
			out[i].busy = pick(services, c.service, second)
		}
	}
	return out
}

// services gives the lengths of the services that named agents gave, by type; all of them under "".
func (r *record) services() map[botflow.InboxID][]int {
	lengths := map[botflow.InboxID][]int{}
	for i := range r.calls {
		if c := &r.calls[i]; c.timed && c.recorded.agent != "" {
			lengths[c.service] = append(lengths[c.service], c.recorded.busy)
			lengths[""] = append(lengths[""], c.recorded.busy)
		}
	}
	return lengths
}

// pick draws a length among those of the type, or among all where the type has none.
func pick(lengths map[botflow.InboxID][]int, of botflow.InboxID, chance float64) int {
	some := lengths[of]
	if len(some) == 0 {
		some = lengths[""]
	}
	if len(some) == 0 {
		return 0 // nobody was served that day, and nobody will be
	}
	return some[int(chance*float64(len(some)))]
}
