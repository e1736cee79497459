package main

import (
	"cmp"
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// longBreak is how many seconds without a service make a break; an agent with a shorter gap was there, and idle.
const longBreak = 30 * minute

// stretch is a time without a break: an agent is online from its beginning to its end.
type stretch struct{ from, to moment }

// shift is an agent's day as the record shows it: from the first service to the last, with breaks between the stretches.
type shift struct {
	agent     botflow.AgentID
	stretches []stretch
}

// shifts gives the shift of every agent who is named in the record, by name.
func (r *record) shifts() []shift {
	services := map[botflow.AgentID][]stretch{}
	for i := range r.calls {
		if f := &r.calls[i].recorded; f.agent != "" {
			services[f.agent] = append(services[f.agent], stretch{f.from, f.from + moment(f.busy)})
		}
	}
	var all []shift
	for _, agent := range slices.Sorted(maps.Keys(services)) {
		all = append(all, shift{agent, join(services[agent])})
	}
	return all
}

// join makes stretches of services: those that overlap or lie close to each other become one.
func join(services []stretch) []stretch {
	slices.SortFunc(services, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var joined []stretch
	for _, s := range services {
		last := len(joined) - 1
		if last >= 0 && s.from <= joined[last].to+longBreak {
			joined[last].to = max(joined[last].to, s.to)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// served gives, for each type of service, who answered it that day, by name. A type that nobody answered has nobody.
func (r *record) served() map[botflow.InboxID][]botflow.AgentID {
	who := map[botflow.InboxID][]botflow.AgentID{}
	for i := range r.calls {
		c := &r.calls[i]
		if _, known := who[c.service]; !known {
			who[c.service] = nil
		}
		if a := c.recorded.agent; a != "" && !slices.Contains(who[c.service], a) {
			who[c.service] = append(who[c.service], a)
		}
	}
	for _, agents := range who {
		slices.Sort(agents)
	}
	return who
}
