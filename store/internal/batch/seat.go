package batch

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// Whole gives the seat with the hot half that stands in its agent's row.
func (s *Seat) Whole(p *botflow.Presence) routing.Seat {
	return routing.Seat{
		SeatRules: s.SeatRules, Ordinal: s.Ordinal,
		Load: p.Load, Status: p.Status, Since: p.Since, IdleFrom: p.IdleFrom, Ramped: p.Ramped,
	}
}

// follow derives what is stored of the seat from its agent's row; a seat that doesn't move isn't written.
func (s *Seat) follow(p *botflow.Presence) {
	rank, ready, human := s.derived(p)
	if rank != s.Rank || ready != s.Ready || human != s.Human {
		s.Rank, s.Ready, s.Human, s.changed = rank, ready, human, true
	}
}

// derived gives the columns that follow from the seat and its agent's row.
func (s *Seat) derived(p *botflow.Presence) (rank int64, ready, human bool) {
	if !s.Member {
		return 0, false, false
	}
	whole := s.Whole(p)
	return whole.Rank(), whole.Ready(), s.Attends && p.Status == botflow.Online
}

// Stale tells whether the stored columns aren't those that follow from the seat and its agent's row.
func (s *Seat) Stale(p *botflow.Presence) bool {
	rank, ready, human := s.derived(p)
	return rank != s.Rank || ready != s.Ready || human != s.Human
}

// Configures tells whether a new directory is among what must be written. The store then adds all agents, seats and inboxes of the
// account that the Set doesn't hold yet ([Set.HoldsAgent], [Set.HoldsInbox]) and calls [Set.Reseat].
func (s *Set) Configures() bool { return s.snapshot != nil }

// HoldsAgent tells whether the Set holds the agent's row, which may have changed since it was added, and with it all their seats.
func (s *Set) HoldsAgent(id botflow.AgentID) bool { return s.agents[id] != nil }

// HoldsInbox tells whether the Set holds the inbox's row.
func (s *Set) HoldsInbox(id botflow.InboxID) bool { return s.inboxes[id] != nil }

// Reseat derives from the new directory who sits where and which agents and inboxes it knows. A seat that is left keeps its
// ordinal (A6). The Set must hold all agents, seats and inboxes of the account.
func (s *Set) Reseat() {
	for id, a := range s.agents {
		_, known := s.snapshot.Agent(id)
		a.know(known)
	}
	for i := range s.config.Agents {
		s.agentOf(s.config.Agents[i].ID).know(true)
	}
	for id, in := range s.inboxes {
		in.know(s.snapshot.ExistsAny(id))
	}
	for _, id := range s.snapshot.Inboxes() {
		s.inboxOf(id).know(true)
	}
	for i := range s.config.Agents {
		if id := s.config.Agents[i].ID; s.snapshot.Enabled(id) {
			s.inboxOf(botflow.Personal(id)).know(true)
		}
	}
	s.seatAll()
}

// inboxOf gives the inbox's row, made anew where there is none.
func (s *Set) inboxOf(id botflow.InboxID) *Inbox {
	row := s.inboxes[id]
	if row == nil {
		row = &Inbox{InboxState: store.InboxState{ID: id}}
		s.inboxes[id] = row
	}
	return row
}

func (a *Agent) know(known bool) {
	if a.Known != known {
		a.Known, a.changed = known, true
	}
}

func (in *Inbox) know(known bool) {
	if in.Known != known {
		in.Known, in.changed = known, true
	}
}

func (s *Set) seatAll() {
	kept := make(map[store.SeatKey]bool, len(s.snapshot.Seats()))
	for _, rules := range s.snapshot.Seats() {
		kept[store.SeatKey{Inbox: rules.Inbox, Agent: rules.Agent}] = true
		seat := s.seats[rules.Agent][rules.Inbox]
		if seat == nil {
			seat = &Seat{}
			seat.Agent, seat.Inbox = rules.Agent, rules.Inbox
			s.putSeat(seat)
		}
		seat.become(rules, true)
		seat.follow(&s.agentOf(rules.Agent).Presence)
	}
	for agent, of := range s.seats {
		for in, seat := range of {
			if !kept[store.SeatKey{Inbox: in, Agent: agent}] {
				seat.become(routing.SeatRules{Agent: agent, Inbox: in}, false)
				seat.follow(&s.agentOf(agent).Presence)
			}
		}
	}
}

// become sets the cold half.
func (s *Seat) become(rules routing.SeatRules, member bool) {
	if s.SeatRules != rules || s.Member != member {
		s.SeatRules, s.Member, s.changed = rules, member, true
	}
}
