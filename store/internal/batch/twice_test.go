package batch_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// A new conversation under an id that an earlier call of the group has given to another chat is refused, as it is from the next group on.
func TestAnIDThatAnEarlierCallHasUsedIsRefused(t *testing.T) {
	t.Parallel()
	s, c := newSet(), chat("c")
	what, err := verdict(t, s, byChat(&c), always(store.Changeset{Conversations: []botflow.Conversation{c}}))
	require.NoError(t, err)
	require.Equal(t, "written", what)

	other := chat("c")
	other.Contact = "somebody else"
	_, err = verdict(t, s, byChat(&other), always(store.Changeset{Conversations: []botflow.Conversation{other}}))
	require.ErrorIs(t, err, store.ErrChangeset)
	rows := s.Conversations()
	require.Len(t, rows, 1)
	require.Equal(t, c.Contact, rows[0].Contact, "the first one's chat is still theirs")
}

// A decide that ends its goroutine, as a test's FailNow does, breaks off a group: nobody in it is told that something was written.
func TestAGroupThatIsBrokenOffIsNoSuccess(t *testing.T) {
	t.Parallel()
	begun := make(chan struct{})
	var q *batch.Queue
	q = batch.NewQueue(2, 1, func(calls []*batch.Call) {
		if len(calls) == 1 { // the first group, while the others come
			close(begun)
			for q.Waiting() < 2 {
				runtime.Gosched()
			}
			calls[0].Answer(nil)
			return
		}
		runtime.Goexit()
	})
	told := make(chan error, 2)
	do := func() { told <- q.Do(t.Context(), &batch.Call{}) }
	go do()
	<-begun
	go do() // one of the two leads, and never returns
	go do()
	require.NoError(t, <-told)
	require.ErrorIs(t, <-told, store.ErrUnknown)
}
