package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// slow is a statement that writes and doesn't end by itself.
const slow = `INSERT INTO heard WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n`

// A handler that stays too long has failed with its event, even where SQLite has ended the whole transaction, and holds up nobody else's.
func TestConsumeBoundsAHandler(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(context.Context, *sql.Tx) error{
		"waits and says nothing":   func(ctx context.Context, _ *sql.Tx) error { <-ctx.Done(); return nil },
		"waits in a statement":     func(ctx context.Context, tx *sql.Tx) error { _, err := tx.ExecContext(ctx, slow); return err },
		"hides what it waited for": func(ctx context.Context, tx *sql.Tx) error { _, _ = tx.ExecContext(ctx, slow); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withDrivers(t, func(t *testing.T, driver string) {
				t.Helper()
				pool := open(t, driver, filepath.Join(t.TempDir(), "test.db"))
				db := over(t, pool, sqlite.Config{})
				s, err := db.Account("acme")
				require.NoError(t, err)
				_, err = pool.ExecContext(t.Context(), "CREATE TABLE heard (agent TEXT)")
				require.NoError(t, err)
				tell(t, s, "ana", 1)
				tell(t, s, "bob", 1)
				tell(t, s, "eva", 1)
				c := sqlite.Consumer{Name: "figures", Tries: 1, Timeout: 300 * time.Millisecond}
				c.Handle = func(ctx context.Context, tx *sql.Tx, records []store.Record) error {
					for _, r := range records {
						if _, err := tx.ExecContext(ctx, "INSERT INTO heard VALUES (?)", r.Event.Subject.ID); err != nil {
							return err
						}
						if r.Event.Subject.ID == "bob" {
							return fail(ctx, tx)
						}
					}
					return nil
				}
				r, err := db.Consume(t.Context(), "acme", 1, c)
				require.NoError(t, err)
				require.Len(t, r.Failed, 1)
				require.True(t, r.Failed[0].Parked && r.Failed[0].Record.Event.Subject.ID == "bob", "%+v", r.Failed[0])
				require.Equal(t, 2, rows(t, pool, "heard"), "ana's and eva's, and nothing of bob's")
			})
		})
	}
}
