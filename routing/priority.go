package routing

import (
	"fmt"

	"github.com/repartogo/reparto/botflow"
)

// Priority says who answers first in a scope (F1). The zero value takes General's choice; General's zero value is
// AssistantFirst. Without an active assistant it has no effect, and it stays when one is switched off and on.
type Priority uint8

// Who answers first.
const (
	PriorityUnset Priority = iota
	AssistantFirst
	HumansFirst
)

// String prints "assistant" or "humans"; "" when unset.
func (p Priority) String() string {
	switch p {
	case PriorityUnset:
		return ""
	case AssistantFirst:
		return "assistant"
	case HumansFirst:
		return "humans"
	}
	return fmt.Sprintf("Priority(%d)", uint8(p))
}

// MarshalText implements encoding.TextMarshaler.
func (p Priority) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Priority) UnmarshalText(b []byte) error {
	for v := PriorityUnset; v <= HumansFirst; v++ {
		if v.String() == string(b) {
			*p = v
			return nil
		}
	}
	return botflow.Invalid("priority", "is not one of assistant, humans, or empty")
}
