package botflow

import "fmt"

// EventType names what happened. RULES section 9 lists them; docs/machine.md says which row gives which.
type EventType string

// The events of a conversation.
const (
	Started            EventType = "Started"
	Received           EventType = "Received"
	BotReplied         EventType = "BotReplied"
	HandedOff          EventType = "HandedOff"
	UnknownInbox       EventType = "UnknownInbox"
	Pending            EventType = "Pending"
	OutOfHours         EventType = "OutOfHours"
	Queued             EventType = "Queued"
	Taken              EventType = "Taken"
	Assigned           EventType = "Assigned"
	NobodyEligible     EventType = "NobodyEligible"
	Answered           EventType = "Answered"
	TemplateSent       EventType = "TemplateSent"
	SendFailed         EventType = "SendFailed"
	Returned           EventType = "Returned"
	Moved              EventType = "Moved"
	Transferred        EventType = "Transferred"
	Rotated            EventType = "Rotated"
	RotationSkipped    EventType = "RotationSkipped"
	RotationsExhausted EventType = "RotationsExhausted"
	ClosedEvent        EventType = "Closed"
	Left               EventType = "Left"
	Reopened           EventType = "Reopened"
	Expired            EventType = "Expired"
	Restored           EventType = "Restored"
	Noted              EventType = "Noted"
	Tagged             EventType = "Tagged"
	Untagged           EventType = "Untagged"
	Read               EventType = "Read"
	Unread             EventType = "Unread"
	AttributesChanged  EventType = "AttributesChanged"
	MadePrivate        EventType = "MadePrivate"
	MadePublic         EventType = "MadePublic"
	PriorityChanged    EventType = "PriorityChanged"
	Forgotten          EventType = "Forgotten"
	AffinityChanged    EventType = "AffinityChanged"
)

// The events of an agent and of the account.
const (
	PresenceChanged  EventType = "PresenceChanged"
	AgentChanged     EventType = "AgentChanged"
	InboxChanged     EventType = "InboxChanged"
	ChannelChanged   EventType = "ChannelChanged"
	AssistantChanged EventType = "AssistantChanged"
	CatalogueChanged EventType = "CatalogueChanged"
	OptionsChanged   EventType = "OptionsChanged"
	ConsumerParked   EventType = "ConsumerParked"
)

// EventTypes lists every event: those of a conversation, then those of agents and of the account.
func EventTypes() []EventType {
	return []EventType{
		Started, Received, BotReplied, HandedOff, UnknownInbox, Pending, OutOfHours, Queued, Taken, Assigned, NobodyEligible, Answered,
		TemplateSent, SendFailed, Returned, Moved, Transferred, Rotated, RotationSkipped, RotationsExhausted, ClosedEvent, Left, Reopened,
		Expired, Restored, Noted, Tagged, Untagged, Read, Unread, AttributesChanged, MadePrivate, MadePublic, PriorityChanged, Forgotten,
		PresenceChanged, AffinityChanged,
		AgentChanged, InboxChanged, ChannelChanged, AssistantChanged, CatalogueChanged, OptionsChanged, ConsumerParked,
	}
}

// SubjectKind tells what an event is about.
type SubjectKind uint8

// The kinds of subject.
const (
	SubjectConversation SubjectKind = iota
	SubjectAgent
	SubjectAccount
)

// Subject is what an event is about; events of one subject are numbered without a gap (E1).
type Subject struct {
	Kind SubjectKind `json:"kind"`
	ID   string      `json:"id,omitempty"` // the conversation's or agent's id; empty for the account
}

// OfConversation is the subject of a conversation's events.
func OfConversation(id ConversationID) Subject { return Subject{SubjectConversation, string(id)} }

// OfAgent is the subject of an agent's events.
func OfAgent(id AgentID) Subject { return Subject{SubjectAgent, string(id)} }

// OfAccount is the subject of the account's own events: its settings.
func OfAccount() Subject { return Subject{Kind: SubjectAccount} }

// String prints kind and id.
func (s Subject) String() string {
	switch s.Kind {
	case SubjectConversation:
		return "conversation/" + s.ID
	case SubjectAgent:
		return "agent/" + s.ID
	case SubjectAccount:
		return "account"
	}
	return fmt.Sprintf("subject(%d)/%s", s.Kind, s.ID)
}

// Event is one thing that happened, committed together with the change it tells of (E1). Only the fields that its type
// needs are set. Its identity is (Subject, Seq).
type Event struct {
	Subject  Subject   `json:"subject"`
	Seq      uint64    `json:"seq"` // from 1, without a gap per subject
	Type     EventType `json:"type"`
	At       Instant   `json:"at,omitzero"`       // when it takes effect; a late deadline's own time
	Recorded Instant   `json:"recorded,omitzero"` // when it was written
	By       Actor     `json:"by"`
	Rule     string    `json:"rule,omitempty"` // the row of the transition table, "L10"

	// Of a conversation.
	Channel ChannelID `json:"channel,omitempty"`
	Contact ContactID `json:"contact,omitempty"` // erased by Forget
	Episode uint32    `json:"episode,omitempty"`
	Epoch   uint64    `json:"epoch,omitempty"`
	From    Place     `json:"from"`           // the place before the step
	To      Place     `json:"to"`             // the place after it
	Home    InboxID   `json:"home,omitempty"` // the shared inbox that governs after the step; figures count by it
	Tags    []Tag     `json:"tags,omitempty"` // with Closed, Left and Expired: the chat's tags, for figures

	Message   MessageID         `json:"message,omitempty"`
	SentAt    Instant           `json:"sentAt,omitzero"` // the channel's own timestamp of the message
	Inbox     InboxID           `json:"inbox,omitempty"` // named, entered, asked for
	Agent     AgentID           `json:"agent,omitempty"` // whom it concerns: the new owner, the affinity agent
	Other     AgentID           `json:"other,omitempty"` // the one before: rotated or transferred from
	Tag       Tag               `json:"tag,omitempty"`
	Text      string            `json:"text,omitempty"` // a note, a comment, a template's name, a failure's detail
	Reason    Reason            `json:"reason,omitempty"`
	Priority  int32             `json:"priority,omitempty"`
	Automatic bool              `json:"automatic,omitempty"` // an answer that isn't one (L43)
	Changed   map[string]string `json:"changed,omitempty"`   // attributes
	Decision  *Decision         `json:"decision,omitempty"`
	Responder *Responder        `json:"responder,omitempty"` // with Started and HandedOff: who answers first, and why
	Until     Instant           `json:"until,omitzero"`      // with OutOfHours: the next opening

	// Of an agent.
	Was   Status `json:"was,omitempty"`
	Is    Status `json:"is,omitempty"`
	Cause Cause  `json:"cause,omitempty"`

	// Of the account: what was set in the directory; with ConsumerParked, which consumer gave up which event. As JSON.
	Setting string `json:"setting,omitempty"`
}

// ID is the event's stable identity as one string.
func (e *Event) ID() string { return fmt.Sprintf("%s#%d", e.Subject, e.Seq) }
