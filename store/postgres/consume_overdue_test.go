package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
)

// A handler that stays too long, or leaves the transaction of no use, has failed with its event, and holds up nobody else's.
func TestConsumeBoundsAHandlerAndMendsItsTransaction(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(context.Context, pgx.Tx) error{
		"waits and says nothing": func(ctx context.Context, _ pgx.Tx) error { <-ctx.Done(); return nil },
		"waits in a statement":   func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Exec(ctx, "select pg_sleep(60)"); return err },
		"panics":                 func(context.Context, pgx.Tx) error { panic("no such agent") },
		"hides a failed statement": func(ctx context.Context, tx pgx.Tx) error {
			_, _ = tx.Exec(ctx, "select 1/0")
			return nil
		},
		"hides what it waited for": func(ctx context.Context, tx pgx.Tx) error { _, _ = tx.Exec(ctx, "select pg_sleep(60)"); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			db, pool, schema := opened(t)
			table := pgx.Identifier{schema}.Sanitize() + ".seen"
			_, err := pool.Exec(ctx, "create table "+table+" (subject text)")
			require.NoError(t, err)
			s, err := db.Account("acme")
			require.NoError(t, err)
			for _, id := range []botflow.ConversationID{"1", "2", "3"} {
				require.NoError(t, s.Apply(ctx, newChat(id), makes(chat(id))))
			}
			c := postgres.Consumer{Name: "c", Tries: 1, Timeout: 300 * time.Millisecond}
			c.Handle = func(ctx context.Context, tx pgx.Tx, records []store.Record) error {
				for _, r := range records {
					if _, err := tx.Exec(ctx, "insert into "+table+" values ($1)", r.Event.Subject.ID); err != nil {
						return err
					}
					if r.Event.Subject.ID == "2" {
						return fail(ctx, tx)
					}
				}
				return nil
			}
			round, err := db.Consume(ctx, "acme", 1, c)
			require.NoError(t, err)
			require.True(t, round.Worked)
			require.Len(t, round.Failed, 1)
			f := round.Failed[0]
			require.True(t, f.Parked && f.Tries == 1 && f.Consumer == "c" && f.Record.Event.Subject.ID == "2", "%+v", f)
			require.Equal(t, name == "panics", f.Stack != nil)
			var seen int
			require.NoError(t, pool.QueryRow(ctx, "select count(*) from "+table+" where subject in ('1', '3')").Scan(&seen))
			require.Equal(t, 2, seen)
			require.NoError(t, pool.QueryRow(ctx, "select count(*) from "+table).Scan(&seen))
			require.Equal(t, 2, seen, "what the handler that failed wrote is undone")
		})
	}
}

// A caller who goes away is no failure of the handler's.
func TestConsumeStopsWithItsCaller(t *testing.T) {
	t.Parallel()
	db, _, _ := opened(t)
	s, err := db.Account("acme")
	require.NoError(t, err)
	require.NoError(t, s.Apply(t.Context(), newChat("1"), makes(chat("1"))))
	ctx, cancel := context.WithCancel(t.Context())
	_, err = db.Consume(ctx, "acme", 1, postgres.Consumer{Name: "c", Handle: func(context.Context, pgx.Tx, []store.Record) error {
		cancel()
		return errors.New("no")
	}})
	require.ErrorIs(t, err, context.Canceled)
	c, err := s.Consumer(t.Context(), "c")
	require.NoError(t, err)
	require.Empty(t, c.Held)
	require.Zero(t, c.Position)
}
