package repartotest

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// stored: a row says what the events say, nothing more and nothing less (I7).
func (a *Audit) stored(c *auditedChat, row *botflow.Conversation) {
	a.bad(c.place == row.Place, "I7: %s is in %s, and its events say %s", c.contact, row.Place, c.place)
	a.bad(c.previous == row.Previous, "S3: %s was in %s before, and its events say %s", c.contact, row.Previous, c.previous)
	a.bad(a.seqs[botflow.OfConversation(row.ID)] == row.Seq, "I7: %s has %d events, and its number is %d",
		c.contact, a.seqs[botflow.OfConversation(row.ID)], row.Seq)
	a.bad(c.epoch == row.Epoch, "L47: the epoch of %s is %d, and its events say %d", c.contact, row.Epoch, c.epoch)
	a.bad(c.episode == row.Episode, "S2: the episode of %s is %d, and its events say %d", c.contact, row.Episode, c.episode)
	a.bad(c.queuedAt == row.QueuedAt, "A5: %s waits since %s, and its events say %s", c.contact, row.QueuedAt, c.queuedAt)
	a.bad(windowFits(c.inbound, row.WindowEnds, a.windows), "L41: the window of %s ends at %s, and its last message came at %s", c.contact, row.WindowEnds, c.inbound)
	a.bad(c.private == row.Private, "V4: %s is private: %t, and its events say %t", c.contact, row.Private, c.private)
	a.bad(c.unread == row.Unread, "Q5: %s is unread: %t, and its events say %t", c.contact, row.Unread, c.unread)
}

// marks keeps what the chat's row must say besides its place: the window, who may see it, whether it was read (L41, V4, Q5).
func (a *Audit) marks(c *auditedChat, e *botflow.Event) {
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
func (a *Audit) tolerance(c *auditedChat, e *botflow.Event) {
	if e.Type == botflow.ClosedEvent {
		c.closed = *e
	}
	if e.Type != botflow.Reopened || e.Rule != "L27" {
		return
	}
	a.bad(c.closed.Reason == botflow.ReasonByHand, "L27: it was closed otherwise than by hand")
	a.bad(e.Agent == c.closed.From.Owner, "L27: %s was not the owner at close", e.Agent)
	a.bad(e.At.Sub(c.closed.At) < a.snap.Tolerance(), "L27: reopened too late")
	a.bad(a.snap.Enabled(e.Agent), "L27: %s is gone", e.Agent)
}

// deadline: nothing happens before its time (I6).
func (a *Audit) deadline(c *auditedChat, e *botflow.Event) {
	switch e.Type {
	case botflow.Expired:
		if e.Rule == "L15" || e.Rule == "L24" {
			ch, _ := a.snap.ChannelRules(e.Channel)
			a.bad(e.At >= c.inbound.Add(ch.Window), "I6: the window ended early")
		}
	case botflow.Rotated, botflow.RotationSkipped, botflow.RotationsExhausted:
		a.bad(c.clock != 0, "A9: no answer clock was running at %s", e.Type)
		a.bad(e.At >= c.clock, "I6: the answer clock ended early at %s", e.Type)
	}
}

// count keeps the books that later events are judged by.
func (a *Audit) count(c *auditedChat, e *botflow.Event) {
	switch e.Type {
	case botflow.Started:
		c.outgoing, c.unanswered, c.clock = e.Rule == "L33", false, 0
	case botflow.Restored:
		c.outgoing, c.unanswered, c.answered, c.clock = true, false, false, 0
	case botflow.Received:
		c.inbound = e.At
		c.unanswered = true
		a.clockStarts(c, e, false)
	case botflow.Answered:
		if !e.Automatic {
			c.unanswered, c.answered, c.clock = false, true, 0
		}
	case botflow.TemplateSent:
		if e.Rule == "L56" || e.Rule == "L33" {
			c.unanswered, c.answered, c.clock = false, e.Rule == "L56", 0
		}
	case botflow.Pending:
		a.bad(!c.pended[e.Episode], "L40: Pending twice in episode %d", e.Episode)
		a.bad(!c.outgoing, "L40: Pending in an episode that an agent began")
		c.pended[e.Episode] = true
	case botflow.Taken, botflow.Assigned, botflow.Rotated, botflow.RotationSkipped, botflow.Transferred, botflow.Reopened:
		a.clockStarts(c, e, true)
	}
	if e.To.State != botflow.StateAgent {
		c.clock = 0
	}
}

// clockStarts: an answer clock that starts here can't end before its time, hours or not.
func (a *Audit) clockStarts(c *auditedChat, e *botflow.Event, anew bool) {
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
