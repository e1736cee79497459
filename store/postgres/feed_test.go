package postgres_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/store"
)

// TestE1_TheFeedLosesNothingUnderSlowTransactions lets many hosts write, each in transactions of its own, some of which are slow to
// commit. Beside every event they insert a row into a table numbered by a sequence. Who reads the feed sees everything in order; who
// reads that table by its numbers misses some.
func TestE1_TheFeedLosesNothingUnderSlowTransactions(t *testing.T) {
	t.Parallel()
	const writers = 32
	ctx := context.Background()
	db, _, schema := opened(t)
	pool := openServer(t).Pool(t, writers)
	serial := pgx.Identifier{schema}.Sanitize() + ".serial"
	_, err := pool.Exec(ctx, "create table "+serial+" (n bigserial primary key)")
	require.NoError(t, err)
	rounds := budget.Of(budget.FeedRounds)
	over := make(chan struct{})
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			id := botflow.ConversationID(fmt.Sprintf("chat %d", w))
			for range rounds {
				err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
					if _, err := tx.Exec(ctx, "insert into "+serial+" default values"); err != nil {
						return err
					}
					s, err := db.Bind("acme", tx)
					if err != nil {
						return err
					}
					err = s.Apply(ctx, newChat(id), func(l store.Loaded) (store.Changeset, error) {
						c := chat(id)
						if len(l.Conversations) > 0 {
							c = l.Conversations[0]
						}
						return makes(c)(l)
					})
					if rand.N(4) == 0 {
						_, _ = tx.Exec(ctx, "select pg_sleep($1)", rand.Float64()/50) // the point: it commits late
					}
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	go func() {
		all.Wait()
		close(over)
	}()
	s, err := db.Account("acme")
	require.NoError(t, err)
	read, bySerial := follow(t, s, func(after int64) (found []int64) {
		rows, err := pool.Query(ctx, "select n from "+serial+" where n > $1 order by n", after)
		require.NoError(t, err)
		found, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		require.NoError(t, err)
		return found
	}, over)
	require.Equal(t, writers*rounds, read, "the feed gave everything")
	require.Less(t, bySerial, writers*rounds, "a reader by the sequence loses some")
	wrong, err := s.Verify(ctx)
	require.NoError(t, err)
	require.Empty(t, wrong)
}

// follow reads the feed and the serial table until the writers are done and nothing comes any more.
func follow(t *testing.T, s store.Store, serial func(after int64) []int64, over <-chan struct{}) (read, bySerial int) {
	t.Helper()
	last := make(map[botflow.Subject]uint64)
	var position uint64
	var n int64
	for done, idle := false, false; !idle; {
		select {
		case <-over:
			done = true
		default:
		}
		records, err := s.Feed(context.Background(), "reader", position, 100)
		require.NoError(t, err)
		for _, r := range records {
			require.Greater(t, r.Position, position, "positions grow")
			require.Equal(t, last[r.Event.Subject]+1, r.Event.Seq, "a subject's events come in order, without a gap")
			position, last[r.Event.Subject] = r.Position, r.Event.Seq
		}
		rows := serial(n)
		if len(rows) > 0 {
			n = rows[len(rows)-1]
		}
		read, bySerial = read+len(records), bySerial+len(rows)
		idle = done && len(records) == 0 && len(rows) == 0
	}
	return read, bySerial
}
