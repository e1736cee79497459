package reparto_test

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// marks keeps what the chat's row must say besides its place: the window, who may see it, whether it was read (L41, V4, Q5).
func (a *audit) marks(c *auditedChat, e *botflow.Event) {
	switch e.Type {
	case botflow.Started, botflow.Restored:
		c.private, c.unread = false, false
	case botflow.Received:
		c.unread = true
	case botflow.TemplateSent:
		if e.Rule == "L56" {
			c.unread = false
		}
	case botflow.Answered:
		c.unread = c.unread && e.Automatic
	case botflow.Read, botflow.Unread:
		c.unread = e.Type == botflow.Unread
	case botflow.MadePrivate, botflow.MadePublic:
		c.private = e.Type == botflow.MadePrivate
	case botflow.Queued:
		c.private = c.private && !e.Inbox.Shared()
	}
}

// windowFits: the window follows from the contact's last message and the settings of some time, and from nothing else (L41).
func windowFits(inbound, ends botflow.Instant, windows map[time.Duration]bool) bool {
	if ends == botflow.Forever || inbound == 0 {
		return ends == botflow.Forever || ends == 0
	}
	return windows[ends.Sub(inbound)]
}

// tolerance: only the agent who closed it by hand gets it back, and only soon enough (L27).
func (a *audit) tolerance(c *auditedChat, e *botflow.Event) {
	if e.Type == botflow.ClosedEvent {
		c.closed = *e
	}
	if e.Type != botflow.Reopened || e.Rule != "L27" {
		return
	}
	require.Equal(a.t, botflow.ReasonByHand, c.closed.Reason, "L27: closed otherwise than by hand")
	require.Equal(a.t, e.Agent, c.closed.From.Owner, "L27: the owner at close")
	require.Less(a.t, e.At.Sub(c.closed.At), a.snap.Tolerance(), "L27: too late")
	require.True(a.t, a.snap.Enabled(e.Agent), "L27: %s is gone", e.Agent)
}

// stored: each row says what the events say, nothing more and nothing less (I7).
func (a *audit) stored() {
	a.t.Helper()
	for id, c := range a.chats {
		if c.gone {
			continue
		}
		row, err := a.rig.acc.System().Get(context.Background(), reparto.Conversation(botflow.ConversationID(id)))
		require.NoError(a.t, err)
		require.Equal(a.t, c.place, row.Place, "I7: the place of %s", id)
		require.Equal(a.t, c.previous, row.Previous, "S3: the place of %s before", id)
		require.Equal(a.t, a.seqs[botflow.OfConversation(row.ID)], row.Seq, "I7: events of %s", id)
		require.Equal(a.t, c.epoch, row.Epoch, "L47: the epoch of %s", id)
		require.Equal(a.t, c.episode, row.Episode, "S2: the episode of %s", id)
		require.Equal(a.t, c.queuedAt, row.QueuedAt, "A5: the place in the queue of %s", id)
		require.True(a.t, windowFits(c.inbound, row.WindowEnds, a.windows), "L41: the window of %s ends at %s", id, row.WindowEnds)
		require.Equal(a.t, c.private, row.Private, "V4: private or not, %s", id)
		require.Equal(a.t, c.unread, row.Unread, "Q5: read or not, %s", id)
	}
}
