package report

import "github.com/repartogo/reparto/botflow"

// running is the status that an agent has now.
type running struct {
	status botflow.Status
	since  botflow.Instant
}

// spell is a time that an agent spent in one status. Spells are kept whole and cut into periods when asked for: most
// of them are long times Offline.
type spell struct {
	agent    botflow.AgentID
	status   botflow.Status
	from, to botflow.Instant
}

// addPresence counts an event of an agent. After a gap the status before isn't known to have lasted.
func (f *Fold) addPresence(e *botflow.Event, gap bool) {
	agent := botflow.AgentID(e.Subject.ID)
	if gap {
		delete(f.agents, agent)
	}
	if e.Type != botflow.PresenceChanged {
		return
	}
	if was, ok := f.agents[agent]; ok && e.At > max(was.since, f.kept) {
		f.spells = append(f.spells, spell{agent, was.status, was.since, e.At})
	}
	if delete(f.agents, agent); e.Is <= botflow.Online {
		f.agents[agent] = running{e.Is, e.At}
	}
}

// presence is time in each status, in microseconds.
type presence [botflow.Online + 1]int64

// add counts the part of a spell that lies in [lo, hi).
func (p *presence) add(s spell, lo, hi botflow.Instant) {
	if from, to := max(s.from, lo), min(s.to, hi); from < to {
		p[s.status] += int64(to - from)
	}
}

// spellsBy gives the finished spells, and those that still run as if they ended now; now 0 leaves these out.
func (f *Fold) spellsBy(now botflow.Instant) []spell {
	all := f.spells[:len(f.spells):len(f.spells)]
	for agent, r := range f.agents {
		if now > r.since {
			all = append(all, spell{agent, r.status, r.since, now})
		}
	}
	return all
}
