package botflow_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
)

// trial plays random commands in random worlds on one conversation and checks the laws at each step.
type trial struct {
	require.TestingT
	draw    *rapid.T
	c       botflow.Conversation
	contact botflow.Contact
	now     botflow.Instant
	pending map[uint32]int // Pending events by episode
}

func newTrial(t *rapid.T) *trial {
	return &trial{
		TestingT: t, draw: t, now: nine, pending: map[uint32]int{},
		c:       botflow.Conversation{ID: "c1", Channel: "wa", Contact: "juan"},
		contact: botflow.Contact{ID: "juan"},
	}
}

// move draws what the clock does: it stands, walks, runs to the next deadline, or jumps back.
func (tr *trial) move() {
	tr.now = tr.now.Add(rapid.SampledFrom([]time.Duration{0, time.Second, time.Minute, time.Hour, day, -time.Minute}).Draw(tr.draw, "later"))
	if _, w, ok := tr.c.Next(); ok && rapid.Bool().Draw(tr.draw, "to the deadline") {
		tr.now = w.At
	}
}

// step draws and takes one step. It answers the conversation before, the command and the outcome; ok is false if the
// command was refused.
func (tr *trial) step(ch botflow.ChannelRules) (was botflow.Conversation, cmd botflow.Command, env botflow.Env, out botflow.Outcome, ok bool) {
	tr.move()
	was = tr.c
	cmd = drawCommand(tr.draw, &tr.c)
	env = drawEnv(tr.draw, &tr.c, cmd, ch, tr.contact, tr.now)
	out, ok = tr.take(cmd, env)
	return was, cmd, env, out, ok
}

// take takes a step twice, and checks that it is the same and changes nothing that it was given.
func (tr *trial) take(cmd botflow.Command, env botflow.Env) (botflow.Outcome, bool) {
	keptConversation, keptEnv := copyConversation(tr.c), copyEnv(env)
	out, err := botflow.Step(tr.c, cmd, env)
	require.Equal(tr, keptConversation, tr.c, "the conversation given is as it was")
	require.Equal(tr, keptEnv, env, "the world given is as it was")
	again, errAgain := botflow.Step(tr.c, cmd, env)
	require.Equal(tr, out, again, "the same arguments give the same outcome")
	require.Equal(tr, err, errAgain)
	if err != nil {
		require.NotEmpty(tr, botflow.CodeOf(err), err.Error())
		require.Equal(tr, botflow.Outcome{}, out)
		return out, false
	}
	tr.c = out.Next
	if out.Contact != nil {
		tr.contact = *out.Contact
	}
	return out, true
}

func copyConversation(c botflow.Conversation) botflow.Conversation {
	c.Tags = slices.Clone(c.Tags)
	return c
}

func copyEnv(e botflow.Env) botflow.Env {
	e.Contact.Attributes = maps.Clone(e.Contact.Attributes)
	if e.Decision != nil {
		d := *e.Decision
		e.Decision = &d
	}
	return e
}

// Rules: I1, I4, I6, I7, I10, L40, L47, E1, S1, S3, S9, V4
func TestLawsOfEveryStep(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := newTrial(t)
		ch := drawChannel(t)
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			if rapid.IntRange(0, 19).Draw(t, "settings change") == 0 {
				ch = drawChannel(t)
			}
			was, cmd, env, out, ok := tr.step(ch)
			if !ok {
				continue
			}
			tr.laws(&was, cmd, &env, &out)
		}
	})
}

// laws checks all of them after a step.
func (tr *trial) laws(was *botflow.Conversation, cmd botflow.Command, env *botflow.Env, out *botflow.Outcome) {
	tr.lawOfPlace()
	tr.lawOfGrowth(was, out)
	tr.lawOfEvents(was, cmd, out)
	tr.lawOfPending(was, out)
	tr.lawOfDeadlines(cmd, env)
	tr.lawOfMemory(was)
}

// lawOfPlace: one place at a time, with what belongs to it and nothing else (I1).
func (tr *trial) lawOfPlace() {
	p := tr.c.Place
	require.Equal(tr, p.State == botflow.StateAgent, p.Owner != "", "an owner if and only if AGENTE")
	require.Equal(tr, p.State == botflow.StateInbox, p.Inbox != "")
	require.Equal(tr, p.State == botflow.StateBot, p.Bot != "")
	require.False(tr, p.Assistant && p.State != botflow.StateBot)
	if p.Owner != "" {
		require.Equal(tr, p.Owner, tr.c.LastOwner)
	}
}

// lawOfGrowth: numbers and time stamps only grow; the epoch exactly when the holder changes (I10, L47).
func (tr *trial) lawOfGrowth(was *botflow.Conversation, out *botflow.Outcome) {
	is := &tr.c
	holder := func(p botflow.Place) [3]any { return [3]any{p.Bot, p.Assistant, p.Owner} }
	epoch := was.Epoch
	if holder(was.Place) != holder(is.Place) {
		epoch++
	}
	require.Equal(tr, epoch, is.Epoch, "from %s to %s", was.Place, is.Place)
	require.GreaterOrEqual(tr, is.Updated, was.Updated)
	require.GreaterOrEqual(tr, is.Place.Since, was.Place.Since)
	require.Contains(tr, []uint32{was.Episode, was.Episode + 1}, is.Episode)
	if out.Forget {
		return
	}
	require.GreaterOrEqual(tr, is.LastInbound, was.LastInbound)
	require.GreaterOrEqual(tr, is.LastActivity, was.LastActivity)
	if was.Place.Same(is.Place) {
		require.Equal(tr, was.Place, is.Place, "nothing moved: since when it is there doesn't either")
		require.Equal(tr, was.Previous, is.Previous)
	} else {
		require.Equal(tr, was.Place, is.Previous)
	}
}

// lawOfEvents: numbered without a gap, those of one row in its order; no change of place without one (E1, I4, I7).
func (tr *trial) lawOfEvents(was *botflow.Conversation, cmd botflow.Command, out *botflow.Outcome) {
	require.Equal(tr, was.Seq+uint64(len(out.Events)), tr.c.Seq)
	for i, e := range out.Events {
		require.Equal(tr, was.Seq+uint64(i)+1, e.Seq)
		require.Equal(tr, was.Place, e.From)
		require.Equal(tr, tr.c.Place, e.To)
		require.Equal(tr, tr.c.Epoch, e.Epoch)
		require.Equal(tr, tr.c.Episode, e.Episode)
		require.Equal(tr, tr.c.Home(), e.Home)
		require.Equal(tr, tr.c.Updated, e.At)
	}
	if len(out.Events) == 0 {
		require.Equal(tr, was.Place, tr.c.Place)
		require.Nil(tr, out.Contact)
		require.Empty(tr, out.Notes)
		return
	}
	require.NoError(tr, checkRow(was, cmd, out))
}

// lawOfPending: at most once per episode, and never in one that the business began (L40).
func (tr *trial) lawOfPending(was *botflow.Conversation, out *botflow.Outcome) {
	for _, e := range out.Events {
		if e.Type == botflow.Pending {
			tr.pending[e.Episode]++
			require.False(tr, was.Outgoing && was.Episode == e.Episode)
			require.False(tr, tr.c.Outgoing)
		}
	}
	require.LessOrEqual(tr, tr.pending[tr.c.Episode], 1)
	if tr.c.Place.State == botflow.StateInbox && tr.c.Place.Inbox.Shared() && !tr.c.Outgoing && tr.c.ClosedBy == "" {
		require.Equal(tr, 1, tr.pending[tr.c.Episode], "whoever waits for people has told them")
	}
}

// lawOfDeadlines: only in the places that have them; an applied one is gone or ahead; the wake is the earliest (I6).
func (tr *trial) lawOfDeadlines(cmd botflow.Command, env *botflow.Env) {
	where := map[botflow.DeadlineKind][]botflow.Spot{
		botflow.DeadlineWindow:    {botflow.SpotFlow, botflow.SpotAssistant, botflow.SpotWaiting, botflow.SpotOwned},
		botflow.DeadlineAutoClose: {botflow.SpotFlow, botflow.SpotAssistant, botflow.SpotWaiting, botflow.SpotOwned},
		botflow.DeadlineTemplate:  {botflow.SpotWaiting, botflow.SpotOwned},
		botflow.DeadlineAnswer:    {botflow.SpotOwned},
		botflow.DeadlineBotIdle:   {botflow.SpotFlow, botflow.SpotAssistant},
	}
	for k, at := range tr.c.Deadlines {
		if at != 0 {
			require.Contains(tr, where[botflow.DeadlineKind(k)], tr.c.Place.Spot(), botflow.DeadlineKind(k).String())
		}
	}
	require.Equal(tr, tr.c.Clock == botflow.ClockRunning, tr.c.Deadlines[botflow.DeadlineAnswer] != 0)
	if e, ok := cmd.(botflow.Elapse); ok {
		at := tr.c.Deadlines[e.Deadline]
		require.True(tr, at == 0 || at > env.Now, "%s is still due: %s at %s", e.Deadline, at, env.Now)
	}
	_, w, _ := tr.c.Next()
	require.Equal(tr, w, tr.c.Wake, "the wake is the earliest deadline")
	require.Equal(tr, w, tr.c.Rearmed().Wake)
}

// lawOfMemory: what is remembered of inboxes is shared ones; tags are a sorted set; privacy ends in a shared inbox.
func (tr *trial) lawOfMemory(was *botflow.Conversation) {
	require.True(tr, tr.c.TakenFrom == "" || tr.c.TakenFrom.Shared())
	require.True(tr, tr.c.Home().Shared())
	require.True(tr, slices.IsSorted(tr.c.Tags))
	require.Len(tr, slices.Compact(slices.Clone(tr.c.Tags)), len(tr.c.Tags))
	if p := tr.c.Place; p.Inbox.Shared() {
		require.NotZero(tr, tr.c.QueuedAt)
		require.Equal(tr, p.Inbox, tr.c.TakenFrom)
		require.False(tr, tr.c.Private && !was.Place.Same(p))
	}
	require.Equal(tr, tr.c.Returner == "", tr.c.ReturnUntil == 0)
	require.False(tr, tr.c.Returner != "" && tr.c.Place.Owner != "" && tr.c.Returner != tr.c.Place.Owner, "somebody else owns it")
}

// Rules: P2, P4, I10
func TestLawsOfPresence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, now := botflow.Presence{Agent: "Ana"}, nine
		after := rapid.SampledFrom([]time.Duration{0, time.Minute, 10 * time.Minute}).Draw(t, "inactive after")
		chosen := botflow.Offline
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(rapid.SampledFrom([]time.Duration{0, time.Second, 5 * time.Minute, time.Hour, -time.Minute}).Draw(t, "later"))
			cmd := rapid.SampledFrom([]botflow.Command{online, away, botflow.SignOut{}, botflow.Touch{}, botflow.Inactivity{}}).Draw(t, "command")
			env := botflow.AgentEnv{Now: now, Recorded: now, By: ana, InactiveAfter: after}
			was := p
			p, events, err := botflow.StepAgent(p, cmd, env)
			require.NoError(t, err)
			switch cmd := cmd.(type) {
			case botflow.SetPresence:
				chosen = cmd.Status
				require.Equal(t, cmd.Status, p.Status)
			case botflow.SignOut:
				chosen = botflow.Offline
				require.Equal(t, botflow.Offline, p.Status)
			case botflow.Touch:
				require.True(t, p.Status == was.Status || p.Status == chosen)
			case botflow.Inactivity:
				require.True(t, p.Status == was.Status || after > 0 && now >= was.InactiveAt(after))
			}
			require.Equal(t, was.Status != p.Status, len(events) == 1)
			require.Equal(t, was.Seq+uint64(len(events)), p.Seq)
			require.GreaterOrEqual(t, p.Since, was.Since)
			require.GreaterOrEqual(t, p.Activity, was.Activity)
			require.Equal(t, was.Load, p.Load)
			if at := p.InactiveAt(after); at != 0 {
				require.NotZero(t, p.Wake)
				require.LessOrEqual(t, p.Wake, at, "the hint is never late")
			}
		}
	})
}
