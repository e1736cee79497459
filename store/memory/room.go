package memory

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// room is the hot state of one inbox and the seats in it. Closed and Personal inboxes have one when something was written of
// them, but never a seat.
type room struct {
	id      botflow.InboxID
	written bool // there is a row, not only seats
	turn    uint64
	wake    botflow.Instant
	turns   map[botflow.AgentID]uint64 // each agent's last pick by turn; outlives membership
	members *ordered[*seat]            // in turn order
	ready   *ordered[*seat]            // those who may be given a chat, in order of choice
	humans  int                        // those who attend and are Online (F4)
}

// seat is one agent's place in one room.
type seat struct {
	routing.Seat
	room *room
}

func byTurn(x, y *seat) bool   { return routing.TurnLess(&x.Seat, &y.Seat) }
func byChoice(x, y *seat) bool { return routing.Less(&x.Seat, &y.Seat) }

// available tells whether the seat counts as a human of its inbox.
func available(s *routing.Seat) bool { return s.Attends && s.Status == botflow.Online }

// roomOf gives the room of an inbox, made anew where there is none.
func (a *account) roomOf(id botflow.InboxID) *room {
	r := a.rooms[id]
	if r == nil {
		r = &room{id: id, turns: make(map[botflow.AgentID]uint64), members: newOrdered(byTurn), ready: newOrdered(byChoice)}
		a.rooms[id] = r
	}
	return r
}

// putInbox writes the row of an inbox.
func (a *account) putInbox(next store.InboxState) {
	r := a.roomOf(next.ID)
	a.rearm(assignmentAt(r.wake), assignmentAt(next.Wake), store.WakeInbox, string(next.ID))
	r.turn, r.wake, r.written = next.Turn, next.Wake, true
}

func assignmentAt(at botflow.Instant) botflow.Wake {
	if at == 0 {
		return botflow.Wake{}
	}
	return botflow.Wake{At: at, Rank: botflow.RankAssignment}
}

// putTurn writes which pick by turn was an agent's last.
func (a *account) putTurn(t store.Turn) {
	r := a.roomOf(t.Inbox)
	r.turns[t.Agent] = t.Ordinal
	if g := a.agents[t.Agent]; g != nil {
		if s := g.seats[t.Inbox]; s != nil {
			next := s.Seat
			next.Ordinal = t.Ordinal
			s.become(next)
		}
	}
}

// sit adds a seat to its room.
func (s *seat) sit() {
	s.room.members.add(s)
	if s.Ready() {
		s.room.ready.add(s)
	}
	if available(&s.Seat) {
		s.room.humans++
	}
}

// rise takes a seat out of its room.
func (s *seat) rise() {
	s.room.members.remove(s)
	if s.Ready() {
		s.room.ready.remove(s)
	}
	if available(&s.Seat) {
		s.room.humans--
	}
}

// become changes a seat and moves it in the orders of its room only where it must move: most loads change without crossing a
// limit, in rooms that don't sort by load.
func (s *seat) become(next routing.Seat) {
	moves := routing.TurnLess(&s.Seat, &next) || routing.TurnLess(&next, &s.Seat) ||
		routing.Less(&s.Seat, &next) || routing.Less(&next, &s.Seat)
	if moves || s.Ready() != next.Ready() || available(&s.Seat) != available(&next) {
		s.rise()
		s.Seat = next
		s.sit()
		return
	}
	s.Seat = next
}

// occupied tells whether a chat is in the inbox.
func (a *account) occupied(id botflow.InboxID) bool {
	if id == botflow.Closed {
		return a.shelves[shelf.Closed()] != nil
	}
	return a.inside[id] != nil
}
