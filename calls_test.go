package reparto_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// counting is a store that writes down what it is asked.
type counting struct {
	store.Store
	calls   []string
	commits int
}

func (c *counting) note(call string) { c.calls = append(c.calls, call) }

func (c *counting) Apply(ctx context.Context, k store.Key, decide store.Decide) error {
	c.note("Apply")
	wrote := false
	err := c.Store.Apply(ctx, k, func(l store.Loaded) (store.Changeset, error) {
		cs, err := decide(l)
		wrote = err == nil && !cs.Empty()
		return cs, err
	})
	if wrote {
		c.commits++
	}
	return err
}

func (c *counting) Get(ctx context.Context, k store.Key) (store.Loaded, error) {
	c.note("Get")
	return c.Store.Get(ctx, k)
}

func (c *counting) View(ctx context.Context, rq store.ViewRequest) (routing.View, error) {
	c.note("View")
	return c.Store.View(ctx, rq)
}

func (c *counting) Due(ctx context.Context, now botflow.Instant, n int) ([]store.Wake, botflow.Instant, error) {
	c.note("Due")
	return c.Store.Due(ctx, now, n)
}

func (c *counting) Waiting(ctx context.Context, after botflow.InboxID, n int) ([]botflow.InboxID, error) {
	c.note("Waiting")
	return c.Store.Waiting(ctx, after, n)
}

func (c *counting) List(ctx context.Context, q inbox.Query) (store.Page, error) {
	c.note("List")
	return c.Store.List(ctx, q)
}

func (c *counting) Directory(ctx context.Context, known uint64) (directory.Directory, uint64, error) {
	c.note("Directory")
	return c.Store.Directory(ctx, known)
}

func (c *counting) History(ctx context.Context, of botflow.Subject, after uint64, n int) ([]store.Record, error) {
	c.note("History")
	return c.Store.History(ctx, of, after, n)
}

func (c *counting) Jobs(ctx context.Context, n int) ([]store.Job, error) {
	c.note("Jobs")
	return c.Store.Jobs(ctx, n)
}

func (c *counting) of(call string) (n int) {
	for _, made := range c.calls {
		if made == call {
			n++
		}
	}
	return n
}

func (c *counting) reset() { c.calls, c.commits = nil, 0 }

// countingRig is a shop with everybody Online, whose store counts.
func countingRig(t *testing.T, d directory.Directory) (*rig, *counting) {
	t.Helper()
	r := newRig(t, reparto.Config{})
	c := &counting{}
	r.db = wrapDB{r.db, func(_ botflow.AccountID, s store.Store) store.Store { c.Store = s; return c }}
	var err error
	r.engine, err = reparto.New(r.db, reparto.Config{Clock: r.clock, Sweep: time.Hour})
	require.NoError(t, err)
	r.acc, err = r.engine.Account("shop")
	require.NoError(t, err)
	r.apply(d)
	for _, a := range d.Agents {
		r.ok(reparto.Agent(a.ID), botflow.SetPresence{Status: botflow.Online})
	}
	return r, c
}

func TestWhatACommandAsksOfTheStore(t *testing.T) {
	t.Parallel()
	quick := online
	quick.ReassignAfter = time.Minute
	short := onChannel("whatsapp", func(ch *directory.Channel) { ch.Window = 30 * time.Minute })
	d := edited(cast(room("Ventas", quick, "Ana", "Beto"), room("VIP", byHand, "Ana"), room("Vacía", online)), short)
	waits := func(r *rig) { r.arrives("k", "VIP") }
	owned := func(r *rig) { r.arrives("k", "VIP"); r.as(ana(), chat("k"), botflow.Take{}) }
	give := func(by botflow.Actor, cmd botflow.Command) func(r *rig) {
		return func(r *rig) { r.as(by, chat("k"), cmd) }
	}
	tick := func(after time.Duration) func(r *rig) {
		return func(r *rig) { r.clock.set(r.clock.Now().Add(after)); r.tick() }
	}
	for _, tc := range []struct {
		name    string
		before  func(*rig)
		do      func(*rig)
		calls   string
		commits int
	}{
		{"a contact's first message", func(*rig) {}, func(r *rig) { r.writes("k") }, "Apply", 1},
		{"a message while the chat waits", waits, func(r *rig) { r.writes("k") }, "Apply", 1},
		{"a message while an agent has it", owned, func(r *rig) { r.writes("k") }, "Apply", 1},
		{"take", waits, give(ana(), botflow.Take{}), "Apply", 1},
		{"reply", owned, give(ana(), botflow.Reply{}), "Apply", 1},
		{"close, with nothing waiting", owned, give(ana(), botflow.Close{}), "Apply View", 1},
		{"handed off, and assigned at once", func(r *rig) { r.writes("k") }, give(bot, botflow.HandOff{Inbox: "Ventas"}), "Apply View Apply", 2},
		{"handed off, and there is nobody", func(r *rig) { r.writes("k") }, give(bot, botflow.HandOff{Inbox: "Vacía"}), "Apply View Apply", 2},
		{"a look at one chat", owned, func(r *rig) { r.get("k") }, "Get", 0},
		{"one overdue window, on a tick", waits, tick(30 * time.Minute), "Due Apply Jobs", 1},
		{"one overdue rotation, on a tick", func(r *rig) { r.arrives("k", "Ventas") }, tick(time.Minute), "Due Get View Apply View Due Jobs", 1},
		{"a message behind 300 ended windows", func(r *rig) {
			for i := range 300 {
				r.clock.set(r.clock.Now().Add(time.Second))
				r.writes(fmt.Sprint(i))
			}
			r.clock.set(r.clock.Now().Add(time.Hour))
		}, func(r *rig) { r.writes("k") }, "Apply " + strings.Repeat("Due Apply ", 5) + "Apply", 6},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r, c := countingRig(t, d)
			r.tick() // the first sweeps
			tc.before(r)
			c.reset()
			tc.do(r)
			got := strings.Join(c.calls, " ")
			require.Equal(t, tc.calls, got)
			require.Equal(t, tc.commits, c.commits)
			page, err := os.ReadFile("docs/design.md")
			require.NoError(t, err)
			row := fmt.Sprintf("| %s | %s | %d |", tc.name, got, c.commits)
			if !strings.Contains(string(page), row) {
				t.Errorf("docs/design.md needs the row %s", row)
			}
		})
	}
}

func TestL48_ManyDeadlinesCostFewSteps(t *testing.T) {
	t.Parallel()
	const many = 300
	for _, tc := range []struct {
		name  string
		d     directory.Directory
		begin func(r *rig, contact string)
		apart time.Duration
		views int
	}{
		{"windows of bots' chats at one instant", cast(), func(r *rig, k string) { r.writes(k) }, 0, 0},
		{"windows of bots' chats, each at its own", cast(), func(r *rig, k string) { r.writes(k) }, time.Second, 0},
		{"windows of waiting chats", cast(room("VIP", byHand)), func(r *rig, k string) { r.arrives(k, "VIP") }, time.Second, 0},
		{"windows of one agent's chats at one instant, each of which frees them", cast(room("VIP", byHand, "Ana")), func(r *rig, k string) {
			r.arrives(k, "VIP")
			r.as(ana(), chat(k), botflow.Take{})
		}, 0, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r, c := countingRig(t, tc.d)
			for i := range many {
				tc.begin(r, fmt.Sprint(i))
				r.clock.set(r.clock.Now().Add(tc.apart))
			}
			r.tick()
			r.clock.set(r.clock.Now().Add(25 * time.Hour))
			c.reset()
			_, err := r.acc.System().Count(t.Context(), inbox.ViewExpired, inbox.Filter{}, 1)
			require.NoError(t, err)
			require.LessOrEqual(t, c.commits, many/64+1)
			require.LessOrEqual(t, c.of("Due"), many/64+2)
			require.LessOrEqual(t, c.of("Get"), 2, "the look's own")
			require.LessOrEqual(t, c.of("View"), tc.views)
			n, err := r.acc.System().Count(t.Context(), inbox.ViewExpired, inbox.Filter{}, many+1)
			require.NoError(t, err)
			require.Equal(t, many, n)
			require.Zero(t, r.load("Ana"))
			r.sound()
		})
	}
}

func TestL48_ACommandIsNotHeldUpByWhatFallsDueMeanwhile(t *testing.T) {
	t.Parallel()
	// Each time the store is asked what is due, another second has passed, in which another window ends.
	r := newRig(t, reparto.Config{})
	slow := &wrapStore{}
	r.db = wrapDB{r.db, func(_ botflow.AccountID, s store.Store) store.Store { slow.Store = s; return slow }}
	e, err := reparto.New(r.db, reparto.Config{Clock: r.clock, Sweep: time.Hour})
	require.NoError(t, err)
	r.engine = e
	r.acc, err = e.Account("shop")
	require.NoError(t, err)
	r.apply(cast())
	for i := range 300 {
		r.writes(fmt.Sprint(i))
		r.clock.set(r.clock.Now().Add(time.Second))
	}
	r.clock.set(monday.Add(24*time.Hour + 2*time.Second))
	asked := 0
	slow.onDue = func() error {
		asked++
		r.clock.set(r.clock.Now().Add(time.Second))
		return nil
	}
	given := botflow.InstantOf(r.clock.Now())
	require.Equal(t, given, r.writes("k").Conversation.Updated)
	_, err = r.acc.System().Get(t.Context(), chat("k"))
	require.NoError(t, err)
	require.Less(t, asked, 8)
}
