package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
	"github.com/repartogo/reparto/store/storetest"
)

func TestAServerThatIsGoneIsUnavailable(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	server := postgrestest.Private(t, "fsync=off")
	pool := server.Pool(t, 4)
	require.NoError(t, postgres.Migrate(ctx, pool, ""))
	db := reopen(t, pool, "")
	s, err := db.Account("acme")
	require.NoError(t, err)
	require.NoError(t, s.Apply(ctx, newChat("1"), makes(chat("1"))))

	server.Kill(t)
	for err = nil; err == nil; { // what is left of the server goes on for a moment
		_, err = s.Get(ctx, newChat("1"))
	}
	require.ErrorIs(t, err, store.ErrUnavailable)
	require.ErrorIs(t, s.Apply(ctx, newChat("2"), makes(chat("2"))), store.ErrUnavailable)
	_, err = postgres.New(ctx, pool, postgres.Config{})
	require.ErrorIs(t, err, store.ErrUnavailable)

	server.Start(t)
	require.NoError(t, s.Apply(ctx, newChat("2"), makes(chat("2"))))
	l, err := s.Get(ctx, newChat("1"))
	require.NoError(t, err)
	require.Len(t, l.Conversations, 1, "what was acknowledged is there")

	server.Kill(t)
	standby := filepath.Join(filepath.Dir(server.Socket()), "data", "standby.signal")
	require.NoError(t, os.WriteFile(standby, nil, 0o644)) //nolint:gosec // the server's user reads it
	server.Start(t)
	_, err = postgres.New(ctx, pool, postgres.Config{})
	require.ErrorContains(t, err, "in recovery")
	require.ErrorIs(t, s.Apply(ctx, newChat("3"), makes(chat("3"))), store.ErrUnavailable, "it only reads")
}

func TestADatabaseThatIsNotInUTF8IsRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	server := postgrestest.Private(t, "fsync=off")
	_, err := server.Pool(t, 1).Exec(ctx, "create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0")
	if err != nil { // servers before 15 have but one provider
		_, err = server.Pool(t, 1).Exec(ctx, "create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0")
	}
	require.NoError(t, err)
	latin := server.Pool(t, 1, func(cfg *pgxpool.Config) { cfg.ConnConfig.Database = "latin" })
	_, err = postgres.New(ctx, latin, postgres.Config{})
	require.ErrorContains(t, err, "UTF8")
}

// deaf is a connection whose server stops answering.
type deaf struct {
	net.Conn
	hung *atomic.Bool
}

func (d deaf) Write(b []byte) (int, error) {
	if d.hung.Load() {
		return len(b), nil
	}
	return d.Conn.Write(b)
}

// Read ends the connection when whoever waited for an answer gives up.
func (d deaf) Read(b []byte) (int, error) {
	n, err := d.Conn.Read(b)
	if err != nil && d.hung.Load() {
		_ = d.Conn.Close()
	}
	return n, err
}

func TestAServerThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	var hung atomic.Bool
	_, pool, schema := opened(t, func(cfg *pgxpool.Config) {
		dial := cfg.ConnConfig.DialFunc
		cfg.ConnConfig.TLSConfig, cfg.ConnConfig.Fallbacks = nil, nil
		cfg.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
			if hung.Load() {
				return nil, errors.New("nobody answers")
			}
			conn, err := dial(ctx, network, address)
			return deaf{conn, &hung}, err
		}
	})
	db, err := postgres.New(ctx, pool, postgres.Config{Schema: schema, Timeout: 300 * time.Millisecond})
	require.NoError(t, err)
	s, err := db.Account("acme")
	require.NoError(t, err)
	require.NoError(t, s.Apply(ctx, newChat("1"), makes(chat("1"))))
	hung.Store(true)
	require.ErrorIs(t, s.Apply(ctx, newChat("2"), makes(chat("2"))), store.ErrUnavailable)
	_, err = s.Get(ctx, newChat("1"))
	require.ErrorIs(t, err, store.ErrUnavailable)
	hung.Store(false)
	require.ErrorIs(t, s.Apply(ctx, newChat("2"), func(l store.Loaded) (store.Changeset, error) {
		hung.Store(true) // between the load and the write
		return makes(chat("2"))(l)
	}), store.ErrUnknown)
}

func TestOneConnectionIsEnough(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, _, schema := opened(t)
	pool := openServer(t).Pool(t, 1)
	dbs := []*postgres.DB{reopen(t, pool, schema), reopen(t, pool, schema)}
	var all sync.WaitGroup
	for w := range 12 {
		all.Go(func() {
			s, err := dbs[w%2].Account("acme")
			if err != nil {
				t.Error(err)
				return
			}
			for i := range 5 {
				id := botflow.ConversationID(fmt.Sprint(w%3, "/", i))
				err := s.Apply(ctx, newChat(id), func(l store.Loaded) (store.Changeset, error) {
					if len(l.Conversations) > 0 {
						return makes(l.Conversations...)(l)
					}
					return makes(chat(id))(l)
				})
				if err == nil {
					_, err = s.View(ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: 9})
				}
				if err == nil {
					_, err = s.Feed(ctx, "c", 0, 9)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// TestStatementsWithoutNames runs the contract as a host behind a PgBouncer that keeps no prepared statements.
func TestStatementsWithoutNames(t *testing.T) {
	t.Parallel()
	contract(t, func(tb testing.TB) store.DB {
		tb.Helper()
		db, _, _ := recycled(tb, func(cfg *pgxpool.Config) { cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec })
		return db
	}, func(c storetest.Check) bool { return c.Duty != 13 })
}
