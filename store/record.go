package store

import "github.com/repartogo/reparto/botflow"

// Record is an event with its place in the account's feed. Positions only grow; they may have gaps.
type Record struct {
	Position uint64 // 0, in a history only: the feed doesn't have it yet
	Event    botflow.Event
}
