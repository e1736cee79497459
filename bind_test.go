package reparto_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

// boundStory plays scenes, each by give, with a tick before each. Ids are drawn by scene, whatever else is tried.
func boundStory(t tb, d directory.Directory, scenes []scene, give func(r *rig, b *branching, a act, op botflow.OpID)) []string {
	entropy := uint64(0)
	r, b := branchingRig(t, reparto.Config{Entropy: func() uint64 { return entropy }})
	r.apply(d)
	for i, s := range scenes {
		r.pass(s.gap)
		entropy = uint64(i + 1)
		op := botflow.OpID("")
		if _, message := s.act.cmd.(botflow.Receive); !message && i%2 == 0 {
			op = botflow.OpID(rune('a' + i))
		}
		give(r, b, s.act, op)
	}
	r.sound()
	return r.log()
}

func plainly(r *rig, _ *branching, a act, op botflow.OpID) {
	_, err := r.acc.As(a.by).Do(context.Background(), a.on, a.cmd, op)
	refusal(r.t, err)
}

func refusal(t tb, err error) {
	if err != nil {
		require.NotEmpty(t, botflow.CodeOf(err), "%v", err)
	}
}

// Rules: A5, I3, I7
func TestL48_ATransactionThatIsCommittedAndSettledTellsTheSameStory(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drawDirectory(t)
		var scenes []scene
		for i := range rapid.IntRange(1, 20).Draw(t, "scenes") {
			scenes = append(scenes, scene{drawGap(t, 59*time.Minute), drawAct(t, i)})
		}
		want := boundStory(t, d, scenes, plainly)
		settled := boundStory(t, d, scenes, func(r *rig, b *branching, a act, op botflow.OpID) {
			tx := b.begin(t)
			res, err := r.acc.Bind(tx).As(a.by).Do(context.Background(), a.on, a.cmd, op)
			refusal(t, err)
			if err == nil {
				tx.commit(t)
				require.NoError(t, r.acc.Settle(context.Background(), res))
			}
		})
		require.Equal(t, want, settled)
		rolledBack := boundStory(t, d, scenes, func(r *rig, b *branching, a act, op botflow.OpID) {
			_, err := r.acc.Bind(b.begin(t)).As(a.by).Do(context.Background(), a.on, a.cmd, op)
			refusal(t, err)
			plainly(r, b, a, op)
		})
		require.Equal(t, want, rolledBack, "what was rolled back left something")
	})
}

func TestL48_InATransactionOnlyItsOwnChatsDeadlinesAreApplied(t *testing.T) {
	t.Parallel()
	r, b := branchingRig(t, reparto.Config{})
	quick := online
	quick.ReassignAfter = time.Minute
	r.apply(cast(room("Ventas", quick, "Ana", "Beto")))
	r.goes("Ana", botflow.Online)
	r.goes("Beto", botflow.Online)
	r.arrives("k", "Ventas")
	r.arrives("l", "Ventas")
	r.clock.set(r.clock.Now().Add(3*time.Minute + time.Second))

	tx := b.begin(t)
	bound := r.acc.Bind(tx)
	res, err := bound.As(sol()).Do(t.Context(), chat("k"), botflow.Close{}, "")
	require.NoError(t, err)
	c, err := bound.System().Get(t.Context(), chat("k"))
	require.NoError(t, err)
	require.Equal(t, res.Conversation, c, "the transaction sees its own writes")
	count := func(a *reparto.Account, k string) (n int) {
		events, err := a.System().History(t.Context(), chat(k), 0, 100)
		require.NoError(t, err)
		for i := range events {
			if events[i].Type == botflow.Rotated {
				require.Equal(t, botflow.InstantOf(monday.Add(time.Duration(n+1)*time.Minute)), events[i].At)
				n++
			}
		}
		return n
	}
	require.Equal(t, 3, count(bound, "k"), "each at its own time")
	require.Zero(t, count(bound, "l"), "another chat's wait")
	tx.commit(t)
	require.NoError(t, r.acc.Settle(t.Context(), res))
	_, next, err := b.Due(t.Context(), botflow.InstantOf(r.clock.Now()), 0)
	require.NoError(t, err)
	require.Greater(t, next, botflow.InstantOf(r.clock.Now()), "settling catches up with them")
	require.Equal(t, 3, count(r.acc, "l"))
	r.sound()
}

func TestI3_ATransactionThatIsNeverSettledCostsASweep(t *testing.T) {
	t.Parallel()
	r, b := branchingRig(t, reparto.Config{})
	r.apply(cast(room("Ventas", online, "Ana")))
	r.goes("Ana", botflow.Online)
	r.writes("k")
	tx := b.begin(t)
	_, err := r.acc.Bind(tx).As(bot).Do(t.Context(), chat("k"), botflow.HandOff{Inbox: "Ventas"}, "")
	require.NoError(t, err)
	tx.commit(t)
	r.in("BANDEJA(Ventas)", "k")
	r.tick() // the first sweeps
	r.in("AGENTE(Ana)", "k")
	require.EqualValues(t, 1, r.engine.Repairs())
}

func TestA14_ARaceInATransactionIsTheHosts(t *testing.T) {
	t.Parallel()
	r, b := branchingRig(t, reparto.Config{})
	r.apply(cast(room("Ventas", byHand, "Ana", "Beto")))
	r.arrives("k", "Ventas")
	tx := b.begin(t)
	r.as(beto(), chat("k"), botflow.Take{})
	_, err := r.acc.Bind(tx).As(ana()).Do(t.Context(), chat("k"), botflow.Take{}, "op")
	require.ErrorIs(t, err, botflow.ErrConflict)
	_, err = r.acc.Bind(b.begin(t)).As(ana()).Do(t.Context(), chat("k"), botflow.Take{}, "op")
	require.ErrorIs(t, err, botflow.ErrTaken, "begun anew: somebody else's by now")
}

func TestE3_ATransactionThatIsRolledBackUsesUpNoOperation(t *testing.T) {
	t.Parallel()
	r, b := branchingRig(t, reparto.Config{})
	r.apply(cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Ventas")
	for range 2 {
		res, err := r.acc.Bind(b.begin(t)).As(ana()).Do(t.Context(), chat("k"), botflow.Take{}, "op")
		require.NoError(t, err)
		require.False(t, res.Duplicate)
	}
	tx := b.begin(t)
	first, err := r.acc.Bind(tx).As(ana()).Do(t.Context(), chat("k"), botflow.Take{}, "op")
	require.NoError(t, err)
	again, err := r.acc.Bind(tx).As(ana()).Do(t.Context(), chat("k"), botflow.Take{}, "op")
	require.NoError(t, err)
	require.True(t, again.Duplicate)
	require.Equal(t, first.Events, again.Events)
	tx.commit(t)
	require.NoError(t, r.acc.Settle(t.Context(), first, again))
	r.in("AGENTE(Ana)", "k")
}

func TestI10_TheTimeOfATransactionThatIsRolledBackIsForgotten(t *testing.T) {
	t.Parallel()
	b := &branching{}
	now := botflow.InstantOf(monday)
	e, err := reparto.New(wrapDB{newRig(t, reparto.Config{}).db, func(_ botflow.AccountID, s store.Store) store.Store {
		b.Store = s
		return &wrapStore{Store: b, now: func() botflow.Instant { return now }}
	}}, reparto.Config{})
	require.NoError(t, err)
	acc, err := e.Account("shop")
	require.NoError(t, err)
	_, err = acc.Apply(t.Context(), cast())
	require.NoError(t, err)
	ahead := &wrapStore{Store: b.begin(t), now: func() botflow.Instant { return now.Add(time.Hour) }}
	_, err = acc.Bind(ahead).System().Do(t.Context(), chat("k"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	res, err := acc.System().Do(t.Context(), chat("k"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	require.Equal(t, now, res.Conversation.Updated)
}

func TestWhatABoundAccountRefuses(t *testing.T) {
	t.Parallel()
	r, b := branchingRig(t, reparto.Config{})
	r.apply(cast())
	bound := r.acc.Bind(b.begin(t))
	_, err := bound.Apply(t.Context(), cast())
	require.ErrorContains(t, err, "bound to a transaction")
	_, err = bound.As(ada()).Change(t.Context(), directory.RemoveAgent{ID: "Ana"})
	require.Equal(t, botflow.CodeInvalid, botflow.CodeOf(err))
	require.ErrorContains(t, bound.Settle(t.Context()), "after the commit")
	page, err := bound.System().List(t.Context(), reparto.ListRequest{View: inbox.ViewAll})
	require.NoError(t, err)
	require.Empty(t, page.Conversations)
	bad, err := bound.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, bad)
	again := bound.Bind(b.begin(t))
	_, err = again.System().Do(t.Context(), chat("k"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	_, err = bound.System().Get(t.Context(), chat("k"))
	require.ErrorIs(t, err, botflow.ErrNotFound, "another transaction")
}
