package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
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
		return server.Pool(tb, 4, func(cfg *pgxpool.Config) { cfg.ConnConfig = withoutNames(tb, through) })
	}
	open := func(tb testing.TB, schema string) store.DB {
		tb.Helper()
		db, err := postgres.New(context.Background(), pool(tb), postgres.Config{Schema: schema})
		require.NoError(tb, err)
		schemas.Store(store.DB(db), schema)
		return db
	}
	again := func(tb testing.TB, db store.DB) store.DB {
		tb.Helper()
		schema, known := schemas.Load(db)
		require.True(tb, known)
		return open(tb, schema.(string))
	}
	h := storetest.Harness{New: func(tb testing.TB) store.DB {
		tb.Helper()
		schema := server.Schema(tb)
		require.NoError(tb, postgres.Migrate(context.Background(), pool(tb), schema))
		return open(tb, schema)
	}, Reopen: again, Second: again}
	for _, c := range storetest.Checks() {
		if c.Applies(h) && (c.Duty <= 3 || c.Duty == 10 || c.Duty == 19) {
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				require.NoError(t, c.Against(t, h))
			})
		}
	}
}

func withoutNames(tb testing.TB, through string) *pgx.ConnConfig {
	tb.Helper()
	cfg, err := pgx.ParseConfig(through)
	require.NoError(tb, err)
	cfg.DefaultQueryExecMode = pgx.QueryExecModeExec
	return cfg
}

// TestADirectLineBesidePgBouncer: listening needs a connection that stays the same one, which the host gives; telling doesn't.
func TestADirectLineBesidePgBouncer(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	server := openServer(t)
	through := server.Bouncer(t)
	schema := server.Schema(t)
	both := make([]*postgres.DB, 2)
	for i := range both {
		pool := server.Pool(t, 4, func(cfg *pgxpool.Config) { cfg.ConnConfig = withoutNames(t, through) })
		require.NoError(t, postgres.Migrate(ctx, pool, schema))
		var err error
		both[i], err = postgres.New(ctx, pool, postgres.Config{
			Schema: schema, Listen: func(ctx context.Context) (*pgx.Conn, error) { return pgx.Connect(ctx, server.DSN()) },
		})
		require.NoError(t, err)
	}
	heard := make(chan botflow.AccountID, 16)
	go func() { _ = both[0].Watch(ctx, func(id botflow.AccountID, _ botflow.Instant) { heard <- id }) }()
	require.Empty(t, <-heard, "it begins")
	s, err := both[1].Account("acme")
	require.NoError(t, err)
	require.NoError(t, s.Apply(ctx, newChat("1"), makes(chat("1"))))
	require.EqualValues(t, "acme", <-heard)
}
