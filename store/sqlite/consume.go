package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Consumer is somebody who is handed an account's events in a transaction, and writes what follows from them into the host's own
// tables of the same database.
type Consumer struct {
	Name string
	// Handle is given some events in order, and writes through tx only. An error, or a panic, undoes what it wrote.
	Handle func(ctx context.Context, tx *sql.Tx, records []store.Record) error
	// Tries is how often an event is handed to Handle, in vain, before it is parked. 0: [store.DefaultTries].
	Tries int
}

// Round is what one call of [DB.Consume] did. The zero value: nothing was ready.
type Round struct {
	Worked bool            // call again: there may be more
	Next   botflow.Instant // when something that failed is to be tried again; 0: nothing is
	Failed []Failure
}

// Failure is an event that a handler failed with.
type Failure struct {
	Record store.Record
	Tries  int  // how often it failed by now
	Parked bool // it isn't tried again until somebody says Redeliver
	Err    error
}

// errHandler makes a round begin anew, one event at a time.
var errHandler = errors.New("sqlite: the handler failed")

// Consume hands a consumer a page of the events that it hasn't handled yet, and commits what it wrote together with how far it has come:
// each event takes effect exactly once (E1), whatever crashes and whoever else consumes under the same name. If the handler
// fails, the page is handed out again one event at a time; what it fails with then waits, with its subject, as [store.Consumer] says,
// and is tried again by now or parked. A new consumer begins at the oldest event kept. The handler holds up all other writers of
// the database: it should be quick, and must not call the store. Of the errors, one that wraps [store.ErrUnknown] leaves open
// whether the page was handled; the next call finds out.
func (db *DB) Consume(ctx context.Context, account botflow.AccountID, now botflow.Instant, c Consumer) (r Round, err error) {
	if err := c.check(account); err != nil {
		return r, err
	}
	a := &consumption{account: account, now: now, consumer: c}
	err = db.consume(ctx, a, (*delivery).whole)
	if errors.Is(err, errHandler) {
		err = db.consume(ctx, a, (*delivery).single)
	}
	return a.round, err
}

func (c *Consumer) check(account botflow.AccountID) error {
	switch {
	case c.Handle == nil:
		return botflow.Invalid("consumer.Handle", "is nil: give the function that handles events")
	case c.Tries < 0:
		return botflow.Invalid("consumer.Tries", "is negative: 0 means the default")
	}
	if c.Tries == 0 {
		c.Tries = store.DefaultTries
	}
	if err := botflow.CheckID("consumer.Name", c.Name); err != nil {
		return err
	}
	return botflow.CheckID("account", account)
}

// consumption is what a call of Consume is about, and its answer.
type consumption struct {
	account  botflow.AccountID
	now      botflow.Instant
	consumer Consumer
	round    Round
}

// delivery is one attempt to hand out a page, in a transaction.
type delivery struct {
	*consumption
	ctx     context.Context // the caller's
	session *session
	state   store.Consumer
	page    []store.Record
}

// consume makes an attempt, patiently.
func (db *DB) consume(ctx context.Context, a *consumption, deliver func(*delivery) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return unavailable(patiently(ctx, db.config.Patience, func() error {
		a.round = Round{}
		_, err := db.write(ctx, func(s *session) (bool, error) {
			d := &delivery{consumption: a, ctx: ctx, session: s}
			return d.run(deliver)
		})
		return err
	}))
}

// run reads what is to be handed out, lets it be delivered, and writes down how far the consumer has come.
func (d *delivery) run(deliver func(*delivery) error) (commit bool, err error) {
	if err := d.session.enrol(d.account, d.consumer.Name); err != nil {
		return false, err
	}
	if d.state, err = d.session.consumer(d.account, d.consumer.Name); err != nil {
		return false, err
	}
	if d.page, err = d.session.records(selectFeed, string(d.account), position(d.state.Position), store.RoundEvents); err != nil {
		return false, err
	}
	if d.round.Worked = d.state.Ready(d.now, d.page); !d.round.Worked {
		d.round.Next = d.state.Next(d.now)
		return true, nil
	}
	if err := deliver(d); err != nil {
		return false, err
	}
	return true, d.session.move(d.account, &d.state)
}

// whole hands out all that is wanted of the page at once. What is held takes the slower way.
func (d *delivery) whole() error {
	if d.state.Full() || len(d.state.Retries(d.now)) > 0 {
		return errHandler
	}
	var wanted []store.Record
	for _, r := range d.page {
		if d.state.Wants(r) {
			wanted = append(wanted, r)
		}
	}
	if len(wanted) > 0 {
		if err := d.handle(wanted); err != nil {
			return d.stopped()
		}
	}
	for _, r := range d.page {
		d.state.Passed(r)
	}
	return nil
}

// handle calls the handler. A panic is an error.
func (d *delivery) handle(records []store.Record) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return d.consumer.Handle(d.ctx, d.session.tx, records)
}

// stopped tells a handler that was told to stop from one that failed, whose error isn't the database's, whatever it says.
func (d *delivery) stopped() error {
	if ended := d.ctx.Err(); ended != nil {
		return ended
	}
	return errHandler
}

// single hands out one event after the other, each in a savepoint.
func (d *delivery) single() error {
	history := func(of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
		return d.session.records(selectHistory, string(d.account), int64(of.Kind), of.ID, position(after), limit)
	}
	return d.state.Deliver(d.now, d.page, history, d.give)
}

func (d *delivery) give(r store.Record) (content bool, err error) {
	if err := d.savepoint("SAVEPOINT reparto"); err != nil {
		return false, err
	}
	failed := d.handle([]store.Record{r})
	if ended := d.ctx.Err(); failed != nil && ended != nil {
		return false, ended
	}
	if failed != nil {
		if err := d.savepoint("ROLLBACK TO reparto"); err != nil {
			return false, err
		}
	}
	if err := d.savepoint("RELEASE reparto"); err != nil {
		return false, err
	}
	if failed == nil {
		d.state.Handled(r)
		return true, nil
	}
	parked := d.state.Failed(r, failed, d.now, d.consumer.Tries)
	h, _ := d.state.Hold(r.Event.Subject)
	d.round.Failed = append(d.round.Failed, Failure{Record: r, Tries: h.Tries, Parked: parked, Err: failed})
	return false, nil
}

func (d *delivery) savepoint(statement string) error {
	_, err := d.session.tx.ExecContext(d.session.ctx, statement)
	return err
}
