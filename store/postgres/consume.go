package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/handing"
)

// Consumer is somebody who is handed an account's events inside the transaction that notes them as handled, so that whatever the handler
// writes into this database happens exactly once for each event.
type Consumer struct {
	Name string
	// Handle is given events, those of a subject in order, and a transaction to write in. It must neither commit nor roll back. After an
	// error, or a panic, what it wrote is undone; then the same events come one by one, to find out which it fails with. Its context
	// ends after Timeout, and a handler that stays longer has failed.
	Handle func(ctx context.Context, tx pgx.Tx, records []store.Record) error
	// Tries is how often an event is handed to Handle, in vain, before it is parked. 0: [store.DefaultTries].
	Tries int
	// Timeout is how long one call of Handle may take. 0: [store.DefaultTimeout]; at most an hour.
	Timeout time.Duration
}

// Consume does one round: it hands out up to [store.RoundEvents] events and what is to be tried again by now, which is the engine's
// Account.Now, and commits what the handler wrote together with how far the consumer has come: each event takes effect exactly once (E1),
// whatever crashes and whoever else consumes under the same name. What the handler fails with waits, with its subject, as
// [store.Consumer] says, and is tried again or parked. A new consumer begins at the oldest event kept. An error of Consume means that nothing
// was committed, or, if it wraps [store.ErrUnknown], that it isn't known: either way the next round goes on right. Call it until nothing was
// worked, or let the engine's Account.FollowBy do so.
//
// The handler holds up those who consume under the same name, and whoever waits for rows that it locks.
func (db *DB) Consume(ctx context.Context, account botflow.AccountID, now botflow.Instant, c Consumer) (store.Round, error) {
	terms, err := handing.Terms{Name: c.Name, Tries: c.Tries, Timeout: c.Timeout}.Settled(account, c.Handle != nil)
	if err != nil {
		return store.Round{}, err
	}
	page, err := (&reader{db: db, id: account}).Feed(ctx, c.Name, 0, store.RoundEvents)
	if err != nil {
		return store.Round{}, err
	}
	d := &delivery{db: db, account: account, round: &handing.Round{Terms: terms, Now: now}, page: page, handle: c.Handle}
	for {
		err := d.attempt(ctx)
		switch {
		case err == nil:
			return d.round.Did, nil
		case !errors.Is(err, handing.ErrAgain):
			return store.Round{}, err
		}
	}
}

// delivery is a round over this store's transactions.
type delivery struct {
	db      *DB
	account botflow.AccountID
	round   *handing.Round
	page    []store.Record
	handle  func(ctx context.Context, tx pgx.Tx, records []store.Record) error
}

// attempt is one transaction of it.
func (d *delivery) attempt(ctx context.Context) error {
	tx, err := d.db.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted, AccessMode: pgx.ReadWrite})
	if err != nil {
		return failed(ctx, err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := d.run(ctx, tx); err != nil || !d.round.Did.Worked {
		return err
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.db.config.Timeout)
	defer cancel()
	if err := tx.Commit(last); err != nil {
		if definite(err) || errors.Is(err, pgx.ErrTxCommitRollback) {
			return failed(ctx, err)
		}
		return fmt.Errorf("postgres: %w: %w", store.ErrUnknown, err)
	}
	return nil
}

const holdConsumer = selectConsumer + " for update"

// run holds the consumer, hands out, and writes down how far it has come.
func (d *delivery) run(ctx context.Context, tx pgx.Tx) error {
	r := &reader{db: d.db, id: d.account, tx: tx}
	state := store.Consumer{Name: d.round.Terms.Name}
	err := r.read(ctx, func(b *pgx.Batch) {
		b.Queue(r.text(holdConsumer), string(d.account), state.Name).Query(takeConsumer(&state))
	})
	if err != nil || state.Revision == 0 { // dropped since
		return err
	}
	err = d.round.Run(ctx, &handing.Attempt{
		State: &state, Page: d.page,
		History: func(of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
			return r.History(ctx, of, after, limit)
		},
		Inside: func(records []store.Record) error { return d.inside(ctx, tx, records) },
	})
	if err != nil || !d.round.Did.Worked {
		return err
	}
	_, err = r.advance(ctx, state)
	return err
}

// inside calls the handler in a savepoint. One that overstays in a statement costs the connection.
func (d *delivery) inside(ctx context.Context, tx pgx.Tx, records []store.Record) error {
	savepoint, err := tx.Begin(ctx)
	if err != nil {
		return failed(ctx, err)
	}
	fault := d.round.Terms.Call(ctx, func(ctx context.Context) error { return d.handle(ctx, savepoint, records) })
	if fault == nil {
		err := savepoint.Commit(ctx)
		if err == nil {
			return nil
		}
		if tx.Conn().IsClosed() {
			return failed(ctx, err)
		}
		return &handing.Failed{Cause: fmt.Errorf("a statement of its own had failed: %w", err), Spoilt: true}
	}
	if err := savepoint.Rollback(ctx); err != nil {
		if fault.Spoilt = true; tx.Conn().IsClosed() && !fault.Overdue {
			return failed(ctx, err) // the connection went, not the handler
		}
	}
	return fault
}
