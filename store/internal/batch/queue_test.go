package batch_test

import (
	"context"
	"errors"
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

// line is a queue whose groups wait to be let through, one at a time.
type line struct {
	*batch.Queue
	groups  chan []string // the calls of each group, by account
	through chan func(*batch.Call)
}

func newLine(size, lanes int) *line {
	l := &line{groups: make(chan []string), through: make(chan func(*batch.Call))}
	l.Queue = batch.NewQueue(size, lanes, func(calls []*batch.Call) {
		var names []string
		for _, c := range calls {
			names = append(names, string(c.Account))
		}
		l.groups <- names
		answer := <-l.through
		for _, c := range calls {
			answer(c)
		}
	})
	return l
}

// call enters the queue under a name.
func (l *line) call(ctx context.Context, name string) <-chan error {
	done := make(chan error, 1)
	go func() { done <- l.Do(ctx, &batch.Call{Account: botflow.AccountID(name)}) }()
	return done
}

// behind enters calls one after the other while a group runs.
func (l *line) behind(t *testing.T, names ...string) (all []<-chan error) {
	t.Helper()
	for _, name := range names {
		all = append(all, l.call(t.Context(), name))
		require.Eventually(t, func() bool { return l.Waiting() == len(all) }, waitFor, tick)
	}
	return all
}

func well(c *batch.Call) { c.Answer(nil) }

func TestGroupsAreInOrderOfArrivalAndBounded(t *testing.T) {
	t.Parallel()
	l := newLine(2, 1)
	first := l.call(t.Context(), "a")
	require.Equal(t, []string{"a"}, <-l.groups)
	others := l.behind(t, "b", "c", "d")
	l.through <- well
	require.NoError(t, <-first)
	require.Equal(t, []string{"b", "c"}, <-l.groups)
	l.through <- well
	require.Equal(t, []string{"d"}, <-l.groups)
	l.through <- well
	for _, done := range others {
		require.NoError(t, <-done)
	}
}

func TestAgainGoesAheadOfThoseWhoWait(t *testing.T) {
	t.Parallel()
	l := newLine(2, 1)
	first := l.call(t.Context(), "a")
	<-l.groups
	second := l.behind(t, "b", "c")
	l.through <- func(c *batch.Call) { c.Again() }
	require.Equal(t, []string{"a", "b"}, <-l.groups, "the leader's own call isn't done: it leads on")
	no := errors.New("no")
	l.through <- func(c *batch.Call) { c.Answer(no) }
	require.ErrorIs(t, <-first, no)
	require.ErrorIs(t, <-second[0], no)
	require.Equal(t, []string{"c"}, <-l.groups)
	l.through <- well
	require.NoError(t, <-second[1])
}

func TestGivingUp(t *testing.T) {
	t.Parallel()
	gone, giveUp := context.WithCancel(t.Context())
	giveUp()
	l := newLine(9, 1)
	require.ErrorIs(t, <-l.call(gone, "x"), context.Canceled, "before it waits")

	ctx, giveUp := context.WithCancel(t.Context())
	first := l.call(ctx, "a")
	<-l.groups
	waits := l.call(ctx, "b")
	require.Eventually(t, func() bool { return l.Waiting() == 1 }, waitFor, tick)
	giveUp()
	require.ErrorIs(t, <-waits, context.Canceled, "while it waits")
	select {
	case err := <-first:
		t.Fatal("answered while its group runs", err)
	default:
	}
	l.through <- well
	require.NoError(t, <-first, "a group that runs is waited for")

	ctx, giveUp = context.WithCancel(t.Context())
	again := l.call(ctx, "c")
	<-l.groups
	giveUp()
	l.through <- func(c *batch.Call) { c.Again() }
	require.ErrorIs(t, <-again, context.Canceled, "between two groups")
	last := l.call(t.Context(), "d")
	require.Equal(t, []string{"d"}, <-l.groups)
	l.through <- well
	require.NoError(t, <-last)
}

func TestAPanicOfRunReachesItsCallers(t *testing.T) {
	t.Parallel()
	fail := true
	q := batch.NewQueue(4, 1, func(calls []*batch.Call) {
		if fail {
			panic("run")
		}
		for _, c := range calls {
			c.Answer(nil)
		}
	})
	require.PanicsWithValue(t, "run", func() { q.Do(context.Background(), &batch.Call{}) }) //nolint:errcheck // it panics
	fail = false
	require.NoError(t, q.Do(t.Context(), &batch.Call{}), "the lead was handed on")
}

func TestAPanicOfDecideIsItsCallersOwn(t *testing.T) {
	t.Parallel()
	q := batch.NewQueue(4, 1, func(calls []*batch.Call) {
		set := batch.NewSet("acme")
		for _, c := range calls {
			if written, err := set.Decide(c); written {
				c.Answer(err)
			}
		}
	})
	var all sync.WaitGroup
	var panicked atomic.Int32
	for i := range 16 {
		all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					panicked.Add(1)
				}
			}()
			err := q.Do(context.Background(), &batch.Call{Decide: func(store.Loaded) (store.Changeset, error) {
				if i%4 == 0 {
					panic(i)
				}
				return store.Changeset{}, nil
			}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 4, panicked.Load())
}

// A further lane opens for half a group, and a caller whose call another lane has taken doesn't lead.
func TestLanes(t *testing.T) {
	t.Parallel()
	l := newLine(4, 2)
	first := l.call(t.Context(), "a")
	require.Equal(t, []string{"a"}, <-l.groups)
	one := l.behind(t, "b")
	two := l.call(t.Context(), "c")
	require.Equal(t, []string{"b", "c"}, <-l.groups, "while the first is under way")
	rest := l.behind(t, "d", "e", "f", "g", "h")
	l.through <- well
	l.through <- well
	require.NoError(t, <-first)
	require.NoError(t, <-one[0])
	require.NoError(t, <-two)
	require.Equal(t, []string{"d", "e", "f", "g"}, <-l.groups)
	l.through <- well
	require.Equal(t, []string{"h"}, <-l.groups)
	l.through <- well
	for _, done := range rest {
		require.NoError(t, <-done)
	}
}

// What is set aside goes by itself, beside the groups, and so do calls that need what it needs.
func TestSetAside(t *testing.T) {
	t.Parallel()
	l := newLine(4, 1)
	ask := func(name string, chat botflow.ConversationID) <-chan error {
		done := make(chan error, 1)
		key := store.Key{Conversations: []botflow.ConversationID{chat}}
		go func() { done <- l.Do(t.Context(), &batch.Call{Account: botflow.AccountID(name), Key: key}) }()
		return done
	}
	stuck := ask("acme", "1")
	<-l.groups
	l.through <- func(c *batch.Call) { c.SetAside() }
	require.Equal(t, []string{"acme"}, <-l.groups, "its first time alone")
	same, elsewhere := ask("acme", "1"), ask("other", "1")
	require.Equal(t, []string{"other"}, <-l.groups, "another account's chat, beside it")
	require.Eventually(t, func() bool { return l.Waiting() == 1 }, waitFor, tick)
	third := ask("acme", "2")
	l.through <- func(c *batch.Call) { // one of the two that are under way, then the other
		if c.Aside {
			c.SetAside()
		}
	}
	l.through <- func(c *batch.Call) {
		if c.Aside {
			c.SetAside()
		}
	}
	for range 3 { // the third, and the two that are aside, in turns
		<-l.groups
		l.through <- well
	}
	for _, done := range []<-chan error{stuck, same, elsewhere, third} {
		require.NoError(t, <-done)
	}
	require.Zero(t, aside(l.Queue))
}

// Every call is answered, whoever leads, asks again, is set aside and gives up.
func TestEverybodyIsAnswered(t *testing.T) {
	t.Parallel()
	for _, lanes := range []int32{1, 2, 3} {
		t.Run(fmt.Sprint(lanes), func(t *testing.T) {
			t.Parallel()
			everybodyIsAnswered(t, lanes)
		})
	}
}

func everybodyIsAnswered(t *testing.T, lanes int32) {
	t.Helper()
	const callers, each = 32, 50
	var groups, single, ran atomic.Int32
	q := batch.NewQueue(5, int(lanes), func(calls []*batch.Call) {
		running, most := &groups, lanes
		if calls[0].Aside {
			running, most = &single, 1
		}
		if running.Add(1) > most || calls[0].Aside && len(calls) > 1 {
			t.Error("too many at the same time")
		}
		defer running.Add(-1)
		runtime.Gosched()
		for i, c := range calls {
			switch n := ran.Add(1); {
			case n%7 == 0:
				c.Again()
			case n%11 == 0:
				c.SetAside()
			case i%3 == 0:
				c.Answer(fmt.Errorf("no %w", store.ErrUnavailable))
			default:
				c.Answer(nil)
			}
		}
	})
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() {
			for n := range each {
				ctx, giveUp := context.WithCancel(context.Background())
				if (i+n)%5 == 0 {
					go giveUp()
				}
				key := store.Key{Conversations: []botflow.ConversationID{botflow.ConversationID(fmt.Sprint(i % 4))}}
				err := q.Do(ctx, &batch.Call{Key: key})
				if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, store.ErrUnavailable) {
					t.Error(err)
				}
				giveUp()
			}
		})
	}
	all.Wait()
	require.Zero(t, q.Waiting())
	require.Zero(t, aside(q))
	require.Zero(t, q.Led())
}
