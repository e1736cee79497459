package postgres_test

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
)

func TestMigrateIsIdempotentAndTakesTurns(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := openServer(t)
	schema, pool := s.Schema(t), s.Pool(t, 8)
	_, err := postgres.New(ctx, pool, postgres.Config{Schema: schema})
	var wrong *postgres.SchemaError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, 0, wrong.Have)
	require.ErrorContains(t, err, "run Migrate")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if err := postgres.Migrate(ctx, pool, schema); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	_, err = postgres.New(ctx, pool, postgres.Config{Schema: schema})
	require.NoError(t, err)
}

func TestAMigrationThatIsInterruptedHasChangedNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := openServer(t)
	schema, pool := s.Schema(t), s.Pool(t, 4)
	// Somebody else's table is in the way of the last one, so the migration fails half-way.
	name := pgx.Identifier{schema}.Sanitize()
	_, err := pool.Exec(ctx, "create schema "+name+"; create table "+name+".job ()", pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err)
	require.Error(t, postgres.Migrate(ctx, pool, schema))
	var tables int
	require.NoError(t, pool.QueryRow(ctx, "select count(*) from pg_tables where schemaname = $1", schema).Scan(&tables))
	require.Equal(t, 1, tables, "nothing else is there")
	_, err = pool.Exec(ctx, "drop table "+name+".job")
	require.NoError(t, err)
	require.NoError(t, postgres.Migrate(ctx, pool, schema))
	_, err = postgres.New(ctx, pool, postgres.Config{Schema: schema})
	require.NoError(t, err)
}

func TestVersionsOfProgramsAndSchemas(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, tc := range []struct {
		name            string
		version, oldest int
		works           bool
	}{
		{"a newer schema that lets older programs go on", 2, 1, true},
		{"a newer schema that locks older programs out", 2, 2, false},
		{"one that did so some versions ago", 9, 3, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, pool, schema := opened(t)
			_, err := pool.Exec(ctx, "insert into "+pgx.Identifier{schema}.Sanitize()+".migration (version, oldest) values ($1, $2)", tc.version, tc.oldest)
			require.NoError(t, err)
			require.NoError(t, postgres.Migrate(ctx, pool, schema), "a schema that is newer stays as it is")
			_, err = postgres.New(ctx, pool, postgres.Config{Schema: schema})
			if tc.works {
				require.NoError(t, err)
				return
			}
			var wrong *postgres.SchemaError
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, []int{tc.version, tc.oldest}, []int{wrong.Have, wrong.Oldest})
			require.ErrorContains(t, err, "update it")
		})
	}
}

// TestVersion1MigratesUp works on rows that the first version wrote.
func TestVersion1MigratesUp(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := openServer(t)
	schema, pool := s.Schema(t), s.Pool(t, 4)
	text, err := os.ReadFile("testdata/version1.sql")
	require.NoError(t, err)
	name := pgx.Identifier{schema}.Sanitize()
	_, err = pool.Exec(ctx, "create schema "+name+";"+strings.ReplaceAll(string(text), "reparto.", name+"."), pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err)
	require.NoError(t, postgres.Migrate(ctx, pool, schema))
	a, err := reopen(t, pool, schema).Account("acme")
	require.NoError(t, err)
	l, err := a.Get(ctx, newChat("1").With(store.Key{Op: "op", Agents: []botflow.AgentID{"Ana"}}))
	require.NoError(t, err)
	require.True(t, l.Seen)
	require.Equal(t, []byte("done"), l.Result)
	require.Len(t, l.Conversations, 1)
	require.Len(t, l.Agents, 1)
	require.NoError(t, a.Apply(ctx, newChat("1"), func(l store.Loaded) (store.Changeset, error) { return makes(l.Conversations...)(l) }))
	records, err := a.Feed(ctx, "reader", 0, 9)
	require.NoError(t, err)
	require.Len(t, records, 2)
	wrong, err := a.Verify(ctx)
	require.NoError(t, err)
	require.Empty(t, wrong)
}

func TestMigrationsForOtherTools(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(postgres.Migrations(), "*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	require.Equal(t, "0001_first.sql", names[0])
}
