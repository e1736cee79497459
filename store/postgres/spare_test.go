package postgres_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// spares are schemas that were emptied, since making one takes longer than most checks.
type spares struct {
	mu   sync.Mutex
	free []string
	of   *postgrestest.Server
}

// drop removes them when all tests are done.
func (s *spares) drop() {
	if s.of != nil {
		_ = s.of.Drop(s.free...)
	}
}

// spare is this process's.
var spare spares

// recycled makes a store in an empty schema that others may have used before.
func recycled(tb testing.TB, change ...func(*pgxpool.Config)) (*postgres.DB, *pgxpool.Pool, string) {
	tb.Helper()
	pool := openServer(tb).Pool(tb, 8, change...)
	schema := spare.take()
	if schema == "" {
		schema = openServer(tb).NewSchema()
		require.NoError(tb, postgres.Migrate(context.Background(), pool, schema))
	}
	tb.Cleanup(func() { spare.giveBack(tb, schema) })
	return reopen(tb, pool, schema), pool, schema
}

func (s *spares) take() (schema string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free); n > 0 {
		schema, s.free = s.free[n-1], s.free[:n-1]
	}
	return schema
}

// giveBack empties the schema.
func (s *spares) giveBack(tb testing.TB, schema string) {
	tb.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, openServer(tb).DSN())
	require.NoError(tb, err)
	defer func() { _ = conn.Close(ctx) }()
	var text string
	for _, table := range strings.Fields("account conversation contact agent inbox seat note event feed consumer operation job") {
		text += "delete from " + schema + "." + table + ";"
	}
	_, err = conn.Exec(ctx, text, pgx.QueryExecModeSimpleProtocol)
	require.NoError(tb, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free, s.of = append(s.free, schema), openServer(tb)
}
