package reparto

import (
	"context"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Consumers lists the account's consumers by name, each with how far it has come and what it holds: what waits to be tried again, and
// what is parked.
func (a *Account) Consumers(ctx context.Context) ([]store.Consumer, error) {
	const page = 64
	var all []store.Consumer
	for after := ""; ; {
		names, err := a.store.Consumers(ctx, after, page)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			c, err := a.store.Consumer(ctx, name)
			if err != nil {
				return nil, err
			}
			if c.Revision != 0 { // not dropped since
				all = append(all, c)
			}
			after = name
		}
		if len(names) < page {
			return all, nil
		}
	}
}

// DropConsumer forgets a consumer, so that retention doesn't wait for it any more. What it has yet to be handed is lost to it; if it
// reads again it begins anew, at the oldest event kept. An unknown one is no error.
func (a *Account) DropConsumer(ctx context.Context, consumer string) error {
	return a.store.DropConsumer(ctx, consumer)
}

// Redeliver lets a consumer try an event anew that is held or parked, as if it had never failed, at its next call of Consume. An
// event that isn't the one its subject is held at is refused with code "not found".
func (a *Account) Redeliver(ctx context.Context, consumer string, of botflow.Subject, seq uint64) error {
	return a.resume(ctx, consumer, of, seq, (*store.Consumer).Redeliver)
}

// Skip gives an event up that is held or parked: the consumer goes on with the next of its subject. An event that isn't the one
// its subject is held at is refused with code "not found".
func (a *Account) Skip(ctx context.Context, consumer string, of botflow.Subject, seq uint64) error {
	return a.resume(ctx, consumer, of, seq, (*store.Consumer).Skip)
}

// resume changes what a consumer holds.
func (a *Account) resume(
	ctx context.Context, consumer string, of botflow.Subject, seq uint64, change func(*store.Consumer, botflow.Subject, uint64) bool,
) error {
	for range maxTries {
		c, err := a.store.Consumer(ctx, consumer)
		if err != nil {
			return err
		}
		if !change(&c, of, seq) {
			return &botflow.Error{Code: botflow.CodeNotFound, Field: of.String(), Detail: "the consumer doesn't hold this event: see Consumers"}
		}
		if _, err = a.store.Advance(ctx, c); err == nil {
			a.bell.ring()
			return nil
		}
		if !errors.Is(err, store.ErrMoved) {
			return err
		}
	}
	return botflow.ErrConflict
}
