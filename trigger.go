package reparto

import (
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
)

// triggers says which queues a change may have made assignable (A5): those of inboxes, those that an agent serves, or all.
type triggers struct {
	inboxes map[botflow.InboxID]bool
	agents  map[botflow.AgentID]bool
	all     bool
	entered []botflow.ConversationID // chats that entered a queue: told if nobody can be given them
}

func (t *triggers) inbox(id botflow.InboxID) {
	if t.inboxes == nil {
		t.inboxes = map[botflow.InboxID]bool{}
	}
	t.inboxes[id] = true
}

func (t *triggers) agent(id botflow.AgentID) {
	if t.agents == nil {
		t.agents = map[botflow.AgentID]bool{}
	}
	t.agents[id] = true
}

// step notes what a step may have made assignable: a chat that waits now, an owner who is free of one, a contact's new
// affinity, which may hold chats of theirs on other channels.
func (t *triggers) step(before *botflow.Conversation, out *botflow.Outcome) {
	after := &out.Next
	if after.Place != before.Place && after.Place.State == botflow.StateInbox && after.Place.Inbox.Shared() {
		t.inbox(after.Place.Inbox)
		if !after.NobodyTold {
			t.entered = append(t.entered, after.ID)
		}
	}
	if owner := before.Place.Owner; owner != "" && owner != after.Place.Owner {
		t.agent(owner)
	}
	for i := range out.Events {
		t.all = t.all || out.Events[i].Type == botflow.AffinityChanged
	}
}

func (t *triggers) add(u triggers) {
	for id := range u.inboxes {
		t.inbox(id)
	}
	for id := range u.agents {
		t.agent(id)
	}
	t.all = t.all || u.all
	t.entered = append(t.entered, u.entered...)
}

func (t *triggers) empty() bool { return len(t.inboxes)+len(t.agents) == 0 && !t.all }

// queues lists the inboxes to look at, sorted; those of all are left to the caller.
func (t *triggers) queues(snap *directory.Snapshot) []botflow.InboxID {
	set := maps.Clone(t.inboxes)
	if set == nil {
		set = map[botflow.InboxID]bool{}
	}
	for agent := range t.agents {
		for _, id := range snap.InboxesOf(agent) {
			set[id] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
