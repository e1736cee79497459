package reparto

import (
	"context"
	"errors"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// watch hears what is written by others, until the context ends. A line that is lost is tried again: until then there is the sweep.
func (e *Engine) watch(ctx context.Context, from store.Watcher) {
	for {
		err := from.Watch(ctx, e.hear)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = errors.New("it ended before its context")
		}
		e.failed("", fmt.Errorf("reparto: watch the store: %w", err))
		select {
		case <-ctx.Done():
			return
		case <-e.clock.After(min(e.cfg.Sweep, DefaultSweep)):
		}
	}
}

// hear lets those who follow an account look for events, and Run for what falls due sooner than it knew. Without an account all of
// them look. What this process has written itself is heard once more: then there is nothing new to find.
func (e *Engine) hear(account botflow.AccountID, wake botflow.Instant) {
	if account == "" {
		if now, err := e.now(); err == nil {
			wake = now
		}
	}
	e.ring(account)
	e.wakeBy(wake)
}

// ring rings an account's bell, if anybody here knows the account; without one all bells.
func (e *Engine) ring(account botflow.AccountID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if a := e.accounts[account]; a != nil {
		a.bell.ring()
	}
	if account == "" {
		for _, a := range e.accounts {
			a.bell.ring()
		}
	}
}

// tell lets other processes know of what was committed in a host's transaction, which the store may not have seen.
func (a *Account) tell(wake botflow.Instant) {
	if to, watched := a.engine.db.(store.Watcher); watched {
		to.Tell(a.id, wake)
	}
}
