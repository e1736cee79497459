package postgres_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// cut says what happens to the next commit on its way.
type cut int32

const (
	whole   cut = iota
	unsent      // it never reaches the server
	unheard     // it is done, and the answer never comes back
)

// wire is a network that loses a commit, or the answer to one, when told to.
type wire struct {
	how  atomic.Int32
	cuts atomic.Int32
}

// cutting gives the pool's connections to the wire. Statements go without names, so that a commit is seen for what it is.
func (w *wire) cutting(cfg *pgxpool.Config) {
	dial := cfg.ConnConfig.DialFunc
	cfg.ConnConfig.TLSConfig, cfg.ConnConfig.Fallbacks = nil, nil
	cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	cfg.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		return &line{Conn: conn, wire: w}, err
	}
}

// line is one connection.
type line struct {
	net.Conn
	wire *wire
	deaf atomic.Bool
}

func (l *line) Write(b []byte) (int, error) {
	if !bytes.Contains(b, []byte("commit\x00")) {
		return l.Conn.Write(b)
	}
	how := cut(l.wire.how.Swap(int32(whole)))
	if how == whole {
		return l.Conn.Write(b)
	}
	l.wire.cuts.Add(1)
	if how == unsent {
		_ = l.Conn.Close()
		return 0, io.ErrClosedPipe
	}
	l.deaf.Store(true)
	return l.Conn.Write(b)
}

func (l *line) Read(b []byte) (int, error) {
	if !l.deaf.Load() {
		n, err := l.Conn.Read(b)
		if !l.deaf.Load() {
			return n, err
		}
	}
	for answer := make([]byte, 1<<16); ; { // until the server is ready again, so the commit is done
		n, err := l.Conn.Read(answer)
		if err != nil || bytes.Contains(answer[:n], []byte("Z\x00\x00\x00\x05I")) {
			_ = l.Conn.Close()
			return 0, io.EOF
		}
	}
}

// TestTheTrapOfSafeToRetry shows why the store never asks pgconn whether a commit may be sent again: it says yes to one that is done.
func TestTheTrapOfSafeToRetry(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := &wire{}
	_, pool, schema := opened(t, w.cutting)
	table := pgx.Identifier{schema}.Sanitize() + ".trap"
	_, err := pool.Exec(ctx, "create table "+table+" (n int)")
	require.NoError(t, err)
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	_, err = tx.Exec(ctx, "insert into "+table+" values (1)")
	require.NoError(t, err)
	w.how.Store(int32(unheard))
	err = tx.Commit(ctx)
	require.Error(t, err)
	var n int
	require.NoError(t, pool.QueryRow(ctx, "select count(*) from "+table).Scan(&n))
	require.Equal(t, 1, n, "the commit is done")
	require.True(t, pgconn.SafeToRetry(err), "pgconn has learned better: %v", err)
}

// Rules: E3, I9
func TestALostCommitIsUnknown(t *testing.T) {
	t.Parallel()
	for how, chats := range map[cut]int{unsent: 0, unheard: 1} {
		ctx := context.Background()
		w := &wire{}
		db, _, _ := opened(t, w.cutting)
		s, err := db.Account("acme")
		require.NoError(t, err)
		w.how.Store(int32(how))
		require.ErrorIs(t, s.Apply(ctx, newChat("1"), makes(chat("1"))), store.ErrUnknown)
		l, err := s.Get(ctx, newChat("1"))
		require.NoError(t, err)
		require.Len(t, l.Conversations, chats)
	}
}

// Rules: E3, I9
func TestTheEngineFindsOutWhatBecameOfALostCommit(t *testing.T) {
	t.Parallel()
	for _, how := range []cut{unsent, unheard} {
		ctx := context.Background()
		w := &wire{}
		db, _, _ := opened(t, w.cutting)
		engine, err := reparto.New(db, reparto.Config{})
		require.NoError(t, err)
		shop, err := engine.Account("shop")
		require.NoError(t, err)
		_, err = shop.Apply(ctx, directory.Directory{
			Agents:   []directory.Agent{{ID: "Ana"}},
			Inboxes:  []directory.Inbox{{ID: "Ventas", Members: []botflow.AgentID{"Ana"}, Policy: routing.Policy{}}},
			Channels: []directory.Channel{{ID: "whatsapp", Inbox: "Ventas"}},
		})
		require.NoError(t, err)
		lucia := reparto.Chat("whatsapp", "lucia")
		commands := []func() (reparto.Result, error){
			func() (reparto.Result, error) { return shop.System().Do(ctx, lucia, botflow.Receive{Message: "1"}, "") },
			func() (reparto.Result, error) {
				return shop.As(botflow.ByAgent("Ana")).Do(ctx, lucia, botflow.Take{}, "take")
			},
			func() (reparto.Result, error) {
				return shop.As(botflow.ByAgent("Ana")).Do(ctx, lucia, botflow.Reply{}, "")
			},
		}
		for i, command := range commands {
			w.how.Store(int32(how))
			_, err := command()
			require.NoError(t, err)
			require.Equal(t, int32(i+1), w.cuts.Load(), "its commit was cut")
		}
		s, err := db.Account("shop")
		require.NoError(t, err)
		c, err := shop.System().Get(ctx, lucia)
		require.NoError(t, err)
		events, err := s.History(ctx, botflow.OfConversation(c.ID), 0, 99)
		require.NoError(t, err)
		count := make(map[botflow.EventType]int)
		for _, r := range events {
			count[r.Event.Type]++
		}
		require.Equal(t, []int{1, 1, 1}, []int{count[botflow.Received], count[botflow.Taken], count[botflow.Answered]}, "each happened once")
		wrong, err := s.Verify(ctx)
		require.NoError(t, err)
		require.Empty(t, wrong)
	}
}
