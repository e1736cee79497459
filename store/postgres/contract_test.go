package postgres_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
	"github.com/repartogo/reparto/store/storetest"
)

// open makes a store in a schema of its own.
func open(tb testing.TB) *postgres.DB {
	tb.Helper()
	db, _, _ := recycled(tb)
	return db
}

func openServer(tb testing.TB) *postgrestest.Server {
	tb.Helper()
	return postgrestest.Open(tb)
}

func opened(tb testing.TB, change ...func(*pgxpool.Config)) (*postgres.DB, *pgxpool.Pool, string) {
	tb.Helper()
	server := openServer(tb)
	schema, pool := server.Schema(tb), server.Pool(tb, 8, change...)
	require.NoError(tb, postgres.Migrate(context.Background(), pool, schema))
	return reopen(tb, pool, schema), pool, schema
}

// schemas remembers where each store is.
var schemas sync.Map

// beside opens the store of another in a pool of its own, as another process would.
func beside(tb testing.TB, db store.DB) store.DB {
	tb.Helper()
	schema, known := schemas.Load(db)
	require.True(tb, known)
	return reopen(tb, openServer(tb).Pool(tb, 8), schema.(string))
}

// reopen opens the store again.
func reopen(tb testing.TB, pool *pgxpool.Pool, schema string) *postgres.DB {
	tb.Helper()
	db, err := postgres.New(context.Background(), pool, postgres.Config{Schema: schema})
	require.NoError(tb, err)
	schemas.Store(store.DB(db), schema)
	return db
}

// contract runs the checks of a store, in the usual form some of them alone.
func contract(t *testing.T, made func(testing.TB) store.DB, usual func(storetest.Check) bool) {
	t.Helper()
	h := storetest.Harness{New: made}
	for _, c := range storetest.Checks() {
		if !c.Applies(h) || os.Getenv("REPARTO_LONG") == "" && !usual(c) {
			continue
		}
		t.Run(fmt.Sprintf("duty %d %s", c.Duty, c.Name), func(t *testing.T) {
			t.Parallel()
			require.NoError(t, c.Against(t, h))
		})
	}
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Harness{New: func(tb testing.TB) store.DB {
		tb.Helper()
		return open(tb)
	}, Reopen: beside, Second: beside})
}
