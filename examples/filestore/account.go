package filestore

import (
	"context"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// account is the store of one account.
type account struct {
	db   *DB
	id   botflow.AccountID
	rows store.Store
}

var _ store.Store = (*account)(nil)

// Apply implements [store.Store]. What is written down is what decide answered last, with the key that it was asked under and all that
// it asked for beside it.
func (a *account) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	return a.db.write(ctx, func() (*entry, error) {
		var last store.Changeset
		named := key
		err := a.rows.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
			c, err := decide(l)
			var more *store.More
			if errors.As(err, &more) {
				named = named.With(more.Key)
			}
			last = c
			return c, err
		})
		if err != nil || last.Empty() {
			return nil, err
		}
		return &entry{Account: a.id, Key: named, Changes: &last}, nil
	})
}

// Ack implements [store.Store].
func (a *account) Ack(ctx context.Context, consumer string, position uint64) error {
	return a.db.write(ctx, func() (*entry, error) {
		return &entry{Account: a.id, Reader: &consumer, Position: position}, a.rows.Ack(ctx, consumer, position)
	})
}

// Feed implements [store.Store]. A consumer is written down before its first event.
func (a *account) Feed(ctx context.Context, consumer string, after uint64, limit int) (records []store.Record, err error) {
	for known := false; !known && err == nil; {
		err = a.db.read(func() error {
			c, err := a.rows.Consumer(ctx, consumer)
			if known = c.Revision != 0; known && err == nil {
				records, err = a.rows.Feed(ctx, consumer, after, limit)
			}
			return err
		})
		if !known && err == nil {
			err = a.Ack(ctx, consumer, 0)
		}
	}
	return records, err
}

// Advance implements [store.Store]. Revisions are those that memory counts: applied again in the same order, the changes give the same.
func (a *account) Advance(ctx context.Context, c store.Consumer) (revision uint64, err error) {
	err = a.db.write(ctx, func() (*entry, error) {
		revision, err = a.rows.Advance(ctx, c)
		return &entry{Account: a.id, Advance: &c}, err
	})
	return revision, err
}

// DropConsumer implements [store.Store].
func (a *account) DropConsumer(ctx context.Context, name string) error {
	return a.db.write(ctx, func() (*entry, error) {
		return &entry{Account: a.id, Drop: &name}, a.rows.DropConsumer(ctx, name)
	})
}

// Prune implements [store.Store].
func (a *account) Prune(ctx context.Context, keep store.Retention) (rows int, err error) {
	err = a.db.write(ctx, func() (*entry, error) {
		rows, err = a.rows.Prune(ctx, keep)
		if rows == 0 {
			return nil, err
		}
		return &entry{Account: a.id, Prune: &keep}, err
	})
	return rows, err
}

// reading reads something while nobody writes.
func reading[T any](a *account, ask func() (T, error)) (answer T, err error) {
	err = a.db.read(func() error {
		answer, err = ask()
		return err
	})
	return answer, err
}

// Get implements [store.Store].
func (a *account) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	return reading(a, func() (store.Loaded, error) { return a.rows.Get(ctx, key) })
}

// View implements [store.Store].
func (a *account) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	return reading(a, func() (routing.View, error) { return a.rows.View(ctx, req) })
}

// Due implements [store.Store].
func (a *account) Due(ctx context.Context, now botflow.Instant, limit int) (due []store.Wake, next botflow.Instant, err error) {
	err = a.db.read(func() error {
		due, next, err = a.rows.Due(ctx, now, limit)
		return err
	})
	return due, next, err
}

// Waiting implements [store.Store].
func (a *account) Waiting(ctx context.Context, after botflow.InboxID, limit int) ([]botflow.InboxID, error) {
	return reading(a, func() ([]botflow.InboxID, error) { return a.rows.Waiting(ctx, after, limit) })
}

// List implements [store.Store].
func (a *account) List(ctx context.Context, q inbox.Query) (store.Page, error) {
	return reading(a, func() (store.Page, error) { return a.rows.List(ctx, q) })
}

// Count implements [store.Store].
func (a *account) Count(ctx context.Context, q inbox.Query, upTo int) (int, error) {
	return reading(a, func() (int, error) { return a.rows.Count(ctx, q, upTo) })
}

// Directory implements [store.Store].
func (a *account) Directory(ctx context.Context, known uint64) (d directory.Directory, revision uint64, err error) {
	err = a.db.read(func() error {
		d, revision, err = a.rows.Directory(ctx, known)
		return err
	})
	return d, revision, err
}

// History implements [store.Store].
func (a *account) History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
	return reading(a, func() ([]store.Record, error) { return a.rows.History(ctx, of, after, limit) })
}

// Notes implements [store.Store].
func (a *account) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error) {
	return reading(a, func() ([]botflow.Note, error) { return a.rows.Notes(ctx, of, after, limit) })
}

// Consumer implements [store.Store].
func (a *account) Consumer(ctx context.Context, name string) (store.Consumer, error) {
	return reading(a, func() (store.Consumer, error) { return a.rows.Consumer(ctx, name) })
}

// Consumers implements [store.Store].
func (a *account) Consumers(ctx context.Context, after string, limit int) ([]string, error) {
	return reading(a, func() ([]string, error) { return a.rows.Consumers(ctx, after, limit) })
}

// Jobs implements [store.Store].
func (a *account) Jobs(ctx context.Context, limit int) ([]store.Job, error) {
	return reading(a, func() ([]store.Job, error) { return a.rows.Jobs(ctx, limit) })
}

// Members implements [store.Store].
func (a *account) Members(ctx context.Context, of store.Job, limit int) ([]botflow.ConversationID, error) {
	return reading(a, func() ([]botflow.ConversationID, error) { return a.rows.Members(ctx, of, limit) })
}

// Verify implements [store.Store].
func (a *account) Verify(ctx context.Context) ([]string, error) {
	return reading(a, func() ([]string, error) { return a.rows.Verify(ctx) })
}
