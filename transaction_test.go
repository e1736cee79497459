package reparto_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// keptWrite is one write of a store that remembers all of them.
type keptWrite struct {
	key store.Key
	cs  store.Changeset
}

// branching is a store that can begin transactions: each is a copy of it, made by writing again all that was written, and a
// commit writes on it what was written on the copy. Whoever commits first wins.
type branching struct {
	store.Store
	mu     sync.Mutex
	writes []keptWrite
}

func (b *branching) Apply(ctx context.Context, k store.Key, decide store.Decide) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	w := keptWrite{key: k}
	err := b.Store.Apply(ctx, k, func(l store.Loaded) (cs store.Changeset, err error) {
		cs, err = decide(l)
		var more *store.More
		if errors.As(err, &more) {
			w.key = w.key.With(more.Key)
		}
		w.cs = cs
		return cs, err
	})
	if err == nil && !w.cs.Empty() {
		b.writes = append(b.writes, w)
	}
	return err
}

// again writes what was written elsewhere.
func (b *branching) again(t tb, writes []keptWrite) {
	for _, w := range writes {
		require.NoError(t, b.Apply(context.Background(), w.key, func(store.Loaded) (store.Changeset, error) { return w.cs, nil }))
	}
}

// transaction is one of the host's.
type transaction struct {
	*branching
	main  *branching
	begun int
}

func (b *branching) begin(t tb) *transaction {
	s, err := memory.New().Account("shop")
	require.NoError(t, err)
	tx := &transaction{&branching{Store: s}, b, len(b.writes)}
	tx.again(t, b.writes)
	return tx
}

func (tx *transaction) Apply(ctx context.Context, k store.Key, decide store.Decide) error {
	if len(tx.main.writes) > tx.begun {
		return botflow.ErrConflict
	}
	return tx.branching.Apply(ctx, k, decide)
}

func (tx *transaction) commit(t tb) {
	require.Len(t, tx.main.writes, tx.begun, "somebody else has committed")
	tx.main.again(t, tx.writes[tx.begun:])
}

// branchingRig is a rig whose store can begin transactions.
func branchingRig(t tb, cfg reparto.Config) (*rig, *branching) {
	r := newRig(t, cfg)
	s, err := r.db.Account("shop")
	require.NoError(t, err)
	b := &branching{Store: s}
	r.db = wrapDB{r.db, func(botflow.AccountID, store.Store) store.Store { return b }}
	cfg.Clock, cfg.Sweep = r.clock, time.Hour
	r.engine, err = reparto.New(r.db, cfg)
	require.NoError(t, err)
	r.acc, err = r.engine.Account("shop")
	require.NoError(t, err)
	return r, b
}
