package routing

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// Waiting is what matching must know of one waiting conversation.
type Waiting struct {
	Conversation botflow.ConversationID
	Contact      botflow.ContactID
	Inbox        botflow.InboxID
	Epoch        uint64
	Priority     int32
	QueuedAt     botflow.Instant
	EnteredAt    botflow.Instant // this inbox: Place.Since
	Affinity     botflow.AgentID // the contact's; "" : none
	Returner     botflow.AgentID // not to be given it before ReturnUntil (A11)
	ReturnUntil  botflow.Instant
	NobodyTold   bool // NobodyEligible has been recorded since it entered
}

// WaitingOf makes the record from a conversation and its contact's affinity.
func WaitingOf(c *botflow.Conversation, affinity botflow.AgentID) Waiting {
	return Waiting{
		Conversation: c.ID, Contact: c.Contact, Inbox: c.Home(), Epoch: c.Epoch, Priority: c.Priority, QueuedAt: c.QueuedAt,
		EnteredAt: c.Place.Since, Affinity: affinity, Returner: c.Returner, ReturnUntil: c.ReturnUntil, NobodyTold: c.NobodyTold,
	}
}

// Before tells whether w is served ahead of v: higher priority, then the earlier QueuedAt, then id (A5).
func (w *Waiting) Before(v *Waiting) bool {
	if w.Priority != v.Priority {
		return w.Priority > v.Priority
	}
	if w.QueuedAt != v.QueuedAt {
		return w.QueuedAt < v.QueuedAt
	}
	return w.Conversation < v.Conversation
}

// SeatRules is the cold half of a seat: what the directory says of one agent in one inbox. The directory derives it, the store
// keeps it beside the hot half.
type SeatRules struct {
	Agent       botflow.AgentID
	Inbox       botflow.InboxID
	Position    int            // in the inbox's member order
	Barred      botflow.Reason // "" : none; else excluded, role or disabled: never given a chat by assignment
	NeedsOnline bool
	Attends     bool // enabled and of a role that A8 allows: counts as a human of this scope when Online (F4)
	Limit       int  // the agent's own, else the policy's; 0: none
	Order       Order
	RampIn      RampIn
}

// RampIn bounds automatic assignments after coming online (P5): at most Limit within the first Period. The zero value is off.
type RampIn struct {
	Limit  int           `json:"limit"`
	Period time.Duration `json:"period"`
}

// Seat is one agent's place in one inbox: the cold and the hot half together.
type Seat struct {
	SeatRules
	Ordinal  uint64 // number of the last pick of this inbox by turn that went to the agent; 0: never (A6)
	Load     int    // conversations owned, in all inboxes
	Status   botflow.Status
	Since    botflow.Instant // of the status
	IdleFrom botflow.Instant
	Ramped   int
}

// InboxView is what matching sees of one inbox.
type InboxView struct {
	Inbox     botflow.InboxID
	Turn      uint64          // picks by turn so far
	Wake      botflow.Instant // when the store will wake the inbox; 0: never
	Queue     []Waiting       // the head of the queue, in order
	MoreQueue bool            // the queue is longer
	Seats     []Seat          // ready seats, in rank order ([Less])
	MoreSeats bool            // there are further ready seats
	Members   []Seat          // the first members in turn order, ready or not, for the record: at most botflow.MaxCandidates
	Named     []Seat          // the seats of affinity agents and returners of the chats in Queue, where they have one
	Rules     Rules           // filled by the engine, left zero by the store
}

// Rules is what the directory says of the inbox at the view's instant.
type Rules struct {
	Policy      Policy
	Revision    uint64
	Open        bool            // by its schedule
	NextOpening botflow.Instant // when closed: the next opening; Forever: never
	Members     int             // how many the inbox has
	Ranker      Ranker          // the host's own strategy, when the policy names one
}

// View is what one pass of matching sees.
type View struct {
	Now     botflow.Instant
	Entropy uint64
	Inboxes []InboxView
}
