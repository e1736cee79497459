package store

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
)

// DB is a host's storage of all its accounts.
type DB interface {
	// Account gives the store of one account. It can't reach any other (duty 7). It does no I/O.
	Account(id botflow.AccountID) (Store, error)
	// Accounts lists the accounts that have something due by now, or waiting chats, in id order from after on, at most
	// limit of them; and the earliest wake ahead over all accounts, 0 for none.
	Accounts(ctx context.Context, after botflow.AccountID, now botflow.Instant, limit int) ([]botflow.AccountID, botflow.Instant, error)
}

// Decide turns what was loaded into a changeset. It is pure and may be called again, so it keeps nothing from an earlier
// call. A *[More] asks to be called again with further rows; any other error is returned by Apply as it is, with nothing
// written. A changeset that [Changeset.Empty] says is empty writes nothing.
type Decide func(Loaded) (Changeset, error)

// Store is the storage of one account. Every method is safe for concurrent use; what is returned is the caller's: changing
// it changes nothing stored, and the other way round.
type Store interface {
	// Apply loads what the key names, calls decide, and writes its changeset whole or not at all, with everything that was
	// loaded still true at the write.
	Apply(ctx context.Context, key Key, decide Decide) error
	// Get loads what the key names, for reading: a consistent picture, no locks.
	Get(ctx context.Context, key Key) (Loaded, error)
	// View gives what matching sees of the inboxes asked for, those with an empty queue left out unless Seats is set.
	View(ctx context.Context, req ViewRequest) (routing.View, error)
	// Due gives what wakes by now, earliest first ([Wake.Before]), at most limit; and the instant of the next wake after
	// those, 0 for none.
	Due(ctx context.Context, now botflow.Instant, limit int) ([]Wake, botflow.Instant, error)
	// Waiting lists the shared inboxes with waiting chats, in id order after the one given, at most limit.
	Waiting(ctx context.Context, after botflow.InboxID, limit int) ([]botflow.InboxID, error)
	// List gives one page; Count counts up to a cap. Both see exactly the conversations that q matches.
	List(ctx context.Context, q inbox.Query) (Page, error)
	Count(ctx context.Context, q inbox.Query, upTo int) (int, error)
	// Directory gives the configuration in force and its revision. If it is known already the directory is left zero.
	Directory(ctx context.Context, known uint64) (directory.Directory, uint64, error)
	// History gives the events of one subject in order, after a sequence number, at most limit.
	History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]Record, error)
	// Notes gives the internal notes of a conversation in order, after a sequence number, at most limit.
	Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error)
	// Feed gives events that the consumer has not acknowledged, in order per subject, at most limit. A new consumer starts at
	// the oldest event kept.
	Feed(ctx context.Context, consumer string, limit int) ([]Record, error)
	// Ack acknowledges everything up to and including the position. An older position than the last is a no-op.
	Ack(ctx context.Context, consumer string, position uint64) error
	// Jobs lists the open jobs, oldest first.
	Jobs(ctx context.Context, limit int) ([]Job, error)
	// Members lists conversations that a job has still to visit, in id order, at most limit.
	Members(ctx context.Context, of Job, limit int) ([]botflow.ConversationID, error)
	// Prune removes what the retention allows: never what is undelivered or alive (E4). It answers how many rows went.
	Prune(ctx context.Context, keep Retention) (int, error)
	// Verify checks the store's own books: loads equal owned chats, indexes agree with rows, events have no gap. Each line
	// of the answer is one violation, in words.
	Verify(ctx context.Context) ([]string, error)
}

// Chat names a conversation by what never changes: one per channel and contact, for ever (S2).
type Chat struct {
	Channel botflow.ChannelID `json:"channel"`
	Contact botflow.ContactID `json:"contact"`
}

// Key names what an Apply or a Get needs. With each conversation come its contact and the presence rows of its owner and its
// last owner.
type Key struct {
	Op            botflow.OpID             // the operation: its stored result; "" : none
	Chat          Chat                     // the conversation of this channel and contact; zero: none
	Conversations []botflow.ConversationID // conversations by id
	Agents        []botflow.AgentID        // presence rows
	Inboxes       []botflow.InboxID        // hot rows of inboxes: turn, wake, and whether a human is available and a chat is in it
	Contacts      []botflow.ContactID
	Seats         []SeatKey // turns of agents in inboxes
	Account       bool      // the account's own row: its event sequence
}

// SeatKey names one agent in one inbox.
type SeatKey struct {
	Inbox botflow.InboxID
	Agent botflow.AgentID
}

// More is the error by which decide asks for further rows. Apply loads them too and calls decide again.
type More struct{ Key Key }

// Error says so.
func (*More) Error() string { return "store: decide needs further rows" }

// Loaded is what a key named, as it stands. Rows that don't exist are absent.
type Loaded struct {
	Now           botflow.Instant // the store's clock; 0: it offers none
	Revision      uint64          // of the directory
	NextDue       botflow.Instant // the account's earliest wake; 0: none
	Seen          bool            // the operation has been applied before
	Result        []byte          // its stored result
	Conversations []botflow.Conversation
	Contacts      []botflow.Contact
	Agents        []botflow.Presence
	Inboxes       []InboxState
	Seats         []Turn
	AccountSeq    uint64 // number of the account's last event, when Key.Account was set
}

// InboxState is the hot row of one inbox. Humans and Occupied are read only.
type InboxState struct {
	ID       botflow.InboxID
	Turn     uint64          // picks by turn so far
	Wake     botflow.Instant // when to look at its queue again; 0: only on a trigger
	Humans   bool            // somebody who attends is Online in it (F4)
	Occupied bool            // a chat is in it
}

// Turn says which pick by turn of an inbox was an agent's last (A6).
type Turn struct {
	Inbox   botflow.InboxID
	Agent   botflow.AgentID
	Ordinal uint64
}

// Changeset is what is so after a step. There are no expectations in it: Apply guarantees what was loaded.
type Changeset struct {
	Op            botflow.OpID // stored with Result; "" : none
	Result        []byte
	At            botflow.Instant // of the operation, for retention
	Conversations []botflow.Conversation
	Contacts      []botflow.Contact
	Agents        []botflow.Presence
	Inboxes       []InboxState
	Turns         []Turn
	Notes         []botflow.Note
	Events        []botflow.Event          // in order; each subject's numbers continue its last
	Jobs          []Job                    // opened, or moved on
	Done          []string                 // ids of jobs that are finished
	Directory     *directory.Directory     // the new configuration; the store raises the revision by one
	Forget        []botflow.ConversationID // erase: the conversation, its notes, its contact if this was its last chat, contact ids and texts in its events
}

// Empty tells whether the changeset writes nothing.
func (c *Changeset) Empty() bool {
	return c.Op == "" && c.Directory == nil &&
		len(c.Conversations)+len(c.Contacts)+len(c.Agents)+len(c.Inboxes)+len(c.Turns)+len(c.Notes)+len(c.Events)+len(c.Jobs)+len(c.Done)+len(c.Forget) == 0
}

// ViewRequest asks for a picture to match from. Limits bound each list per inbox.
type ViewRequest struct {
	Inboxes []botflow.InboxID
	Chat    botflow.ConversationID // with one inbox: the queue is this chat alone, waiting or not (rotation, explaining)
	Queue   int
	Seats   int
	Members int
	Start   uint64 // where a ByHash order starts
}

// WakeKind tells what wakes.
type WakeKind uint8

// What wakes.
const (
	WakeAgent WakeKind = iota
	WakeConversation
	WakeInbox
)

// Wake is one thing that falls due.
type Wake struct {
	botflow.Wake
	Kind WakeKind
	ID   string
}

// Before is the order in which deadlines are applied: instant, rank, kind, id (L48).
func (w Wake) Before(v Wake) bool {
	switch {
	case w.At != v.At:
		return w.At < v.At
	case w.Rank != v.Rank:
		return w.Rank < v.Rank
	case w.Kind != v.Kind:
		return w.Kind < v.Kind
	}
	return w.ID < v.ID
}

// Page is one page of a list. More says that Next leads on; a page may be short, or empty, and still lead on.
type Page struct {
	Conversations []botflow.Conversation
	Next          inbox.Cursor
	More          bool
}

// Record is an event with its place in the account's feed. Positions only grow; they may have gaps.
type Record struct {
	Position uint64
	Event    botflow.Event
}

// JobKind tells what a job does.
type JobKind uint8

// The jobs.
const (
	JobRemoveAgent JobKind = iota // send back the chats of a removed agent and clear affinities to them (S8)
	JobDeleteInbox                // move the chats of a deleted inbox (L54)
)

// Job is work that may take many steps and survives restarts: each step does a batch and the job ends when [Store.Members]
// is empty.
type Job struct {
	ID    string          `json:"id"`
	Kind  JobKind         `json:"kind"`
	Agent botflow.AgentID `json:"agent,omitempty"`
	Inbox botflow.InboxID `json:"inbox,omitempty"`
	Into  botflow.InboxID `json:"into,omitempty"`
	At    botflow.Instant `json:"at"`
}

// Retention says what may be removed: what is older than the instants. 0 keeps.
type Retention struct {
	Events        botflow.Instant // acknowledged by every consumer, of conversations that are gone or of any other subject
	Operations    botflow.Instant // results of operation ids
	Conversations botflow.Instant // closed chats
}
