package reparto_test

import (
	"bytes"
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// gate is a recording whose next line waits.
type gate struct {
	bytes.Buffer
	armed bool
	in    chan struct{}
	out   chan struct{}
}

func (g *gate) Write(b []byte) (int, error) {
	if g.armed {
		g.armed = false
		close(g.in)
		<-g.out
	}
	return g.Buffer.Write(b)
}

// moving is a clock that moves with each reading.
type moving struct{ n atomic.Int64 }

func (m *moving) Now() time.Time                       { return monday.Add(time.Duration(m.n.Add(1)) * time.Millisecond) }
func (m *moving) After(time.Duration) <-chan time.Time { return nil }

func feedOf(t *testing.T, db store.DB) (ev []botflow.Event) {
	t.Helper()
	s, _ := db.Account("shop")
	rs, err := s.Feed(context.Background(), "x", 0, 1000)
	require.NoError(t, err)
	for _, r := range rs {
		ev = append(ev, r.Event)
	}
	return ev
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

func TestE1_RecordedChangesAtOnceReplay(t *testing.T) {
	t.Parallel()
	g := &gate{in: make(chan struct{}), out: make(chan struct{})}
	r := newRig(t, reparto.Config{Record: g})
	r.apply(small(routing.Policy{}))
	g.armed = true
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := r.acc.System().Change(context.Background(), directory.PutAgent{Agent: directory.Agent{ID: "New1"}})
		require.NoError(t, err)
	})
	<-g.in
	wg.Go(func() {
		_, err := r.acc.System().Change(context.Background(), directory.PutAgent{Agent: directory.Agent{ID: "New2"}})
		require.NoError(t, err)
	})
	runtime.Gosched()
	close(g.out)
	wg.Wait()
	db := memory.New()
	require.NoError(t, reparto.Replay(context.Background(), db, reparto.Config{}, bytes.NewReader(g.Bytes())))
	e, _ := reparto.New(db, reparto.Config{Clock: r.clock})
	acc, _ := e.Account("shop")
	live, _, _ := r.acc.Directory(context.Background())
	again, _, _ := acc.Directory(context.Background())
	require.Empty(t, directory.Diff(live, again))
}

func TestE1_ARecordingByAMovingClockReplays(t *testing.T) {
	t.Parallel()
	var tape bytes.Buffer
	db := memory.New()
	e, err := reparto.New(db, reparto.Config{Clock: &moving{}, Record: &tape})
	require.NoError(t, err)
	acc, _ := e.Account("shop")
	_, err = acc.Apply(context.Background(), small(routing.Sales()))
	require.NoError(t, err)
	_, err = acc.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	again := memory.New()
	require.NoError(t, reparto.Replay(context.Background(), again, reparto.Config{}, &tape))
	require.Equal(t, feedOf(t, db), feedOf(t, again))
}

func TestE1_ARecordingWithALookBetweenReplays(t *testing.T) {
	t.Parallel()
	var tape bytes.Buffer
	var acc *reparto.Account
	clock := &hand{t: monday}
	armed := false
	w := writer(func(b []byte) (int, error) {
		if armed { // what any concurrent Get, List or Now does
			clock.set(clock.Now().Add(time.Second))
			_, _ = acc.Now(context.Background())
		}
		return tape.Write(b)
	})
	db := memory.New()
	e, err := reparto.New(db, reparto.Config{Clock: clock, Record: w})
	require.NoError(t, err)
	acc, _ = e.Account("shop")
	_, err = acc.Apply(context.Background(), small(routing.Sales()))
	require.NoError(t, err)
	armed = true
	_, err = acc.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	again := memory.New()
	require.NoError(t, reparto.Replay(context.Background(), again, reparto.Config{}, &tape))
	require.Equal(t, feedOf(t, db), feedOf(t, again))
}
