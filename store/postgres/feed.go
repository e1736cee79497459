package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/repartogo/reparto/store"
)

// Events get their positions when somebody reads the feed. Numbers drawn at the insertion aren't in the order of the commits: one that
// is drawn early and committed late would be passed over. So a short transaction, one at a time for each account, numbers what has
// been committed meanwhile and has no number yet: whatever commits later comes later. It goes by the tickets drawn at the insertion,
// so that the events of a subject stay in their order.
const (
	placeLock = "insert into reparto.feed (account, position) values ($1, 0) on conflict do nothing"
	placeHold = "select position from reparto.feed where account = $1 for update"
	placeEach = `update reparto.event e set position = f.position + t.nth
from (select ticket, row_number() over (order by ticket) as nth, kind, subject, seq
  from (select ticket, kind, subject, seq from reparto.event where account = $1 and position is null order by ticket limit $2) t) t, reparto.feed f
where f.account = $1 and e.account = $1 and e.kind = t.kind and e.subject = t.subject and e.seq = t.seq`
	placeCount = `update reparto.feed set position = greatest(position, coalesce((
select position from reparto.event where account = $1 and position is not null order by account desc, position desc limit 1), 0)) where account = $1`
	placePending = "select exists (select from reparto.event where account = $1 and position is null)"

	// At most so many events are placed in one transaction.
	placeMost = 4096
)

// place gives positions to what has none, up to a bound. Afterwards all that was committed before the call has one, unless the bound was
// reached, which it tells.
func (r *reader) place(ctx context.Context) (more bool, err error) {
	err = r.change(ctx, func(b *pgx.Batch) {
		b.Queue(r.text(placeLock), string(r.id))
		b.Queue(r.text(placeHold), string(r.id))
		b.Queue(r.text(placeEach), string(r.id), placeMost).Exec(func(tag pgconn.CommandTag) error {
			more = tag.RowsAffected() == placeMost
			return nil
		})
		b.Queue(r.text(placeCount), string(r.id))
	})
	return more, err
}

// placeAll gives positions to everything that was committed before the call.
func (r *reader) placeAll(ctx context.Context) (err error) {
	for more := true; more && err == nil; {
		more, err = r.place(ctx)
	}
	return err
}

// settleFeed does so if there is anything to do.
func (r *reader) settleFeed(ctx context.Context) error {
	pending := false
	err := r.read(ctx, func(b *pgx.Batch) { r.askPending(b, &pending) })
	if err != nil || !pending {
		return err
	}
	return r.placeAll(ctx)
}

// askPending asks whether something that is committed has no position yet.
func (r *reader) askPending(b *pgx.Batch, pending *bool) {
	b.Queue(r.text(placePending), string(r.id)).QueryRow(func(row pgx.Row) error { return row.Scan(pending) })
}

const (
	enrol = `insert into reparto.consumer (account, name, revision, position, busy, held)
values ($1, $2, nextval('reparto.ticket'), 0, 0, '[]') on conflict do nothing`

	known = "select exists (select from reparto.consumer where account = $1 and name = $2)"

	selectFeed = `select position, doc from reparto.event where account = $1 and position > greatest($3::bigint,
coalesce((select position from reparto.consumer where account = $1 and name = $2), 0)) order by account, position limit $4`
)

// Feed implements [store.Store]. Where it finds less than it was asked for it gives positions to new events, and looks again.
func (r *reader) Feed(ctx context.Context, consumer string, after uint64, limit int) (records []store.Record, err error) {
	if err := r.enrol(ctx, consumer); err != nil {
		return nil, err
	}
	for placed := false; ; placed = true {
		pending := false
		err = r.read(ctx, func(b *pgx.Batch) {
			records = nil
			r.askPending(b, &pending) // first: what had a position when nothing was pending is read behind it
			b.Queue(r.text(selectFeed), string(r.id), consumer, signed(after), max(0, limit)).Query(takeRecords(&records))
		})
		if err != nil || len(records) >= limit || !pending || placed {
			return records, err
		}
		if err := r.placeAll(ctx); err != nil {
			return nil, err
		}
	}
}

// enrol makes a consumer known, so that nothing goes which they have yet to acknowledge.
func (r *reader) enrol(ctx context.Context, name string) error {
	there := false
	err := r.read(ctx, func(b *pgx.Batch) {
		b.Queue(r.text(known), string(r.id), name).QueryRow(func(row pgx.Row) error { return row.Scan(&there) })
	})
	if err != nil || there {
		return err
	}
	return r.change(ctx, func(b *pgx.Batch) {
		b.Queue(lockShared, r.consumers())
		b.Queue(r.text(enrol), string(r.id), name)
	})
}
