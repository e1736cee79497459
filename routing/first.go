package routing

// Priority says who answers first in a scope (F1). The zero value takes General's choice; General's zero value is Assistant.
type Priority uint8

// Who answers first.
const (
	PriorityUnset Priority = iota
	AssistantFirst
	HumansFirst
)
