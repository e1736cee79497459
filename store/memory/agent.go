package memory

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// agent is the hot state of one agent and their seats.
type agent struct {
	botflow.Presence
	written bool // there is a row, not only seats
	seats   map[botflow.InboxID]*seat
}

// agentOf gives the agent, made anew where there is none.
func (a *account) agentOf(id botflow.AgentID) *agent {
	g := a.agents[id]
	if g == nil {
		g = &agent{Presence: botflow.Presence{Agent: id}, seats: make(map[botflow.InboxID]*seat)}
		a.agents[id] = g
	}
	return g
}

// putAgent writes an agent's row, and with it their seats in their own inboxes.
func (a *account) putAgent(next botflow.Presence) {
	g := a.agentOf(next.Agent)
	a.rearm(presenceAt(g.Wake), presenceAt(next.Wake), store.WakeAgent, string(next.Agent))
	g.Presence, g.written = next, true
	for _, s := range g.seats {
		s.become(seated(s.SeatRules, s.Ordinal, &g.Presence))
	}
}

func presenceAt(at botflow.Instant) botflow.Wake {
	if at == 0 {
		return botflow.Wake{}
	}
	return botflow.Wake{At: at, Rank: botflow.RankPresence}
}

// seated puts the cold and the hot half of a seat together.
func seated(rules routing.SeatRules, ordinal uint64, p *botflow.Presence) routing.Seat {
	return routing.Seat{
		SeatRules: rules, Ordinal: ordinal,
		Load: p.Load, Status: p.Status, Since: p.Since, IdleFrom: p.IdleFrom, Ramped: p.Ramped,
	}
}
