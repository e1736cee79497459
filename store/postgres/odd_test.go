package postgres_test

import (
	"context"
	"math"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// Beyond every number there is nothing, however large the number: the database has no unsigned integers.
func TestNumbersBeyondTheDatabasesAreBeyondEverything(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, err := open(t).Account("acme")
	require.NoError(t, err)
	require.NoError(t, s.Apply(ctx, newChat("1"), func(l store.Loaded) (store.Changeset, error) {
		c, err := makes(chat("1"))(l)
		c.Notes = []botflow.Note{{Conversation: "1", Seq: 1}}
		return c, err
	}))
	for after, want := range map[uint64]int{0: 1, math.MaxInt64: 0, math.MaxInt64 + 1: 0, math.MaxUint64: 0} {
		events, err := s.Feed(ctx, "reader", after, 9)
		require.NoError(t, err)
		require.Len(t, events, want, "feed after %d", after)
		events, err = s.History(ctx, botflow.OfConversation("1"), after, 9)
		require.NoError(t, err)
		require.Len(t, events, want, "history after %d", after)
		notes, err := s.Notes(ctx, "1", after, 9)
		require.NoError(t, err)
		require.Len(t, notes, want, "notes after %d", after)
	}
}

// Names that need quotes, that end a text, or that look like a part of a statement.
func TestAnySchemaNameWillDo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool := openServer(t).Pool(t, 4)
	for _, name := range []string{`a"b`, "x.y", "reparto.z", "we'ird", "per%cent $1", "select", `back\slash`, "unnest(a) t(", "Über--"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 2 {
				require.NoError(t, postgres.Migrate(ctx, pool, name))
			}
			t.Cleanup(func() { require.NoError(t, openServer(t).Drop(name)) })
			s, err := reopen(t, pool, name).Account("acme")
			require.NoError(t, err)
			require.NoError(t, s.Apply(ctx, newChat("1"), makes(chat("1"))))
			events, err := s.Feed(ctx, "reader", 0, 9)
			require.NoError(t, err)
			require.Len(t, events, 1)
			require.NoError(t, s.Ack(ctx, "reader", events[0].Position))
			wrong, err := s.Verify(ctx)
			require.NoError(t, err)
			require.Empty(t, wrong)
		})
	}
}

// A schema that an administrator made is enough: the role needs no right to make one.
func TestMigrateIntoASchemaThatIsThere(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	server := postgrestest.Private(t, "fsync=off")
	admin := server.Pool(t, 1)
	for _, statement := range []string{"create role small login", "create schema mine authorization small"} {
		_, err := admin.Exec(ctx, statement)
		require.NoError(t, err)
	}
	small := server.Pool(t, 2, func(c *pgxpool.Config) { c.ConnConfig.User = "small" })
	require.NoError(t, postgres.Migrate(ctx, small, "mine"))
	require.NoError(t, postgres.Migrate(ctx, small, "mine"))
	reopen(t, small, "mine")
	require.ErrorContains(t, postgres.Migrate(ctx, small, "another"), "permission denied")
}
