package inbox

import "github.com/repartogo/reparto/botflow"

// Branch is one flat part of a query: the conversations of one kind of place, narrowed. Branches of a query don't overlap.
type Branch struct {
	Spot     botflow.Spot      // the kind of place
	Inboxes  []botflow.InboxID // in BANDEJA: the inbox is one of these; elsewhere: TakenFrom is. Sorted; nil: any
	NotIn    bool              // the other inboxes than these
	Owner    botflow.AgentID   // in AGENTE: the owner; elsewhere LastOwner. "" : any
	NotOwner bool              // anybody but Owner
	Private  Tristate
}

// Tristate narrows by a yes or no. The zero value doesn't.
type Tristate uint8

// The values of a Tristate.
const (
	Any Tristate = iota
	Yes
	No
)

// Order is the order of a list. The zero value is by waiting time.
type Order uint8

// The orders (Q2).
const (
	ByWaiting Order = iota
	ByRecency
)

// Cursor is where a page ended. The zero value is the beginning. It prints and parses as opaque text.
type Cursor struct {
	Key int64
	ID  botflow.ConversationID
}

// Filter narrows a list, with absolute instants; the zero value narrows nothing. All fields must hold.
type Filter struct {
	Inbox         botflow.InboxID // in BANDEJA in it, or elsewhere with it as Home
	Owner         botflow.AgentID
	Tag           botflow.Tag
	States        []botflow.State
	Channel       botflow.ChannelID
	Contact       botflow.ContactID
	Outgoing      Tristate
	Private       Tristate
	Unread        Tristate
	Awaiting      Tristate        // the contact has an unanswered message
	AwaitingSince botflow.Instant // and it came at or before this instant
	WindowEndsBy  botflow.Instant // the window is open at WindowAfter and ends at or before this instant
	WindowAfter   botflow.Instant
	CreatedFrom   botflow.Instant // the episode began at or after it
	CreatedTo     botflow.Instant // the episode began before it
}

// Query is a list or a count, ready for a store: the union of the branches, narrowed by the filter, from a cursor on.
type Query struct {
	Branches []Branch
	Filter   Filter
	Order    Order
	After    Cursor
	Limit    int
}
