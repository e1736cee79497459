package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// ear hears what a store tells.
type ear struct {
	t     *testing.T
	heard chan botflow.AccountID
	ended chan error
}

// listening watches a store until the test ends, and has heard that the watch began.
func listening(t *testing.T, db *postgres.DB) *ear {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	e := &ear{t, make(chan botflow.AccountID), make(chan error, 1)}
	over := make(chan struct{})
	go func() {
		defer close(over)
		e.ended <- db.Watch(ctx, func(account botflow.AccountID, _ botflow.Instant) {
			select {
			case e.heard <- account:
			case <-ctx.Done():
			}
		})
	}()
	t.Cleanup(func() {
		stop()
		<-over
	})
	require.Empty(t, e.next())
	return e
}

// next waits for what is heard next.
func (e *ear) next() botflow.AccountID {
	e.t.Helper()
	select {
	case account := <-e.heard:
		return account
	case err := <-e.ended:
		require.NoError(e.t, err)
	case <-e.t.Context().Done():
	}
	return "the watch has ended"
}

func TestManyAccountsAreToldByNameAndTooManyAsAnywhere(t *testing.T) {
	t.Parallel()
	db, pool, schema := recycled(t)
	e := listening(t, reopen(t, pool, schema))
	id := func(n int) botflow.AccountID {
		return botflow.AccountID(fmt.Sprintf("%03d", n) + strings.Repeat("\x01\"é<", 50)) // 253 bytes, many more as JSON
	}
	heard := map[botflow.AccountID]bool{}
	for n := range 40 {
		db.Tell(id(n), 0)
	}
	for len(heard) < 40 {
		heard[e.next()] = true
	}
	require.NotContains(t, heard, botflow.AccountID(""))
	for n := range 40 {
		require.Contains(t, heard, id(n))
	}
	for n := range 900 { // in one statement, or in two: the second has too many
		db.Tell(id(n), 0)
	}
	for e.next() != "" {
	}
}

func TestTellingWaitsForNobodyAndNobodyForIt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, _, schema := opened(t)
	counter := &trips{}
	pool := openServer(t).Pool(t, 1, func(cfg *pgxpool.Config) { cfg.ConnConfig.Tracer = counter })
	db := reopen(t, pool, schema)
	e := listening(t, reopen(t, openServer(t).Pool(t, 1), schema))
	only, err := pool.Acquire(ctx) // the host's
	require.NoError(t, err)
	for n := range 10_000 {
		db.Tell(botflow.AccountID(fmt.Sprint("account ", n%10)), 0)
	}
	require.Zero(t, counter.told.Load(), "it waits for the connection")
	only.Release()
	heard := map[botflow.AccountID]bool{}
	for len(heard) < 10 {
		heard[e.next()] = true
	}
	require.LessOrEqual(t, counter.told.Load(), int64(2), "many are told at once")
}

func TestASilentStoreTellsAndHearsNothing(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(context.Background())
	counter := &trips{}
	_, pool, schema := opened(t, func(cfg *pgxpool.Config) { cfg.ConnConfig.Tracer = counter })
	db, err := postgres.New(ctx, pool, postgres.Config{Schema: schema, Silent: true, Listen: func(context.Context) (*pgx.Conn, error) {
		return nil, errors.New("nobody listens")
	}})
	require.NoError(t, err)
	s, err := db.Account("acme")
	require.NoError(t, err)
	require.NoError(t, s.Apply(ctx, newChat("1"), makes(chat("1"))))
	db.Tell("acme", 1)
	stop()
	require.ErrorIs(t, db.Watch(ctx, func(botflow.AccountID, botflow.Instant) { t.Error("heard something") }), context.Canceled)
	pool.Close() // waits for whoever has a connection
	require.Zero(t, counter.told.Load())
}

func TestTheHostsOwnWayToListen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, pool, schema := opened(t)
	line := make(chan uint32, 1)
	db, err := postgres.New(ctx, pool, postgres.Config{Schema: schema, Listen: func(ctx context.Context) (*pgx.Conn, error) {
		conn, err := pgx.Connect(ctx, openServer(t).DSN())
		if err == nil {
			line <- conn.PgConn().PID()
		}
		return conn, err
	}})
	require.NoError(t, err)
	e := listening(t, db)
	db.Tell("acme", 0)
	require.Equal(t, botflow.AccountID("acme"), e.next())
	_, err = pool.Exec(ctx, `select pg_notify(substring(query from '"(.*)"'), 'from a later version') from pg_stat_activity where pid = $1`, <-line)
	require.NoError(t, err)
	require.Empty(t, e.next(), "what can't be read may mean anything")
}

func TestALineThatIsLostIsUnavailable(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	server := postgrestest.Private(t, "fsync=off")
	pool := server.Pool(t, 4)
	require.NoError(t, postgres.Migrate(ctx, pool, ""))
	db := reopen(t, pool, "")
	e := listening(t, db)
	_, err := pool.Exec(ctx, "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'")
	require.NoError(t, err)
	require.ErrorIs(t, <-e.ended, store.ErrUnavailable)

	e = listening(t, db)
	server.Kill(t)
	require.ErrorIs(t, <-e.ended, store.ErrUnavailable)
	require.ErrorIs(t, db.Watch(ctx, func(botflow.AccountID, botflow.Instant) {}), store.ErrUnavailable)

	server.Start(t)
	e = listening(t, db)
	other := reopen(t, server.Pool(t, 2), "")
	other.Tell("acme", botflow.InstantOf(time.Now()))
	require.Equal(t, botflow.AccountID("acme"), e.next())
}
