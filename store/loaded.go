package store

import "github.com/repartogo/reparto/botflow"

// Loaded is what a key named, as it stands. Every list is in ascending order of its ids (bytewise), without duplicates.
// Rows that don't exist are absent, with two exceptions: an agent or an inbox that the directory knows, or in which a chat is,
// is there with its zero state when nothing has been written of it yet.
type Loaded struct {
	Now           botflow.Instant // the store's clock; 0: it offers none
	Revision      uint64          // of the directory; 0: none has been written
	NextDue       botflow.Instant // the account's earliest wake; 0: none
	Seen          bool            // the operation has been applied before
	Result        []byte          // its stored result
	Conversations []botflow.Conversation
	Contacts      []botflow.Contact
	Agents        []botflow.Presence
	Inboxes       []InboxState
	Scopes        []Scope // one for each that was named, unknown ones too
	Seats         []Turn
	AccountSeq    uint64 // number of the account's last event, when Key.Account was set
}

// InboxState is the hot row of one inbox.
type InboxState struct {
	ID   botflow.InboxID `json:"id"`
	Turn uint64          `json:"turn"` // picks by turn so far
	Wake botflow.Instant `json:"wake"` // when to look at its queue again; 0: only on a trigger
}

// Scope is what is so in one inbox at the moment of the load. It is read only, and the one part of [Loaded] beside Now and NextDue
// that need not still hold at the write: every message to a channel asks for it, and must not wait for the others.
// Occupied does hold in a changeset with a Directory, where the account is held alone.
type Scope struct {
	ID       botflow.InboxID `json:"id"`
	Humans   bool            `json:"humans"`   // somebody who attends is Online in it (F4)
	Occupied bool            `json:"occupied"` // a chat is in it
}

// Turn says which pick by turn of an inbox was an agent's last (A6). It outlives the agent's membership.
type Turn struct {
	Inbox   botflow.InboxID `json:"inbox"`
	Agent   botflow.AgentID `json:"agent"`
	Ordinal uint64          `json:"ordinal"`
}
