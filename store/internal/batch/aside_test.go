package batch_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// A call that was set aside may ask for further rows while others come and compare what they need with what it needs. (The race
// detector is what sees it.)
func TestACallThatIsSetAsideMayAskForMore(t *testing.T) {
	t.Parallel()
	q := batch.NewQueue(4, 2, func(calls []*batch.Call) {
		set := batch.NewSet("")
		for _, c := range calls {
			if !c.Aside {
				c.SetAside()
			} else if written, err := set.Decide(c); written || err != nil {
				c.Answer(err)
			}
		}
	})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 100 {
				asked := 0
				err := q.Do(context.Background(), &batch.Call{Key: byID(i), Decide: func(store.Loaded) (store.Changeset, error) {
					if asked++; asked < store.MaxMore {
						return store.Changeset{}, &store.More{Key: byID(1000*n + asked)}
					}
					return store.Changeset{}, nil
				}})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	require.Zero(t, aside(q))
}

func byID(n int) store.Key {
	return store.Key{Conversations: []botflow.ConversationID{botflow.ConversationID(fmt.Sprint(n))}}
}

// A caller whose goroutine ends while it leads for others, as a test's FailNow in their decide does, waits for nothing any more: the lead
// goes to somebody who is there.
func TestALeaderWhoIsGoneLeadsNoMore(t *testing.T) {
	t.Parallel()
	var q *batch.Queue
	var broken atomic.Bool
	q = batch.NewQueue(1, 1, func(calls []*batch.Call) {
		c := calls[0]
		switch {
		case !c.Aside: // both are set aside before one goes on
			c.SetAside()
		case c.Account == "first":
			for aside(q) < 2 {
				runtime.Gosched()
			}
			c.SetAside()
		case broken.CompareAndSwap(false, true):
			runtime.Goexit() // in the first one's goroutine, whose turn comes after this
		default:
			c.Answer(nil)
		}
	})
	told := make(chan error, 1)
	over := make(chan struct{})
	go func() {
		defer close(over)
		told <- q.Do(context.Background(), &batch.Call{Account: "first"})
	}()
	require.Eventually(t, func() bool { return aside(q) == 1 }, waitFor, tick)
	require.ErrorIs(t, q.Do(context.Background(), &batch.Call{Account: "second"}), store.ErrUnknown)
	<-over
	require.Empty(t, told, "its goroutine has ended")
	require.NoError(t, q.Do(context.Background(), &batch.Call{Account: "third", Key: byID(1)}))
	require.Zero(t, q.Waiting())
	require.Zero(t, aside(q))
	require.Zero(t, q.Led())
}

func aside(q *batch.Queue) int {
	calls, _ := q.Aside()
	return calls
}
