package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// BenchmarkNotify prints why commits carry no NOTIFY: what is left of the rate of small commits, each of a row of its own, with a notification in
// each and with one after them.
func BenchmarkNotify(b *testing.B) {
	ctx := context.Background()
	server := postgrestest.Private(b, "fsync=on")
	pool := server.Pool(b, 72)
	ok(b, postgres.Migrate(ctx, pool, ""))
	db, err := postgres.New(ctx, pool, postgres.Config{})
	ok(b, err)
	_, err = pool.Exec(ctx, "create table counted as select generate_series(0, 63) as id, 0 as n; create unique index on counted (id)")
	ok(b, err)
	const update = "update counted set n = n + 1 where id = $1"
	ways := []struct {
		name   string
		commit func(caller int) error
	}{
		{"none", func(caller int) error { return execute(ctx, pool, update, caller) }},
		{"in each", func(caller int) error {
			return execute(ctx, pool, "with u as ("+update+" returning id) select pg_notify('counted', id::text) from u", caller)
		}},
		{"after them", func(caller int) error {
			err := execute(ctx, pool, update, caller)
			db.Tell(botflow.AccountID(fmt.Sprint(caller)), 0)
			return err
		}},
	}
	for _, callers := range []int{1, 16, 64} {
		rates := make(map[string][]float64)
		for round := range benchRounds + 1 {
			for _, way := range ways {
				if rate := commits(b, callers, way.commit); round > 0 { // the first warms up
					rates[way.name] = append(rates[way.name], rate)
				}
			}
		}
		none := median(rates["none"])
		fmt.Printf("%2d callers: %6.0f commits/s; with a notification in each %.2f of that, after them %.2f\n",
			callers, none, median(rates["in each"])/none, median(rates["after them"])/none)
	}
}

func execute(ctx context.Context, pool *pgxpool.Pool, statement string, args ...any) error {
	_, err := pool.Exec(ctx, statement, args...)
	return err
}

// commits lets callers commit for a while and gives the rate.
func commits(b *testing.B, callers int, commit func(caller int) error) float64 {
	b.Helper()
	var done atomic.Int64
	var group sync.WaitGroup
	began := time.Now()
	for caller := range callers {
		group.Go(func() {
			for time.Since(began) < benchSlice {
				if err := commit(caller); err != nil {
					b.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	group.Wait()
	return float64(done.Load()) / time.Since(began).Seconds()
}
