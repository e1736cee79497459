package reparto

import (
	"context"
	"encoding/json"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// kept is what is stored under an operation id (E3). It holds nothing that Forget must erase: contact and tags are put back from
// the conversation as it stands, events from the history.
type kept struct {
	Digest string `json:"digest"`
	Result Result `json:"result"`
	First  uint64 `json:"first,omitempty"` // number of the first event
	Events int    `json:"events,omitempty"`
}

// keep stores a result under the operation id, if the command has one.
func keep(rq *request, r Result, cs *store.Changeset) (err error) {
	if rq.op == "" {
		return nil
	}
	k := kept{Digest: rq.digest, Result: r, Events: len(r.Events)}
	if len(r.Events) > 0 {
		k.First = r.Events[0].Seq
	}
	k.Result.Conversation.Contact, k.Result.Conversation.Tags, k.Result.Events = "", nil, nil
	cs.Op, cs.At = rq.op, rq.now
	cs.Result, err = json.Marshal(k)
	return err
}

// replay gives, to somebody who sees the conversation or doesn't by now, the first result of an operation that was applied before, its events still to be told, or refuses other
// content under its id (E3).
func replay(rq *request, l *store.Loaded, sees func(*botflow.Conversation) bool) (Result, error) {
	var k kept
	if err := json.Unmarshal(l.Result, &k); err != nil {
		return Result{}, err
	}
	if k.Digest != rq.digest {
		return Result{}, &botflow.Error{Code: botflow.CodeMismatch, Field: string(rq.hostOp), Detail: "was used for another operation"}
	}
	r := k.Result
	r.Duplicate = true
	for i := range l.Conversations {
		if c := &l.Conversations[i]; c.ID == r.Conversation.ID {
			r.Conversation.Contact = c.Contact
			if sees(c) {
				r.Conversation.Tags = c.Tags
			}
		}
	}
	r.Events = make([]botflow.Event, k.Events)
	if k.Events > 0 {
		r.Events[0].Seq = k.First
	}
	return r, nil
}

// retell puts the events back into a duplicate's result.
func (a *Account) retell(ctx context.Context, r Result) (Result, error) {
	if len(r.Events) == 0 {
		return r, nil
	}
	of := botflow.OfConversation(r.Conversation.ID)
	if r.Conversation.ID == "" {
		of = botflow.OfAgent(r.Presence.Agent)
	}
	records, err := a.store.History(ctx, of, r.Events[0].Seq-1, len(r.Events))
	if err != nil {
		return Result{}, err
	}
	r.Events = r.Events[:0]
	for i := range records {
		r.Events = append(r.Events, records[i].Event)
	}
	return r, nil
}
