package store

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Chat names a conversation by what never changes: one per channel and contact, for ever (S2).
type Chat struct {
	Channel botflow.ChannelID `json:"channel"`
	Contact botflow.ContactID `json:"contact"`
}

// Key names what an Apply or a Get needs. With each conversation come its contact and the presence rows of its owner and its
// last owner. Naming something twice is the same as naming it once. An Apply writes only what its key names (duty 18): the result
// of Op; conversations named by id or Chat, a new one by Chat; their notes and events; contacts, agents and inboxes; a turn if its
// inbox and its agent are named; with Account a directory and the account's events.
type Key struct {
	Op            botflow.OpID             // the operation: its stored result; "" : none
	Chat          Chat                     // the conversation of this channel and contact, and the contact even if they have none yet; zero: none
	Conversations []botflow.ConversationID // conversations by id
	Agents        []botflow.AgentID        // presence rows
	Inboxes       []botflow.InboxID        // hot rows of inboxes: turn and wake
	Scopes        []botflow.InboxID        // what is so in inboxes now, without holding it: a human available, a chat in it
	Contacts      []botflow.ContactID
	Seats         []SeatKey // turns of agents in inboxes
	Account       bool      // the account's own row: its event sequence
}

// With gives the key that names what k and further name. Op and Chat of k stay unless they are zero.
func (k Key) With(further Key) Key {
	if k.Op == "" {
		k.Op = further.Op
	}
	if k.Chat == (Chat{}) {
		k.Chat = further.Chat
	}
	k.Conversations = union(k.Conversations, further.Conversations)
	k.Agents = union(k.Agents, further.Agents)
	k.Inboxes = union(k.Inboxes, further.Inboxes)
	k.Scopes = union(k.Scopes, further.Scopes)
	k.Contacts = union(k.Contacts, further.Contacts)
	k.Seats = union(k.Seats, further.Seats)
	k.Account = k.Account || further.Account
	return k
}

// union gives a with what only b has; it never writes into either.
func union[T comparable](a, b []T) []T {
	if len(b) == 0 {
		return a
	}
	all := slices.Clip(a)
	for _, x := range b {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

// SeatKey names one agent in one inbox.
type SeatKey struct {
	Inbox botflow.InboxID
	Agent botflow.AgentID
}

// More is the error by which decide asks for further rows. Apply loads them too, beside those of the first key, and calls
// decide again.
type More struct{ Key Key }

// Error says so.
func (*More) Error() string { return "store: decide needs further rows" }

// MaxMore is how often one Apply follows a *[More]; a decide that still asks is refused with [ErrMore].
const MaxMore = 16
