package postgres_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// trips counts what is sent to the server: each batch, and each statement by itself, is a round trip.
type trips struct{ sent, commits, told atomic.Int64 }

func (c *trips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if strings.Contains(data.SQL, "pg_notify") {
		c.told.Add(1) // for others, while nobody waits
		return ctx
	}
	c.sent.Add(1)
	return ctx
}
func (*trips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *trips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	c.sent.Add(1)
	return ctx
}

func (c *trips) TraceBatchQuery(_ context.Context, _ *pgx.Conn, data pgx.TraceBatchQueryData) {
	if data.SQL == "commit" && data.Err == nil {
		c.commits.Add(1)
	}
}
func (*trips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

func (c *trips) of(call func()) (sent, commits int64) {
	s, d := c.sent.Load(), c.commits.Load()
	call()
	return c.sent.Load() - s, c.commits.Load() - d
}

func TestRoundTripsAndCommits(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	counter := &trips{}
	db, _, _ := opened(t, func(cfg *pgxpool.Config) { cfg.ConnConfig.Tracer = counter })
	s, err := db.Account("acme")
	require.NoError(t, err)
	require.NoError(t, s.Apply(ctx, store.Key{Account: true}, func(store.Loaded) (store.Changeset, error) {
		return store.Changeset{Directory: &directory.Directory{
			Agents:  []directory.Agent{{ID: "Ana"}, {ID: "Bob"}},
			Inboxes: []directory.Inbox{{ID: botflow.General, Policy: routing.Support()}, {ID: "Sales", Policy: routing.Support(), Members: []botflow.AgentID{"Ana"}}},
		}}, nil
	}))
	apply := func(key store.Key, decide store.Decide) func() {
		return func() { require.NoError(t, s.Apply(ctx, key, decide)) }
	}
	take := func(l store.Loaded) (store.Changeset, error) {
		c, p := l.Conversations[0], l.Agents[0]
		c.Place, c.LastOwner, c.Seq = botflow.Place{State: botflow.StateAgent, Owner: p.Agent, Since: 2}, p.Agent, c.Seq+1
		p.Load++
		return store.Changeset{
			Op: "take", Result: []byte("done"), Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{p},
			Events: []botflow.Event{{Subject: botflow.OfConversation(c.ID), Seq: c.Seq, Type: botflow.Taken}},
		}, nil
	}
	named := newChat("1").With(store.Key{Op: "take", Agents: []botflow.AgentID{"Ana"}, Scopes: []botflow.InboxID{botflow.General}})
	nothing := func(store.Loaded) (store.Changeset, error) { return store.Changeset{}, nil }
	absent := named.With(store.Key{Agents: []botflow.AgentID{"who"}})
	for _, tc := range []struct {
		name          string
		call          func()
		sent, commits int64
	}{
		{"a new chat", apply(newChat("1"), makes(chat("1"))), 2, 1},
		{"a take", apply(named, take), 2, 1},
		{"a refusal", apply(named, nothing), 2, 0},
		{"somebody without a row", apply(absent, nothing), 3, 0},
		{"a reading", func() { _, err := s.Get(ctx, named); require.NoError(t, err) }, 1, 1},
		{"what is due", func() { _, _, err := s.Due(ctx, 1, 9); require.NoError(t, err) }, 1, 0},
		{"a view", func() {
			_, err := s.View(ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General, "Sales"}, Queue: 9, Seats: 9, Members: 9})
			require.NoError(t, err)
		}, 1, 1},
	} {
		tc.call() // the first time statements are prepared, and absent rows made
		if tc.name == "a new chat" || tc.name == "a take" {
			continue
		}
		sent, commits := counter.of(tc.call)
		require.Equal(t, []int64{tc.sent, tc.commits}, []int64{sent, commits}, tc.name)
	}
	sent, commits := counter.of(apply(newChat("2"), makes(chat("2"))))
	require.Equal(t, []int64{2, 1}, []int64{sent, commits}, "a new chat")
	sent, commits = counter.of(apply(newChat("2").With(store.Key{Op: "take", Agents: []botflow.AgentID{"Ana"}}), func(l store.Loaded) (store.Changeset, error) {
		l.Seen = false
		c, err := take(l)
		c.Op, c.Result = "", nil
		return c, err
	}))
	require.Equal(t, []int64{2, 1}, []int64{sent, commits}, "a take")
}
