package memory

import (
	"cmp"
	"context"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/sorted"
)

// Get implements [store.Store].
func (a *account) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	if err := ctx.Err(); err != nil {
		return store.Loaded{}, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.load(key), nil
}

// load copies what a key names, each list by id. The store has no clock, so Now stays zero.
func (a *account) load(key store.Key) store.Loaded {
	l := store.Loaded{Revision: a.revision()}
	if w, ok := a.wakes.first(); ok {
		l.NextDue = w.At
	}
	if r := a.results[key.Op]; r != nil { // nothing is stored under the empty id
		l.Seen, l.Result = true, slices.Clone(r.data)
	}
	if key.Account {
		l.AccountSeq = a.lastSeq(botflow.OfAccount())
	}
	contacts, agents := slices.Clip(key.Contacts), slices.Clip(key.Agents)
	if key.Chat != (store.Chat{}) {
		contacts = append(contacts, key.Chat.Contact)
	}
	for _, row := range a.rowsOf(key) {
		l.Conversations = append(l.Conversations, row.Conversation.Clone())
		contacts = append(contacts, row.Contact)
		agents = append(agents, row.Place.Owner, row.LastOwner)
	}
	for _, id := range sorted.IDs(contacts) {
		if k := a.contacts[id]; k != nil && k.written {
			l.Contacts = append(l.Contacts, k.Contact.Clone())
		}
	}
	for _, id := range sorted.IDs(agents) {
		if p, ok := a.presence(id); ok {
			l.Agents = append(l.Agents, p)
		}
	}
	for _, id := range sorted.IDs(key.Scopes) {
		l.Scopes = append(l.Scopes, a.scope(id))
	}
	for _, id := range sorted.IDs(key.Inboxes) {
		if s, ok := a.inboxState(id); ok {
			l.Inboxes = append(l.Inboxes, s)
		}
	}
	l.Seats = a.turnsOf(key.Seats)
	return l
}

// rowsOf finds the conversations that a key names, by id.
func (a *account) rowsOf(key store.Key) []*chat {
	var rows []*chat
	if key.Chat != (store.Chat{}) {
		if row := a.chatOf(key.Chat); row != nil {
			rows = append(rows, row)
		}
	}
	for _, id := range key.Conversations {
		if row := a.chats[id]; row != nil && !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(x, y *chat) int { return cmp.Compare(x.ID, y.ID) })
	return rows
}

// presence gives an agent's row; the zero one of an agent whom only the directory knows.
func (a *account) presence(id botflow.AgentID) (botflow.Presence, bool) {
	if g := a.agents[id]; g != nil && g.written {
		return g.Presence, true
	}
	if a.snapshot != nil {
		if _, known := a.snapshot.Agent(id); known {
			return botflow.Presence{Agent: id}, true
		}
	}
	return botflow.Presence{}, false
}

// inboxState gives an inbox's row; the zero one of an inbox that only the directory knows or that only chats are in.
func (a *account) inboxState(id botflow.InboxID) (store.InboxState, bool) {
	s := store.InboxState{ID: id}
	known := a.occupied(id) || id == botflow.General || id == botflow.Closed || a.snapshot != nil && a.snapshot.ExistsAny(id)
	if r := a.rooms[id]; r != nil {
		s.Turn, s.Wake = r.turn, r.wake
		known = known || r.written
	}
	return s, known
}

// scope says what is so in an inbox now.
func (a *account) scope(id botflow.InboxID) store.Scope {
	s := store.Scope{ID: id, Occupied: a.occupied(id)}
	if r := a.rooms[id]; r != nil {
		s.Humans = r.humans > 0
	}
	return s
}

func (a *account) turnsOf(keys []store.SeatKey) []store.Turn {
	var turns []store.Turn
	for _, k := range keys {
		if r := a.rooms[k.Inbox]; r != nil {
			if n, ok := r.turns[k.Agent]; ok {
				turns = append(turns, store.Turn{Inbox: k.Inbox, Agent: k.Agent, Ordinal: n})
			}
		}
	}
	slices.SortFunc(turns, func(x, y store.Turn) int {
		return cmp.Or(cmp.Compare(x.Inbox, y.Inbox), cmp.Compare(x.Agent, y.Agent))
	})
	return slices.Compact(turns)
}
