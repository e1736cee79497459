package memory

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/shelf"
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
		page.Conversations = append(page.Conversations, row.Conversation.Clone())
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
	for _, s := range shelf.For(q) {
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
