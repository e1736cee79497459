package reparto

import (
	"context"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Clock is where the engine reads time. clock.Clock and *clock.Mock of github.com/benbjohnson/clock satisfy it, and so
// does any virtual clock of a test. Both methods must be safe for concurrent use.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// storeClock is the store's clock as it was read last. Between two looks it goes on as fast as the process's own, whatever
// the two say: only differences of the process's time are used.
type storeClock struct {
	account *Account        // whose store said it
	stored  botflow.Instant // 0: it offers no clock
	at      time.Time       // of the process
}

// now reads the time of the engine: the configured clock's, else the store's as far as it is known, else the wall clock's.
func (e *Engine) now() (botflow.Instant, error) {
	t := e.clock.Now()
	if c := e.stored.Load(); c != nil && c.stored != 0 {
		return c.stored.Add(t.Sub(c.at)), nil
	}
	if err := botflow.CheckTime("clock", t); err != nil {
		return 0, err
	}
	return botflow.InstantOf(t), nil
}

// lookAtClock reads the store's clock, where it is the clock and wasn't read for a sweep: a process that stands still would
// not hear of it otherwise. Where no account has anything ahead there is nothing to be on time for.
func (e *Engine) lookAtClock(ctx context.Context) error {
	c := e.stored.Load()
	switch {
	case e.cfg.Clock != nil, c != nil && (c.stored == 0 || e.clock.Now().Sub(c.at) < e.cfg.Sweep):
		return nil
	case c != nil:
		_, err := c.account.Now(ctx)
		return err
	}
	ids, _, err := e.db.Accounts(ctx, "", botflow.Forever, 1)
	if err != nil || len(ids) == 0 {
		return err
	}
	a, err := e.Account(ids[0])
	if err == nil {
		_, err = a.Now(ctx)
	}
	return err
}

// now reads the time of a command: the configured clock's, else the store's where it offers one, else the wall clock's.
func (a *Account) now(stored botflow.Instant) (botflow.Instant, error) {
	if a.engine.cfg.Clock == nil {
		if a.origin == nil { // a transaction's time may stand still
			a.engine.stored.Store(&storeClock{a, stored, a.engine.clock.Now()})
		}
		if stored != 0 {
			return a.forward(stored), nil
		}
	}
	t := a.engine.clock.Now()
	if err := botflow.CheckTime("clock", t); err != nil {
		return 0, err
	}
	return a.forward(botflow.InstantOf(t)), nil
}

// Now gives the account's time: for filters that speak of "longer than" and "within" ([inbox.Filter.AwaitingLonger],
// [inbox.Filter.WindowEndsWithin]). A clock outside the years 1 to 9999 is refused.
func (a *Account) Now(ctx context.Context) (botflow.Instant, error) {
	if a.engine.cfg.Clock != nil {
		return a.now(0)
	}
	l, err := a.store.Get(ctx, store.Key{})
	if err != nil {
		return 0, err
	}
	return a.now(l.Now)
}

// given gives the time of what was given at a recorded instant, exactly; with 0, now.
func (a *Account) given(at, stored botflow.Instant) (botflow.Instant, error) {
	if at != 0 {
		a.forward(at)
		return at, nil
	}
	return a.now(stored)
}

// forward gives now, or the latest instant seen if that is later: within one process the time of an account never goes
// back, also when the clock does (I10).
func (a *Account) forward(now botflow.Instant) botflow.Instant {
	for {
		last := a.last.Load()
		if int64(now) <= last {
			return botflow.Instant(last)
		}
		if a.last.CompareAndSwap(last, int64(now)) {
			return now
		}
	}
}
