package botflow

import (
	"maps"
	"slices"
)

// Clone gives a copy that shares no memory with the conversation.
func (c *Conversation) Clone() Conversation {
	out := *c
	out.Tags = slices.Clone(c.Tags)
	return out
}

// Clone gives a copy that shares no memory with the contact.
func (k *Contact) Clone() Contact {
	out := *k
	out.Attributes = maps.Clone(k.Attributes)
	return out
}

// Clone gives a copy that shares no memory with the event.
func (e *Event) Clone() Event {
	out := *e
	out.Tags = slices.Clone(e.Tags)
	out.Changed = maps.Clone(e.Changed)
	if e.Decision != nil {
		d := *e.Decision
		d.Candidates = slices.Clone(d.Candidates)
		out.Decision = &d
	}
	if e.Responder != nil {
		r := *e.Responder
		out.Responder = &r
	}
	return out
}
