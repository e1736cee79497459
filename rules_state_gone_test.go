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
)

// without takes inboxes out of a directory.
func without(id botflow.InboxID) func(*directory.Directory) {
	return func(d *directory.Directory) {
		var stay []directory.Inbox
		for _, in := range d.Inboxes {
			if in.ID != id {
				stay = append(stay, in)
			}
		}
		d.Inboxes = stay
	}
}

// into deletes an inbox into another.
func into(id, dest botflow.InboxID) func(*directory.Directory) {
	return func(d *directory.Directory) {
		without(id)(d)
		d.Deleted = append(d.Deleted, directory.Deleted{Inbox: id, Into: dest})
	}
}

// wants gives the configuration in force after some changes, without applying it.
func (r *rig) wants(changes ...func(*directory.Directory)) directory.Directory {
	r.t.Helper()
	d, _, err := r.acc.Directory(context.Background())
	require.NoError(r.t, err)
	return edited(d, changes...)
}

func TestS8_AnInboxWithChatsNeedsADestination(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana"), room("Soporte", byHand, "Beto")))
	r.arrives("k", "Ventas")
	_, err := r.acc.Apply(context.Background(), r.wants(without("Ventas")))
	require.ErrorIs(t, err, botflow.ErrInboxNotEmpty)
	r.in("BANDEJA(Ventas)", "k")
	require.True(t, r.sees(ana(), "k"), "nothing has changed")

	r.as(ana(), chat("k"), botflow.Take{})
	_, err = r.acc.Apply(context.Background(), r.wants(without("Ventas")))
	require.NoError(t, err, "an owned chat is not in the inbox")
	r.as(ana(), chat("k"), botflow.Return{})
	r.in("BANDEJA(General)", "k")
	r.sound()
}

func TestS8_TheDestinationIsAShareInboxThatExists(t *testing.T) {
	t.Parallel()
	for _, dest := range []botflow.InboxID{botflow.Closed, botflow.Personal("Ana"), "Nada", "Ventas", ""} {
		t.Run(string(dest), func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana")))
			r.arrives("k", "Ventas")
			_, err := r.acc.Apply(context.Background(), r.wants(into("Ventas", dest)))
			require.ErrorIs(t, err, botflow.ErrInvalid)
			r.in("BANDEJA(Ventas)", "k")
		})
	}
}

func TestS8_L54_ChatsMoveOnKeepTheirPlaceAndAreAssigned(t *testing.T) {
	t.Parallel()
	soporte := online
	soporte.Limit = 1
	r := shop(t, cast(room("Ventas", byHand, "Ana"), room("Soporte", soporte, "Beto")))
	r.arrives("first", "Ventas")
	r.till("10:00:10")
	r.arrives("second", "Ventas")
	r.till("10:00:20")
	n := len(r.events("first"))
	r.edit(into("Ventas", "Soporte"))
	r.in("AGENTE(Beto)", "first")
	r.in("BANDEJA(Soporte)", "second")
	require.Equal(t, "Moved Queued Assigned", r.tells("first", n))
	require.Equal(t, instant("10:00:10"), r.get("second").QueuedAt, "its place is kept")
	require.Equal(t, "L54", r.events("first")[n].Rule)
	r.as(beto(), chat("first"), botflow.Close{})
	r.in("AGENTE(Beto)", "second")
	r.sound()
}

func TestS8_ReferencesFollowADeletedInbox(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		delete func(*directory.Directory)
		want   string
	}{
		{"to its destination", into("Ventas", "Soporte"), "BANDEJA(Soporte)"},
		{"else to General", without("Ventas"), "BANDEJA(General)"},
		{"through a chain", func(d *directory.Directory) { into("Ventas", "Otra")(d); into("Otra", "Soporte")(d) }, "BANDEJA(Soporte)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			fall := online
			fall.ReassignAfter, fall.MaxRotations, fall.Fallback = time.Minute, 1, "Ventas"
			d := cast(room("Ventas", byHand, "Ana"), room("Soporte", byHand, "Beto"), room("Otra", byHand), room("Turno", fall, "Ana", "Beto"))
			r := shop(t, edited(d, assistant("Soporte"), onChannel("web", func(c *directory.Channel) { c.Inbox = "Ventas" })))
			r.arrives("taken", "Ventas")
			r.as(ana(), chat("taken"), botflow.Take{})
			r.edit(assistantIn("Ventas"))
			r.arrives("scoped", "Ventas")
			r.in("BOT(ia)", "scoped")
			r.edit(func(d *directory.Directory) { d.Assistants = nil })
			r.arrives("rotating", "Turno")

			r.edit(tc.delete)
			r.as(ana(), chat("taken"), botflow.Return{})
			r.in(tc.want, "taken")
			r.at(tc.want, func() reparto.Target { r.message(web("new")); return web("new") }()) // the channel's inbox
			r.writes("scoped")                                                                  // no assistant any more: L8
			r.in(tc.want, "scoped")
			r.pass(2 * time.Minute)
			r.in(tc.want, "rotating") // the fallback
			r.refused(botflow.CodeNoInbox, sol(), chat("taken"), botflow.Move{Inbox: "Ventas"})
			r.sound()
		})
	}
}

// assistantIn moves the assistant to another scope.
func assistantIn(scope botflow.InboxID) func(*directory.Directory) {
	return onAssistant("ia", func(a *directory.Assistant) { a.Scope = scope })
}

func TestS8_L26_ARemovedAgentsChatsGoBackToTheirOldPlace(t *testing.T) {
	t.Parallel()
	one := online
	one.Limit = 1
	for _, way := range []string{"disabled", "no longer listed"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", one, "Ana", "Beto")))
			r.only("Ana")
			r.arrives("first", "Ventas")
			r.till("10:00:10")
			r.arrives("second", "Ventas")
			r.till("10:00:20")
			r.arrives("third", "Ventas")
			r.as(sol(), chat("third"), botflow.Move{Inbox: botflow.Personal("Ana")})
			r.in("AGENTE(Ana)", "first")
			r.as(ana(), chat("first"), botflow.SetAffinity{Agent: "Ana"})
			n := len(r.events("first"))
			r.till("10:00:30")
			r.edit(func(d *directory.Directory) {
				if way == "disabled" {
					removed("Ana")(d)
					return
				}
				d.Agents = d.Agents[1:]
				d.Inboxes[0].Members = []botflow.AgentID{"Beto"}
			})
			require.Equal(t, "Returned Queued NobodyEligible AffinityChanged", sortedLike("Returned Queued NobodyEligible AffinityChanged", r.tells("first", n)))
			require.Equal(t, "L26", r.events("first")[n].Rule)
			require.Equal(t, instant("10:00:00"), r.get("first").QueuedAt, "its old place in the queue")
			r.in("BANDEJA(Ventas)", "third") // from the Personal inbox
			require.Equal(t, instant("10:00:20"), r.get("third").QueuedAt)
			contact, err := r.acc.System().Contact(context.Background(), chat("first"))
			require.NoError(t, err)
			require.Empty(t, contact.Affinity)

			r.goes("Beto", botflow.Online)
			r.in("AGENTE(Beto)", "first")
			r.in("BANDEJA(Ventas)", "second")
			r.as(beto(), chat("first"), botflow.Close{})
			r.in("AGENTE(Beto)", "second")
			r.refused(botflow.CodeNotFound, ana(), chat("third"), botflow.Take{})
			r.refused(botflow.CodeNoAgent, sol(), chat("third"), botflow.Assign{Agent: "Ana"})
			r.refused(botflow.CodeNoInbox, sol(), chat("third"), botflow.Move{Inbox: botflow.Personal("Ana")})
			require.EqualValues(t, "Ana", r.events("first")[n].Other, "the id stays in history")
			r.sound()
		})
	}
}

// sortedLike gives want if got has the same words in some order, else got.
func sortedLike(want, got string) string {
	if sorted(want) == sorted(got) {
		return want
	}
	return got
}

func TestS8_ARemovedAgentIsOfflineAndMayComeBack(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana")))
	r.edit(removed("Ana"))
	r.arrives("k", "Ventas")
	r.in("BANDEJA(Ventas)", "k")
	_, err := r.acc.System().Presence(context.Background(), "Ana")
	require.ErrorIs(t, err, botflow.ErrNotFound)
	r.edit(onAgent("Ana", func(a *directory.Agent) { a.Disabled = false }))
	require.Equal(t, botflow.Offline, r.presence("Ana").Status)
	r.in("BANDEJA(Ventas)", "k")
	r.as(ana(), reparto.Agent("Ana"), botflow.SetPresence{Status: botflow.Online})
	r.in("AGENTE(Ana)", "k")
}

func TestS8_SystemInboxesCannotBeDeleted(t *testing.T) {
	t.Parallel()
	for _, id := range []botflow.InboxID{botflow.General, botflow.Closed, botflow.Personal("Ana")} {
		t.Run(string(id), func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana")))
			_, err := r.acc.Apply(context.Background(), r.wants(into(id, "Ventas")))
			require.ErrorIs(t, err, botflow.ErrInvalid)
		})
	}
}

// errDied is what a store of a dead process answers.
var errDied = errors.New("the process has died")

// mortal is a store whose process dies after a number of writes.
type mortal struct {
	store.DB
	left *atomic.Int64
}

func (m mortal) Account(id botflow.AccountID) (store.Store, error) {
	s, err := m.DB.Account(id)
	return mortalStore{s, m.left}, err
}

type mortalStore struct {
	store.Store
	left *atomic.Int64
}

func (m mortalStore) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	if m.left.Add(-1) < 0 {
		return errDied
	}
	return m.Store.Apply(ctx, key, decide)
}

// dies lets an engine over the same store die after some writes of act.
func (r *rig) dies(writes int64, act func(*reparto.Account) error) error {
	r.t.Helper()
	r.died = true
	left := new(atomic.Int64)
	left.Store(writes)
	e, err := reparto.New(mortal{r.db, left}, reparto.Config{Clock: r.clock})
	require.NoError(r.t, err)
	a, err := e.Account("shop")
	require.NoError(r.t, err)
	return act(a)
}

func TestS8_ADeathOnTheWayLosesNothing(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*directory.Directory){
		"inbox deleted": into("Ventas", "Soporte"),
		"agent removed": func(d *directory.Directory) {
			removed("Ana")(d)
			policy("Ventas", func(p *routing.Policy) { *p = online })(d)
		},
	}
	for name, change := range changes {
		for writes := range int64(9) {
			t.Run(fmt.Sprintf("%s, death after %d writes", name, writes), func(t *testing.T) {
				t.Parallel()
				r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto"), room("Soporte", online, "Beto")))
				const chats = 70 // more than a batch of a job
				for i := range chats {
					k := fmt.Sprintf("k%d", i)
					r.arrives(k, "Ventas")
					if name == "agent removed" {
						r.as(ana(), chat(k), botflow.Take{})
					}
				}
				wanted := r.wants(change)
				err := r.dies(writes, func(a *reparto.Account) error {
					_, err := a.Apply(context.Background(), wanted)
					return err
				})
				if err != nil {
					require.ErrorIs(t, err, errDied)
				}
				r.restart()
				if writes == 0 {
					require.Error(t, err)
					r.apply(wanted) // nothing was written: the host tries again
				}
				r.tick()
				r.sweep()
				for i := range chats {
					r.in("AGENTE(Beto)", fmt.Sprintf("k%d", i))
				}
				require.Equal(t, chats, r.load("Beto"))
				r.sound()
			})
		}
	}
}

// sweep lets Run look at every queue once, as it does every few seconds.
func (r *rig) sweep() {
	r.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	e, err := reparto.New(r.db, reparto.Config{Clock: &sweeper{hand: r.clock, stop: stop}})
	require.NoError(r.t, err)
	require.ErrorIs(r.t, e.Run(ctx), context.Canceled)
}

// sweeper is a clock on which Run waits twice: the first wait takes until the sweep, at the second it is stopped.
type sweeper struct {
	*hand
	stop  func()
	waits int
}

func (s *sweeper) After(time.Duration) <-chan time.Time {
	if s.waits++; s.waits > 1 {
		s.stop()
		return nil
	}
	s.set(s.Now().Add(reparto.DefaultSweep))
	over := make(chan time.Time, 1)
	over <- s.Now()
	return over
}
