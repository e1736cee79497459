package batch

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// Set is the rows of one account that a group has loaded and holds, and what its calls have made of them. A row that the key of
// a call of the group named, or that came with a conversation, and that isn't in the Set is absent from the database. Make one
// with [NewSet] and fill it before the first [Set.Decide]. It isn't safe for concurrent use.
type Set struct {
	Account  botflow.AccountID
	Now      botflow.Instant // the database's clock; 0: it offers none
	NextDue  botflow.Instant
	Revision uint64
	Events   uint64 // number of the account's last event
	Lookup   Lookup

	conversations map[botflow.ConversationID]*Conversation
	chats         map[store.Chat]*Conversation
	contacts      map[botflow.ContactID]*Contact
	agents        map[botflow.AgentID]*Agent
	inboxes       map[botflow.InboxID]*Inbox
	scopes        map[botflow.InboxID]store.Scope
	seats         map[botflow.AgentID]map[botflow.InboxID]*Seat
	results       map[botflow.OpID]*Result
	lastEvents    map[botflow.Subject]uint64 // of subjects without a row
	lastNotes     map[botflow.ConversationID]uint64

	events    []botflow.Event
	notes     []botflow.Note
	jobs      map[string]*store.Job // nil: done
	forgotten []botflow.ConversationID
	config    *directory.Directory
	snapshot  *directory.Snapshot
	touched   bool // something must be written
	full      bool // nothing more may be decided on what this Set holds
}

// Lookup reads, in the group's transaction, what only few changesets need.
type Lookup interface {
	// LastEvent gives the number of the last event of a subject that has no row; 0: it never had one.
	LastEvent(of botflow.Subject) (uint64, error)
	// LastNote gives the number of a conversation's last note; 0: it has none.
	LastNote(of botflow.ConversationID) (uint64, error)
	// ChatOf gives channel and contact of a conversation that no key named; zero if there is none. It is asked about the ids of
	// new conversations. A store that learns at the write that an id is in use may answer zero, and look when a group that
	// failed is tried again.
	ChatOf(id botflow.ConversationID) (store.Chat, error)
}

// Conversation is a conversation's row.
type Conversation struct {
	botflow.Conversation
	Events uint64 // number of its last event
	state
}

// Contact is a contact's row.
type Contact struct {
	botflow.Contact
	state
}

// Agent is an agent's row. One exists for each agent whom the directory knows, or whom something was written of.
type Agent struct {
	botflow.Presence
	Written bool   // a presence was written; else only the directory knows the agent, or their seats are left
	Known   bool   // to the directory in force
	Events  uint64 // number of their last event
	state
}

// Inbox is an inbox's row.
type Inbox struct {
	store.InboxState
	Written  bool // a state was written
	Known    bool // to the directory in force
	Occupied bool // a chat is in it
	state
}

// Result is what is stored under an operation id.
type Result struct {
	Op   botflow.OpID
	At   botflow.Instant
	Data []byte
	state
}

// Seat is one agent's place in one inbox, as it is stored: the cold half, the ordinal, and what follows from both and the agent's
// row. One that isn't a Member only remembers the ordinal.
type Seat struct {
	routing.SeatRules
	Member  bool
	Ordinal uint64
	Rank    int64
	Ready   bool // may be given a chat
	Human   bool // attends and is Online (F4)
	state
}

// state says what must be done with a row at the write.
type state struct {
	stored  bool // the database has it
	changed bool
}

// New tells whether the row must be inserted.
func (s state) New() bool { return !s.stored }

// NewSet makes an empty Set.
func NewSet(account botflow.AccountID) *Set {
	return &Set{
		Account:       account,
		conversations: make(map[botflow.ConversationID]*Conversation),
		chats:         make(map[store.Chat]*Conversation),
		contacts:      make(map[botflow.ContactID]*Contact),
		agents:        make(map[botflow.AgentID]*Agent),
		inboxes:       make(map[botflow.InboxID]*Inbox),
		scopes:        make(map[botflow.InboxID]store.Scope),
		seats:         make(map[botflow.AgentID]map[botflow.InboxID]*Seat),
		results:       make(map[botflow.OpID]*Result),
		lastEvents:    make(map[botflow.Subject]uint64),
		lastNotes:     make(map[botflow.ConversationID]uint64),
		jobs:          make(map[string]*store.Job),
	}
}
