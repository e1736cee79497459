package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// account is the store of one account. Its Applies share transactions with those of all accounts of the same [DB].
type account struct{ reader }

var _ store.Store = (*account)(nil)

// Apply implements [store.Store].
func (a *account) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	return a.db.queue.Do(ctx, &batch.Call{Account: a.id, Key: key, Decide: decide})
}

// Get implements [store.Store].
func (r *reader) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	g := r.group([]*batch.Call{{Account: r.id, Key: key}})
	err := r.snapshot(ctx, func(b *pgx.Batch) {
		g.reset(nil)
		g.load(b, false)
	})
	if err != nil {
		return store.Loaded{}, err
	}
	g.complete()
	return g.loaded(key), nil
}
