package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
	"github.com/repartogo/reparto/store/storetest"
)

// drivers lists the names of the drivers that the store is tested with, by what the subtests are called.
func drivers() map[string]string { return map[string]string{"modernc": "sqlite", "ncruces": "sqlite3"} }

// withDrivers runs a test with each driver.
func withDrivers(t *testing.T, run func(t *testing.T, driver string)) {
	t.Helper()
	for name, driver := range drivers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, driver)
		})
	}
}

// open opens a file as a host does.
func open(tb testing.TB, driver, path string) *sql.DB {
	tb.Helper()
	pool, err := sql.Open(driver, "file:"+path)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, pool.Close()) })
	return pool
}

// over makes a store over an open database.
func over(tb testing.TB, pool *sql.DB, config sqlite.Config) *sqlite.DB {
	tb.Helper()
	require.NoError(tb, sqlite.Migrate(tb.Context(), pool))
	db, err := sqlite.New(tb.Context(), pool, config)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	return db
}

// fresh makes a store over a new file.
func fresh(tb testing.TB, driver string) *sqlite.DB {
	tb.Helper()
	return over(tb, open(tb, driver, filepath.Join(tb.TempDir(), "test.db")), sqlite.Config{})
}

// harness makes stores over files of a driver, and opens them again: the names of the files are known by the stores.
func harness(driver string) storetest.Harness {
	var paths sync.Map // by store
	opened := func(tb testing.TB, path string) store.DB {
		tb.Helper()
		db := over(tb, open(tb, driver, path), sqlite.Config{Patience: time.Minute, Synchronous: sqlite.Normal})
		paths.Store(store.DB(db), path)
		return db
	}
	again := func(tb testing.TB, db store.DB) store.DB {
		tb.Helper()
		path, _ := paths.Load(db)
		return opened(tb, path.(string))
	}
	return storetest.Harness{
		New:    func(tb testing.TB) store.DB { tb.Helper(); return opened(tb, filepath.Join(tb.TempDir(), "test.db")) },
		Reopen: again, // what the first one has open, the end of the test closes
		Second: again,
	}
}

func TestStore(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		storetest.Run(t, harness(driver))
	})
}
