package botflow

import "math"

// Conversation is everything that is known of one contact's chat on one channel (S2). It is a value: [Step] never
// changes the one that it is given. A conversation with State none and an ID has not begun yet.
type Conversation struct {
	ID      ConversationID `json:"id"`
	Channel ChannelID      `json:"channel"`
	Contact ContactID      `json:"contact"`

	Place    Place `json:"place"`
	Previous Place `json:"previous"` // the place before (S3)

	Seq     uint64 `json:"seq"`     // number of the last event
	Episode uint32 `json:"episode"` // from 1; grows when a new episode begins
	Epoch   uint64 `json:"epoch"`   // grows whenever the holder (bot, agent, none) changes (L47)

	TakenFrom InboxID `json:"takenFrom,omitempty"` // the shared inbox it was last in (S9); read with [Conversation.Home]
	Scope     InboxID `json:"scope,omitempty"`     // the inbox remembered while an assistant answers (L2, L6)
	LastOwner AgentID `json:"lastOwner,omitempty"` // who owned it last, or owns it

	EpisodeAt    Instant `json:"episodeAt,omitzero"`     // when the episode began
	OpenedAt     Instant `json:"openedAt,omitzero"`      // when the episode began or was last reopened
	Updated      Instant `json:"updated,omitzero"`       // the last step; time never goes back behind it (I10)
	Outgoing     bool    `json:"outgoing,omitempty"`     // the business wrote first: an agent's or a campaign's template
	LastInbound  Instant `json:"lastInbound,omitzero"`   // the contact's last message
	LastActivity Instant `json:"lastActivity,omitzero"`  // the last message in either direction
	WindowEnds   Instant `json:"windowEnds,omitzero"`    // free text is allowed before it; Forever without a window; 0: the contact never wrote
	Unanswered   Instant `json:"unanswered,omitzero"`    // the first contact message since the last human answer; 0: none
	Unread       bool    `json:"unread,omitempty"`       // Q5
	QueuedAt     Instant `json:"queuedAt,omitzero"`      // first entry of this episode into a shared inbox (A5)
	Priority     int32   `json:"priority,omitempty"`     // higher first (A5)
	Private      bool    `json:"private,omitempty"`      // V4
	Tags         []Tag   `json:"tags,omitempty"`         // sorted, no duplicates
	NoticeUntil  Instant `json:"noticeUntil,omitzero"`   // no further out-of-hours notice before it (F10)
	Clock        Clock   `json:"clock,omitempty"`        // the answer clock (A9)
	ClockFrom    Instant `json:"clockFrom,omitzero"`     // since when it runs; 0: it does not
	Rotations    uint32  `json:"rotations,omitempty"`    // real rotations since the last reset (A10)
	Returner     AgentID `json:"returner,omitempty"`     // not to be given it (A11)
	ReturnUntil  Instant `json:"returnUntil,omitzero"`   // until then
	ClosedBy     Reason  `json:"closedBy,omitempty"`     // why it was closed last
	Tolerant     bool    `json:"tolerant,omitempty"`     // closed by hand from AGENTE: tolerance may reopen it (L27)
	Pended       bool    `json:"pended,omitempty"`       // Pending has happened in this episode (L40)
	NobodyTold   bool    `json:"nobodyTold,omitempty"`   // NobodyEligible has happened since it entered this inbox
	HumanReplied bool    `json:"humanReplied,omitempty"` // a human answered in this episode

	// Deadlines holds the instant of each kind, 0: not set.
	Deadlines [deadlineKinds]Instant `json:"deadlines,omitzero"`
	// Wake is the earliest deadline; stores index it.
	Wake Wake `json:"wake"`
}

// Clock is the state of the answer clock while an agent owns the conversation (A9).
type Clock uint8

// The states of the answer clock.
const (
	ClockIdle      Clock = iota // starts at the contact's next message, if the policy then says so
	ClockRunning                // its end is Deadlines[DeadlineAnswer]
	ClockAnswered               // the owner has answered; EveryTurn lets it start again
	ClockExhausted              // MaxRotations is reached: off until somebody is given the chat
)

// WindowOpen tells whether free text may be sent at now.
func (c *Conversation) WindowOpen(now Instant) bool { return now < c.WindowEnds }

// Under gives the conversation with its window as the channel's settings in force have it: open while now is before the
// contact's last message plus the window, for ever without one (section 3 of the rules).
func (c Conversation) Under(ch ChannelRules) Conversation {
	switch {
	case c.Place.State == StateNone:
	case ch.Window <= 0:
		c.WindowEnds = Forever
	case c.LastInbound == 0:
		c.WindowEnds = 0
	default:
		c.WindowEnds = c.LastInbound.Add(ch.Window)
	}
	return c
}

// AwaitingContact tells whether the owner opened the chat by template and the contact has not written since (L32).
func (c *Conversation) AwaitingContact() bool { return c.Deadlines[DeadlineTemplate] != 0 }

// Home is the shared inbox whose policy, schedule and clock govern the conversation: the one it waits in, else
// TakenFrom, else General (S9).
func (c *Conversation) Home() InboxID {
	if c.Place.State == StateInbox && c.Place.Inbox.Shared() {
		return c.Place.Inbox
	}
	if c.TakenFrom != "" {
		return c.TakenFrom
	}
	return General
}

// WaitingKey sorts by waiting time (Q2): unread first, the oldest unanswered message first; then the rest, oldest
// activity first. Ascending; ties by id.
func (c *Conversation) WaitingKey() int64 {
	if !c.Unread {
		return math.MaxInt64/2 + int64(c.LastActivity)
	}
	if c.Unanswered != 0 {
		return int64(c.Unanswered)
	}
	return int64(c.LastInbound)
}

// RecencyKey sorts by last activity in either direction, newest first (Q2). Ascending; ties by id.
func (c *Conversation) RecencyKey() int64 { return -int64(c.LastActivity) }

// Before tells whether c is served ahead of d in a queue: higher priority, then the earlier QueuedAt, then id (A5).
func (c *Conversation) Before(d *Conversation) bool {
	if c.Priority != d.Priority {
		return c.Priority > d.Priority
	}
	if c.QueuedAt != d.QueuedAt {
		return c.QueuedAt < d.QueuedAt
	}
	return c.ID < d.ID
}

// HasTag tells whether the conversation carries the tag.
func (c *Conversation) HasTag(t Tag) bool {
	for _, x := range c.Tags {
		if x == t {
			return true
		}
	}
	return false
}

// Contact is what all chats of one customer share (V3, N1).
type Contact struct {
	ID         ContactID         `json:"id"`
	Affinity   AgentID           `json:"affinity,omitempty"`   // "" : none
	Attributes map[string]string `json:"attributes,omitempty"` // never changed in place
}

// Note is an internal note on a conversation (V1). The contact never sees it.
type Note struct {
	Conversation ConversationID `json:"conversation"`
	Seq          uint64         `json:"seq"` // that of its Noted event
	By           Actor          `json:"by"`
	At           Instant        `json:"at,omitzero"`
	Text         string         `json:"text"`
}
