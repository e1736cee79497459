package inbox

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Filter narrows a list (Q1), with absolute instants; the zero value narrows nothing. All fields must hold. It only ever
// takes away from what the branches of a query let through.
type Filter struct {
	Inbox         botflow.InboxID   // the [Label], or [botflow.Closed] for what is in it; "" : any
	Aliases       []botflow.InboxID // further ids that mean Inbox: deleted inboxes whose references point to it (S8)
	Owner         botflow.AgentID   // in AGENTE, owned by this agent
	Tag           botflow.Tag
	States        []botflow.State // any of these; empty: all
	Channel       botflow.ChannelID
	Contact       botflow.ContactID
	Outgoing      Tristate
	Private       Tristate
	Unread        Tristate
	Awaiting      Tristate        // the contact has an unanswered message
	AwaitingSince botflow.Instant // it has one that came at or before this instant
	WindowEndsBy  botflow.Instant // the window is open at WindowAfter and ends at or before this instant
	WindowAfter   botflow.Instant // only with WindowEndsBy
	CreatedFrom   botflow.Instant // the episode began at or after it
	CreatedTo     botflow.Instant // the episode began before it
}

// Match tells whether the conversation passes the filter. It allocates nothing.
func (f *Filter) Match(c *botflow.Conversation) bool {
	return f.matchNames(c) && f.matchMarks(c) && f.matchTimes(c)
}

func (f *Filter) matchNames(c *botflow.Conversation) bool {
	switch {
	case f.Inbox != "" && !f.labelled(c):
		return false
	case f.Owner != "" && c.Place.Owner != f.Owner:
		return false
	case f.Tag != "" && !c.HasTag(f.Tag):
		return false
	case len(f.States) > 0 && !slices.Contains(f.States, c.Place.State):
		return false
	case f.Channel != "" && c.Channel != f.Channel:
		return false
	}
	return f.Contact == "" || c.Contact == f.Contact
}

func (f *Filter) labelled(c *botflow.Conversation) bool {
	if f.Inbox == botflow.Closed {
		return AreaOf(c) == AreaClosed
	}
	label := Label(c)
	return label == f.Inbox || slices.Contains(f.Aliases, label)
}

func (f *Filter) matchMarks(c *botflow.Conversation) bool {
	return f.Outgoing.holds(c.Outgoing) && f.Private.holds(c.Private) && f.Unread.holds(c.Unread) && f.Awaiting.holds(c.Unanswered != 0)
}

func (f *Filter) matchTimes(c *botflow.Conversation) bool {
	switch {
	case f.AwaitingSince != 0 && (c.Unanswered == 0 || c.Unanswered > f.AwaitingSince):
		return false
	case f.WindowEndsBy != 0 && (!c.WindowOpen(f.WindowAfter) || c.WindowEnds > f.WindowEndsBy):
		return false
	case f.CreatedFrom != 0 && c.EpisodeAt < f.CreatedFrom:
		return false
	}
	return f.CreatedTo == 0 || c.EpisodeAt < f.CreatedTo
}
