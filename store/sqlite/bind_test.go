package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// bound opens a file and begins a transaction of the host's on it.
func bound(t *testing.T, driver string) (db *sqlite.DB, pool *sql.DB, begin func() *sql.Tx) {
	t.Helper()
	pool = open(t, driver, filepath.Join(t.TempDir(), "test.db"))
	db = over(t, pool, sqlite.Config{})
	execute(t, pool, "CREATE TABLE message (id TEXT)")
	return db, pool, func() *sql.Tx {
		tx, err := pool.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		t.Cleanup(func() { tx.Rollback() }) //nolint:errcheck // it may have ended
		return tx
	}
}

func TestBindCommitsWithTheHost(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		db, pool, begin := bound(t, driver)
		s := account(t, db)
		for _, commits := range []bool{false, true} {
			tx := begin()
			_, err := tx.ExecContext(t.Context(), "INSERT INTO message VALUES ('m')")
			require.NoError(t, err)
			inside, err := db.Bind("acme", tx)
			require.NoError(t, err)
			writeChat(t, inside, "c", "k")
			require.True(t, has(t, inside, "c"), "the host's transaction sees what it wrote")
			require.False(t, has(t, s, "c"), "nobody else does")
			if commits {
				require.NoError(t, tx.Commit())
			} else {
				require.NoError(t, tx.Rollback())
			}
			require.Equal(t, commits, has(t, s, "c"))
			require.Equal(t, commits, rows(t, pool, "message") == 1)
		}
	})
}

func TestBindLeavesNothingOfWhatItRefuses(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		db, pool, begin := bound(t, driver)
		tx := begin()
		_, err := tx.ExecContext(t.Context(), "INSERT INTO message VALUES ('m')")
		require.NoError(t, err)
		inside, err := db.Bind("acme", tx)
		require.NoError(t, err)
		no := errors.New("no")
		key, decide := newChat("c", "k")
		require.ErrorIs(t, inside.Apply(t.Context(), key, func(store.Loaded) (store.Changeset, error) { return store.Changeset{}, no }), no)
		require.ErrorIs(t, inside.Apply(t.Context(), store.Key{}, decide), store.ErrChangeset)
		require.PanicsWithValue(t, "decide", func() {
			inside.Apply(context.Background(), key, func(store.Loaded) (store.Changeset, error) { panic("decide") }) //nolint:errcheck // it panics
		})
		asked := 0
		require.NoError(t, inside.Apply(t.Context(), store.Key{}, func(l store.Loaded) (store.Changeset, error) {
			if asked++; asked == 1 {
				return store.Changeset{}, &store.More{Key: key}
			}
			return decide(l)
		}))
		require.NoError(t, inside.Ack(t.Context(), "c", 1))
		require.NoError(t, tx.Commit())
		require.True(t, has(t, account(t, db), "c"))
		require.Equal(t, 1, rows(t, pool, "message"))
	})
}

func TestBindThatLosesARaceIsAConflict(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		db, pool, begin := bound(t, driver)
		tx := begin()
		var n int
		require.NoError(t, tx.QueryRowContext(t.Context(), "SELECT count(*) FROM message").Scan(&n))
		execute(t, pool, "INSERT INTO message VALUES ('other')")
		inside, err := db.Bind("acme", tx)
		require.NoError(t, err)
		require.False(t, has(t, inside, "c"), "reading the old picture goes on")
		key, decide := newChat("c", "k")
		require.ErrorIs(t, inside.Apply(t.Context(), key, decide), botflow.ErrConflict)
		require.NoError(t, tx.Rollback())
		inside, err = db.Bind("acme", begin())
		require.NoError(t, err)
		require.NoError(t, inside.Apply(t.Context(), key, decide))
	})
}

func TestBindRefusesNonsense(t *testing.T) {
	t.Parallel()
	db, _, begin := bound(t, "sqlite")
	_, err := db.Bind("", begin())
	require.Error(t, err)
	_, err = db.Bind("acme", nil)
	require.Error(t, err)
}
