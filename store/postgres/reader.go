package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
)

// reader is what both stores of an account have in common: all that doesn't write through an Apply.
type reader struct {
	db *DB
	id botflow.AccountID
	tx pgx.Tx // the host's; nil: any connection of the pool
}

// sender sends a batch: a connection, a transaction, or a pool.
type sender interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// byIndex keeps the planner, for one transaction, from plans that read whole tables. It keeps its plans, and one that it made while a
// table was almost empty would otherwise go on reading all of it until statistics tell that it has grown. It isn't enough for joins,
// which then go through a whole index: see loadConversations.
const byIndex = "select set_config('enable_seqscan', 'off', true)"

// readTries is how often a read is sent again when its connection turns out to be dead.
const readTries = 3

// read sends a batch that fill makes, in one round trip, and gives each result to its function. Fill is called again for another
// try, so it begins with what it fills.
func (r *reader) read(ctx context.Context, fill func(b *pgx.Batch)) error {
	return r.send(ctx, fill, "", "")
}

// snapshot is read, with all statements from one moment that is not before the call. Inside the host's transaction it is as good as
// that transaction's isolation.
func (r *reader) snapshot(ctx context.Context, fill func(b *pgx.Batch)) error {
	return r.send(ctx, fill, "begin isolation level repeatable read read only", "commit")
}

// change is read for what writes: all statements, or none.
func (r *reader) change(ctx context.Context, fill func(b *pgx.Batch)) error {
	return r.send(ctx, fill, "begin isolation level read committed read write", "commit")
}

func (r *reader) send(ctx context.Context, fill func(b *pgx.Batch), before, after string) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	make := func() *pgx.Batch {
		b := &pgx.Batch{}
		if before != "" && r.tx == nil {
			b.Queue(before)
		}
		if r.tx == nil {
			b.Queue(byIndex)
		}
		fill(b)
		if after != "" && r.tx == nil {
			b.Queue(after)
		}
		return b
	}
	if r.tx != nil {
		return failed(ctx, r.tx.SendBatch(ctx, make()).Close())
	}
	bounded, cancel := context.WithTimeout(ctx, r.db.config.Timeout)
	defer cancel()
	for try := range readTries {
		if err = r.once(bounded, make()); err == nil || failureOf(err) == broken || bounded.Err() != nil {
			break
		}
		r.db.renew(try, err)
	}
	return failed(ctx, err)
}

// once sends a batch on a connection of the pool. One that is left inside a transaction by an error ends it, or isn't used again.
func (r *reader) once(ctx context.Context, b *pgx.Batch) error {
	conn, err := r.db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if err := conn.SendBatch(ctx, b).Close(); err != nil {
		rollback(ctx, conn)
		return err
	}
	return nil
}

// renew gives the pool's idle connections up when a second one turns out to be dead: the server was started anew, and all of them are.
func (db *DB) renew(try int, err error) {
	if try == 1 && failureOf(err) == unavailable {
		db.pool.Reset()
	}
}

// text gives a statement its schema.
func (r *reader) text(statement string) string { return r.db.texts.of(statement) }
