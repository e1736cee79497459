package store

import (
	"errors"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
)

// Changeset is what is so after a step: whole rows, not differences. There are no expectations in it: Apply guarantees what
// was loaded. It holds only rows that the key named (duty 18); jobs are free. It prints in a stable form, see [Changeset.String].
type Changeset struct {
	Op            botflow.OpID // stored with Result; "" : none
	Result        []byte
	At            botflow.Instant // of the operation, for retention
	Conversations []botflow.Conversation
	Contacts      []botflow.Contact
	Agents        []botflow.Presence
	Inboxes       []InboxState
	Turns         []Turn
	Notes         []botflow.Note
	Events        []botflow.Event // in order; each subject's numbers continue its last
	Jobs          []Job           // opened, or moved on
	Done          []string        // ids of jobs that are finished
	// Directory is the new configuration; the store raises the revision by one. Who sits in which inbox, who of them is ready in
	// which order, and the Humans of each follow from it, from the agents' rows and from their turns, in the same write. That
	// takes the account alone: nothing else of it is written meanwhile.
	Directory *directory.Directory
	// Forget erases, after everything else was written: the conversation, its notes, its contact if this was its last chat, and
	// in its events the contact, message ids, texts and attributes.
	Forget []botflow.ConversationID
}

// Empty tells whether the changeset writes nothing.
func (c *Changeset) Empty() bool {
	return c.Op == "" && c.Directory == nil &&
		len(c.Conversations)+len(c.Contacts)+len(c.Agents)+len(c.Inboxes)+len(c.Turns)+len(c.Notes)+len(c.Events)+len(c.Jobs)+len(c.Done)+len(c.Forget) == 0
}

// Wake gives the earliest wake that it sets; 0: none.
func (c *Changeset) Wake() (at botflow.Instant) {
	for i := range c.Conversations {
		at = at.Sooner(c.Conversations[i].Wake.At)
	}
	for i := range c.Agents {
		at = at.Sooner(c.Agents[i].Wake)
	}
	for i := range c.Inboxes {
		at = at.Sooner(c.Inboxes[i].Wake)
	}
	return at
}

// Check refuses a changeset that contradicts itself: a row that is written twice or has no id, a turn without a number, a negative load, a
// result without an operation, events of one subject that don't follow one another, a text that can't be stored. What needs the loaded rows is left to
// [Named.Check], and whether the first event of a subject continues its last to the store. Every error wraps [ErrChangeset].
func (c *Changeset) Check() error {
	if c.Op == "" && c.Result != nil {
		return Refuse("it has a result but no operation id")
	}
	return errors.Join(
		once("conversation", c.Conversations, func(x *botflow.Conversation) botflow.ConversationID { return x.ID }),
		once("chat", c.Conversations, func(x *botflow.Conversation) Chat { return Chat{x.Channel, x.Contact} }),
		once("contact", c.Contacts, func(x *botflow.Contact) botflow.ContactID { return x.ID }),
		once("agent", c.Agents, func(x *botflow.Presence) botflow.AgentID { return x.Agent }),
		once("inbox", c.Inboxes, func(x *InboxState) botflow.InboxID { return x.ID }),
		once("turn", c.Turns, func(x *Turn) SeatKey { return SeatKey{x.Inbox, x.Agent} }),
		once("job", c.Jobs, func(x *Job) string { return x.ID }),
		c.checkNotes(), c.checkTurns(), c.checkLoads(), c.checkEvents(), c.checkWords(),
	)
}

// once refuses rows without an id and rows that are written twice. Changesets are short, so a few rows are compared as they are.
func once[T any, K comparable](what string, rows []T, id func(*T) K) error {
	const few = 8
	var none K
	var seen map[K]bool
	if len(rows) > few {
		seen = make(map[K]bool, len(rows))
	}
	for i := range rows {
		k, twice := id(&rows[i]), false
		if k == none {
			return Refuse("%s without an id", what)
		}
		if seen != nil {
			twice = seen[k]
			seen[k] = true
		} else {
			twice = slices.ContainsFunc(rows[:i], func(x T) bool { return id(&x) == k })
		}
		if twice {
			return Refuse("%s %v is written twice", what, k)
		}
	}
	return nil
}

func (c *Changeset) checkNotes() error {
	last := make(map[botflow.ConversationID]uint64)
	for _, n := range c.Notes {
		if n.Conversation == "" {
			return Refuse("a note has no conversation")
		}
		if n.Seq <= last[n.Conversation] {
			return Refuse("note %d of conversation %q comes after note %d", n.Seq, n.Conversation, last[n.Conversation])
		}
		last[n.Conversation] = n.Seq
	}
	return nil
}

func (c *Changeset) checkTurns() error {
	for _, t := range c.Turns {
		if t.Ordinal == 0 {
			return Refuse("the turn of agent %q in inbox %q has no number", t.Agent, t.Inbox)
		}
	}
	return nil
}

func (c *Changeset) checkLoads() error {
	for i := range c.Agents {
		if a := &c.Agents[i]; a.Load < 0 {
			return Refuse("agent %q would own %d conversations", a.Agent, a.Load)
		}
	}
	return nil
}

func (c *Changeset) checkEvents() error {
	last := make(map[botflow.Subject]uint64)
	for i := range c.Events {
		e := &c.Events[i]
		before, begun := last[e.Subject]
		if e.Seq == 0 || begun && e.Seq != before+1 {
			return Refuse("event %d of %s comes after event %d", e.Seq, e.Subject, before)
		}
		last[e.Subject] = e.Seq
	}
	return nil
}
