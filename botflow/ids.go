package botflow

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The ids of the domain. A host chooses all of them but [ConversationID]; they are opaque bytes, compared exactly (no
// case folding, no Unicode normalisation), and checked by [CheckID] wherever they enter.
type (
	// AccountID names one tenant. Nothing crosses accounts (V6).
	AccountID string
	// ChannelID names one channel of an account: a WhatsApp number, a web chat.
	ChannelID string
	// ContactID names a customer within an account, whatever the channel.
	ContactID string
	// ConversationID names a conversation; the library makes it (UUIDv7 text).
	ConversationID string
	// AgentID names an agent, supervisor or admin.
	AgentID string
	// InboxID names an inbox; see [General], [Closed] and [Personal] for those that the library creates.
	InboxID string
	// BotID names a flow bot or an AI assistant.
	BotID string
	// MessageID names a contact's message, unique within channel and contact (E3).
	MessageID string
	// OpID names an operation, unique within the account (E3). The empty OpID asks for no deduplication.
	OpID string
	// Tag is a label of the account's catalogue (V2).
	Tag string
)

// The inboxes that the library creates (S4). A Personal inbox exists for each agent, see [Personal].
const (
	General InboxID = "General"
	Closed  InboxID = "Cerradas"
)

const personalPrefix = "Personal of "

// Personal gives the id of an agent's own inbox (S4).
func Personal(a AgentID) InboxID { return personalPrefix + InboxID(a) }

// Owner gives the agent whose Personal inbox this is; ok is false for every other inbox.
func (i InboxID) Owner() (a AgentID, ok bool) {
	s, ok := strings.CutPrefix(string(i), personalPrefix)
	return AgentID(s), ok
}

// Shared tells whether the inbox is General or one that a supervisor made: neither Personal nor Closed, and not empty.
func (i InboxID) Shared() bool {
	return i != "" && i != Closed && !strings.HasPrefix(string(i), personalPrefix)
}

// MaxID is the longest id in bytes; longer ones can't be index keys in every database.
const MaxID = 255

// MaxText is the longest free text (a note, a comment, an attribute's value) in bytes.
const MaxText = 64 << 10

// CheckID refuses an id that is empty, longer than [MaxID] bytes, not UTF-8, or holds a NUL byte. The error is an
// *[Error] with code "invalid" that names the field.
func CheckID[T ~string](field string, id T) error {
	if id == "" {
		return Invalid(field, "is empty")
	}
	return checkText(field, string(id), MaxID)
}

// CheckInbox is [CheckID] for an inbox. A Personal one is as well formed as the id of its agent, whatever its own length.
func CheckInbox(field string, id InboxID) error {
	if agent, personal := id.Owner(); personal && agent != "" {
		return CheckID(field, agent)
	}
	return CheckID(field, id)
}

// CheckText refuses text that is longer than [MaxText] bytes, not UTF-8, or holds a NUL byte. Empty text is fine.
func CheckText(field, text string) error { return checkText(field, text, MaxText) }

func checkText(field, s string, most int) error {
	switch {
	case len(s) > most:
		return Invalid(field, "has "+strconv.Itoa(len(s))+" bytes; at most "+strconv.Itoa(most)+" are allowed")
	case !utf8.ValidString(s):
		return Invalid(field, "is not valid UTF-8")
	case strings.IndexByte(s, 0) >= 0:
		return Invalid(field, "holds a NUL byte")
	}
	return nil
}
