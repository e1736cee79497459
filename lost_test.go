package reparto_test

import (
	"context"
	"errors"
	"fmt"
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

// losing is a store whose answers to some writes are lost: those that happened, or those that didn't.
type losing struct {
	store.Store
	writes   int            // so far
	from, to int            // the writes whose answers are lost
	happens  func(int) bool // whether such a write happens
	then     func()         // after each
}

var errGone = errors.New("it didn't happen")

func (s *losing) Apply(ctx context.Context, k store.Key, decide store.Decide) error {
	lose := false
	err := s.Store.Apply(ctx, k, func(l store.Loaded) (store.Changeset, error) {
		cs, err := decide(l)
		if err != nil || cs.Empty() {
			return cs, err
		}
		if s.writes++; s.writes >= s.from && s.writes < s.to {
			if lose = true; !s.happens(s.writes) {
				return store.Changeset{}, errGone
			}
		}
		return cs, nil
	})
	if lose {
		if s.then != nil {
			s.then()
		}
		return fmt.Errorf("connection reset by peer: %w", store.ErrUnknown)
	}
	return err
}

// losingRig is a rig whose store loses the answers to the writes from one number to before another.
func losingRig(t *testing.T, from, to int, happens func(int) bool) (*rig, *losing) {
	t.Helper()
	l := &losing{from: from, to: to, happens: happens}
	r := &rig{t: t, clock: &hand{t: monday}, db: memory.New()}
	r.db = wrapDB{r.db, func(_ botflow.AccountID, s store.Store) store.Store { l.Store = s; return l }}
	entropy := uint64(0)
	e, err := reparto.New(r.db, reparto.Config{Clock: r.clock, Sweep: time.Hour, Entropy: func() uint64 { entropy++; return entropy }})
	require.NoError(t, err)
	r.engine = e
	r.acc, err = e.Account("shop")
	require.NoError(t, err)
	return r, l
}

// plot is a story that a test tells again and again.
type plot struct {
	name string
	tell func(r *rig, answer func(any, error))
}

// plots are stories that take every way by which the engine writes, with operation ids and without.
func plots() []plot {
	ctx := context.Background()
	quick := routing.Policy{Enabled: true, Limit: 1, ReassignAfter: time.Minute}
	begin := func(r *rig, answer func(any, error)) {
		changes, err := r.acc.Apply(ctx, edited(cast(room("Ventas", quick, "Ana", "Beto"), room("VIP", byHand, "Ana")), func(d *directory.Directory) {
			d.Options.InactiveAfter = 30 * time.Minute
		}))
		answer(changes, err)
		for _, id := range []botflow.AgentID{"Ana", "Beto"} {
			answer(r.acc.As(botflow.ByAgent(id)).Do(ctx, reparto.Agent(id), botflow.SetPresence{Status: botflow.Online}, ""))
		}
	}
	say := func(r *rig, answer func(any, error), by botflow.Actor, on reparto.Target, op botflow.OpID, cmds ...botflow.Command) {
		for _, cmd := range cmds {
			answer(r.acc.As(by).Do(ctx, on, cmd, op))
		}
	}
	return []plot{
		{"commands under operation ids", func(r *rig, answer func(any, error)) {
			begin(r, answer)
			for i, k := range []string{"k", "l", "m"} {
				say(r, answer, botflow.System(), chat(k), "", botflow.Receive{Message: "1"})
				say(r, answer, bot, chat(k), botflow.OpID(fmt.Sprint("hand", i)), botflow.HandOff{Inbox: "Ventas"})
			}
			say(r, answer, ana(), chat("k"), "r", botflow.Reply{})
			say(r, answer, ana(), chat("k"), "c", botflow.Close{})
			say(r, answer, ana(), chat("k"), "c", botflow.Close{}) // the host tries again
		}},
		{"commands without", func(r *rig, answer func(any, error)) {
			begin(r, answer)
			say(r, answer, sol(), web("t"), "", botflow.SendTemplate{})
			say(r, answer, botflow.System(), chat("k"), "", botflow.Receive{Message: "1"})
			say(r, answer, bot, chat("k"), "", botflow.HandOff{Inbox: "Ventas"})
			say(r, answer, ana(), chat("k"), "", botflow.Reply{}, botflow.AddNote{Text: "n"}, botflow.SetAffinity{Agent: "Ana"}, botflow.AddTag{Tag: "vip"},
				botflow.SetAttributes{Attributes: map[string]string{"a": "b"}}, botflow.Return{})
			say(r, answer, beto(), reparto.Agent("Beto"), "", botflow.Touch{}, botflow.SetPresence{Status: botflow.Away})
			say(r, answer, botflow.System(), web("t"), "", botflow.Forget{})
		}},
		{"deadlines", func(r *rig, answer func(any, error)) {
			begin(r, answer)
			for _, k := range []string{"k", "l", "m"} {
				say(r, answer, botflow.System(), chat(k), "", botflow.Receive{Message: "1"})
				say(r, answer, bot, chat(k), "", botflow.HandOff{Inbox: "Ventas"})
			}
			for _, d := range []time.Duration{time.Minute, 5 * time.Minute, 40 * time.Minute, 25 * time.Hour} {
				r.clock.set(r.clock.Now().Add(d))
				next, err := r.engine.Tick(ctx)
				answer(next, err)
			}
		}},
		{"configurations and their jobs", func(r *rig, answer func(any, error)) {
			begin(r, answer)
			for _, k := range []string{"k", "l", "m"} {
				say(r, answer, botflow.System(), chat(k), "", botflow.Receive{Message: "1"})
				say(r, answer, bot, chat(k), "", botflow.HandOff{Inbox: "Ventas"})
			}
			changes, err := r.acc.As(ada()).Change(ctx, directory.RemoveAgent{ID: "Ana"})
			answer(changes, err)
			changes, err = r.acc.Apply(ctx, r.wants(into("Ventas", "VIP")))
			answer(changes, err)
		}},
	}
}

// told tells a plot and gives all that could be seen of it.
func (p *plot) told(r *rig) (seen []string) {
	p.tell(r, func(answer any, err error) { seen = append(seen, fmt.Sprintf("%+v %v", answer, err)) })
	r.sound()
	return append(seen, r.log()...)
}

func TestI9_I7_ALostAnswerIsFoundOut(t *testing.T) {
	t.Parallel()
	ways := []struct {
		name    string
		lost    int // answers, one after the other
		happens func(int) bool
	}{
		{"it happened", 1, func(int) bool { return true }},
		{"it didn't", 1, func(int) bool { return false }},
		{"two, one of which happened", 2, func(n int) bool { return n%2 == 0 }},
	}
	for _, p := range plots() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			r, counted := losingRig(t, 0, 0, nil)
			want := p.told(r)
			require.Greater(t, counted.writes, 5)
			for _, way := range ways {
				for n := 1; n <= counted.writes; n++ {
					r, _ := losingRig(t, n, n+way.lost, way.happens)
					require.Equal(t, want, p.told(r), "the answer to write %d is lost: %s", n, way.name)
				}
			}
		})
	}
}

func TestE3_WhatCantBeFoundOutIsSaid(t *testing.T) {
	t.Parallel()
	for _, op := range []botflow.OpID{"", "op"} {
		for _, happened := range []bool{true, false} {
			t.Run(fmt.Sprintf("under %q, happened %v", op, happened), func(t *testing.T) {
				t.Parallel()
				r, l := losingRig(t, 0, 0, func(int) bool { return happened })
				r.apply(cast(room("Ventas", online, "Ana")))
				r.goes("Ana", botflow.Online)
				r.writes("k")
				ctx, stop := context.WithCancel(context.Background())
				l.from, l.to, l.then = l.writes+1, 1<<30, stop // the caller is gone: nothing more is begun
				writes := l.writes
				_, err := r.acc.As(bot).Do(ctx, chat("k"), botflow.HandOff{Inbox: "Ventas"}, op)
				require.ErrorIs(t, err, botflow.ErrOutcomeUnknown)
				require.Equal(t, botflow.CodeOutcomeUnknown, botflow.CodeOf(err))
				require.ErrorIs(t, err, store.ErrUnknown)
				require.Equal(t, writes+1, l.writes)
				l.from = 0
				l.to = 0
				r.tick()
				if happened {
					r.in("AGENTE(Ana)", "k")
				} else {
					r.in("BOT(flow)", "k")
				}
				r.sound()
			})
		}
	}
}

func TestE3_AStoreThatNeverAnswersIsNotAskedForEver(t *testing.T) {
	t.Parallel()
	r, l := losingRig(t, 0, 0, func(int) bool { return false })
	r.apply(cast())
	r.writes("k")
	l.from, l.to = l.writes+1, 1<<30
	_, err := r.acc.As(bot).Do(t.Context(), chat("k"), botflow.HandOff{}, "op")
	require.ErrorIs(t, err, botflow.ErrOutcomeUnknown)
	require.Less(t, l.writes, 20)
}

func TestI7_AnUnavailableDatabaseDidNothing(t *testing.T) {
	t.Parallel()
	r, l := losingRig(t, 0, 0, func(int) bool { return true })
	r.apply(cast())
	down := &unavailable{Store: l.Store}
	l.Store = down
	down.is.Store(true)
	_, err := r.acc.System().Do(t.Context(), chat("k"), botflow.Receive{Message: "1"}, "")
	require.ErrorIs(t, err, store.ErrUnavailable)
	require.Empty(t, botflow.CodeOf(err), "no refusal, and nothing happened")
	down.is.Store(false)
	require.False(t, r.ok(chat("k"), botflow.Receive{Message: "1"}).Duplicate)

	// The answer is lost, and then the database is gone.
	l.from, l.to, l.then = l.writes+1, 1<<30, func() { down.is.Store(true) }
	_, err = r.acc.As(bot).Do(t.Context(), chat("k"), botflow.HandOff{}, "op")
	require.ErrorIs(t, err, botflow.ErrOutcomeUnknown)
	require.ErrorIs(t, err, store.ErrUnknown)
	require.ErrorIs(t, err, store.ErrUnavailable)
	down.is.Store(false)
	l.from, l.to, l.then = 0, 0, nil
	again, err := r.acc.As(bot).Do(t.Context(), chat("k"), botflow.HandOff{}, "op")
	require.NoError(t, err)
	require.True(t, again.Duplicate, "it had happened")
	r.sound()
}

// unavailable is a store that can't be reached at times.
type unavailable struct {
	store.Store
	is atomic.Bool
}

func (u *unavailable) Apply(ctx context.Context, k store.Key, decide store.Decide) error {
	if u.is.Load() {
		return fmt.Errorf("connection refused: %w", store.ErrUnavailable)
	}
	return u.Store.Apply(ctx, k, decide)
}
