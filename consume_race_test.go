package reparto_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// shared is what the handlers of several processes with one name have handled.
type shared struct {
	mu       sync.Mutex
	done     map[botflow.Subject]uint64
	failed   map[string]bool
	disorder []string
}

// handle fails with one event in seven, the first time.
func (s *shared) handle(_ context.Context, r store.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	of, seq, id := r.Event.Subject, r.Event.Seq, r.Event.ID()
	if seq > s.done[of]+1 {
		s.disorder = append(s.disorder, fmt.Sprintf("%s after %d", id, s.done[of]))
	}
	if seq%7 == 3 && !s.failed[id] {
		s.failed[id] = true
		return errors.New("no")
	}
	s.done[of] = max(s.done[of], seq)
	return nil
}

// Several processes consume under one name while others write, and each takes the others for dead whenever it has to wait for one.
func TestE1_ProcessesThatShareANameKeepTheOrder(t *testing.T) {
	t.Parallel()
	const writers, each = 4, 60
	r := newRig(t, reparto.Config{})
	r.apply(cast())
	s := &shared{done: map[botflow.Subject]uint64{}, failed: map[string]bool{}}
	consumer := reparto.Consumer{Name: "app", Handle: s.handle}
	var writing, consuming sync.WaitGroup
	for i := range writers {
		writing.Go(func() {
			for n := range each {
				_, err := r.acc.System().Do(t.Context(), chat(fmt.Sprint(i)), botflow.Receive{Message: botflow.MessageID(fmt.Sprint(n))}, "")
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	written := make(chan struct{})
	for range 3 {
		e, err := reparto.New(r.db, reparto.Config{Clock: r.clock})
		require.NoError(t, err)
		acc, err := e.Account("shop")
		require.NoError(t, err)
		consuming.Go(func() {
			for {
				next, err := acc.Consume(t.Context(), consumer)
				if err != nil && botflow.CodeOf(err) != botflow.CodeConflict {
					t.Error(err)
				}
				if next.After(r.clock.Now()) {
					r.clock.set(next)
				}
				select {
				case <-written:
					return
				default:
				}
			}
		})
	}
	writing.Wait()
	close(written)
	consuming.Wait()
	for range 10 {
		r.clock.set(r.clock.Now().Add(time.Hour))
		_, err := r.acc.Consume(t.Context(), consumer)
		require.NoError(t, err)
	}
	require.Empty(t, s.disorder)
	for i := range writers {
		require.EqualValues(t, each+1, s.done[botflow.OfConversation(r.get(fmt.Sprint(i)).ID)])
	}
}
