package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// locked opens a file twice: a store, and a connection of somebody else's that holds the write lock until it is released.
func locked(t *testing.T, driver string, config sqlite.Config) (s store.Store, release func()) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	s = account(t, over(t, open(t, driver, path), config))
	other, err := open(t, driver, path).Conn(t.Context())
	require.NoError(t, err)
	_, err = other.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	require.NoError(t, err)
	return s, sync.OnceFunc(func() {
		_, err := other.ExecContext(context.Background(), "COMMIT")
		require.NoError(t, err)
		require.NoError(t, other.Close())
	})
}

func TestALockedDatabaseIsWaitedFor(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		s, release := locked(t, driver, sqlite.Config{Patience: time.Minute})
		defer release()
		done := make(chan error, 1)
		decided := false
		key, decide := newChat("c", "k")
		go func() {
			done <- s.Apply(context.Background(), key, func(l store.Loaded) (store.Changeset, error) { decided = true; return decide(l) })
		}()
		require.False(t, has(t, s, "c"), "reading doesn't wait")
		select {
		case err := <-done:
			t.Fatal("written beside somebody else's lock", err)
		case <-time.After(300 * time.Millisecond): // longer than SQLite itself waits
		}
		release()
		require.NoError(t, <-done)
		require.True(t, decided && has(t, s, "c"))
	})
}

func TestALockedDatabaseIsGivenUpAfterAWhile(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		s, release := locked(t, driver, sqlite.Config{Patience: 10 * time.Millisecond})
		defer release()
		key, decide := newChat("c", "k")
		var e *sqlite.BusyError
		err := s.Apply(t.Context(), key, decide)
		require.ErrorAs(t, err, &e)
		require.ErrorIs(t, err, store.ErrUnavailable)
		require.ErrorAs(t, s.Ack(t.Context(), "c", 1), &e)
		release()
		require.NoError(t, s.Apply(t.Context(), key, decide))
	})
}

// A transaction that has read is refused the write lock once somebody else has written, however long it waits. The store's never has.
func TestReadersAndWritersOfSeveralProcesses(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		const processes, callers, each = 3, 4, 10
		path := filepath.Join(t.TempDir(), "test.db")
		var stores []store.Store
		for range processes {
			stores = append(stores, account(t, over(t, open(t, driver, path), sqlite.Config{Patience: time.Minute})))
		}
		writeChat(t, stores[0], "c", "k")
		var all sync.WaitGroup
		for p, s := range stores {
			for c := range callers {
				all.Go(func() {
					for n := range each {
						if err := bump(s, botflow.OpID(fmt.Sprint(p, c, n))); err != nil {
							t.Error(err)
						}
						if _, err := s.Feed(context.Background(), fmt.Sprint(p), 0, 9); err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		all.Wait()
		l, err := stores[0].Get(t.Context(), store.Key{Conversations: []botflow.ConversationID{"c"}})
		require.NoError(t, err)
		require.Equal(t, uint64(processes*callers*each), l.Conversations[0].Seq)
		wrong, err := stores[1].Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, wrong)
	})
}

// bump adds an event to the conversation that all write.
func bump(s store.Store, op botflow.OpID) error {
	key := store.Key{Op: op, Conversations: []botflow.ConversationID{"c"}}
	return s.Apply(context.Background(), key, func(l store.Loaded) (store.Changeset, error) {
		c := l.Conversations[0]
		c.Seq++
		return store.Changeset{Op: op, Conversations: []botflow.Conversation{c}, Events: []botflow.Event{{
			Subject: botflow.OfConversation("c"), Seq: c.Seq, Type: botflow.Received, At: 1,
		}}}, nil
	})
}

// A host that allows its pool one connection never waits for itself.
func TestAPoolOfOneConnection(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		pool := open(t, driver, filepath.Join(t.TempDir(), "test.db"))
		pool.SetMaxOpenConns(1)
		s := account(t, over(t, pool, sqlite.Config{}))
		writeChat(t, s, "c", "k")
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				for n := range 5 {
					if err := bump(s, botflow.OpID(fmt.Sprint(i, n))); err != nil {
						t.Error(err)
					}
					if _, _, err := s.Due(context.Background(), 9, 9); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		_, err := s.Feed(t.Context(), "c", 0, 9)
		require.NoError(t, err)
		wrong, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, wrong)
	})
}

// A pool whose connections are all taken isn't waited for without end.
func TestAPoolWithoutAFreeConnection(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		pool := open(t, driver, filepath.Join(t.TempDir(), "test.db"))
		pool.SetMaxOpenConns(1)
		s := account(t, over(t, pool, sqlite.Config{Patience: 20 * time.Millisecond}))
		conn, err := pool.Conn(t.Context())
		require.NoError(t, err)
		key, decide := newChat("c", "k")
		require.ErrorIs(t, s.Apply(t.Context(), key, decide), store.ErrUnavailable)
		require.NoError(t, conn.Close())
		require.NoError(t, s.Apply(t.Context(), key, decide))
	})
}

func TestWritingIsAsDurableAsConfigured(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		config sqlite.Synchronous
		before int
		want   int
	}{
		{"full is the default", sqlite.Full, 0, 2},
		{"extra stays", sqlite.Full, 3, 3},
		{"normal", sqlite.Normal, 0, 1},
		{"normal doesn't lower", sqlite.Normal, 2, 2},
		{"as open", sqlite.AsOpen, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			withDrivers(t, func(t *testing.T, driver string) {
				t.Helper()
				pool := open(t, driver, filepath.Join(t.TempDir(), "test.db"))
				pool.SetMaxOpenConns(1)
				s := account(t, over(t, pool, sqlite.Config{Synchronous: tc.config}))
				execute(t, pool, fmt.Sprintf("PRAGMA synchronous = %d", tc.before))
				writeChat(t, s, "c", "k")
				require.Equal(t, tc.want, pragma(t, pool, "synchronous"))
				require.GreaterOrEqual(t, pragma(t, pool, "busy_timeout"), 100)
			})
		})
	}
}

func pragma(t *testing.T, pool *sql.DB, name string) (n int) {
	t.Helper()
	require.NoError(t, pool.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&n))
	return n
}

// Whoever gives up while the database is locked needn't wait for the others of the group.
func TestACallerGivesUpWhileTheDatabaseIsLocked(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		s, release := locked(t, driver, sqlite.Config{Patience: time.Hour})
		defer release()
		ctx, giveUp := context.WithCancel(t.Context())
		patient := make(chan error, 4)
		hasty := make(chan error, 4)
		for i := range 8 {
			key, decide := newChat(botflow.ConversationID(fmt.Sprint(i)), botflow.ContactID(fmt.Sprint(i)))
			go func() {
				if i%2 == 0 {
					hasty <- s.Apply(ctx, key, decide)
				} else {
					patient <- s.Apply(context.Background(), key, decide)
				}
			}()
		}
		giveUp()
		for range 4 {
			require.ErrorIs(t, <-hasty, context.Canceled)
		}
		release()
		for range 4 {
			require.NoError(t, <-patient)
		}
		require.False(t, has(t, s, "0"))
		require.True(t, has(t, s, "1"))
	})
}
