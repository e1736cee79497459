package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/storetest"
)

// TestBehindPgBouncer runs the contract through a PgBouncer in transaction mode: each transaction, and each statement outside one, may
// come to the server on another connection, on which others have worked before.
func TestBehindPgBouncer(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	through := server.Bouncer(t)
	pool := func(tb testing.TB) *pgxpool.Pool {
		tb.Helper()
		return server.Pool(tb, 4, func(cfg *pgxpool.Config) {
			direct, err := pgx.ParseConfig(through)
			require.NoError(tb, err)
			direct.DefaultQueryExecMode = pgx.QueryExecModeExec
			cfg.ConnConfig = direct
		})
	}
	schemas := map[store.DB]string{}
	open := func(tb testing.TB, schema string) store.DB {
		tb.Helper()
		db, err := postgres.New(context.Background(), pool(tb), postgres.Config{Schema: schema})
		require.NoError(tb, err)
		schemas[db] = schema
		return db
	}
	again := func(tb testing.TB, db store.DB) store.DB {
		tb.Helper()
		return open(tb, schemas[db])
	}
	h := storetest.Harness{New: func(tb testing.TB) store.DB {
		tb.Helper()
		schema := server.Schema(tb)
		require.NoError(tb, postgres.Migrate(context.Background(), pool(tb), schema))
		return open(tb, schema)
	}, Reopen: again, Second: again}
	for _, c := range storetest.Checks() {
		if c.Applies(h) && (c.Duty <= 3 || c.Duty == 10 || c.Duty == 19) {
			t.Run(c.Name, func(t *testing.T) { require.NoError(t, c.Against(t, h)) })
		}
	}
}
