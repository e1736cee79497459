package reparto

import (
	"context"
	"errors"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// dueBatch is how many deadlines are read, and at most applied, in one step.
const dueBatch = 64

// catchUp applies all that is due by now, each deadline at its own time and in order, and matches after each instant: the
// story is the same whenever it is told (L48). What it has applied stays applied if it is stopped half-way.
func (a *Account) catchUp(ctx context.Context, now botflow.Instant) error {
	if err := a.due.enter(ctx); err != nil {
		return err
	}
	defer a.due.leave()
	c := &catching{account: a, now: now, more: true}
	for tries := 0; tries < maxTries; tries++ {
		left, err := c.step(ctx)
		switch {
		case errors.Is(err, errStale):
			if _, err = a.refresh(ctx); err != nil {
				return err
			}
		case errors.Is(err, errMoved):
			c.wakes, c.more = nil, true
		case err != nil || !left:
			return err
		default:
			tries = 0
		}
	}
	return botflow.ErrConflict
}

// catching is a catch-up under way.
type catching struct {
	account  *Account
	now      botflow.Instant
	wakes    []store.Wake // what falls due next, in order
	more     bool         // there may be others behind them
	at       botflow.Instant
	triggers triggers // what the instant made assignable
}

// step applies the next deadlines, or matches at the end of an instant. It answers whether anything may be left.
func (c *catching) step(ctx context.Context) (left bool, err error) {
	if len(c.wakes) == 0 && c.more {
		var next botflow.Instant
		if c.wakes, next, err = c.account.store.Due(ctx, c.now, dueBatch); err != nil {
			return false, err
		}
		c.more = next != 0 && next <= c.now
	}
	if !c.triggers.empty() && (len(c.wakes) == 0 || c.wakes[0].At > c.at) {
		// The instant is over: assign what it made assignable before time goes on. That may set deadlines.
		c.account.matchAt(ctx, c.triggers, c.at, c.now)
		c.triggers, c.wakes, c.more = triggers{}, nil, true
		return true, nil
	}
	if len(c.wakes) == 0 {
		return false, nil
	}
	e, err := c.account.elapse(ctx, c.wakes, c.now)
	if err != nil {
		return true, err
	}
	c.at = max(c.at, e.at)
	c.triggers.add(e.triggers)
	c.wakes = c.wakes[e.done:]
	if at := e.soonest; at.At != 0 && at.At <= c.now {
		// What was just set comes before some of those: from there on they are read anew.
		known := slices.IndexFunc(c.wakes, at.Before)
		if known >= 0 {
			c.wakes = c.wakes[:known]
		}
		c.more = true
	}
	return true, nil
}

// advance applies what is due and carries on with open jobs, and records that it did.
func (a *Account) advance(ctx context.Context, now botflow.Instant) error {
	return a.engine.record.tick(a, now, func() error {
		if err := a.catchUp(ctx, now); err != nil {
			return err
		}
		return a.work(ctx, now)
	})
}

// matchAt runs a pass at an instant in the past. One that fails stays marked, as in settle: it never fails the command behind it.
func (a *Account) matchAt(ctx context.Context, t triggers, at, recorded botflow.Instant) {
	err := a.matcher.run.enter(ctx)
	if err != nil {
		a.matcher.note(t, at)
	} else {
		_, err = a.tried(ctx, t, at, recorded)
		a.matcher.run.leave()
	}
	if err != nil {
		a.engine.failed(a.id, err)
	}
}

// tick applies what is due, carries on with jobs and with matching that failed; a sweep looks at every queue.
func (a *Account) tick(ctx context.Context, sweep bool) error {
	now, err := a.Now(ctx)
	if err != nil {
		return err
	}
	if err := a.advance(ctx, now); err != nil {
		return err
	}
	if _, err := a.match(ctx); err != nil {
		return err
	}
	if sweep {
		a.matcher.note(triggers{all: true}, now)
		n, err := a.match(ctx)
		a.engine.repairs.Add(uint64(n))
		return err
	}
	return nil
}
