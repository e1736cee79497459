package reparto_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/repartotest"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// hand is a clock that a test holds in its hand.
type hand struct {
	mu sync.Mutex
	t  time.Time
}

func (h *hand) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.t
}

func (h *hand) After(time.Duration) <-chan time.Time { return nil }

func (h *hand) set(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.t = t
}

// monday is when every test begins: a Monday, 10:00 UTC.
var monday = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

// tb is what a rig needs of a test, rapid's included.
type tb interface {
	require.TestingT
	Helper()
	Logf(format string, args ...any)
}

// rig is an engine on a memory store and a clock in the test's hand, with one account.
type rig struct {
	t      tb
	clock  *hand
	db     store.DB
	engine *reparto.Engine
	acc    *reparto.Account
	ops    int
	died   bool // a process has died: a sweep may have something to repair
}

func newRig(t tb, cfg reparto.Config) *rig {
	t.Helper()
	r := &rig{t: t, clock: &hand{t: monday}, db: memory.New()}
	cfg.Clock, cfg.Sweep = r.clock, time.Hour // seldom: a sweep would hide a trigger that is forgotten
	if cfg.Entropy == nil {
		var n atomic.Uint64
		cfg.Entropy = func() uint64 { return n.Add(1) }
	}
	var err error
	r.engine, err = reparto.New(r.db, cfg)
	require.NoError(t, err)
	r.acc, err = r.engine.Account("shop")
	require.NoError(t, err)
	return r
}

// shop is a rig with a directory, everybody Online.
func shop(t *testing.T, d directory.Directory) *rig {
	t.Helper()
	r := newRig(t, reparto.Config{})
	r.apply(d)
	for _, a := range d.Agents {
		if !a.Disabled {
			r.ok(reparto.Agent(a.ID), botflow.SetPresence{Status: botflow.Online})
		}
	}
	return r
}

func (r *rig) apply(d directory.Directory) {
	r.t.Helper()
	_, err := r.acc.Apply(context.Background(), d)
	require.NoError(r.t, err)
}

// edit changes the configuration in force.
func (r *rig) edit(change func(*directory.Directory)) {
	r.t.Helper()
	d, _, err := r.acc.Directory(context.Background())
	require.NoError(r.t, err)
	change(&d)
	r.apply(d)
}

// chat is a contact's conversation on the first channel.
func chat(contact string) reparto.Target {
	return reparto.Chat("whatsapp", botflow.ContactID(contact))
}

// do gives a command as an actor, under a fresh operation id.
func (r *rig) do(by botflow.Actor, on reparto.Target, cmd botflow.Command) (reparto.Result, error) {
	op := botflow.OpID("")
	if _, message := cmd.(botflow.Receive); !message {
		r.ops++
		op = botflow.OpID(fmt.Sprintf("op-%d", r.ops))
	}
	return r.acc.As(by).Do(context.Background(), on, cmd, op)
}

// ok gives a command as the system and demands that it succeeds.
func (r *rig) ok(on reparto.Target, cmd botflow.Command) reparto.Result {
	r.t.Helper()
	return r.as(botflow.System(), on, cmd)
}

// as gives a command as an actor and demands that it succeeds.
func (r *rig) as(by botflow.Actor, on reparto.Target, cmd botflow.Command) reparto.Result {
	r.t.Helper()
	res, err := r.do(by, on, cmd)
	require.NoError(r.t, err, "%s %s", by, cmd.Name())
	return res
}

// refused gives a command and demands a code.
func (r *rig) refused(code botflow.Code, by botflow.Actor, on reparto.Target, cmd botflow.Command) {
	r.t.Helper()
	_, err := r.do(by, on, cmd)
	require.Equal(r.t, code, botflow.CodeOf(err), "%s %s: %v", by, cmd.Name(), err)
}

// writes lets a contact write a new message.
func (r *rig) writes(contact string) reparto.Result {
	r.t.Helper()
	r.ops++
	return r.ok(chat(contact), botflow.Receive{Message: botflow.MessageID(fmt.Sprintf("wamid.%d", r.ops))})
}

// bot is the flow bot of the test channel.
var bot = botflow.ByBot("flow")

func ana() botflow.Actor { return botflow.ByAgent("Ana") }

// arrives lets a contact write and the bot hand them to an inbox.
func (r *rig) arrives(contact string, inbox botflow.InboxID) {
	r.t.Helper()
	r.writes(contact)
	r.as(bot, chat(contact), botflow.HandOff{Inbox: inbox})
}

// pass moves the clock on, with a tick at each deadline's own time.
func (r *rig) pass(d time.Duration) {
	r.t.Helper()
	until := r.clock.Now().Add(d)
	for {
		next, err := r.engine.Tick(context.Background())
		require.NoError(r.t, err)
		if next.IsZero() || next.After(until) {
			break
		}
		if next.After(r.clock.Now()) {
			r.clock.set(next)
		}
	}
	r.clock.set(until)
	r.tick()
}

func (r *rig) tick() {
	r.t.Helper()
	_, err := r.engine.Tick(context.Background())
	require.NoError(r.t, err)
}

func (r *rig) get(contact string) botflow.Conversation {
	r.t.Helper()
	c, err := r.acc.System().Get(context.Background(), chat(contact))
	require.NoError(r.t, err)
	return c
}

// in demands where a contact's chat is, as Place prints: "AGENTE(Ana)".
func (r *rig) in(place, contact string) {
	r.t.Helper()
	require.Equal(r.t, place, r.get(contact).Place.String(), "the place of %s", contact)
}

func (r *rig) load(agent botflow.AgentID) int {
	r.t.Helper()
	p, err := r.acc.System().Presence(context.Background(), agent)
	require.NoError(r.t, err)
	return p.Load
}

// events gives a contact's events, of some types or of all.
func (r *rig) events(contact string, types ...botflow.EventType) []botflow.Event {
	r.t.Helper()
	all, err := r.acc.System().History(context.Background(), chat(contact), 0, 1<<20)
	require.NoError(r.t, err)
	if len(types) == 0 {
		return all
	}
	var some []botflow.Event
	for _, e := range all {
		for _, ty := range types {
			if e.Type == ty {
				some = append(some, e)
			}
		}
	}
	return some
}

// sound demands that no invariant is broken.
func (r *rig) sound() {
	r.t.Helper()
	bad, err := r.acc.Verify(context.Background())
	require.NoError(r.t, err)
	require.Empty(r.t, bad)
	if !r.died {
		require.Zero(r.t, r.engine.Repairs(), "I3: only a sweep has found who could be given a chat")
	}
}

// audited begins to judge the rig's account by its events.
func (r *rig) audited() *repartotest.Audit {
	r.t.Helper()
	s, err := r.db.Account("shop")
	require.NoError(r.t, err)
	a, err := repartotest.NewAudit(r.acc, s)
	require.NoError(r.t, err)
	return a
}

// judge demands that nothing which has happened so far breaks an invariant.
func (r *rig) judge(a *repartotest.Audit) {
	r.t.Helper()
	broken, err := a.Check(context.Background())
	require.NoError(r.t, err)
	require.Empty(r.t, broken)
	r.sound()
}
