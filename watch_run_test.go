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
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// beside gives an engine of its own on a database, which all but never looks by itself, and its account.
func beside(t *testing.T, db store.DB, cfg reparto.Config) *rig {
	t.Helper()
	cfg.Sweep = time.Hour
	e, err := reparto.New(db, cfg)
	require.NoError(t, err)
	acc, err := e.Account("shop")
	require.NoError(t, err)
	return &rig{t: t, clock: &hand{}, engine: e, acc: acc}
}

// background runs something until the returned function is called, which demands that it has ended with its context.
func background(t *testing.T, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	return func() {
		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
	}
}

// tallying gives a consumer that counts what it is handed.
func tallying(n *atomic.Int64) reparto.Consumer {
	return reparto.Consumer{Name: "app", Handle: func(context.Context, store.Record) error {
		n.Add(1)
		return nil
	}}
}

func TestE1_FollowHearsWhatAnotherEngineWrites(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db := memory.New()
		writer, reader := beside(t, db, reparto.Config{}), beside(t, db, reparto.Config{})
		writer.apply(cast())
		var handed atomic.Int64
		stopFollowing := background(t, func(ctx context.Context) error { return reader.acc.Follow(ctx, tallying(&handed)) })
		defer stopFollowing()
		synctest.Wait()
		before, began := handed.Load(), time.Now()
		writer.writes("unheard")
		synctest.Wait()
		require.Equal(t, before, handed.Load(), "without Run nobody listens")

		stop := background(t, reader.engine.Run)
		defer stop()
		synctest.Wait()
		require.Greater(t, handed.Load(), before, "what was missed is looked for when Run begins")
		for range 3 {
			before = handed.Load()
			writer.writes("heard")
			synctest.Wait()
			require.Greater(t, handed.Load(), before)
		}
		require.Equal(t, began, time.Now(), "at once")
	})
}

func TestL48_RunHearsOfDeadlinesThatAnotherEngineSets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		db := memory.New()
		writer, runner := beside(t, db, reparto.Config{}), beside(t, db, reparto.Config{})
		writer.apply(cast(room("Ventas", routing.Sales(), "Ana", "Beto")))
		stop := background(t, runner.engine.Run)
		defer stop()
		synctest.Wait() // it sleeps until its sweep
		writer.arrives("K", "Ventas")
		id := writer.get("K").ID
		time.Sleep(time.Minute)
		synctest.Wait()
		rotated := rotations(t, db, id)
		require.Len(t, rotated, 1)
		require.Equal(t, rotated[0].At, rotated[0].Recorded, "in time, and by nobody's look")
	})
}

func TestL48_RunIsNotWokenByWhatFallsDueLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rows := memory.New()
		asks := &skewed{DB: rows}
		db := lined{asks, &line{Watcher: rows}}
		writer, runner := beside(t, db, reparto.Config{}), beside(t, db, reparto.Config{})
		writer.apply(cast(room("Ventas", routing.Sales(), "Ana", "Beto")))
		stop := background(t, runner.engine.Run)
		defer stop()
		synctest.Wait()
		asked := asks.asked.Load()
		for range 20 {
			writer.writes("K") // sets a window of a day
			synctest.Wait()
		}
		require.Equal(t, asked, asks.asked.Load())
	})
}

// line is what tells of writes, and can be cut.
type line struct {
	store.Watcher
	down    atomic.Bool
	watches atomic.Int64
	told    atomic.Int64
}

func (l *line) Watch(ctx context.Context, heard func(botflow.AccountID, botflow.Instant)) error {
	l.watches.Add(1)
	if l.down.Load() {
		return store.ErrUnavailable
	}
	return l.Watcher.Watch(ctx, heard)
}

func (l *line) Tell(account botflow.AccountID, wake botflow.Instant) {
	l.told.Add(1)
	l.Watcher.Tell(account, wake)
}

// lined is a database with such a line.
type lined struct {
	store.DB
	*line
}

func TestE1_ALostLineIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rows := memory.New()
		db := lined{rows, &line{Watcher: rows}}
		db.down.Store(true)
		var failures atomic.Int64
		writer := beside(t, db, reparto.Config{})
		reader := beside(t, db, reparto.Config{OnError: func(account botflow.AccountID, err error) {
			if account == "" && errors.Is(err, store.ErrUnavailable) {
				failures.Add(1)
			}
		}})
		writer.apply(cast())
		var handed atomic.Int64
		stopFollowing := background(t, func(ctx context.Context) error { return reader.acc.Follow(ctx, tallying(&handed)) })
		defer stopFollowing()
		stop := background(t, reader.engine.Run)
		defer stop()
		synctest.Wait()
		before := handed.Load()
		writer.writes("K")
		time.Sleep(10*reparto.DefaultSweep + time.Second)
		synctest.Wait()
		require.Equal(t, before, handed.Load(), "nothing is heard")
		require.EqualValues(t, 11, failures.Load(), "the host is told, once for each attempt")
		require.EqualValues(t, 11, db.watches.Load(), "without turning in circles")

		db.down.Store(false)
		time.Sleep(reparto.DefaultSweep)
		synctest.Wait()
		require.Greater(t, handed.Load(), before, "what was missed meanwhile is looked for")
	})
}

func TestE1_SettleTellsOthersOfAHostsTransaction(t *testing.T) {
	t.Parallel()
	r, main := branchingRig(t, reparto.Config{})
	db := lined{r.db, &line{Watcher: memory.New()}}
	var err error
	r.engine, err = reparto.New(db, reparto.Config{Clock: r.clock, Sweep: time.Hour})
	require.NoError(t, err)
	r.acc, err = r.engine.Account("shop")
	require.NoError(t, err)
	r.apply(cast())
	tx := main.begin(t)
	res, err := r.acc.Bind(tx).System().Do(t.Context(), chat("K"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	tx.commit(t)
	require.Zero(t, db.told.Load())
	require.NoError(t, r.acc.Settle(t.Context(), res, reparto.Result{}))
	require.EqualValues(t, 1, db.told.Load(), "once for what has events")
}
