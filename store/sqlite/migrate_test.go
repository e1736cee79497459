package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// latestVersion is that of the tables which this package makes.
func latestVersion(t *testing.T) int {
	t.Helper()
	files, err := fs.Glob(sqlite.Migrations(), "*.sql")
	require.NoError(t, err)
	return len(files)
}

func execute(t *testing.T, pool *sql.DB, statements ...string) {
	t.Helper()
	for _, q := range statements {
		_, err := pool.ExecContext(t.Context(), q)
		require.NoError(t, err, q)
	}
}

func TestMigrateAgainAndByTwoAtOnce(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "test.db")
		var all sync.WaitGroup
		for range 4 {
			pool := open(t, driver, path)
			all.Go(func() {
				for range 3 {
					if err := sqlite.Migrate(context.Background(), pool); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		db := over(t, open(t, driver, path), sqlite.Config{})
		writeChat(t, account(t, db), "c", "k")
	})
}

func TestMigrateGoesOnWhereItWasKilled(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "test.db")
		pool := open(t, driver, path)
		first, err := fs.ReadFile(sqlite.Migrations(), "0001_tables.sql")
		require.NoError(t, err)
		conn, err := pool.Conn(t.Context())
		require.NoError(t, err)
		_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE; "+string(first)) // and killed before the commit
		require.NoError(t, err)
		_, err = conn.ExecContext(t.Context(), "ROLLBACK")
		require.NoError(t, err)
		require.NoError(t, conn.Close())
		writeChat(t, account(t, over(t, pool, sqlite.Config{})), "c", "k")
	})
}

func TestNewRefusesTablesThatDontFit(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		latest := latestVersion(t)
		pool := open(t, driver, filepath.Join(t.TempDir(), "test.db"))
		refused := func(want sqlite.SchemaError) {
			t.Helper()
			_, err := sqlite.New(t.Context(), pool, sqlite.Config{})
			var e *sqlite.SchemaError
			require.ErrorAs(t, err, &e)
			require.Equal(t, want, *e)
		}
		refused(sqlite.SchemaError{Want: latest, Older: true})
		require.NoError(t, sqlite.Migrate(t.Context(), pool))
		execute(t, pool, "DELETE FROM reparto_migration WHERE version > 0")
		refused(sqlite.SchemaError{Want: latest, Older: true})

		newer := func(oldest int) string {
			return fmt.Sprintf("INSERT OR REPLACE INTO reparto_migration VALUES (%d, %d), (%d, %d)", latest, 1, latest+1, oldest)
		}
		execute(t, pool, newer(latest)) // a program of this version may still work with them
		db, err := sqlite.New(t.Context(), pool, sqlite.Config{})
		require.NoError(t, err)
		writeChat(t, account(t, db), "c", "k")
		require.NoError(t, db.Close())
		require.NoError(t, sqlite.Migrate(t.Context(), pool), "newer tables are left alone")
		execute(t, pool, newer(latest+1))
		refused(sqlite.SchemaError{Have: latest + 1, Want: latest, Oldest: latest + 1})
	})
}

func TestNewRefusesADatabaseInMemory(t *testing.T) {
	t.Parallel()
	for name, driver := range drivers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool, err := sql.Open(driver, ":memory:")
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, pool.Close()) })
			var e *sqlite.JournalError
			require.ErrorAs(t, sqlite.Migrate(t.Context(), pool), &e)
			_, err = sqlite.New(t.Context(), pool, sqlite.Config{})
			require.ErrorAs(t, err, &e)
			require.Equal(t, "memory", e.Mode)
		})
	}
}

func TestNewRefusesAWrongConfig(t *testing.T) {
	t.Parallel()
	for field, config := range map[string]sqlite.Config{
		"config.Group": {Group: -1}, "config.Patience": {Patience: 1}, "config.Synchronous": {Synchronous: 9}, "config.Poll": {Poll: -2},
	} {
		_, err := sqlite.New(t.Context(), nil, config)
		require.ErrorContains(t, err, field)
	}
}

// account opens the account that the tests of this package work in.
func account(tb testing.TB, db *sqlite.DB) store.Store {
	tb.Helper()
	s, err := db.Account("acme")
	require.NoError(tb, err)
	return s
}

// newChat is a changeset that makes a conversation, and the key that names it.
func newChat(id botflow.ConversationID, contact botflow.ContactID) (store.Key, store.Decide) {
	return store.Key{Chat: store.Chat{Channel: "web", Contact: contact}}, func(store.Loaded) (store.Changeset, error) {
		return store.Changeset{Conversations: []botflow.Conversation{{
			ID: id, Channel: "web", Contact: contact, TakenFrom: botflow.General,
			Place: botflow.Place{State: botflow.StateInbox, Inbox: botflow.General, Since: 1},
		}}}, nil
	}
}

func writeChat(tb testing.TB, s store.Store, id botflow.ConversationID, contact botflow.ContactID) {
	tb.Helper()
	key, decide := newChat(id, contact)
	require.NoError(tb, s.Apply(tb.Context(), key, decide))
}

// has tells whether a conversation is there.
func has(tb testing.TB, s store.Store, id botflow.ConversationID) bool {
	tb.Helper()
	l, err := s.Get(tb.Context(), store.Key{Conversations: []botflow.ConversationID{id}})
	require.NoError(tb, err)
	return len(l.Conversations) > 0
}
