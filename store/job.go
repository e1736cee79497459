package store

import "github.com/repartogo/reparto/botflow"

// JobKind tells what a job does.
type JobKind uint8

// The jobs.
const (
	JobRemoveAgent JobKind = iota // send back the chats of a removed agent and clear affinities to them (S8)
	JobDeleteInbox                // move the chats of a deleted inbox (L54)
)

// String prints the kind in English.
func (k JobKind) String() string {
	switch k {
	case JobRemoveAgent:
		return "remove agent"
	case JobDeleteInbox:
		return "delete inbox"
	}
	return "job?"
}

// MarshalText implements encoding.TextMarshaler.
func (k JobKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *JobKind) UnmarshalText(b []byte) error {
	for v := JobRemoveAgent; v <= JobDeleteInbox; v++ {
		if v.String() == string(b) {
			*k = v
			return nil
		}
	}
	return botflow.Invalid("job.kind", "is not one of remove agent, delete inbox")
}

// Job is work that may take many steps and survives restarts: each step does a batch and the job ends when [Store.Members]
// is empty. Removing an agent visits what they own, what waits in their Personal inbox, and the first conversation, by id, of
// every contact with affinity to them. Deleting an inbox visits what is in it.
type Job struct {
	ID    string          `json:"id"`
	Kind  JobKind         `json:"kind"`
	Agent botflow.AgentID `json:"agent,omitempty"`
	Inbox botflow.InboxID `json:"inbox,omitempty"`
	Into  botflow.InboxID `json:"into,omitempty"`
	At    botflow.Instant `json:"at"`
}
