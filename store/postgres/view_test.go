package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// TestA5_AViewIsOfOneMoment lets a take be committed between the statements of a view, which has seen by then that the chat waits: the
// table of contacts, that its second statement reads, is locked until then.
func TestA5_AViewIsOfOneMoment(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, pool, schema := opened(t)
	s, err := db.Account("acme")
	require.NoError(t, err)
	require.NoError(t, s.Apply(ctx, store.Key{Account: true}, func(store.Loaded) (store.Changeset, error) {
		return store.Changeset{Directory: &directory.Directory{
			Agents: []directory.Agent{{ID: "Ana"}}, Inboxes: []directory.Inbox{{ID: botflow.General, Policy: routing.Support()}},
		}}, nil
	}))
	require.NoError(t, s.Apply(ctx, newChat("1"), makes(chat("1"))))
	looker, err := reopen(t, openServer(t).Pool(t, 1), schema).Account("acme") // on one connection, where the statements are prepared
	require.NoError(t, err)
	look := func() (routing.View, error) {
		return looker.View(ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: 9, Seats: 9, Members: 9})
	}
	_, err = look()
	require.NoError(t, err)
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(ctx) }()
	_, err = tx.Exec(ctx, "lock table "+pgx.Identifier{schema}.Sanitize()+".contact in access exclusive mode")
	require.NoError(t, err)
	bound, err := db.Bind("acme", tx)
	require.NoError(t, err)
	require.NoError(t, bound.Apply(ctx, newChat("1").With(store.Key{Agents: []botflow.AgentID{"Ana"}}), func(l store.Loaded) (store.Changeset, error) {
		c, ana := l.Conversations[0], l.Agents[0]
		c.Place, c.LastOwner = botflow.Place{State: botflow.StateAgent, Owner: "Ana", Since: 2}, "Ana"
		ana.Load++
		return store.Changeset{Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{ana}}, nil
	}))

	seen := make(chan routing.View, 1)
	go func() {
		v, err := look()
		if err != nil {
			t.Error(err)
		}
		seen <- v
	}()
	for waits := false; !waits; { // until the view stands before the lock
		require.NoError(t, pool.QueryRow(ctx, `select exists (select from pg_locks l join pg_class c on c.oid = l.relation
join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and not l.granted)`, schema).Scan(&waits))
	}
	require.NoError(t, tx.Commit(ctx))
	v := <-seen
	require.Len(t, v.Inboxes, 1)
	in := v.Inboxes[0]
	require.Len(t, in.Queue, 1, "the chat waited when the view began")
	require.Len(t, in.Members, 1)
	require.Zero(t, in.Members[0].Load, "and nobody had it")
}
