package memory

import (
	"context"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

// pageReach is how many rows a page examines at most, over all shelves. A filter that little matches makes pages short, not
// slow.
const pageReach = 4096

// List implements [store.Store]. A page examines at most 4096 rows and may return short, even empty, with More. Otherwise More
// is set only where something that matches follows, and Next names the last conversation of the page: rows that don't match
// leave no trace.
func (a *account) List(ctx context.Context, q inbox.Query) (store.Page, error) {
	if err := ctx.Err(); err != nil {
		return store.Page{}, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	page, rows := a.page(&q)
	page.Conversations = make([]botflow.Conversation, 0, len(rows))
	for _, row := range rows {
		page.Conversations = append(page.Conversations, copyChat(&row.Conversation))
	}
	return page, nil
}

// page finds the rows of a page, and how it leads on.
func (a *account) page(q *inbox.Query) (page store.Page, rows []*chat) {
	walk := a.merge(q)
	walk.skip(q.After)
	for size, examined := q.PageSize(), 1; ; examined++ {
		e, ok := walk.next()
		switch {
		case !ok:
			return page, rows
		case !q.Match(&e.row.Conversation):
		case len(rows) == size:
			page.More = true
			return page, rows
		default:
			rows = append(rows, e.row)
			page.Next = inbox.Cursor{Key: e.key, ID: e.row.ID}
		}
		if examined == pageReach {
			page.More, page.Next = true, inbox.Cursor{Key: e.key, ID: e.row.ID}
			return page, rows
		}
	}
}

// Count implements [store.Store]. Without a filter it examines no more rows than it counts.
func (a *account) Count(ctx context.Context, q inbox.Query, upTo int) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	walk, n := a.merge(&q), 0
	for n < upTo {
		e, ok := walk.next()
		if !ok {
			break
		}
		if q.Match(&e.row.Conversation) {
			n++
		}
	}
	return n, nil
}

// merge opens the shelves that hold everything which the query can match, as one sorted walk.
func (a *account) merge(q *inbox.Query) *merging {
	order := orderIndex(q.Order)
	if q.Filter.Contact != "" {
		return newMerging([]*ordered[entry]{a.ofContact(q.Filter.Contact, order)})
	}
	var sets []*ordered[entry]
	for _, s := range shelvesFor(q) {
		if set := a.on(s, order); set != nil {
			sets = append(sets, set)
		}
	}
	return newMerging(sets)
}

// ofContact sorts the few chats of one contact.
func (a *account) ofContact(id botflow.ContactID, order int) *ordered[entry] {
	set := newOrdered(entryBefore)
	if k := a.contacts[id]; k != nil {
		for _, row := range k.chats {
			set.add(entry{keysOf(&row.Conversation)[order], row})
		}
	}
	return set
}

// shelvesFor lists, each once, the shelves that hold everything which the query can match. They may hold more.
func shelvesFor(q *inbox.Query) []shelf {
	wanted := make(map[shelf]bool)
	for i := range q.Branches {
		if b := &q.Branches[i]; b.Area != inbox.AreaNone && stateWanted(&q.Filter, b.Area) {
			for _, s := range narrow(b, &q.Filter) {
				wanted[s] = true
			}
		}
	}
	all := make([]shelf, 0, len(wanted))
	for s := range wanted {
		if s.by == byArea || !wanted[shelf{area: s.area}] { // a whole area holds its parts
			all = append(all, s)
		}
	}
	return all
}

// narrow picks the smallest shelves that hold what one branch and the filter have in common.
func narrow(b *inbox.Branch, f *inbox.Filter) []shelf {
	switch {
	case f.Owner != "" && b.Area != inbox.AreaOwned:
		return nil // only an owned chat has an owner
	case f.Owner != "":
		return []shelf{{b.Area, byHolder, string(f.Owner)}}
	case b.Owner != "" && !b.NotOwner:
		return []shelf{{b.Area, byHolder, string(b.Owner)}}
	case f.Inbox == botflow.Closed && b.Area != inbox.AreaClosed:
		return nil
	case f.Inbox != "" && f.Inbox != botflow.Closed && b.Area != inbox.AreaPersonal:
		return homes(b.Area, append([]botflow.InboxID{f.Inbox}, f.Aliases...))
	case b.Inboxes != nil && !b.NotIn:
		return homes(b.Area, b.Inboxes)
	}
	return []shelf{{area: b.Area}}
}

func homes(area inbox.Area, ids []botflow.InboxID) []shelf {
	all := make([]shelf, 0, len(ids))
	for _, id := range ids {
		all = append(all, shelf{area, byHome, string(id)})
	}
	return all
}

// stateWanted tells whether the filter's states, if it names any, include an area's.
func stateWanted(f *inbox.Filter, area inbox.Area) bool {
	state := botflow.StateInbox
	switch area {
	case inbox.AreaBot:
		state = botflow.StateBot
	case inbox.AreaOwned:
		state = botflow.StateAgent
	case inbox.AreaExpired:
		state = botflow.StateExpired
	case inbox.AreaNone, inbox.AreaShared, inbox.AreaPersonal, inbox.AreaClosed:
	}
	return len(f.States) == 0 || slices.Contains(f.States, state)
}
