package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
)

// Rules: E1
func TestE1_ConsumeHappensOnceForEachEvent(t *testing.T) {
	t.Parallel()
	const chats, each = 8, 20
	ctx := context.Background()
	db, pool, schema := opened(t)
	table := pgx.Identifier{schema}.Sanitize() + ".seen"
	_, err := pool.Exec(ctx, "create table "+table+" (subject text, seq bigint, primary key (subject, seq))")
	require.NoError(t, err)
	s, err := db.Account("acme")
	require.NoError(t, err)
	for i := range chats {
		id := botflow.ConversationID(fmt.Sprint(i))
		require.NoError(t, s.Apply(ctx, newChat(id), makes(chat(id))))
		for range each - 1 {
			require.NoError(t, s.Apply(ctx, newChat(id), func(l store.Loaded) (store.Changeset, error) { return makes(l.Conversations...)(l) }))
		}
	}
	bad := botflow.OfConversation("3")
	handle := func(ctx context.Context, tx pgx.Tx, records []store.Record) error {
		for _, r := range records {
			if _, err := tx.Exec(ctx, "insert into "+table+" values ($1, $2)", r.Event.Subject.ID, int64(r.Event.Seq)); err != nil {
				return err
			}
			if r.Event.Subject == bad && r.Event.Seq == 5 {
				return errors.New("no")
			}
		}
		return nil
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for {
				round, err := db.Consume(ctx, "acme", 1, postgres.Consumer{Name: "c", Handle: handle, Tries: 1})
				if err != nil {
					t.Error(err)
				}
				if err != nil || !round.Worked {
					return
				}
			}
		})
	}
	all.Wait()
	var seen int
	require.NoError(t, pool.QueryRow(ctx, "select count(*) from "+table).Scan(&seen))
	require.Equal(t, chats*each-(each-4), seen, "all but what waits behind the event that can't be handled")
	c, err := s.Consumer(ctx, "c")
	require.NoError(t, err)
	require.Len(t, c.Held, 1)
	require.True(t, c.Held[0].Parked)
	require.True(t, c.Skip(bad, 5))
	_, err = s.Advance(ctx, c)
	require.NoError(t, err)
	for worked := true; worked; {
		round, err := db.Consume(ctx, "acme", 1, postgres.Consumer{Name: "c", Handle: handle})
		require.NoError(t, err)
		worked = round.Worked
	}
	require.NoError(t, pool.QueryRow(ctx, "select count(*) from "+table).Scan(&seen))
	require.Equal(t, chats*each-1, seen)
}
