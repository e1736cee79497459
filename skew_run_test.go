package reparto_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// skewed is a database whose clock isn't the process's.
type skewed struct {
	store.DB
	skew  atomic.Int64
	asked atomic.Int64 // calls of Accounts
}

func (s *skewed) now() botflow.Instant {
	return botflow.InstantOf(time.Now().Add(time.Duration(s.skew.Load())))
}

func (s *skewed) Account(id botflow.AccountID) (store.Store, error) {
	inner, err := s.DB.Account(id)
	return &wrapStore{Store: inner, now: s.now}, err
}

func (s *skewed) Accounts(
	ctx context.Context, after botflow.AccountID, now botflow.Instant, limit int,
) ([]botflow.AccountID, botflow.Instant, error) {
	s.asked.Add(1)
	return s.DB.Accounts(ctx, after, now, limit)
}

// rotations gives when a chat was rotated, by a look that applies nothing itself.
func rotations(t *testing.T, db store.DB, id botflow.ConversationID) (at []botflow.Event) {
	t.Helper()
	s, err := db.Account("shop")
	require.NoError(t, err)
	records, err := s.History(t.Context(), botflow.OfConversation(id), 0, 1000)
	require.NoError(t, err)
	for i := range records {
		if records[i].Event.Type == botflow.Rotated {
			at = append(at, records[i].Event)
		}
	}
	return at
}

func TestL48_RunGoesByTheStoresClock(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{-10 * time.Minute, -3 * time.Second, 0, 3 * time.Second, 10 * time.Minute} {
		for _, hears := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s ahead, commands by this process %v", skew, hears), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					db := &skewed{DB: memory.New()}
					db.skew.Store(int64(skew))
					runs, err := reparto.New(db, reparto.Config{})
					require.NoError(t, err)
					acts := runs
					if !hears {
						acts, err = reparto.New(db, reparto.Config{})
						require.NoError(t, err)
					}
					acc, err := acts.Account("shop")
					require.NoError(t, err)
					r := &rig{t: t, clock: &hand{}, engine: acts, acc: acc}
					r.apply(cast(room("Ventas", routing.Sales(), "Ana", "Beto")))
					ctx, stop := context.WithCancel(context.Background())
					ended := make(chan error, 1)
					go func() { ended <- runs.Run(ctx) }()
					synctest.Wait()
					r.arrives("K", "Ventas")
					began, id := db.now(), r.get("K").ID
					time.Sleep(time.Minute + 10*time.Second)
					synctest.Wait()
					rotated := rotations(t, db, id)
					require.Len(t, rotated, 1)
					require.Equal(t, began.Add(time.Minute), rotated[0].At)
					require.Equal(t, rotated[0].At, rotated[0].Recorded, "on time by the store's clock")

					// The store's clock is put forward while nobody asks: the next sweep hears of it.
					db.skew.Add(int64(20 * time.Minute))
					time.Sleep(2*reparto.DefaultSweep + time.Second)
					synctest.Wait()
					require.Greater(t, len(rotations(t, db, id)), 15)
					db.skew.Add(-int64(30 * time.Minute)) // and back
					time.Sleep(time.Minute)
					stop()
					require.ErrorIs(t, <-ended, context.Canceled)
					require.Less(t, db.asked.Load(), int64(120), "Run turned without need")
				})
			})
		}
	}
}

func TestL48_RunAsksForNothingAfterACommandThatSetsNothingSooner(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db := &skewed{DB: memory.New()}
		e, err := reparto.New(db, reparto.Config{Sweep: time.Hour})
		require.NoError(t, err)
		acc, err := e.Account("shop")
		require.NoError(t, err)
		r := &rig{t: t, clock: &hand{}, engine: e, acc: acc}
		r.apply(cast(room("Ventas", routing.Sales(), "Ana", "Beto")))
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- e.Run(ctx) }()
		synctest.Wait()
		asked := db.asked.Load()
		for i := range 20 {
			r.writes(fmt.Sprint(i)) // each sets a window of a day, and the first an answer clock
			synctest.Wait()
		}
		require.Equal(t, asked, db.asked.Load())
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}
