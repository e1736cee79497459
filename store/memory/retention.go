package memory

import (
	"context"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// forget erases a conversation and leaves of its events what figures need (E4).
func (a *account) forget(id botflow.ConversationID) {
	row := a.chats[id]
	if row == nil {
		return
	}
	a.dropChat(row)
	h := a.logs[botflow.OfConversation(id)]
	if h == nil {
		return
	}
	for _, r := range h.records {
		r.Event.Contact, r.Event.Message, r.Event.Text, r.Event.Changed = "", "", "", nil
	}
}

// Prune implements [store.Store].
func (a *account) Prune(ctx context.Context, keep store.Retention) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	rows := a.pruneChats(keep.Conversations)
	return rows + a.pruneResults(keep.Operations) + a.pruneEvents(keep.Events), nil
}

// pruneResults removes the results of operations before an instant.
func (a *account) pruneResults(before botflow.Instant) (rows int) {
	for r, ok := a.aging.first(); ok && r.at < before; r, ok = a.aging.first() {
		a.aging.remove(r)
		delete(a.results, r.op)
		rows++
	}
	return rows
}

// pruneChats removes chats that were closed before an instant, not written in since, without a wake ahead, and whose
// events have all been delivered. It walks the closed chats from the longest silent on.
func (a *account) pruneChats(before botflow.Instant) (rows int) {
	set := a.on(shelf.Closed(), orderIndex(inbox.ByRecency))
	wanted := a.wants()
	var old []*chat
	for e := range set.find(func(e entry) bool { return e.row.LastActivity < before }).onward() {
		if e.row.Place.Since < before && e.row.Wake.At == 0 && !a.untold(e.row.ID, &wanted) {
			old = append(old, e.row)
		}
	}
	for _, row := range old {
		rows += a.dropChat(row)
	}
	return rows
}

// untold says whether an event of a conversation is wanted: its last one is, if any.
func (a *account) untold(id botflow.ConversationID, wanted *wanted) bool {
	h := a.logs[botflow.OfConversation(id)]
	return h != nil && len(h.records) > 0 && wanted.has(h.records[len(h.records)-1])
}

// pruneEvents removes events recorded before an instant that no consumer wants any more, but not those of conversations that exist.
func (a *account) pruneEvents(before botflow.Instant) (rows int) {
	if before == 0 {
		return 0
	}
	wanted := a.wants()
	goes := func(r *store.Record) bool {
		return r.Event.Recorded < before && !wanted.has(r) && !a.lives(r.Event.Subject)
	}
	touched := make(map[botflow.Subject]bool)
	for _, r := range a.feed {
		if r.Position > wanted.beyond {
			break
		}
		if goes(r) {
			touched[r.Event.Subject] = true
		}
	}
	for of := range touched {
		h := a.logs[of]
		h.records = slices.DeleteFunc(h.records, goes)
		if len(h.records) == 0 && of.Kind == botflow.SubjectConversation {
			delete(a.logs, of) // its id never comes again
		}
	}
	kept := len(a.feed)
	a.feed = slices.DeleteFunc(a.feed, goes)
	return kept - len(a.feed)
}

// lives tells whether a subject is a conversation that exists.
func (a *account) lives(of botflow.Subject) bool {
	return of.Kind == botflow.SubjectConversation && a.chats[botflow.ConversationID(of.ID)] != nil
}
