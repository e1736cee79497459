package reparto

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Consumer is somebody who is handed an account's events: a name under which what was handled is remembered, and a handler.
type Consumer struct {
	Name string
	// Handle is given one event after the other, those of a subject in order. An error, or a panic, means that it wasn't handled. It
	// may call the engine. Its context ends after Timeout; if it goes on all the same, another process may be handed the same events.
	Handle func(context.Context, store.Record) error
	// Tries is how often an event is handed to Handle, in vain, before it is parked. 0: [store.DefaultTries].
	Tries int
	// Timeout is how long one call of Handle may take. 0: [store.DefaultTimeout]; at most an hour.
	Timeout time.Duration
}

// Validate refuses a consumer that can't work, naming the field.
func (c *Consumer) Validate() error {
	switch {
	case c.Handle == nil:
		return botflow.Invalid("consumer.handle", "is nil: give the function that handles an event")
	case c.Tries < 0:
		return botflow.Invalid("consumer.tries", "is negative: 0 means the default")
	case c.Timeout < 0 || c.Timeout > time.Hour:
		return botflow.Invalid("consumer.timeout", "must be between 0, which means the default, and an hour")
	}
	return botflow.CheckID("consumer.name", c.Name)
}

// HandlerError says that a consumer's handler failed; Config.OnError hears it.
type HandlerError struct{ store.Failure }

// Error says which event failed, and how often.
func (e *HandlerError) Error() string {
	parked := ""
	if e.Parked {
		parked = ", and is parked until Redeliver or Skip"
	}
	return fmt.Sprintf("reparto: consumer %q failed %d times with %s%s: %v", e.Consumer, e.Tries, e.Record.Event.ID(), parked, e.Err)
}

// Unwrap gives the handler's error.
func (e *HandlerError) Unwrap() error { return e.Err }

// Consume hands a consumer what it hasn't handled yet, until nothing is ready, and answers when something is to be tried again;
// zero if nothing is. It never sleeps: call it again at that time and whenever something may have happened, or let [Account.Follow]
// do so. A new consumer begins at the oldest event kept.
//
// An event that the handler fails with is tried again later: after a second, then twice as long each time, up to an hour. Meanwhile its subject
// waits, and nothing else does: other subjects and other consumers go on, and routing never waits for a handler. After Consumer.Tries it is parked: it stays, with
// its error, in what [Account.Consumers] lists, an event ConsumerParked tells of it, and its subject waits until the host calls
// [Account.Redeliver] or [Account.Skip]. A consumer that holds [store.MaxHeld] subjects is handed nothing new until one is released.
//
// Delivery is at least once (E1): after a crash what wasn't written down comes again. An event comes first after those before it of its
// subject were handled or skipped; only repeats come late. Of several that consume under one name one is handed events while the
// others find nothing ready. Failures are told to Config.OnError as [*HandlerError]; the error answered is the store's or the context's, or code "conflict" where
// others moved the consumer again and again.
func (a *Account) Consume(ctx context.Context, c Consumer) (next time.Time, err error) {
	by, err := a.by(c)
	if err != nil {
		return time.Time{}, err
	}
	_, ahead, err := a.rounds(ctx, by)
	return ahead.Time(), err
}

// by gives the rounds of a consumer, or refuses it.
func (a *Account) by(c Consumer) (func(context.Context, botflow.Instant) (store.Round, error), error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if c.Tries == 0 {
		c.Tries = store.DefaultTries
	}
	if c.Timeout == 0 {
		c.Timeout = store.DefaultTimeout
	}
	return func(ctx context.Context, now botflow.Instant) (store.Round, error) {
		r := &round{account: a, consumer: c, ready: now}
		worked, err := r.run(ctx)
		return store.Round{Worked: worked, Next: r.next}, err // what failed is told as it happens
	}, nil
}

// rounds does rounds until nothing is ready, by the account's time, that was when it began.
func (a *Account) rounds(
	ctx context.Context, by func(context.Context, botflow.Instant) (store.Round, error),
) (now, next botflow.Instant, err error) {
	if now, err = a.Now(ctx); err != nil {
		return 0, 0, err
	}
	for moved := 0; ; {
		r, err := by(ctx, now)
		for _, f := range r.Failed {
			a.report(ctx, f)
		}
		switch {
		case errors.Is(err, store.ErrMoved):
			if moved++; moved == maxTries {
				return 0, 0, botflow.ErrConflict
			}
		case err != nil:
			return 0, 0, err
		case !r.Worked:
			return now, r.Next, nil
		}
	}
}

// report tells of a failure that a round of the host's store has committed.
func (a *Account) report(ctx context.Context, f store.Failure) {
	a.engine.failed(a.id, &HandlerError{f})
	if f.Parked {
		a.tellOf(ctx, f.Consumer, store.Hold{Subject: f.Record.Event.Subject, Seq: f.Record.Event.Seq, Tries: f.Tries})
	}
}

// Follow consumes whenever there is something to hand out, until the context ends, and answers the context's error. It is
// [Account.FollowBy] with rounds of the engine's own. A consumer that can't work is refused.
func (a *Account) Follow(ctx context.Context, c Consumer) error {
	by, err := a.by(c)
	if err != nil {
		return err
	}
	return a.FollowBy(ctx, by)
}

// FollowBy does rounds of consumption whenever there may be something to hand out, until the context ends, and answers the context's
// error. A round is given the account's time and is a store's, such as the Consume of store/postgres, whose handler writes in the
// transaction that notes what was handled:
//
//	account.FollowBy(ctx, func(ctx context.Context, now botflow.Instant) (store.Round, error) {
//		return db.Consume(ctx, "shop", now, figures)
//	})
//
// Events that this engine writes are handed out at once; so are those of others while [Engine.Run] runs in this process and the store is a
// [store.Watcher], and else within Config.Sweep. What a round says has failed is told to
// Config.OnError as [*HandlerError], and an event ConsumerParked tells of what was parked. An error of a round doesn't end it: it
// is told to Config.OnError, and FollowBy tries again a sweep later.
func (a *Account) FollowBy(ctx context.Context, round func(ctx context.Context, now botflow.Instant) (store.Round, error)) error {
	for ctx.Err() == nil {
		news := a.bell.next() // what is written from now on is news
		now, next, err := a.rounds(ctx, round)
		wait := a.engine.cfg.Sweep
		switch {
		case err == nil && next != 0:
			wait = min(wait, next.Sub(now))
		case err != nil && ctx.Err() == nil:
			a.engine.failed(a.id, err)
		}
		select {
		case <-ctx.Done():
		case <-news:
		case <-a.engine.clock.After(wait):
		}
	}
	return ctx.Err()
}
