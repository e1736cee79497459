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
	"github.com/repartogo/reparto/botflow"
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

// Rules: E1
func TestE1_FollowByDoesRoundsOfTheHosts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		heard := make(chan error, 9)
		e, err := reparto.New(memory.New(), reparto.Config{OnError: func(_ botflow.AccountID, err error) { heard <- err }})
		require.NoError(t, err)
		acc, err := e.Account("shop")
		require.NoError(t, err)
		r := &rig{t: t, clock: &hand{}, engine: e, acc: acc}
		r.apply(cast())
		failed := store.Failure{Consumer: "app", Tries: 20, Parked: true, Err: errors.New("no such table")}
		failed.Record.Event.Subject, failed.Record.Event.Seq = botflow.OfAgent("Ana"), 7
		rounds, calls := []store.Round{{Worked: true}, {Worked: true, Failed: []store.Failure{failed}}, {}}, atomic.Int32{}
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() {
			ended <- acc.FollowBy(ctx, func(_ context.Context, now botflow.Instant) (store.Round, error) {
				n := int(calls.Add(1))
				if now == 0 {
					return store.Round{}, errors.New("no time")
				}
				if n <= len(rounds) {
					return rounds[n-1], nil
				}
				return store.Round{Next: now.Add(time.Minute)}, nil
			})
		}()
		synctest.Wait()
		require.GreaterOrEqual(t, calls.Load(), int32(3), "until nothing is ready")
		var told *reparto.HandlerError
		require.ErrorAs(t, <-heard, &told)
		require.Equal(t, failed, told.Failure)
		require.ErrorContains(t, told, `consumer "app" failed 20 times with agent/Ana#7, and is parked`)
		settings, err := acc.System().Settings(ctx, 0, 99)
		require.NoError(t, err)
		require.Equal(t, botflow.ConsumerParked, settings[len(settings)-1].Type)
		before := calls.Load()
		r.writes("k")
		synctest.Wait()
		require.Greater(t, calls.Load(), before, "at once")
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
		require.Empty(t, heard)
	})
}
