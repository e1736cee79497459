package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Consumer is somebody who is handed an account's events inside the transaction that notes them as handled, so that whatever the handler
// writes into this database happens exactly once for each event.
type Consumer struct {
	Name string
	// Handle is given events, those of a subject in order, and a transaction to write in. It must neither commit nor roll back. After an
	// error, or a panic, what it wrote is undone; then the same events come one by one, to find out which it fails with.
	Handle func(context.Context, pgx.Tx, []store.Record) error
	// Tries is how often an event is handed to Handle, in vain, before it is parked. 0: [store.DefaultTries].
	Tries int
}

// Round says what one call of [DB.Consume] did.
type Round struct {
	Worked bool            // something was handed out: there may be more
	Next   botflow.Instant // when something that failed is to be tried again, by the database's clock; 0: nothing is
	Parked []store.Hold    // events that were given up; see the engine's Redeliver and Skip
	Now    botflow.Instant // the database's clock
	state  store.Consumer  // as it is written
	failed []error         // of Handle
}

// Failures gives the errors of Handle in this round, joined; nil: there was none.
func (r *Round) Failures() error { return errors.Join(r.failed...) }

// Consume does one round in one transaction: it hands out up to [store.RoundEvents] events and what is to be tried again, and commits
// what the handler wrote together with how far the consumer has come. Several that consume under one name take turns. A new consumer
// begins at the oldest event kept. An error of Consume means that nothing was committed, or, if it wraps [store.ErrUnknown], that it
// isn't known: either way the next round goes on right. Call it until nothing was worked.
func (db *DB) Consume(ctx context.Context, id botflow.AccountID, c Consumer) (Round, error) {
	if err := errors.Join(botflow.CheckID("account", id), botflow.CheckID("consumer.name", c.Name)); err != nil {
		return Round{}, err
	}
	if c.Handle == nil || c.Tries < 0 {
		return Round{}, botflow.Invalid("consumer", "needs a Handle, and Tries of 0 or more")
	}
	if c.Tries == 0 {
		c.Tries = store.DefaultTries
	}
	r := &reader{db: db, id: id}
	page, err := r.Feed(ctx, c.Name, 0, store.RoundEvents)
	if err != nil {
		return Round{}, err
	}
	tx, err := db.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted, AccessMode: pgx.ReadWrite})
	if err != nil {
		return Round{}, failed(ctx, err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	h := &handing{reader: reader{db: db, id: id, tx: tx}, consumer: c, page: page}
	if err := h.run(ctx); err != nil || !h.Worked {
		return h.Round, err
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), db.config.Timeout)
	defer cancel()
	if err := tx.Commit(last); err != nil {
		if definite(err) || errors.Is(err, pgx.ErrTxCommitRollback) {
			return Round{}, failed(ctx, err)
		}
		return Round{}, fmt.Errorf("postgres: %w: %w", store.ErrUnknown, err)
	}
	return h.Round, nil
}

// handing is one round.
type handing struct {
	reader
	Round
	consumer Consumer
	page     []store.Record
}

const holdConsumer = selectConsumer + " for update"

// run hands out and writes the consumer. What it answers as an error isn't the handler's.
func (h *handing) run(ctx context.Context) error {
	if err := h.hold(ctx); err != nil || h.state.Revision == 0 {
		return err
	}
	if !h.state.Ready(h.Now, h.page) {
		h.Next = h.state.Next(h.Now)
		return nil
	}
	h.Worked = true
	if len(h.state.Retries(h.Now)) > 0 || h.state.Full() || !h.whole(ctx) {
		if err := h.state.Deliver(h.Now, h.page, h.history(ctx), func(r store.Record) (bool, error) { return h.give(ctx, r) }); err != nil {
			return failed(ctx, err)
		}
	}
	h.Next = h.state.Next(h.Now)
	_, err := h.advance(ctx, h.state)
	return err
}

// hold reads the consumer and keeps others from handing out the same.
func (h *handing) hold(ctx context.Context) error {
	return h.read(ctx, func(b *pgx.Batch) {
		h.state = store.Consumer{Name: h.consumer.Name}
		b.Queue(h.text(holdConsumer), string(h.id), h.consumer.Name).Query(takeConsumer(&h.state))
		b.Queue("select (extract(epoch from clock_timestamp()) * 1000000)::bigint + 62135596800000000").
			QueryRow(func(row pgx.Row) error { return row.Scan((*int64)(&h.Now)) })
	})
}

func (h *handing) history(ctx context.Context) func(botflow.Subject, uint64, int) ([]store.Record, error) {
	return func(of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
		return h.History(ctx, of, after, limit)
	}
}

// whole hands out all of the page that is wanted at once, and tells whether the handler was content.
func (h *handing) whole(ctx context.Context) bool {
	var wanted []store.Record
	for _, r := range h.page {
		if h.state.Wants(r) {
			wanted = append(wanted, r)
		}
	}
	if len(wanted) > 0 && h.handle(ctx, wanted) != nil {
		return false
	}
	for _, r := range h.page {
		if h.state.Wants(r) {
			h.state.Handled(r)
		}
		h.state.Passed(r)
	}
	return true
}

// give hands out one event and notes what came of it. An error ends the round, and everything in it is undone.
func (h *handing) give(ctx context.Context, r store.Record) (content bool, err error) {
	cause := h.handle(ctx, []store.Record{r})
	switch {
	case cause == nil:
		h.state.Handled(r)
		return true, nil
	case ctx.Err() != nil:
		return false, ctx.Err()
	}
	h.failed = append(h.failed, fmt.Errorf("postgres: consumer %q: %s: %w", h.consumer.Name, r.Event.ID(), cause))
	if h.state.Failed(r, cause, h.Now, h.consumer.Tries) {
		if parked, held := h.state.Hold(r.Event.Subject); held {
			h.Parked = append(h.Parked, parked)
		}
	}
	return false, nil
}

// handle calls the handler inside a savepoint. A panic is an error.
func (h *handing) handle(ctx context.Context, records []store.Record) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return pgx.BeginFunc(ctx, h.tx, func(savepoint pgx.Tx) error { return h.consumer.Handle(ctx, savepoint, records) })
}
