package reparto_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/repartotest"
)

// machine is a random account: anybody does anything at any time, settings change, people and inboxes come and go. After
// each step every invariant must hold.
type machine struct {
	*rig
	audit *repartotest.Audit
	n     int
}

// Rules: S2, S3, S6, L27, L40, L41, L47, P4, A5, A6, A11, A12, A13, N1, V4, Q5, E1
func TestI1_I2_I3_I4_I5_I6_I7_I8_I9_I10_RandomWorldsKeepEveryInvariant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{rig: newRig(t, reparto.Config{})}
		m.apply(drawDirectory(t))
		m.audit = m.audited()
		m.signIn(t)
		m.judge(m.audit)
		actions := map[string]func(*rapid.T){
			"repeat": m.repeat, "wait": m.wait, "jump": m.jump, "settings": m.settings, "people": m.people, "restart": m.restart, "": m.check,
		}
		for i := range 10 { // most of what happens
			actions[fmt.Sprintf("act %d", i)] = m.act
		}
		t.Repeat(actions)
	})
}

// signIn brings some of the agents Online.
func (m *machine) signIn(t *rapid.T) {
	for _, id := range agentIDs {
		if rapid.IntRange(0, 3).Draw(t, "signs in") > 0 {
			m.as(botflow.ByAgent(id), reparto.Agent(id), botflow.SetPresence{Status: botflow.Online})
		}
	}
}

// act gives one random command.
func (m *machine) act(t *rapid.T) {
	m.n++
	a := m.apt(t, drawAct(t, m.n))
	_, err := m.do(a.by, a.on, a.cmd)
	if err != nil {
		require.NotEmpty(t, botflow.CodeOf(err), "%s: %v", a, err)
	}
}

// apt mostly turns an act to a chat that knows it, by whoever holds that chat: most random acts would only be refused.
func (m *machine) apt(t *rapid.T, a act) act {
	if a.on.Agent != "" || rapid.IntRange(0, 4).Draw(t, "anywhere") == 0 {
		return a
	}
	var view inbox.View
	switch a.cmd.(type) {
	case botflow.HandOff:
		view = inbox.ViewBot
	case botflow.Take, botflow.Assign, botflow.Move:
		view = pick(t, "tray", inbox.ViewUnassigned, inbox.ViewUnassigned, inbox.ViewClosed)
	case botflow.Reply, botflow.Close:
		view = pick(t, "tray", inbox.ViewBot, inbox.ViewAgents, inbox.ViewAgents)
	case botflow.Receive:
		view = pick(t, "tray", inbox.ViewAll, inbox.ViewAgents, inbox.ViewClosed)
	case botflow.SendTemplate:
		view = pick(t, "tray", inbox.ViewAgents, inbox.ViewExpired)
	case botflow.Leave, botflow.Forget:
		return a
	default:
		view = inbox.ViewAgents
	}
	page, err := m.acc.System().List(context.Background(), reparto.ListRequest{View: view})
	require.NoError(t, err)
	if len(page.Conversations) == 0 {
		return a
	}
	c := pick(t, "chat", page.Conversations...)
	a.on = reparto.Chat(c.Channel, c.Contact)
	switch {
	case c.Place.Bot != "" && a.by.Agent() == "":
		a.by = botflow.ByBot(c.Place.Bot)
	case c.Place.Owner != "" && a.by.Agent() != "":
		a.by = botflow.ByAgent(c.Place.Owner)
	}
	return a
}

// repeat gives a command twice under one operation id: the same result, and no second effect (I9).
func (m *machine) repeat(t *rapid.T) {
	m.n++
	a := m.apt(t, drawAct(t, m.n))
	op := botflow.OpID(fmt.Sprintf("twice-%d", m.n))
	if _, message := a.cmd.(botflow.Receive); message {
		op = ""
	}
	ctx := context.Background()
	first, err := m.acc.As(a.by).Do(ctx, a.on, a.cmd, op)
	if err != nil {
		require.NotEmpty(t, botflow.CodeOf(err), "%s: %v", a, err)
		return
	}
	m.judge(m.audit)
	before := m.log()
	again, err := m.acc.As(a.by).Do(ctx, a.on, a.cmd, op)
	require.NoError(t, err, "I9: %s", a)
	require.True(t, again.Duplicate, "I9: %s", a)
	first.Duplicate = true
	require.Len(t, again.Events, len(first.Events), "I9: %s", a)
	require.Equal(t, first.Conversation.Place, again.Conversation.Place, "I9: %s", a)
	require.Equal(t, before, m.log(), "I9: a second effect of %s", a)
}

// wait moves time on with ticks in time; jump moves it without, and ticks once or not at all.
func (m *machine) wait(t *rapid.T) { m.pass(drawGap(t, 26*time.Hour)) }

func (m *machine) jump(t *rapid.T) {
	m.clock.set(m.clock.Now().Add(drawGap(t, 26*time.Hour)))
	switch pick(t, "then", "tick", "nothing", "back") {
	case "tick":
		m.tick()
	case "back":
		m.clock.set(m.clock.Now().Add(-drawGap(t, time.Hour)))
	}
}

// settings replaces the whole configuration.
func (m *machine) settings(t *rapid.T) {
	_, err := m.acc.Apply(context.Background(), drawDirectory(t))
	require.NoError(t, err)
}

// people removes or brings back somebody, or deletes an inbox.
func (m *machine) people(t *rapid.T) {
	who := pick(t, "who", agentIDs...)
	where := pick(t, "where", inboxIDs[1:]...)
	what := pick(t, "what", "remove", "disable", "back", "delete", "delete into")
	d, _, err := m.acc.Directory(context.Background())
	require.NoError(t, err)
	switch what {
	case "remove":
		d.Agents = slices.DeleteFunc(d.Agents, func(a directory.Agent) bool { return a.ID == who })
	case "disable", "back":
		for i := range d.Agents {
			if d.Agents[i].ID == who {
				d.Agents[i].Disabled = what == "disable"
			}
		}
	case "delete", "delete into":
		d.Inboxes = slices.DeleteFunc(d.Inboxes, func(in directory.Inbox) bool { return in.ID == where })
		if what == "delete into" {
			d.Deleted = slices.DeleteFunc(d.Deleted, func(g directory.Deleted) bool { return g.Inbox == where })
			d.Deleted = append(d.Deleted, directory.Deleted{Inbox: where, Into: botflow.General})
		}
	}
	_, err = m.acc.Apply(context.Background(), d)
	if code := botflow.CodeOf(err); code != botflow.CodeInboxNotEmpty && code != botflow.CodeInvalid {
		require.NoError(t, err)
	}
}

// restart makes a new engine over the same store: it holds no state that matters.
func (m *machine) restart(t *rapid.T) {
	n := uint64(m.n) << 32
	// A new process knows no time but its clock's. Where that was set back meanwhile, an inbox that is open again waits for
	// the next sweep, so the clock is put right first.
	now, err := m.acc.Now(context.Background())
	require.NoError(t, err)
	m.clock.set(now.Time())
	e, err := reparto.New(m.db, reparto.Config{Clock: m.clock, Entropy: func() uint64 { n++; return n }})
	require.NoError(t, err)
	m.engine = e
	m.acc, err = e.Account("shop")
	require.NoError(t, err)
	m.audit.Follow(m.acc)
}

// check: the events so far and the books agree with every invariant, and one asker sees exactly what they may (I5).
func (m *machine) check(t *rapid.T) {
	m.t = t
	m.judge(m.audit)
	m.sees(t, drawActor(t), pick(t, "view", inbox.Views()...), pick(t, "order", inbox.ByWaiting, inbox.ByRecency))
}

// sees: the list of an asker, page by page, is what the look-up of each conversation says, in order; counters too (I5).
func (m *machine) sees(t *rapid.T, by botflow.Actor, view inbox.View, order inbox.Order) {
	ctx := context.Background()
	desk := m.acc.As(by)
	rq := reparto.ListRequest{View: view, Order: order, Limit: rapid.IntRange(1, 4).Draw(t, "page")}
	var listed []botflow.Conversation
	for {
		page, err := desk.List(ctx, rq)
		if botflow.CodeOf(err) == botflow.CodeNotFound {
			return // an actor who is unknown, or disabled by now
		}
		require.NoError(t, err)
		listed = append(listed, page.Conversations...)
		if !page.More {
			break
		}
		rq.After = page.Next
	}
	want := m.visible(desk, by, view)
	slices.SortFunc(want, func(a, b botflow.Conversation) int {
		if x, y := order.Key(&a), order.Key(&b); x != y {
			return map[bool]int{true: -1, false: 1}[x < y]
		}
		return map[bool]int{true: -1, false: 1}[a.ID < b.ID]
	})
	require.Equal(t, ids(want), ids(listed), "I5: what %s sees in %s", by, view)
	n, err := desk.Count(ctx, view, inbox.Filter{}, math.MaxInt32)
	require.NoError(t, err)
	require.Len(t, want, n, "I5: the counter %s of %s", view, by)
}

// visible asks for every conversation by itself.
func (m *machine) visible(desk *reparto.Desk, by botflow.Actor, view inbox.View) (all []botflow.Conversation) {
	for _, ch := range channelIDs {
		for _, k := range contactIDs {
			c, err := desk.Get(context.Background(), reparto.Chat(ch, k))
			if err != nil {
				require.Equal(m.t, botflow.CodeNotFound, botflow.CodeOf(err))
				continue
			}
			if inView(&c, by, view) {
				all = append(all, c)
			}
		}
	}
	return all
}

// inView is S7 by hand.
func inView(c *botflow.Conversation, by botflow.Actor, view inbox.View) bool {
	closed := c.Place.Inbox == botflow.Closed
	switch view {
	case inbox.ViewAll:
		return true
	case inbox.ViewUnassigned:
		return c.Place.State == botflow.StateInbox && !closed
	case inbox.ViewMine:
		return c.Place.State == botflow.StateAgent && c.Place.Owner == by.Agent()
	case inbox.ViewAgents:
		return c.Place.State == botflow.StateAgent
	case inbox.ViewBot:
		return c.Place.State == botflow.StateBot
	case inbox.ViewClosed:
		return closed
	case inbox.ViewExpired:
		return c.Place.State == botflow.StateExpired
	}
	return false
}

func ids(all []botflow.Conversation) (out []string) {
	for _, c := range all {
		out = append(out, string(c.Channel)+"/"+string(c.Contact))
	}
	return out
}
