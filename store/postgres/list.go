package postgres

import (
	"context"
	"math"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// pageReach is how many rows a page examines at most. A filter that little matches makes pages short, not slow.
const pageReach = 4096

// The ranges of the shelves, merged. Parameters: $1 account, $2 and $3 key and id of the cursor, $4 how many rows, $5 areas as a
// whole, $6 and $7 areas by home, $8 and $9 areas by holder. The two orders differ in one column.
const (
	rangesByWaiting = `select key, id, doc from (
select c.* from unnest($5::smallint[]) s(area) cross join lateral (select waiting as key, id, doc from reparto.conversation
where account = $1 and area = s.area and area <> 0 and (waiting, id) > ($2, $3) order by account, area, waiting, id limit $4) c
union all
select c.* from unnest($6::smallint[], $7::text[]) s(area, part) cross join lateral (select waiting, id, doc from reparto.conversation
where account = $1 and area = s.area and area <> 0 and home = s.part and (waiting, id) > ($2, $3) order by account, area, home, waiting, id limit $4) c
union all
select c.* from unnest($8::smallint[], $9::text[]) s(area, part) cross join lateral (select waiting, id, doc from reparto.conversation
where account = $1 and area = s.area and holder = s.part and holder <> '' and (waiting, id) > ($2, $3) order by account, area, holder, waiting, id limit $4) c
) t order by key, id limit $4`

	rangesByRecency = `select key, id, doc from (
select c.* from unnest($5::smallint[]) s(area) cross join lateral (select recency as key, id, doc from reparto.conversation
where account = $1 and area = s.area and area <> 0 and (recency, id) > ($2, $3) order by account, area, recency, id limit $4) c
union all
select c.* from unnest($6::smallint[], $7::text[]) s(area, part) cross join lateral (select recency, id, doc from reparto.conversation
where account = $1 and area = s.area and area <> 0 and home = s.part and (recency, id) > ($2, $3) order by account, area, home, recency, id limit $4) c
union all
select c.* from unnest($8::smallint[], $9::text[]) s(area, part) cross join lateral (select recency, id, doc from reparto.conversation
where account = $1 and area = s.area and holder = s.part and holder <> '' and (recency, id) > ($2, $3) order by account, area, holder, recency, id limit $4) c
) t order by key, id limit $4`

	// A contact has few chats: they are read whole, in both orders.
	chatsByWaiting = `select waiting, id, doc from reparto.conversation where account = $1 and contact = $5 and contact <> '' and (waiting, id) > ($2, $3) order by waiting, id limit $4`
	chatsByRecency = `select recency, id, doc from reparto.conversation where account = $1 and contact = $5 and contact <> '' and (recency, id) > ($2, $3) order by recency, id limit $4`
)

// entry is one row of a walk.
type entry struct {
	key int64
	row botflow.Conversation
}

// walk goes through what a query may match, in its order.
type walk struct {
	reader    *reader
	query     *inbox.Query
	statement string
	ranges    []any
	key       int64
	id        string
	size      int // of the next read
	rows      []entry
	over      bool // there is nothing beyond rows
}

// newWalk begins behind a cursor, reading so many rows at first.
func (r *reader) newWalk(q *inbox.Query, after inbox.Cursor, size int) *walk {
	w := &walk{reader: r, query: q, key: after.Key, id: string(after.ID), size: size}
	if after.ID == "" {
		w.key = math.MinInt64
	}
	byRecency := q.Order == inbox.ByRecency
	if q.Filter.Contact != "" {
		w.statement, w.ranges = chatsByWaiting, []any{string(q.Filter.Contact)}
		if byRecency {
			w.statement = chatsByRecency
		}
		return w
	}
	w.statement = rangesByWaiting
	if byRecency {
		w.statement = rangesByRecency
	}
	var areas [3][]int16
	var parts [3][]string
	for _, s := range shelf.For(q) {
		areas[s.By], parts[s.By] = append(areas[s.By], int16(s.Area)), append(parts[s.By], s.ID)
	}
	w.over = len(areas[0])+len(areas[1])+len(areas[2]) == 0
	w.ranges = []any{areas[shelf.ByArea], areas[shelf.ByHome], parts[shelf.ByHome], areas[shelf.ByHolder], parts[shelf.ByHolder]}
	return w
}

// next gives the next row; false at the end. What stands on two shelves comes once.
func (w *walk) next(ctx context.Context) (e entry, ok bool, err error) {
	for {
		if len(w.rows) == 0 {
			if w.over {
				return e, false, nil
			}
			if err := w.fetch(ctx); err != nil {
				return e, false, err
			}
			continue
		}
		e, w.rows = w.rows[0], w.rows[1:]
		if e.key == w.key && string(e.row.ID) == w.id {
			continue
		}
		w.key, w.id = e.key, string(e.row.ID)
		return e, true, nil
	}
}

// fetch reads the next rows, twice as many each time.
func (w *walk) fetch(ctx context.Context) error {
	const most = 512
	args := append([]any{string(w.reader.id), w.key, w.id, w.size}, w.ranges...)
	err := w.reader.read(ctx, func(b *pgx.Batch) {
		w.rows = w.rows[:0]
		b.Queue(w.reader.text(w.statement), args...).Query(func(rows pgx.Rows) error {
			var key int64
			var id, doc string
			return each(rows, []any{&key, &id, &doc}, func() error {
				e := entry{key: key}
				if err := parse("conversation", doc, &e.row); err != nil {
					return err
				}
				w.rows = append(w.rows, e)
				return nil
			})
		})
	})
	w.over = len(w.rows) < w.size
	w.size = min(2*w.size, most)
	return err
}

// List implements [store.Store]. A page examines at most 4096 rows and may return short, even empty, with More. Otherwise More is set
// only where something that matches follows, and Next names the last conversation of the page. What moves while a page is read may
// be missed, or seen twice, as between two pages.
func (r *reader) List(ctx context.Context, q inbox.Query) (page store.Page, err error) {
	if err := ctx.Err(); err != nil {
		return store.Page{}, err
	}
	size := q.PageSize()
	walk := r.newWalk(&q, q.After, size+1)
	page.Conversations = make([]botflow.Conversation, 0, size)
	for examined := 1; ; examined++ {
		e, ok, err := walk.next(ctx)
		switch {
		case err != nil:
			return store.Page{}, err
		case !ok:
			return page, nil
		case !q.Match(&e.row):
		case len(page.Conversations) == size:
			page.More = true
			return page, nil
		default:
			page.Conversations = append(page.Conversations, e.row)
			page.Next = inbox.Cursor{Key: e.key, ID: e.row.ID}
		}
		if examined == pageReach {
			page.More, page.Next = true, inbox.Cursor{Key: e.key, ID: e.row.ID}
			return page, nil
		}
	}
}

// Count implements [store.Store]. Without a filter it examines no more rows than it counts.
func (r *reader) Count(ctx context.Context, q inbox.Query, upTo int) (n int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	const most = 512
	walk := r.newWalk(&q, inbox.Cursor{}, min(max(upTo, 1), most))
	for n < upTo {
		e, ok, err := walk.next(ctx)
		if err != nil {
			return 0, err
		}
		if !ok {
			break
		}
		if q.Match(&e.row) {
			n++
		}
	}
	return n, nil
}
