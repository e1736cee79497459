package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
)

// touch writes a chat that is there, and tells how often that was done.
func touch(ctx context.Context, s store.Store, id botflow.ConversationID) (times int32, err error) {
	err = s.Apply(ctx, store.Key{Conversations: []botflow.ConversationID{id}}, func(l store.Loaded) (store.Changeset, error) {
		c := l.Conversations[0]
		c.Priority++
		times = c.Priority
		return store.Changeset{Conversations: []botflow.Conversation{c}}, nil
	})
	return times, err
}

// written is what came of a touch in a goroutine of its own.
type written struct {
	times int32
	err   error
}

func touching(ctx context.Context, s store.Store, id botflow.ConversationID) <-chan written {
	done := make(chan written, 1)
	go func() {
		times, err := touch(ctx, s, id)
		done <- written{times, err}
	}()
	return done
}

// withChats makes chats in two accounts and gives their stores.
func withChats(t *testing.T, db store.DB, n int) (acme, other store.Store) {
	t.Helper()
	both := make([]store.Store, 0, 2)
	for _, id := range []botflow.AccountID{"acme", "other"} {
		s, err := db.Account(id)
		require.NoError(t, err)
		for i := range n {
			id := botflow.ConversationID(fmt.Sprint(i))
			require.NoError(t, s.Apply(context.Background(), newChat(id), makes(chat(id))))
		}
		both = append(both, s)
	}
	return both[0], both[1]
}

// TestALockedChatHoldsUpNobodyElse: a host leaves a transaction open in which it has written a chat. Whoever needs that chat waits for it;
// everybody else, whatever group they came in, is answered meanwhile.
func TestALockedChatHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db, pool, _ := opened(t)
	const chats = 20
	acme, other := withChats(t, db, chats)
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(context.Background()) }()
	host, err := db.Bind("acme", tx)
	require.NoError(t, err)
	_, err = touch(ctx, host, "0")
	require.NoError(t, err)

	waiting := []<-chan written{touching(ctx, acme, "0"), touching(ctx, acme, "0")}
	gone, giveUp := context.WithCancel(ctx)
	impatient := touching(gone, acme, "0")
	var free []<-chan written
	for i := 1; i < chats; i++ {
		id := botflow.ConversationID(fmt.Sprint(i))
		free = append(free, touching(ctx, acme, id), touching(ctx, other, id))
	}
	for _, done := range append(free, touching(ctx, other, "0")) {
		w := <-done
		require.NoError(t, w.err)
		require.EqualValues(t, 1, w.times)
	}
	giveUp()
	require.ErrorIs(t, (<-impatient).err, context.Canceled, "whoever waits for the chat may give up")
	for _, done := range waiting {
		require.Empty(t, done, "the chat is locked")
	}
	require.NoError(t, tx.Commit(ctx))
	first, second := <-waiting[0], <-waiting[1]
	require.NoError(t, first.err)
	require.NoError(t, second.err)
	require.ElementsMatch(t, []int32{2, 3}, []int32{first.times, second.times}, "after the host, one after the other")
}

// TestAChatThatStaysLockedIsALostRace: the wait has an end, and then nothing was written.
func TestAChatThatStaysLockedIsALostRace(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	_, pool, schema := opened(t, func(cfg *pgxpool.Config) { cfg.MaxConns = 4 })
	db, err := postgres.New(ctx, pool, postgres.Config{Schema: schema, Timeout: 500 * time.Millisecond})
	require.NoError(t, err)
	acme, _ := withChats(t, db, 2)
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(context.Background()) }()
	host, err := db.Bind("acme", tx)
	require.NoError(t, err)
	_, err = touch(ctx, host, "0")
	require.NoError(t, err)
	_, err = touch(ctx, acme, "0")
	require.ErrorIs(t, err, botflow.ErrConflict)
	_, err = touch(ctx, acme, "1")
	require.NoError(t, err)
	require.NoError(t, tx.Rollback(ctx))
	times, err := touch(ctx, acme, "0")
	require.NoError(t, err)
	require.EqualValues(t, 1, times, "neither the host nor who waited has written")
}
