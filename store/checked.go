package store

import (
	"context"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
)

// Checked gives a store in front of which everything that is given to it is looked at, so that all stores refuse the same (duty 16):
// malformed input gets an *[botflow.Error] of code "invalid" that names the field, before the context or anything else is looked at, and the
// store doesn't hear of it. What [DB] gives out, for an account or inside a host's transaction, is one of these; nothing
// behind it need look again, except at changesets: [Changeset.Check]. Limits, positions and instants are right whatever they are.
func Checked(s Store) Store { return checked{s} }

// checked has a method for each of [Store]'s that is given a name.
type checked struct{ Store }

// Apply implements [Store]. A key that decide asks for further is looked at, too; a malformed one ends the call.
func (s checked) Apply(ctx context.Context, key Key, decide Decide) error {
	if err := key.Check(); err != nil {
		return err
	}
	return s.Store.Apply(ctx, key, func(l Loaded) (Changeset, error) {
		changes, err := decide(l)
		if err != nil {
			var more *More
			if errors.As(err, &more) {
				if malformed := more.Key.Check(); malformed != nil {
					err = malformed
				}
			}
		}
		return changes, err
	})
}

// Get implements [Store].
func (s checked) Get(ctx context.Context, key Key) (Loaded, error) {
	if err := key.Check(); err != nil {
		return Loaded{}, err
	}
	return s.Store.Get(ctx, key)
}

// View implements [Store].
func (s checked) View(ctx context.Context, req ViewRequest) (routing.View, error) {
	if err := req.Check(); err != nil {
		return routing.View{}, err
	}
	return s.Store.View(ctx, req)
}

// Waiting implements [Store].
func (s checked) Waiting(ctx context.Context, after botflow.InboxID, limit int) ([]botflow.InboxID, error) {
	if err := inboxIn("after", after); err != nil {
		return nil, err
	}
	return s.Store.Waiting(ctx, after, limit)
}

// List implements [Store].
func (s checked) List(ctx context.Context, q inbox.Query) (Page, error) {
	if err := q.Validate(); err != nil {
		return Page{}, err
	}
	return s.Store.List(ctx, q)
}

// Count implements [Store].
func (s checked) Count(ctx context.Context, q inbox.Query, upTo int) (int, error) {
	if err := q.Validate(); err != nil {
		return 0, err
	}
	return s.Store.Count(ctx, q, upTo)
}

// History implements [Store].
func (s checked) History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]Record, error) {
	if err := subjectIn("subject", of); err != nil {
		return nil, err
	}
	return s.Store.History(ctx, of, after, limit)
}

// Notes implements [Store].
func (s checked) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error) {
	if err := botflow.CheckID("conversation", of); err != nil {
		return nil, err
	}
	return s.Store.Notes(ctx, of, after, limit)
}

// Feed implements [Store].
func (s checked) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]Record, error) {
	if err := botflow.CheckID("consumer", consumer); err != nil {
		return nil, err
	}
	return s.Store.Feed(ctx, consumer, after, limit)
}

// Ack implements [Store].
func (s checked) Ack(ctx context.Context, consumer string, position uint64) error {
	if err := botflow.CheckID("consumer", consumer); err != nil {
		return err
	}
	return s.Store.Ack(ctx, consumer, position)
}

// Consumer implements [Store].
func (s checked) Consumer(ctx context.Context, name string) (Consumer, error) {
	if err := botflow.CheckID("consumer", name); err != nil {
		return Consumer{}, err
	}
	return s.Store.Consumer(ctx, name)
}

// Advance implements [Store].
func (s checked) Advance(ctx context.Context, c Consumer) (revision uint64, err error) {
	if err := c.Check(); err != nil {
		return 0, err
	}
	return s.Store.Advance(ctx, c)
}

// Consumers implements [Store].
func (s checked) Consumers(ctx context.Context, after string, limit int) ([]string, error) {
	if err := idIn("after", after); err != nil {
		return nil, err
	}
	return s.Store.Consumers(ctx, after, limit)
}

// DropConsumer implements [Store].
func (s checked) DropConsumer(ctx context.Context, name string) error {
	if err := botflow.CheckID("consumer", name); err != nil {
		return err
	}
	return s.Store.DropConsumer(ctx, name)
}

// Members implements [Store].
func (s checked) Members(ctx context.Context, of Job, limit int) ([]botflow.ConversationID, error) {
	if err := of.checkAim(); err != nil {
		return nil, err
	}
	return s.Store.Members(ctx, of, limit)
}
