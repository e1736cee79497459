package reparto_test

import (
	"context"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
)

// audit follows an account by its events alone and judges each one against the invariants. It shares no code with the engine but the
// transition table and the compiled directory.
type audit struct {
	t     tb
	rig   *rig
	snap  *directory.Snapshot
	next  *directory.Snapshot // in force from the next event of the account on
	rows  []botflow.Transition
	chats map[string]*auditedChat
	seqs  map[botflow.Subject]uint64
	loads map[botflow.AgentID]int
	is    map[botflow.AgentID]botflow.Status

	turns    map[turnKey]uint64 // each agent's last pick by an inbox's turn
	picks    uint64
	affinity map[botflow.ContactID]botflow.AgentID
	racing   bool // commands aren't given one after the other

	received int
	windows  map[time.Duration]bool // that channels have had
}

type auditedChat struct {
	place      botflow.Place
	at         botflow.Instant
	epoch      uint64
	episode    uint32
	pended     map[uint32]bool
	outgoing   bool
	inbound    botflow.Instant // the contact's last message
	unanswered bool
	answered   bool            // by the present owner
	clock      botflow.Instant // the answer clock can't end before this; 0: it isn't running

	contact  botflow.ContactID
	previous botflow.Place
	queuedAt botflow.Instant
	priority int32
	returned bool          // and nobody has owned it since
	closed   botflow.Event // the last closing
	private  bool
	unread   bool
	gone     bool // forgotten
}

func newAudit(r *rig) *audit {
	a := &audit{
		t: r.t, rig: r, rows: botflow.Transitions(), windows: map[time.Duration]bool{}, chats: map[string]*auditedChat{}, seqs: map[botflow.Subject]uint64{},
		loads: map[botflow.AgentID]int{}, is: map[botflow.AgentID]botflow.Status{},
		turns: map[turnKey]uint64{}, affinity: map[botflow.ContactID]botflow.AgentID{},
	}
	a.snap = a.compile()
	return a
}

func (a *audit) compile() *directory.Snapshot {
	d, revision, err := a.rig.acc.Directory(context.Background())
	require.NoError(a.t, err)
	s, err := directory.Compile(d, revision)
	require.NoError(a.t, err)
	for _, c := range d.Channels {
		ch, _ := s.ChannelRules(c.ID)
		a.windows[ch.Window] = true
	}
	return s
}

// read judges everything that has happened since the last reading.
func (a *audit) read() {
	a.t.Helper()
	ctx := context.Background()
	_, err := a.rig.acc.System().Count(ctx, inbox.ViewAll, inbox.Filter{}, 1) // a look applies what is due
	require.NoError(a.t, err)
	a.next = a.compile()
	for d, err := range a.rig.acc.Events(ctx, "audit") {
		require.NoError(a.t, err)
		e := d.Event
		require.Equal(a.t, a.seqs[e.Subject]+1, e.Seq, "I7: the numbers of %s have a gap", e.Subject)
		a.seqs[e.Subject] = e.Seq
		switch e.Subject.Kind {
		case botflow.SubjectAccount:
			a.snap = a.next
		case botflow.SubjectAgent:
			require.Equal(a.t, a.is[e.Agent], e.Was, "P4: %s", e.Agent)
			a.is[e.Agent] = e.Is
		case botflow.SubjectConversation:
			a.chat(&e)
		}
		require.NoError(a.t, d.Ack(ctx))
	}
	a.snap = a.next
	a.books()
	a.stored()
}

func (a *audit) chat(e *botflow.Event) {
	c := a.chats[e.Subject.ID]
	if c == nil {
		c = &auditedChat{pended: map[uint32]bool{}, contact: e.Contact}
		a.chats[e.Subject.ID] = c
	}
	moved := e.From != e.To && c.place != e.To
	if moved {
		require.Equal(a.t, c.place, e.From, "I1: %s begins elsewhere than the chat was: %s", e.Type, e.Rule)
	}
	require.GreaterOrEqual(a.t, e.At, c.at, "I10: time went back at %s", e.Type)
	require.GreaterOrEqual(a.t, e.Epoch, c.epoch, "I10: the epoch went back")
	require.Equal(a.t, e.To.State == botflow.StateAgent, e.To.Owner != "", "I1: owner if and only if AGENTE")
	a.row(e)
	a.deadline(c, e)
	if moved {
		holder := func(p botflow.Place) string { return string(p.Bot) + "/" + string(p.Owner) }
		require.Equal(a.t, holder(e.From) != holder(e.To), e.Epoch > c.epoch, "L47: the epoch grows when the holder changes, and only then")
		a.assignment(e)
		a.loads[e.From.Owner]--
		a.loads[e.To.Owner]++
		c.previous = e.From
	}
	a.tolerance(c, e)
	a.choice(c, e)
	a.count(c, e)
	a.follow(c, e)
	a.marks(c, e)
	c.place, c.at, c.epoch, c.episode = e.To, e.At, e.Epoch, e.Episode
}

// row: the change is a row of the table (I4).
func (a *audit) row(e *botflow.Event) {
	for i := range a.rows {
		r := &a.rows[i]
		if r.Rule == e.Rule && slices.Contains(r.From, e.From.Spot()) && slices.Contains(r.Events, e.Type) {
			return
		}
	}
	require.Fail(a.t, "I4: no row of the table gives this", "%s by %s from %s to %s", e.Type, e.Rule, e.From, e.To)
}

// assignment: the policy in force allows the agent, at this moment (I2).
func (a *audit) assignment(e *botflow.Event) {
	if e.Type != botflow.Assigned && e.Type != botflow.Rotated || e.Decision == nil {
		return
	}
	seat, ok := a.snap.Seat(a.snap.Resolve(e.Decision.Inbox), e.Agent)
	require.True(a.t, ok, "I2: %s was given a chat of %s and is no member", e.Agent, e.Decision.Inbox)
	require.Empty(a.t, seat.Barred, "I2: %s", e.Agent)
	if seat.NeedsOnline {
		require.Equal(a.t, botflow.Online, a.is[e.Agent], "I2: %s", e.Agent)
	}
	if seat.Limit > 0 {
		require.Less(a.t, a.loads[e.Agent], seat.Limit, "I2: %s was full", e.Agent)
	}
	require.Equal(a.t, e.Agent, e.Decision.Chosen)
	if policy := a.snap.Policy(e.Decision.Inbox); !policy.IgnoreHours && e.Type == botflow.Assigned {
		require.True(a.t, a.snap.Schedule(e.Decision.Inbox).IsOpen(min(e.At, e.Recorded).Time()), "A13: assigned while %s is closed", e.Decision.Inbox)
	}
}

// deadline: nothing happens before its time (I6).
func (a *audit) deadline(c *auditedChat, e *botflow.Event) {
	switch e.Type {
	case botflow.Expired:
		if e.Rule == "L15" || e.Rule == "L24" {
			ch, _ := a.snap.ChannelRules(e.Channel)
			require.GreaterOrEqual(a.t, e.At, c.inbound.Add(ch.Window), "I6: the window ended early")
		}
	case botflow.Rotated, botflow.RotationSkipped, botflow.RotationsExhausted:
		require.NotZero(a.t, c.clock, "A9: no clock was running at %s", e.Type)
		require.GreaterOrEqual(a.t, e.At, c.clock, "I6: the answer clock ended early at %s", e.Type)
	}
}

// count keeps the books that later events are judged by.
func (a *audit) count(c *auditedChat, e *botflow.Event) {
	switch e.Type {
	case botflow.Started:
		c.outgoing, c.unanswered, c.clock = e.Rule == "L33", false, 0
	case botflow.Restored:
		c.outgoing, c.unanswered, c.answered, c.clock = true, false, false, 0
	case botflow.Received:
		a.received++
		c.inbound = e.At
		c.unanswered = true
		a.start(c, e, false)
	case botflow.Answered:
		if !e.Automatic {
			c.unanswered, c.answered, c.clock = false, true, 0
		}
	case botflow.TemplateSent:
		if e.Rule == "L56" || e.Rule == "L33" {
			c.unanswered, c.answered, c.clock = false, e.Rule == "L56", 0
		}
	case botflow.Pending:
		require.False(a.t, c.pended[e.Episode], "L40: Pending twice in episode %d", e.Episode)
		require.False(a.t, c.outgoing, "L40: Pending in an episode that an agent began")
		c.pended[e.Episode] = true
	case botflow.Taken, botflow.Assigned, botflow.Rotated, botflow.RotationSkipped, botflow.Transferred, botflow.Reopened:
		a.start(c, e, true)
	}
	if e.To.State != botflow.StateAgent {
		c.clock = 0
	}
}

// start: an answer clock that starts here can't end before its time, hours or not.
func (a *audit) start(c *auditedChat, e *botflow.Event, anew bool) {
	policy := a.snap.Policy(e.Home)
	if e.To.State != botflow.StateAgent || !anew && (c.clock != 0 || c.answered && !policy.EveryTurn) {
		return
	}
	c.clock, c.answered = 0, c.answered && !anew
	if !c.unanswered {
		return
	}
	if policy.Enabled && policy.ReassignAfter > 0 {
		c.clock = e.At.Add(policy.ReassignAfter)
	}
}

// books: loads are what the events say (I8), and nobody waits beside a free agent (I3).
func (a *audit) books() {
	a.t.Helper()
	for _, id := range agentIDs {
		if a.snap.Enabled(id) {
			require.Equal(a.t, a.loads[id], a.rig.load(id), "I8: the load of %s", id)
		}
	}
	a.rig.sound()
}
