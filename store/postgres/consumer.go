package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Every change of a consumer takes a new revision from the tickets, so none ever comes back.
const (
	acknowledge = `update reparto.consumer c set position = t.up, revision = nextval('reparto.ticket')
from (select least($3::bigint, coalesce((select position from reparto.feed where account = $1), 0)) as up) t
where c.account = $1 and c.name = $2 and c.position < t.up`

	moveConsumer = `update reparto.consumer c set revision = nextval('reparto.ticket'), busy = $5, held = $6,
position = greatest(c.position, least($4::bigint, coalesce((select f.position from reparto.feed f where f.account = $1), 0)))
where c.account = $1 and c.name = $2 and c.revision = $3 returning c.revision`

	selectConsumer = "select revision, position, busy, held from reparto.consumer where account = $1 and name = $2"
)

// Ack implements [store.Store].
func (r *reader) Ack(ctx context.Context, consumer string, position uint64) error {
	if err := r.settleFeed(ctx); err != nil { // the feed's end counts what has no position yet
		return err
	}
	return r.change(ctx, func(b *pgx.Batch) {
		b.Queue(lockShared, r.consumers())
		b.Queue(r.text(enrol), string(r.id), consumer)
		b.Queue(r.text(acknowledge), string(r.id), consumer, signed(position))
	})
}

// signed gives a position as the database has it.
func signed(position uint64) int64 {
	const most = 1<<63 - 1
	return int64(min(position, most))
}

// Consumer implements [store.Store].
func (r *reader) Consumer(ctx context.Context, name string) (c store.Consumer, err error) {
	err = r.read(ctx, func(b *pgx.Batch) {
		c = store.Consumer{Name: name}
		b.Queue(r.text(selectConsumer), string(r.id), name).Query(takeConsumer(&c))
	})
	return c, err
}

func takeConsumer(c *store.Consumer) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var revision, position, busy int64
		var held string
		return each(rows, []any{&revision, &position, &busy, &held}, func() error {
			c.Revision, c.Position, c.Busy = uint64(revision), uint64(position), botflow.Instant(busy)
			err := parse("consumer", held, &c.Held)
			if len(c.Held) == 0 {
				c.Held = nil
			}
			return err
		})
	}
}

// Advance implements [store.Store].
func (r *reader) Advance(ctx context.Context, c store.Consumer) (revision uint64, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := r.settleFeed(ctx); err != nil {
		return 0, err
	}
	return r.advance(ctx, c)
}

// advance writes a consumer whose position the feed has.
func (r *reader) advance(ctx context.Context, c store.Consumer) (revision uint64, err error) {
	err = r.change(ctx, func(b *pgx.Batch) {
		revision = 0
		b.Queue(r.text(moveConsumer), string(r.id), c.Name, int64(c.Revision), signed(c.Position), int64(c.Busy), document(append([]store.Hold{}, c.Held...))).
			Query(func(rows pgx.Rows) error {
				var next int64
				return each(rows, []any{&next}, func() error {
					revision = uint64(next)
					return nil
				})
			})
	})
	if err == nil && revision == 0 {
		err = store.ErrMoved
	}
	return revision, err
}

// Consumers implements [store.Store].
func (r *reader) Consumers(ctx context.Context, after string, limit int) (names []string, err error) {
	err = r.read(ctx, func(b *pgx.Batch) {
		names = nil
		b.Queue(r.text("select name from reparto.consumer where account = $1 and name > $2 order by name limit $3"), string(r.id), after, max(0, limit)).
			Query(func(rows pgx.Rows) error {
				var name string
				return each(rows, []any{&name}, func() error {
					names = append(names, name)
					return nil
				})
			})
	})
	return names, err
}

// DropConsumer implements [store.Store].
func (r *reader) DropConsumer(ctx context.Context, name string) error {
	return r.change(ctx, func(b *pgx.Batch) {
		b.Queue(r.text("delete from reparto.consumer where account = $1 and name = $2"), string(r.id), name).
			Exec(func(pgconn.CommandTag) error { return nil })
	})
}
