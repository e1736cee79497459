package store

import "github.com/repartogo/reparto/botflow"

// Retention says what [Store.Prune] may remove: what is older than the instants; 0 keeps everything of a kind. Whatever it
// says, nothing goes that a consumer has not acknowledged or that is alive (E4).
type Retention struct {
	// Events recorded before it go once every consumer has acknowledged and none holds them, but not those of a conversation that exists.
	// Numbering goes on where it was.
	Events botflow.Instant
	// Results of operations that were applied before it go; the same id is then new.
	Operations botflow.Instant
	// Conversations closed before it, and not written in since, go with their notes, and with their contact if it was the
	// contact's last chat. One that has a wake ahead or an event to deliver is alive and stays.
	Conversations botflow.Instant
}
