package batch_test

import (
	"context"
	"fmt"
	"sync"
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
	require.Zero(t, q.Aside())
}

func byID(n int) store.Key {
	return store.Key{Conversations: []botflow.ConversationID{botflow.ConversationID(fmt.Sprint(n))}}
}
