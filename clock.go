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

// now reads the time of a command: the configured clock's, else the store's where it offers one, else the wall clock's.
func (a *Account) now(stored botflow.Instant) (botflow.Instant, error) {
	if a.engine.cfg.Clock == nil && stored != 0 {
		return a.forward(stored), nil
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
