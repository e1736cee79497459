package directory

import (
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
	f := next.forwards()
	for i, gone := range next.Deleted {
		if into, ok := f.follow(gone.Inbox); ok && next.has(into) {
			next.Deleted[i].Into = into
		}
	}
	next.redirect(f)
	return next
}

// Orphaned lists the inboxes of old, in its order, that wanted doesn't list and for which it names no destination. Where
// chats are in one of them the caller must refuse (S8, "inbox not empty"): [Normalize] would send them to General.
func Orphaned(old, wanted Directory) []botflow.InboxID {
	named := forwarding(wanted.Deleted)
	var orphans []botflow.InboxID
	for _, in := range old.Inboxes {
		if _, ok := named[in.ID]; !ok && in.ID.Shared() && !wanted.has(in.ID) {
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
	made := byInbox(next.Inboxes)
	for _, gone := range old.Deleted {
		if !made.has(gone.Inbox) {
			add(gone)
		}
	}
	for _, in := range old.Inboxes {
		if in.ID.Shared() && in.ID != botflow.General && !made.has(in.ID) {
			add(Deleted{Inbox: in.ID, Into: botflow.General})
		}
	}
	return deleted
}

// redirect points what names a deleted inbox to its destination.
func (d *Directory) redirect(f forwards) {
	to := func(inbox botflow.InboxID) botflow.InboxID {
		if into, ok := f.follow(inbox); ok && d.has(into) {
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

// forwards gives the forwarding addresses of the inboxes that are gone: one that exists forwards nothing.
func (d *Directory) forwards() forwards {
	f := forwarding(d.Deleted)
	delete(f, botflow.General)
	for _, in := range d.Inboxes {
		delete(f, in.ID)
	}
	return f
}

// has tells whether the inbox is General or one of the list.
func (d *Directory) has(inbox botflow.InboxID) bool {
	if inbox == botflow.General {
		return true
	}
	for i := range d.Inboxes {
		if d.Inboxes[i].ID == inbox {
			return inbox.Shared()
		}
	}
	return false
}
