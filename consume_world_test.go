package reparto_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// feedWorld is an account whose events two consumers handle, each in processes that die and overtake one another.
type feedWorld struct {
	*rig
	rt       *rapid.T
	raw      store.Store
	done     map[string]map[botflow.Subject]uint64 // by consumer: the last of each subject that was handled or skipped
	healed   bool
	depth    int             // of a process that works while another's handler does
	dying    int             // after so many writes of a consumer the process dies; 0: it doesn't
	conceded map[string]bool // the process died, or was overtaken, in this call
}

var errKilled = errors.New("killed")

// doomed is a store whose process may die before it writes a consumer down.
type doomed struct {
	store.Store
	world *feedWorld
}

func (m doomed) Advance(ctx context.Context, c store.Consumer) (uint64, error) {
	if w := m.world; w.dying > 0 {
		if w.dying--; w.dying == 0 {
			w.conceded[c.Name] = true
			return 0, errKilled
		}
	}
	return m.Store.Advance(ctx, c)
}

// process starts another process on the same store.
func (w *feedWorld) process() *reparto.Account {
	e, err := reparto.New(wrapDB{w.db, func(_ botflow.AccountID, s store.Store) store.Store { return doomed{s, w} }}, reparto.Config{Clock: w.clock})
	require.NoError(w.rt, err)
	acc, err := e.Account("shop")
	require.NoError(w.rt, err)
	return acc
}

// handler fails as chance has it, and always with some events until it is healed.
func (w *feedWorld) handler(name string) reparto.Consumer {
	return reparto.Consumer{Name: name, Tries: 3, Handle: func(_ context.Context, r store.Record) error {
		of, seq := r.Event.Subject, r.Event.Seq
		require.LessOrEqual(w.rt, seq, w.done[name][of]+1, "%s is handed %s before those ahead of it were handled", name, r.Event.ID())
		if !w.healed {
			if seq%5 == 4 && of.Kind == botflow.SubjectAgent {
				return errors.New("poisoned")
			}
			switch rapid.SampledFrom([]string{"", "", "", "", "", "", "error", "panic", "overtaken"}).Draw(w.rt, "outcome") {
			case "error":
				return errors.New("no")
			case "panic":
				panic("no")
			case "overtaken":
				w.overtake(name)
			}
		}
		w.done[name][of] = max(w.done[name][of], seq)
		return nil
	}}
}

// overtake lets another process take a handler that sleeps for dead.
func (w *feedWorld) overtake(name string) {
	if w.depth > 0 {
		return
	}
	w.depth++
	defer func() { w.depth-- }()
	w.conceded[name] = true
	w.clock.set(w.clock.Now().Add(3 * store.DefaultTimeout))
	w.consume(name)
}

// consume lets a new process hand out what is ready. Unless it dies all that isn't held has been handled then.
func (w *feedWorld) consume(name string) {
	if w.depth == 0 {
		w.conceded[name] = false
	}
	next, err := w.process().Consume(context.Background(), w.handler(name))
	if w.conceded[name] || err != nil {
		require.True(w.rt, err == nil || errors.Is(err, errKilled), "%v", err)
		return
	}
	c, err := w.raw.Consumer(context.Background(), name)
	require.NoError(w.rt, err)
	if c.Busy > botflow.InstantOf(w.clock.Now()) {
		require.Equal(w.rt, c.Busy.Time(), next)
		return
	}
	for of, last := range w.last() {
		if h, held := c.Hold(of); held {
			require.LessOrEqual(w.rt, h.Seq, w.done[name][of]+1, "%s holds %s", name, of) // less: a process died or was overtaken
			require.True(w.rt, h.Parked || !next.IsZero())
		} else {
			require.Equal(w.rt, last, w.done[name][of], "%s lets %s wait although nothing of it is held", name, of)
		}
	}
}

// subjects are those that something happens to.
func (w *feedWorld) subjects() []botflow.Subject {
	return []botflow.Subject{botflow.OfAccount(), botflow.OfAgent("Ana"), botflow.OfAgent("Beto"), w.conversation("k1"), w.conversation("k2")}
}

func (w *feedWorld) conversation(contact string) botflow.Subject {
	return botflow.OfConversation(w.get(contact).ID)
}

// last gives the number of each subject's last event that is kept.
func (w *feedWorld) last() map[botflow.Subject]uint64 {
	last := map[botflow.Subject]uint64{}
	for _, of := range w.subjects() {
		if all := w.history(of); len(all) > 0 {
			last[of] = all[len(all)-1].Event.Seq
		}
	}
	return last
}

func (w *feedWorld) history(of botflow.Subject) []store.Record {
	all, err := w.raw.History(context.Background(), of, 0, 1<<20)
	require.NoError(w.rt, err)
	return all
}

// prune removes all that may go, and demands that what a consumer hasn't handled stayed.
func (w *feedWorld) prune() {
	before := w.last()
	_, err := w.acc.Prune(context.Background(), store.Retention{Events: botflow.Forever, Conversations: botflow.Forever})
	require.NoError(w.rt, err)
	for _, of := range w.subjects() {
		kept := map[uint64]bool{}
		for _, r := range w.history(of) {
			kept[r.Event.Seq] = true
		}
		for name, done := range w.done {
			for seq := done[of] + 1; seq <= before[of]; seq++ {
				require.True(w.rt, kept[seq], "event %d of %s went before %s had handled it", seq, of, name)
			}
		}
	}
}

// decide redelivers or skips something that is parked.
func (w *feedWorld) decide(skip bool) {
	consumers, err := w.acc.Consumers(context.Background())
	require.NoError(w.rt, err)
	for _, c := range consumers {
		for _, h := range c.Held {
			switch {
			case !h.Parked:
			case skip:
				require.NoError(w.rt, w.acc.Skip(context.Background(), c.Name, h.Subject, h.Seq))
				w.done[c.Name][h.Subject] = max(w.done[c.Name][h.Subject], h.Seq)
			default:
				require.NoError(w.rt, w.acc.Redeliver(context.Background(), c.Name, h.Subject, h.Seq))
			}
		}
	}
}

// Rules: E1, E4
func TestE1_E4_EveryEventIsHandledOrSkippedWhateverHappens(t *testing.T) {
	t.Parallel()
	names := []string{"app", "crm"}
	rapid.Check(t, func(rt *rapid.T) {
		w := &feedWorld{rig: newRig(rt, reparto.Config{}), rt: rt, done: map[string]map[botflow.Subject]uint64{}, conceded: map[string]bool{}}
		var err error
		w.raw, err = w.db.Account("shop")
		require.NoError(rt, err)
		w.apply(cast())
		w.writes("k1")
		w.writes("k2")
		for _, name := range names {
			w.done[name] = map[botflow.Subject]uint64{}
			w.consume(name)
		}
		rt.Repeat(map[string]func(*rapid.T){
			"happen": func(rt *rapid.T) {
				for n := range rapid.IntRange(1, 70).Draw(rt, "events") {
					w.writes(fmt.Sprint("k", 1+n%2))
					agent := reparto.Agent([]botflow.AgentID{"Ana", "Beto"}[n%2])
					w.ok(agent, botflow.SetPresence{Status: []botflow.Status{botflow.Online, botflow.Away}[n/2%2]})
				}
			},
			"consume": func(rt *rapid.T) { w.consume(rapid.SampledFrom(names).Draw(rt, "consumer")) },
			"die": func(rt *rapid.T) {
				w.dying = rapid.IntRange(1, 4).Draw(rt, "writes")
				w.consume(rapid.SampledFrom(names).Draw(rt, "consumer"))
				w.dying = 0
			},
			"pass": func(rt *rapid.T) {
				w.clock.set(w.clock.Now().Add(time.Duration(rapid.IntRange(1, 100).Draw(rt, "seconds")) * time.Second))
			},
			"prune":     func(*rapid.T) { w.prune() },
			"redeliver": func(*rapid.T) { w.decide(false) },
			"skip":      func(*rapid.T) { w.decide(true) },
		})
		w.healed = true
		for range 3 {
			w.clock.set(w.clock.Now().Add(time.Hour))
			w.decide(false)
			for _, name := range names {
				w.consume(name)
				w.prune()
			}
		}
		for _, name := range names {
			c, err := w.raw.Consumer(context.Background(), name)
			require.NoError(rt, err)
			require.Empty(rt, c.Held)
			records, err := w.raw.Feed(context.Background(), name, 0, 1)
			require.NoError(rt, err)
			require.Empty(rt, records)
		}
		w.sound()
	})
}
