package batch

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// AddConversation gives the Set a row that the database has, with the number of its last event.
func (s *Set) AddConversation(c botflow.Conversation, events uint64) {
	row := &Conversation{Conversation: c, Events: events, state: state{stored: true}}
	s.conversations[c.ID], s.chats[store.Chat{Channel: c.Channel, Contact: c.Contact}] = row, row
}

// AddContact gives the Set a row that the database has.
func (s *Set) AddContact(k botflow.Contact) {
	s.contacts[k.ID] = &Contact{Contact: k, state: state{stored: true}}
}

// AddAgent gives the Set a row that the database has. The agent's seats must follow by [Set.AddSeat].
func (s *Set) AddAgent(a Agent) {
	a.state = state{stored: true}
	s.agents[a.Agent] = &a
}

// AddSeat gives the Set one of the seats of an agent it holds, whole: ranks by member order are positions.
func (s *Set) AddSeat(seat Seat) {
	seat.state = state{stored: true}
	s.putSeat(&seat)
}

func (s *Set) putSeat(seat *Seat) {
	of := s.seats[seat.Agent]
	if of == nil {
		of = make(map[botflow.InboxID]*Seat)
		s.seats[seat.Agent] = of
	}
	of[seat.Inbox] = seat
}

// AddInbox gives the Set a row that was named by Key.Inboxes. Stored is false for an inbox that has no row, of which only
// Occupied is told.
func (s *Set) AddInbox(in Inbox, stored bool) {
	in.state = state{stored: stored}
	s.inboxes[in.ID] = &in
}

// AddScope gives the Set what is so in an inbox that was named by Key.Scopes.
func (s *Set) AddScope(scope store.Scope) { s.scopes[scope.ID] = scope }

// AddResult gives the Set what is stored under an operation id.
func (s *Set) AddResult(op botflow.OpID, data []byte) {
	s.results[op] = &Result{Op: op, Data: data, state: state{stored: true}}
}
