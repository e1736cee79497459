package reparto

import (
	"time"

	"github.com/repartogo/reparto/botflow"
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
