package reparto

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// DefaultTimeout is how long one call of a consumer's handler may take.
const DefaultTimeout = 30 * time.Second

// Consumer is somebody who is handed an account's events: a name under which what was handled is remembered, and a handler.
type Consumer struct {
	Name string
	// Handle is given one event after the other, those of a subject in order. An error, or a panic, means that it wasn't handled. It
	// may call the engine. Its context ends after Timeout; if it goes on all the same, another process may be handed the same events.
	Handle func(context.Context, store.Record) error
	// Tries is how often an event is handed to Handle, in vain, before it is parked. 0: [store.DefaultTries].
	Tries int
	// Timeout is how long one call of Handle may take. 0: [DefaultTimeout]; at most an hour.
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
type HandlerError struct {
	Consumer string
	Event    string // its ID
	Tries    int    // how often it failed by now
	Parked   bool   // it isn't tried again until somebody says Redeliver
	Stack    []byte // where it panicked; nil: it answered an error
	Err      error
}

// Error says which event failed, and how often.
func (e *HandlerError) Error() string {
	parked := ""
	if e.Parked {
		parked = ", and is parked until Redeliver or Skip"
	}
	return fmt.Sprintf("reparto: consumer %q failed %d times with %s%s: %v", e.Consumer, e.Tries, e.Event, parked, e.Err)
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
	_, ahead, err := a.consume(ctx, c)
	return ahead.Time(), err
}

// consume does rounds until nothing is ready, by the account's time, that was when it began.
func (a *Account) consume(ctx context.Context, c Consumer) (now, next botflow.Instant, err error) {
	if err := c.Validate(); err != nil {
		return 0, 0, err
	}
	if c.Tries == 0 {
		c.Tries = store.DefaultTries
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	if now, err = a.Now(ctx); err != nil {
		return 0, 0, err
	}
	for moved := 0; ; {
		r := &round{account: a, consumer: c, ready: now}
		worked, err := r.run(ctx)
		switch {
		case errors.Is(err, store.ErrMoved):
			if moved++; moved == maxTries {
				return 0, 0, botflow.ErrConflict
			}
		case err != nil:
			return 0, 0, err
		case !worked:
			return now, r.next, nil
		}
	}
}

// Follow consumes whenever there is something to hand out, until the context ends, and answers the context's error. Events
// that this engine writes are handed out at once; so are those of others while [Engine.Run] runs in this process and the store is a
// [store.Watcher], and else within Config.Sweep. An error of the store doesn't end it: it is told to Config.OnError, and Follow tries
// again a sweep later. A consumer that can't work is refused.
func (a *Account) Follow(ctx context.Context, c Consumer) error {
	if err := c.Validate(); err != nil {
		return err
	}
	for ctx.Err() == nil {
		news := a.bell.next() // what is written from now on is news
		now, next, err := a.consume(ctx, c)
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
