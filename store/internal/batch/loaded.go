package batch

import (
	"cmp"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/sorted"
)

// Loaded gives copies of what the key names, as it stands now; false if a row belongs to it that the Set doesn't hold, because an
// earlier call of the group has brought it in.
func (s *Set) Loaded(key store.Key) (store.Loaded, bool) {
	l := store.Loaded{Now: s.Now, Revision: s.Revision, NextDue: s.NextDue}
	if r := s.results[key.Op]; r != nil && key.Op != "" {
		l.Seen, l.Result = true, slices.Clone(r.Data)
	}
	if key.Account {
		l.AccountSeq = s.Events
	}
	contacts, agents := slices.Clip(key.Contacts), slices.Clip(key.Agents)
	if key.Chat != (store.Chat{}) {
		contacts = append(contacts, key.Chat.Contact)
	}
	for _, row := range s.named(key) {
		l.Conversations = append(l.Conversations, row.Conversation.Clone())
		contacts = append(contacts, row.Contact)
		for _, id := range [2]botflow.AgentID{row.Place.Owner, row.LastOwner} {
			if id != "" && row.changed && s.agents[id] == nil {
				return l, false
			}
			agents = append(agents, id)
		}
	}
	for _, id := range sorted.IDs(contacts) {
		if k := s.contacts[id]; k != nil {
			l.Contacts = append(l.Contacts, k.Contact.Clone())
		}
	}
	for _, id := range sorted.IDs(agents) {
		if a := s.agents[id]; a != nil && (a.Written || a.Known) {
			l.Agents = append(l.Agents, a.Presence)
		}
	}
	s.loadInboxes(key, &l)
	l.Seats = s.turns(key.Seats)
	return l, true
}

func (s *Set) loadInboxes(key store.Key, l *store.Loaded) {
	for _, id := range sorted.IDs(key.Inboxes) {
		in := s.inboxes[id]
		switch {
		case in != nil && (in.Written || in.Known || in.Occupied):
			l.Inboxes = append(l.Inboxes, in.InboxState)
		case id == botflow.General || id == botflow.Closed:
			l.Inboxes = append(l.Inboxes, store.InboxState{ID: id})
		}
	}
	for _, id := range sorted.IDs(key.Scopes) {
		l.Scopes = append(l.Scopes, s.scope(id))
	}
}

func (s *Set) scope(id botflow.InboxID) store.Scope {
	if scope, ok := s.scopes[id]; ok {
		return scope
	}
	return store.Scope{ID: id}
}

// named finds the conversations that a key names, by id.
func (s *Set) named(key store.Key) []*Conversation {
	var rows []*Conversation
	if row := s.chats[key.Chat]; row != nil && key.Chat != (store.Chat{}) {
		rows = append(rows, row)
	}
	for _, id := range key.Conversations {
		if row := s.conversations[id]; row != nil && !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(x, y *Conversation) int { return cmp.Compare(x.ID, y.ID) })
	return rows
}

func (s *Set) turns(keys []store.SeatKey) []store.Turn {
	var turns []store.Turn
	for _, k := range keys {
		if seat := s.seats[k.Agent][k.Inbox]; seat != nil && seat.Ordinal > 0 {
			turns = append(turns, store.Turn{Inbox: k.Inbox, Agent: k.Agent, Ordinal: seat.Ordinal})
		}
	}
	slices.SortFunc(turns, func(x, y store.Turn) int {
		return cmp.Or(cmp.Compare(x.Inbox, y.Inbox), cmp.Compare(x.Agent, y.Agent))
	})
	return slices.Compact(turns)
}
