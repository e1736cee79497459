package sqlite

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// pageReach is how many rows a page examines at most, over all shelves.
const pageReach = 4096

// List implements [store.Store]. A page examines at most 4096 rows and may return short, even empty, with More. Otherwise More
// is set only where something that matches follows, and Next names the last conversation of the page: rows that don't match
// leave no trace.
func (a *account) List(ctx context.Context, q inbox.Query) (page store.Page, err error) {
	err = a.read(ctx, func(s *session) error {
		page = store.Page{Conversations: []botflow.Conversation{}}
		return s.page(a.id, &q, &page)
	})
	return page, err
}

func (s *session) page(account botflow.AccountID, q *inbox.Query, page *store.Page) error {
	size := q.PageSize()
	w, err := s.walk(account, q, q.After, size+1)
	if err != nil {
		return err
	}
	for examined := 1; ; examined++ {
		c, key, ok, err := w.next()
		if err != nil || !ok {
			return err
		}
		if q.Match(&c) {
			if len(page.Conversations) == size {
				page.More = true
				return nil
			}
			page.Conversations = append(page.Conversations, c)
			page.Next = inbox.Cursor{Key: key, ID: c.ID}
		}
		if examined == pageReach {
			page.More, page.Next = true, inbox.Cursor{Key: key, ID: c.ID}
			return nil
		}
	}
}

// Count implements [store.Store]. Without a filter it examines no more rows than it counts.
func (a *account) Count(ctx context.Context, q inbox.Query, upTo int) (n int, err error) {
	err = a.read(ctx, func(s *session) error {
		n = 0
		w, err := s.walk(a.id, &q, inbox.Cursor{}, max(upTo, 1))
		for err == nil && n < upTo {
			c, _, ok, failed := w.next()
			if err = failed; !ok {
				break
			}
			if q.Match(&c) {
				n++
			}
		}
		return err
	})
	return n, err
}

// selectShelf gives the statement that reads a part of a kind of shelf, in one order, from behind a cursor.
func selectShelf(by shelf.Narrowing, order inbox.Order) query {
	key := "waiting"
	if order == inbox.ByRecency {
		key = "recency"
	}
	narrow := " AND ?3 IS NOT NULL"
	switch by {
	case shelf.ByArea:
	case shelf.ByHome:
		narrow = " AND home = ?3"
	case shelf.ByHolder:
		narrow = " AND holder = ?3 AND holder <> ''"
	}
	return query("SELECT " + key + ", id, doc FROM reparto_conversation WHERE account = ?1 AND area = ?2" + narrow +
		" AND (" + key + ", id) > (?4, ?5) ORDER BY " + key + ", id LIMIT ?6")
}

const selectOfContact query = `SELECT doc FROM reparto_conversation WHERE account = ?1 AND contact = ?2`

// entry is a row of a shelf, not read yet.
type entry struct {
	key int64
	id  botflow.ConversationID
	doc []byte
}

func (e *entry) before(f *entry) bool {
	if e.key != f.key {
		return e.key < f.key
	}
	return e.id < f.id
}

// reader reads one shelf, a part at a time.
type reader struct {
	shelf shelf.Shelf
	ahead []entry
	after inbox.Cursor // the last entry read
	part  int          // how many to read next
	ended bool
}

// walk is the shelves of a query as one sorted row of conversations, each once.
type walk struct {
	session *session
	account botflow.AccountID
	order   inbox.Order
	readers []*reader
	last    entry
}

// walk opens the shelves that hold everything which the query can match. About so many rows are wanted.
func (s *session) walk(account botflow.AccountID, q *inbox.Query, after inbox.Cursor, wanted int) (*walk, error) {
	w := &walk{session: s, account: account, order: q.Order}
	if q.Filter.Contact != "" {
		return w, w.ofContact(q.Filter.Contact, after)
	}
	shelves := shelf.For(q)
	if after.ID == "" {
		after = inbox.Cursor{Key: math.MinInt64}
	}
	const least, most = 8, 512
	part := min(max(wanted, least), most)
	if n := len(shelves); n > 1 {
		part = max(least, 2*part/n)
	}
	for _, sh := range shelves {
		w.readers = append(w.readers, &reader{shelf: sh, after: after, part: part})
	}
	return w, nil
}

// ofContact reads the few chats of one contact.
func (w *walk) ofContact(id botflow.ContactID, after inbox.Cursor) error {
	r := &reader{ended: true}
	err := w.session.each(selectOfContact, func(rows *sql.Rows) error {
		var e entry
		if err := rows.Scan(&e.doc); err != nil {
			return err
		}
		var c botflow.Conversation
		if err := decode(e.doc, &c); err != nil {
			return err
		}
		if e.key, e.id = w.order.Key(&c), c.ID; after.Precedes(e.key, e.id) {
			r.ahead = append(r.ahead, e)
		}
		return nil
	}, string(w.account), string(id))
	slices.SortFunc(r.ahead, func(x, y entry) int {
		if x.before(&y) {
			return -1
		}
		return 1
	})
	w.readers = []*reader{r}
	return err
}

// next gives the next conversation and its key.
func (w *walk) next() (c botflow.Conversation, key int64, ok bool, err error) {
	for {
		var least *reader
		for _, r := range w.readers {
			if err := w.fill(r); err != nil {
				return c, 0, false, err
			}
			if len(r.ahead) > 0 && (least == nil || r.ahead[0].before(&least.ahead[0])) {
				least = r
			}
		}
		if least == nil {
			return c, 0, false, nil
		}
		e := least.ahead[0]
		least.ahead = least.ahead[1:]
		if e.id == w.last.id {
			continue
		}
		w.last = e
		err = decode(e.doc, &c)
		return c, e.key, err == nil, err
	}
}

// fill reads a further part of a shelf that has been given out; each is longer than the one before.
func (w *walk) fill(r *reader) error {
	if len(r.ahead) > 0 || r.ended {
		return nil
	}
	r.ahead = make([]entry, 0, r.part)
	err := w.session.each(selectShelf(r.shelf.By, w.order), func(rows *sql.Rows) error {
		var e entry
		err := rows.Scan(&e.key, &e.id, &e.doc)
		r.ahead = append(r.ahead, e)
		return err
	}, string(w.account), int(r.shelf.Area), r.shelf.ID, r.after.Key, string(r.after.ID), r.part)
	if n := len(r.ahead); n > 0 {
		r.after = inbox.Cursor{Key: r.ahead[n-1].key, ID: r.ahead[n-1].id}
	}
	const most = 1024
	r.ended, r.part = len(r.ahead) < r.part, min(2*r.part, most)
	return err
}
