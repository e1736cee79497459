package directory

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// Seats gives the seats of all shared inboxes, General included: by inbox id, then in member order. Every enabled member has
// one, whatever the policy, since availability counts them (F4).
func (s *Snapshot) Seats() []routing.SeatRules { return s.seats }

// SeatsOf gives the seats of one shared inbox in member order; none for any other. A deleted inbox has none: nothing is
// assigned from it any more.
func (s *Snapshot) SeatsOf(inbox botflow.InboxID) []routing.SeatRules {
	if r, ok := s.rooms[inbox]; ok {
		return r.seats
	}
	return nil
}

// Seat gives the seat of one agent in one shared inbox; false if they have none.
func (s *Snapshot) Seat(inbox botflow.InboxID, agent botflow.AgentID) (routing.SeatRules, bool) {
	if r, ok := s.rooms[inbox]; ok {
		if i, ok := r.index[agent]; ok {
			return r.seats[i], true
		}
	}
	return routing.SeatRules{}, false
}

// attends tells whether the agent counts as a human who is given chats (A8, F4).
func (a *Agent) attends() bool { return !a.Disabled && (a.Role == botflow.RoleAgent || a.Attends) }

// seat derives the cold half of an enabled agent's seat; excluded are those of the room's policy.
func (r *room) seat(a Agent, position int, ramp routing.RampIn, excluded map[botflow.AgentID]bool) routing.SeatRules {
	p := &r.inbox.Policy
	seat := routing.SeatRules{
		Agent: a.ID, Inbox: r.inbox.ID, Position: position,
		NeedsOnline: p.Eligible == routing.OnlineOnly,
		Attends:     a.attends(),
		Limit:       p.Limit,
		Order:       p.Strategy.Order(),
		RampIn:      ramp,
	}
	if a.Limit > 0 {
		seat.Limit = a.Limit // the own limit replaces the inbox's (A4)
	}
	switch {
	case !p.Enabled:
		seat.Barred = botflow.ReasonOff
	case !seat.Attends:
		seat.Barred = botflow.ReasonRole
	case excluded[a.ID]:
		seat.Barred = botflow.ReasonExcluded
	}
	return seat
}
