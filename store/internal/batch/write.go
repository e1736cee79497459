package batch

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// write takes copies of everything in a changeset that has been checked. It can't fail.
func (s *Set) write(c *store.Changeset, compiled *directory.Snapshot) {
	s.touched = true
	for i := range c.Conversations {
		s.writeConversation(&c.Conversations[i])
	}
	for i := range c.Contacts {
		s.writeContact(&c.Contacts[i])
	}
	for i := range c.Agents {
		s.writeAgent(c.Agents[i])
	}
	for _, in := range c.Inboxes {
		s.writeInbox(in)
	}
	for _, t := range c.Turns {
		s.writeTurn(t)
	}
	for i := range c.Notes {
		s.notes = append(s.notes, c.Notes[i])
		s.lastNotes[c.Notes[i].Conversation] = c.Notes[i].Seq
	}
	for i := range c.Events {
		s.writeEvent(&c.Events[i])
	}
	for _, j := range c.Jobs {
		s.jobs[j.ID] = &j
	}
	for _, id := range c.Done {
		s.jobs[id] = nil
	}
	if c.Op != "" {
		s.results[c.Op] = &Result{Op: c.Op, At: c.At, Data: slices.Clone(c.Result), state: state{changed: true}}
	}
	s.forgotten = c.Forget
	if compiled != nil {
		d := c.Directory.Clone()
		s.config, s.snapshot, s.Revision = &d, compiled, s.Revision+1
	}
	// A new directory and a chat that is gone change rows that the group doesn't hold.
	s.full = compiled != nil || len(c.Forget) > 0
}

func (s *Set) writeConversation(next *botflow.Conversation) {
	row := s.conversations[next.ID]
	if row == nil {
		row = &Conversation{Events: s.lastEvents[botflow.OfConversation(next.ID)]}
		s.conversations[next.ID], s.chats[store.Chat{Channel: next.Channel, Contact: next.Contact}] = row, row
	}
	row.Conversation, row.changed = next.Clone(), true
}

func (s *Set) writeContact(next *botflow.Contact) {
	row := s.contacts[next.ID]
	if row == nil {
		row = &Contact{}
		s.contacts[next.ID] = row
	}
	row.Contact, row.changed = next.Clone(), true
}

// writeAgent writes an agent's row, and with it their seats.
func (s *Set) writeAgent(next botflow.Presence) {
	row := s.agentOf(next.Agent)
	row.Presence, row.Written, row.changed = next, true, true
	for _, seat := range s.seats[next.Agent] {
		seat.follow(&row.Presence)
	}
}

// agentOf gives the agent's row, made anew where there is none.
func (s *Set) agentOf(id botflow.AgentID) *Agent {
	row := s.agents[id]
	if row == nil {
		row = &Agent{Presence: botflow.Presence{Agent: id}, Events: s.lastEvents[botflow.OfAgent(id)], state: state{changed: true}}
		s.agents[id] = row
	}
	return row
}

func (s *Set) writeInbox(next store.InboxState) {
	row := s.inboxOf(next.ID)
	row.InboxState, row.Written, row.changed = next, true, true
}

// writeTurn writes which pick by turn was an agent's last, and with it their seat if they have one.
func (s *Set) writeTurn(t store.Turn) {
	seat := s.seats[t.Agent][t.Inbox]
	if seat == nil {
		seat = &Seat{}
		seat.Agent, seat.Inbox = t.Agent, t.Inbox
		s.putSeat(seat)
	}
	seat.Ordinal, seat.changed = t.Ordinal, true
	seat.follow(&s.agentOf(t.Agent).Presence)
}

// writeEvent adds an event to the log and counts it on its subject's row.
func (s *Set) writeEvent(e *botflow.Event) {
	s.events = append(s.events, e.Clone())
	switch e.Subject.Kind {
	case botflow.SubjectAccount:
		s.Events = e.Seq
	case botflow.SubjectConversation:
		if c := s.conversations[botflow.ConversationID(e.Subject.ID)]; c != nil {
			c.Events, c.changed = e.Seq, true
			return
		}
	case botflow.SubjectAgent:
		a := s.agentOf(botflow.AgentID(e.Subject.ID))
		a.Events, a.changed = e.Seq, true
		return
	}
	s.lastEvents[e.Subject] = e.Seq
}
