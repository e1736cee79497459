package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

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
	Handle func(ctx context.Context, tx *sql.Tx, records []store.Record) error
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
// The handler holds up all other writers of the database: it should be quick, and must not call the store.
func (db *DB) Consume(ctx context.Context, account botflow.AccountID, now botflow.Instant, c Consumer) (store.Round, error) {
	terms, err := handing.Terms{Name: c.Name, Tries: c.Tries, Timeout: c.Timeout}.Settled(account, c.Handle != nil)
	if err != nil {
		return store.Round{}, err
	}
	if err := ctx.Err(); err != nil {
		return store.Round{}, err
	}
	d := &delivery{ctx: ctx, account: account, round: &handing.Round{Terms: terms, Now: now}, handle: c.Handle}
	for {
		err := patiently(ctx, db.config.Patience, func() error {
			_, err := db.write(ctx, d.run)
			return err
		})
		switch {
		case err == nil:
			return d.round.Did, nil
		case !errors.Is(err, handing.ErrAgain):
			return store.Round{}, unavailable(err)
		}
	}
}

// delivery is a round over this store's transactions.
type delivery struct {
	ctx     context.Context // the caller's
	account botflow.AccountID
	round   *handing.Round
	handle  func(ctx context.Context, tx *sql.Tx, records []store.Record) error
}

// run reads what is to be handed out, hands it out, and writes down how far the consumer has come.
func (d *delivery) run(s *session) (commit bool, err error) {
	name := d.round.Terms.Name
	if err := s.enrol(d.account, name); err != nil {
		return false, err
	}
	state, err := s.consumer(d.account, name)
	if err != nil {
		return false, err
	}
	page, err := s.records(selectFeed, string(d.account), position(state.Position), store.RoundEvents)
	if err != nil {
		return false, err
	}
	err = d.round.Run(d.ctx, &handing.Attempt{
		State: &state, Page: page,
		History: func(of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
			return s.records(selectHistory, string(d.account), int64(of.Kind), of.ID, position(after), limit)
		},
		Inside: func(records []store.Record) error { return d.inside(s, records) },
	})
	if err != nil || !d.round.Did.Worked {
		return err == nil, err
	}
	return true, s.move(d.account, &state)
}

// inside calls the handler in a savepoint. A statement of the handler's that was interrupted may have ended the whole transaction.
func (d *delivery) inside(s *session, records []store.Record) error {
	if err := s.savepoint("SAVEPOINT reparto"); err != nil {
		return err
	}
	failed := d.round.Terms.Call(d.ctx, func(ctx context.Context) error { return d.handle(ctx, s.tx, records) })
	if failed == nil {
		return s.savepoint("RELEASE reparto")
	}
	failed.Spoilt = s.savepoint("ROLLBACK TO reparto") != nil || s.savepoint("RELEASE reparto") != nil
	return failed
}

func (s *session) savepoint(statement string) error {
	_, err := s.tx.ExecContext(s.ctx, statement)
	return err
}
