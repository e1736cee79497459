package memory

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// chat is the row of one conversation. Its address stays the same for as long as the row exists, so indexes hold it; its
// fields change only between [account.unfile] and [account.file].
type chat struct {
	botflow.Conversation
	contact *contact
}

func byID(x, y *chat) bool      { return x.ID < y.ID }
func byService(x, y *chat) bool { return x.Before(&y.Conversation) }

// filing says where a conversation stands in each index. The zero value stands nowhere.
type filing struct {
	shelves  [3]shelf.Shelf
	keys     [2]int64
	owner    botflow.AgentID // whose chat it is
	inside   botflow.InboxID // the inbox it is in
	queue    queueing
	wake     botflow.Wake
	notEmpty bool
}

// queueing is the place in the queue of a shared inbox.
type queueing struct {
	inbox    botflow.InboxID
	priority int32
	at       botflow.Instant
}

func filingOf(c *botflow.Conversation) filing {
	f := filing{shelves: shelf.Of(c), keys: keysOf(c), wake: c.Wake, notEmpty: true}
	switch c.Place.State {
	case botflow.StateAgent:
		f.owner = c.Place.Owner
	case botflow.StateInbox:
		if c.Place.Inbox != botflow.Closed {
			f.inside = c.Place.Inbox
		}
		if c.Place.Inbox.Shared() {
			f.queue = queueing{c.Place.Inbox, c.Priority, c.QueuedAt}
		}
	case botflow.StateNone, botflow.StateBot, botflow.StateExpired:
	}
	return f
}

// putChat writes a conversation and moves it in the indexes whose order it changes.
func (a *account) putChat(next botflow.Conversation) {
	row, before, after := a.chats[next.ID], filing{}, filingOf(&next)
	if row == nil {
		row = &chat{Conversation: next}
		a.chats[next.ID] = row
		a.joinContact(row)
	} else {
		before = filingOf(&row.Conversation)
		a.unfile(row, before, after)
		row.Conversation = next
	}
	a.file(row, before, after)
}

// dropChat takes a conversation out with its notes, and its contact out if this was their last. It answers how many rows
// went.
func (a *account) dropChat(row *chat) (rows int) {
	a.unfile(row, filingOf(&row.Conversation), filing{})
	delete(a.chats, row.ID)
	rows = 1 + len(a.notes[row.ID])
	delete(a.notes, row.ID)
	if a.leaveContact(row) {
		rows++
	}
	return rows
}

// unfile takes a row out of the indexes where it will stand elsewhere.
func (a *account) unfile(row *chat, before, after filing) {
	if !before.notEmpty {
		return
	}
	for order, key := range before.keys {
		if before.shelves == after.shelves && key == after.keys[order] {
			continue
		}
		for _, s := range before.shelves {
			a.takeOff(s, order, entry{key, row})
		}
	}
	if before.owner != "" && before.owner != after.owner {
		removeFrom(a.owned, before.owner, row)
	}
	if before.inside != "" && before.inside != after.inside {
		removeFrom(a.inside, before.inside, row)
	}
	if before.queue.inbox != "" && before.queue != after.queue {
		removeFrom(a.queues, before.queue.inbox, row)
		if a.queues[before.queue.inbox] == nil {
			a.waiting.remove(before.queue.inbox)
		}
	}
	if before.wake != after.wake {
		a.rearm(before.wake, botflow.Wake{}, store.WakeConversation, string(row.ID))
	}
}

// file puts a row into the indexes where it stood elsewhere.
func (a *account) file(row *chat, before, after filing) {
	for order, key := range after.keys {
		if before.notEmpty && before.shelves == after.shelves && key == before.keys[order] {
			continue
		}
		for _, s := range after.shelves {
			a.putOn(s, order, entry{key, row})
		}
	}
	if after.owner != "" && before.owner != after.owner {
		addTo(a.owned, after.owner, byID, row)
	}
	if after.inside != "" && before.inside != after.inside {
		addTo(a.inside, after.inside, byID, row)
	}
	if after.queue.inbox != "" && before.queue != after.queue {
		addTo(a.queues, after.queue.inbox, byService, row)
		a.waiting.add(after.queue.inbox)
	}
	if before.wake != after.wake {
		a.rearm(botflow.Wake{}, after.wake, store.WakeConversation, string(row.ID))
	}
}

// rearm moves one thing among the wakes; a zero wake is none.
func (a *account) rearm(before, after botflow.Wake, kind store.WakeKind, id string) {
	if before == after {
		return
	}
	if before.At != 0 {
		a.wakes.remove(store.Wake{Wake: before, Kind: kind, ID: id})
	}
	if after.At != 0 {
		a.wakes.add(store.Wake{Wake: after, Kind: kind, ID: id})
	}
}
