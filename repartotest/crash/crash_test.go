package crash_test

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/repartotest/crash"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// thread is a worker in this process: killing it cancels it in the middle of whatever it does.
type thread struct {
	io.Reader
	kill func()
}

func (t thread) Kill() { t.kill() }

// start gives workers on a database in this process.
func start(t *testing.T, db store.DB) func(uint64) (crash.Process, error) {
	t.Helper()
	return func(seed uint64) (crash.Process, error) {
		ctx, cancel := context.WithCancel(t.Context())
		r, w := io.Pipe()
		over := make(chan struct{})
		go func() {
			defer close(over)
			_ = crash.Work(ctx, db, seed, w) // it always ends by its context
			_ = w.Close()
		}()
		return thread{r, func() { cancel(); <-over }}, nil
	}
}

func TestI7_I9_NothingIsLostOrDoneTwiceWhenWorkersDie(t *testing.T) {
	t.Parallel()
	db := memory.New()
	rep, err := crash.Run(t.Context(), crash.Plan{DB: db, Start: start(t, db), Kills: 6, Seed: 1})
	require.NoError(t, err)
	require.Empty(t, rep.Problems)
	require.Positive(t, rep.Applied)
	require.Positive(t, rep.Refused)
}

// careless is a database that cheats.
type careless struct {
	store.DB
	cheat func(c *store.Changeset)
}

type carelessStore struct {
	store.Store
	of *careless
}

func (c *careless) Account(id botflow.AccountID) (store.Store, error) {
	s, err := c.DB.Account(id)
	return &carelessStore{Store: s, of: c}, err
}

func (s *carelessStore) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	return s.Store.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
		c, err := decide(l)
		if err == nil {
			s.of.cheat(&c)
		}
		return c, err
	})
}

func TestI7_I9_CarelessStoresAreFoundOut(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cheat func(c *store.Changeset)
		want  string
	}{
		"it says done and writes nothing": {func(c *store.Changeset) {
			if len(c.Notes) > 0 {
				*c = store.Changeset{}
			}
		}, "not there"},
		"it forgets what it was asked": {func(c *store.Changeset) { c.Op, c.Result = "", nil }, "not there"},
		"it counts a load too much": {func(c *store.Changeset) {
			for i := range c.Agents {
				c.Agents[i].Load++
			}
		}, "the load is"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := memory.New()
			rep, err := crash.Run(t.Context(), crash.Plan{DB: db, Start: start(t, &careless{db, tc.cheat}), Workers: 2, Kills: 3, Seed: 2})
			require.NoError(t, err)
			require.Contains(t, join(rep.Problems), tc.want)
		})
	}
}

func join(lines []string) (all string) {
	for _, l := range lines {
		all += l + "\n"
	}
	return all
}
