package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// Whatever a handler does with an event that it can't handle, only that event's subject waits, and the event is parked in the end.
// A handler's own locked database isn't this one's.
func TestConsumeParksWhateverAHandlerFailsWith(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() error{
		"a panic":                 func() error { panic("no such agent") },
		"another locked database": func() error { return errors.New("database is locked") },
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
				tell(t, s, "ana", to(2)...)
				tell(t, s, "bob", to(2)...)
				pages := 0
				r, err := db.Consume(t.Context(), "acme", 1, sqlite.Consumer{Name: "figures", Tries: 1, Handle: func(ctx context.Context, tx *sql.Tx, records []store.Record) error {
					if len(records) > 1 {
						pages++
					}
					for _, r := range records {
						if _, err := tx.ExecContext(ctx, "INSERT INTO heard VALUES (?)", r.Event.Subject.ID); err != nil {
							return err
						}
						if r.Event.Subject.ID == "ana" {
							return fail()
						}
					}
					return nil
				}})
				require.NoError(t, err)
				require.Equal(t, 1, pages, "then one by one, at once")
				require.Len(t, r.Failed, 1)
				require.True(t, r.Failed[0].Parked)
				require.Equal(t, 2, rows(t, pool, "heard"), "bob's")
			})
		})
	}
}
