package directory

import (
	"maps"

	"github.com/repartogo/reparto/botflow"
)

// Normalize gives the directory to keep when wanted replaces old. It is wanted, and beside it what history needs (S8):
//
//   - an agent of old that wanted doesn't list stays, disabled, after the others: removing is disabling, and the id stays;
//   - an inbox of old that wanted doesn't list leaves an entry in Deleted: into the inbox that wanted.Deleted names for it,
//     else General. Entries of old stay, unless wanted makes that inbox again. Where a destination was deleted too, the
//     entry leads to the end of the chain;
//   - channels, fallbacks and scopes that name a deleted inbox name its destination; a fallback that would be its own inbox
//     becomes empty.
//
// What is wrong in wanted (an unknown destination, a circle) is left as it is, for [Directory.Validate] to name.
// Normalizing again with the same wanted, or with the result, changes nothing. The result shares no memory with either.
func Normalize(old, wanted Directory) Directory {
	next := wanted.Clone()
	next.Agents = withRemoved(old.Agents, next.Agents)
	next.Deleted = withDeleted(old, next)
	shared := next.shared()
	f := forwarding(next.Deleted)
	maps.DeleteFunc(f, func(from, _ botflow.InboxID) bool { return shared[from] }) // what exists forwards nothing
	for i, gone := range next.Deleted {
		if into, ok := f.follow(gone.Inbox); ok && shared[into] {
			next.Deleted[i].Into = into
		}
	}
	next.redirect(f, shared)
	return next
}

// Orphaned lists the inboxes of old, in its order, that wanted doesn't list and for which it names no destination. Where
// chats are in one of them the caller must refuse (S8, "inbox not empty"): [Normalize] would send them to General.
func Orphaned(old, wanted Directory) []botflow.InboxID {
	named, stay := forwarding(wanted.Deleted), wanted.shared()
	var orphans []botflow.InboxID
	for _, in := range old.Inboxes {
		if _, ok := named[in.ID]; !ok && in.ID.Shared() && !stay[in.ID] {
			orphans = append(orphans, in.ID)
		}
	}
	return orphans
}

// withRemoved adds the agents that are no longer listed, disabled.
func withRemoved(old, agents []Agent) []Agent {
	listed := byAgent(agents)
	for _, a := range old {
		if _, stays := listed[a.ID]; !stays {
			a.Disabled = true
			agents = append(agents, a)
		}
	}
	return agents
}

// withDeleted adds the forwarding addresses that next doesn't name: those of old, and General for each inbox that vanishes.
func withDeleted(old, next Directory) []Deleted {
	deleted, known := next.Deleted, forwarding(next.Deleted)
	add := func(gone Deleted) {
		if _, named := known[gone.Inbox]; !named {
			known[gone.Inbox] = gone.Into
			deleted = append(deleted, gone)
		}
	}
	stay := next.shared()
	for _, gone := range old.Deleted {
		if !stay[gone.Inbox] {
			add(gone)
		}
	}
	for _, in := range old.Inboxes {
		if in.ID.Shared() && !stay[in.ID] {
			add(Deleted{Inbox: in.ID, Into: botflow.General})
		}
	}
	return deleted
}

// redirect points what names a deleted inbox to its destination.
func (d *Directory) redirect(f forwards, shared map[botflow.InboxID]bool) {
	to := func(inbox botflow.InboxID) botflow.InboxID {
		if into, ok := f.follow(inbox); ok && shared[into] {
			return into
		}
		return inbox
	}
	for i := range d.Channels {
		d.Channels[i].Inbox = to(d.Channels[i].Inbox)
	}
	for i := range d.Assistants {
		d.Assistants[i].Scope = to(d.Assistants[i].Scope)
	}
	for i := range d.Inboxes {
		in := &d.Inboxes[i]
		if into := to(in.Policy.Fallback); into != in.Policy.Fallback {
			in.Policy.Fallback = into
			if into == in.ID {
				in.Policy.Fallback = "" // nobody falls back to where they are (L57)
			}
		}
	}
}

// shared gives the inboxes that references may name: General and those of the list.
func (d *Directory) shared() map[botflow.InboxID]bool {
	ids := make(map[botflow.InboxID]bool, len(d.Inboxes)+1)
	ids[botflow.General] = true
	for i := range d.Inboxes {
		if id := d.Inboxes[i].ID; id.Shared() {
			ids[id] = true
		}
	}
	return ids
}
