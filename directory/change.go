package directory

import (
	"encoding/json"
	"strings"

	"github.com/repartogo/reparto/botflow"
)

// Kind is what a [Change] is about. The zero value is invalid.
type Kind string

// The kinds of change.
const (
	OfAgent     Kind = "agent"
	OfInbox     Kind = "inbox"
	OfChannel   Kind = "channel"
	OfAssistant Kind = "assistant"
	OfTag       Kind = "tag"
	OfOptions   Kind = "options"
)

// Act is what happened to it. The zero value is invalid.
type Act string

// The acts.
const (
	Added   Act = "added"   // it is new, or an agent who was disabled is back
	Changed Act = "changed" // it stays and some of its fields differ
	Removed Act = "removed" // it is gone, or an agent is disabled from now on: the same thing (S8)
)

// Change is one difference between two directories. It is plain data; its JSON is what an event of the account carries.
type Change struct {
	Kind   Kind            `json:"kind"`
	Act    Act             `json:"act"`
	ID     string          `json:"id,omitempty"`     // of the agent, inbox, channel or assistant; the tag; empty for options
	Into   botflow.InboxID `json:"into,omitempty"`   // of an inbox that was removed: where its chats and what names it go (S8)
	Fields []Field         `json:"fields,omitempty"` // what differs, by name
}

// Field is one field before and after, as compact JSON; empty where it wasn't or isn't set. A field of a policy is named
// with a dot: "policy.limit".
type Field struct {
	Name   string          `json:"name"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// Event gives the type of the event that tells of the change.
func (c *Change) Event() botflow.EventType {
	switch c.Kind {
	case OfAgent:
		return botflow.AgentChanged
	case OfInbox:
		return botflow.InboxChanged
	case OfChannel:
		return botflow.ChannelChanged
	case OfAssistant:
		return botflow.AssistantChanged
	case OfTag:
		return botflow.CatalogueChanged
	case OfOptions:
		return botflow.OptionsChanged
	}
	return ""
}

// Setting gives the change as compact JSON, for the event's field of that name.
func (c *Change) Setting() string {
	text, err := json.Marshal(c)
	if err != nil {
		return "" // nothing in a change can fail: its raw parts were made by the same encoder
	}
	return string(text)
}

// String prints the change on one line: what, which, how, and each field as "name before -> after" with "-" for unset.
func (c Change) String() string {
	var b strings.Builder
	b.WriteString(string(c.Kind))
	if c.ID != "" {
		b.WriteString(" " + quoted(c.ID))
	}
	b.WriteString(" " + string(c.Act))
	if c.Into != "" {
		b.WriteString(" into " + quoted(string(c.Into)))
	}
	for i, f := range c.Fields {
		b.WriteString([]string{": ", "; "}[min(i, 1)])
		b.WriteString(f.Name + " " + orDash(f.Before) + " -> " + orDash(f.After))
	}
	return b.String()
}

func orDash(text json.RawMessage) string {
	if len(text) == 0 {
		return "-"
	}
	return string(text)
}
