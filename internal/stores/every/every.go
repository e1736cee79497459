// Package every is for tests that want one story told on all stores of this repository.
package every

import (
	"context"
	"os"
	"testing"

	_ "github.com/ncruces/go-sqlite3/driver" // the driver "sqlite3"

	"github.com/repartogo/reparto/internal/stores"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// Durable runs a test with a source of each durable store: SQLite by two drivers, and PostgreSQL where there is a server.
func Durable(t *testing.T, test func(t *testing.T, source stores.Source)) {
	t.Helper()
	files := func(driver string) func(*testing.T) (stores.Source, error) {
		return func(*testing.T) (stores.Source, error) { return stores.Files(driver, "") }
	}
	for _, kind := range []struct {
		name string
		open func(*testing.T) (stores.Source, error)
	}{
		{"sqlite by modernc", files("sqlite")},
		{"sqlite by ncruces", files("sqlite3")},
		{"postgres", func(t *testing.T) (stores.Source, error) {
			t.Helper()
			return stores.Open(context.Background(), "postgres:"+server(t).DSN())
		}},
	} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			source, err := kind.open(t)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := source.Close(context.Background()); err != nil {
					t.Error(err)
				}
			})
			test(t, source)
		})
	}
}

// server gives the server that the environment names, else one of the test's own that spends no time on the disk: what is told
// here is what happens, not what is left after a crash.
func server(t *testing.T) *postgrestest.Server {
	t.Helper()
	if os.Getenv("REPARTO_TEST_POSTGRES") != "" {
		return postgrestest.Open(t)
	}
	return postgrestest.Private(t, "fsync=off", "full_page_writes=off", "synchronous_commit=off")
}
