package store

import (
	"cmp"
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Named is what a key named and what came with it: all that a changeset may write (duty 18). Make it with [Key.Named].
type Named struct {
	op       botflow.OpID
	seen     bool
	chat     Chat
	account  bool
	asked    []botflow.ConversationID // by id, whether they exist or not
	found    []identity               // those that exist
	contacts []botflow.ContactID
	agents   []botflow.AgentID
	inboxes  []botflow.InboxID
}

// identity is what never changes of a conversation.
type identity struct {
	id   botflow.ConversationID
	chat Chat
}

// Named says what may be written under the key, given what it loaded. A store takes it before it calls decide, which may do with
// the loaded rows what it likes, and checks the changeset against it with [Named.Check].
func (k Key) Named(l *Loaded) Named {
	n := Named{op: k.Op, seen: l.Seen, chat: k.Chat, account: k.Account, asked: ascending(k.Conversations), inboxes: ascending(k.Inboxes)}
	contacts, agents := slices.Clip(k.Contacts), slices.Clip(k.Agents)
	if k.Chat != (Chat{}) {
		contacts = append(contacts, k.Chat.Contact)
	}
	for i := range l.Conversations {
		c := &l.Conversations[i]
		n.found = append(n.found, identity{c.ID, Chat{c.Channel, c.Contact}})
		contacts = append(contacts, c.Contact)
		agents = append(agents, c.Place.Owner, c.LastOwner)
	}
	n.contacts, n.agents = ascending(contacts), ascending(agents)
	return n
}

// Check refuses a changeset that writes a row, or an event of a subject, which wasn't named (duty 18), a second result of its
// operation (duty 3), or a conversation under another's channel and contact (duty 5). Jobs need no name. It reads nothing, so a
// store needs no query to refuse, and a write that still fails on a key of the database has lost a race. Every error wraps
// [ErrChangeset].
func (n *Named) Check(c *Changeset) error {
	if c.Op != "" && c.Op != n.op {
		return unnamed("operation", c.Op)
	}
	if c.Op != "" && n.seen {
		return Refuse("operation %q has a result already", c.Op)
	}
	if c.Directory != nil && !n.account {
		return Refuse("there is a directory but the key doesn't name the account: set Account")
	}
	if err := n.checkConversations(c); err != nil {
		return err
	}
	if err := n.checkRows(c); err != nil {
		return err
	}
	for i := range c.Events {
		if of := c.Events[i].Subject; !n.subject(of, c) {
			return unnamed("subject of an event,", of.String())
		}
	}
	return nil
}

func unnamed[T ~string](what string, id T) error {
	return Refuse("the key doesn't name the %s %q: name it, or ask for it by a More", what, id)
}

// checkConversations wants those that exist to be found under their channel and contact, and a new one to be that of Key.Chat.
func (n *Named) checkConversations(c *Changeset) error {
	for i := range c.Conversations {
		id, chat := c.Conversations[i].ID, Chat{c.Conversations[i].Channel, c.Conversations[i].Contact}
		if at, exists := n.find(id); exists {
			if n.found[at].chat != chat {
				return Refuse("conversation %q would change its channel or contact", id)
			}
			continue
		}
		if n.chat == (Chat{}) || n.chat != chat {
			return Refuse("conversation %q is new or was not loaded: name its channel and contact, or its id if it exists", id)
		}
		if at := slices.IndexFunc(n.found, func(x identity) bool { return x.chat == chat }); at >= 0 {
			return Refuse("conversations %q and %q would be of the same channel and contact", n.found[at].id, id)
		}
	}
	return nil
}

// checkRows wants everything else to be named.
func (n *Named) checkRows(c *Changeset) error {
	for i := range c.Contacts {
		if id := c.Contacts[i].ID; !has(n.contacts, id) {
			return unnamed("contact", id)
		}
	}
	for i := range c.Agents {
		if id := c.Agents[i].Agent; !has(n.agents, id) {
			return unnamed("agent", id)
		}
	}
	for _, s := range c.Inboxes {
		if !has(n.inboxes, s.ID) {
			return unnamed("inbox", s.ID)
		}
	}
	for _, t := range c.Turns {
		if !has(n.inboxes, t.Inbox) {
			return unnamed("inbox of a turn,", t.Inbox)
		}
		if !has(n.agents, t.Agent) {
			return unnamed("agent of a turn,", t.Agent)
		}
	}
	for i := range c.Notes {
		if id := c.Notes[i].Conversation; !n.conversation(id, c) {
			return unnamed("conversation of a note,", id)
		}
	}
	for _, id := range c.Forget {
		if !n.conversation(id, c) {
			return unnamed("conversation to forget,", id)
		}
	}
	return nil
}

// subject tells whether what an event is about was named.
func (n *Named) subject(of botflow.Subject, c *Changeset) bool {
	switch of.Kind {
	case botflow.SubjectConversation:
		return n.conversation(botflow.ConversationID(of.ID), c)
	case botflow.SubjectAgent:
		return has(n.agents, botflow.AgentID(of.ID))
	case botflow.SubjectAccount:
		return n.account
	}
	return false
}

// conversation tells whether one was named, or is the new one.
func (n *Named) conversation(id botflow.ConversationID, c *Changeset) bool {
	if _, exists := n.find(id); exists || has(n.asked, id) {
		return true
	}
	return slices.ContainsFunc(c.Conversations, func(x botflow.Conversation) bool { return x.ID == id })
}

func (n *Named) find(id botflow.ConversationID) (int, bool) {
	return slices.BinarySearchFunc(n.found, id, func(x identity, id botflow.ConversationID) int { return cmp.Compare(x.id, id) })
}

// ascending gives the ids in order, as a slice of their own.
func ascending[T ~string](ids []T) []T {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return ids
}

func has[T ~string](ascending []T, id T) bool {
	_, found := slices.BinarySearch(ascending, id)
	return found
}
