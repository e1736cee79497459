package store

import "github.com/repartogo/reparto/botflow"

// WakeKind tells what wakes.
type WakeKind uint8

// What wakes.
const (
	WakeAgent WakeKind = iota
	WakeConversation
	WakeInbox
)

// String prints the kind in English.
func (k WakeKind) String() string {
	switch k {
	case WakeAgent:
		return "agent"
	case WakeConversation:
		return "conversation"
	case WakeInbox:
		return "inbox"
	}
	return "wake?"
}

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
