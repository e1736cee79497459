package reparto_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

func TestE1_FollowHandsOutWhatHappensAndTriesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e, err := reparto.New(memory.New(), reparto.Config{})
		require.NoError(t, err)
		acc, err := e.Account("shop")
		require.NoError(t, err)
		r := &rig{t: t, clock: &hand{}, engine: e, acc: acc}
		r.apply(cast())
		var handed atomic.Int32
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() {
			ended <- acc.Follow(ctx, reparto.Consumer{Name: "app", Handle: func(_ context.Context, rec store.Record) error {
				if n := handed.Add(1); rec.Event.Contact != "" && n%2 == 0 {
					return errors.New("every other time")
				}
				return nil
			}})
		}()
		synctest.Wait()
		before := handed.Load()
		r.writes("k")
		synctest.Wait()
		require.Greater(t, handed.Load(), before, "at once")
		time.Sleep(10 * time.Second)
		synctest.Wait()
		consumers, err := acc.Consumers(ctx)
		require.NoError(t, err)
		require.Empty(t, consumers[0].Held)
		require.GreaterOrEqual(t, handed.Load(), before+3)
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}
