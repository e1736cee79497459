package directory

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Diff tells what differs from before to after, in a stable order: agents, inboxes, channels, assistants, tags, options; in
// each kind those of after in its order, then those that are gone in before's. Nothing differs between a directory and
// itself, and of two directories that both went through [Normalize] and [Directory.Validate] Diff gives nothing only if they
// mean the same.
//
// A new order of the enabled agents is a change of General's members, listed from the first to the last that moved.
func Diff(before, after Directory) []Change {
	var d differ
	d.agents(before.Agents, after.Agents)
	d.inboxes(before, after)
	d.channels(before.Channels, after.Channels)
	d.assistants(before.Assistants, after.Assistants)
	d.tags(before.Tags, after.Tags)
	d.add(OfOptions, Changed, "", before.Options.fields(), after.Options.fields())
	return d.changes
}

// differ gathers the changes on the way.
type differ struct{ changes []Change }

// add notes what differs between two entries; nothing differs: no change, unless the entry came or went.
func (d *differ) add(kind Kind, act Act, id string, before, after fields) {
	differing := before.against(after)
	if act != Changed || len(differing) > 0 {
		d.changes = append(d.changes, Change{Kind: kind, Act: act, ID: id, Fields: differing})
	}
}

func (d *differ) agents(before, after []Agent) {
	old, stay := byAgent(before), byAgent(after)
	for _, a := range after {
		was, known := old[a.ID]
		switch {
		case known && a == was:
		case known && a.Disabled && !was.Disabled:
			d.add(OfAgent, Removed, string(a.ID), was.fields(), a.fields())
		case known && a.Disabled == was.Disabled:
			d.add(OfAgent, Changed, string(a.ID), was.fields(), a.fields())
		case known:
			d.add(OfAgent, Added, string(a.ID), was.fields(), a.fields())
		default:
			d.add(OfAgent, Added, string(a.ID), nil, a.fields())
		}
	}
	for _, a := range before {
		if _, stays := stay[a.ID]; !stays {
			d.add(OfAgent, Removed, string(a.ID), a.fields(), nil)
		}
	}
}

func (d *differ) inboxes(before, after Directory) {
	old, stay := byInbox(before.Inboxes), byInbox(after.Inboxes)
	d.general(before, after, old[botflow.General], stay[botflow.General])
	for _, in := range after.Inboxes {
		if in.ID == botflow.General {
			continue
		}
		if was, known := old[in.ID]; known {
			d.add(OfInbox, Changed, string(in.ID), was.fields(), in.fields())
		} else {
			d.add(OfInbox, Added, string(in.ID), nil, in.fields())
		}
	}
	gone, was := forwarding(after.Deleted), forwarding(before.Deleted)
	for _, in := range before.Inboxes {
		if _, stays := stay[in.ID]; !stays && in.ID != botflow.General {
			d.add(OfInbox, Removed, string(in.ID), in.fields(), nil)
			d.changes[len(d.changes)-1].Into = gone[in.ID]
		}
	}
	d.forwards(was, gone, func(id botflow.InboxID) bool { return old.has(id) || stay.has(id) })
}

// general compares General's settings, where a missing entry is the zero one, and the order of its members.
func (d *differ) general(before, after Directory, was, is Inbox) {
	was.ID, is.ID = botflow.General, botflow.General
	from, to := was.fields(), is.fields()
	if moved, now := reordered(before.Agents, after.Agents); len(moved) > 0 {
		from.put("members", moved)
		to.put("members", now)
	}
	d.add(OfInbox, Changed, string(botflow.General), from, to)
}

// forwards compares the forwarding addresses of inboxes that are in neither list: one that is new was an inbox to forget
// whatever it was, another may lead elsewhere now.
func (d *differ) forwards(was, is forwards, listed func(botflow.InboxID) bool) {
	for _, id := range sortedUnion(was, is) {
		from, known := was[id]
		to, stays := is[id]
		switch {
		case listed(id) || from == to && known == stays:
		case !known:
			d.changes = append(d.changes, Change{Kind: OfInbox, Act: Removed, ID: string(id), Into: to})
		default:
			before, after := fields{}, fields{}
			before.put("into", from)
			if stays {
				after.put("into", to)
			}
			d.add(OfInbox, Changed, string(id), before, after)
		}
	}
}

func (d *differ) channels(before, after []Channel) {
	old, stay := make(map[botflow.ChannelID]Channel), make(map[botflow.ChannelID]bool)
	for _, c := range before {
		old[c.ID] = c
	}
	for _, c := range after {
		stay[c.ID] = true
		if was, known := old[c.ID]; known {
			d.add(OfChannel, Changed, string(c.ID), was.fields(), c.fields())
		} else {
			d.add(OfChannel, Added, string(c.ID), nil, c.fields())
		}
	}
	for _, c := range before {
		if !stay[c.ID] {
			d.add(OfChannel, Removed, string(c.ID), c.fields(), nil)
		}
	}
}

func (d *differ) assistants(before, after []Assistant) {
	old, stay := make(map[botflow.BotID]Assistant), make(map[botflow.BotID]bool)
	for _, a := range before {
		old[a.ID] = a
	}
	for _, a := range after {
		stay[a.ID] = true
		if was, known := old[a.ID]; known {
			d.add(OfAssistant, Changed, string(a.ID), was.fields(), a.fields())
		} else {
			d.add(OfAssistant, Added, string(a.ID), nil, a.fields())
		}
	}
	for _, a := range before {
		if !stay[a.ID] {
			d.add(OfAssistant, Removed, string(a.ID), a.fields(), nil)
		}
	}
}

func (d *differ) tags(before, after []botflow.Tag) {
	old, stay := make(map[botflow.Tag]bool), make(map[botflow.Tag]bool)
	for _, t := range before {
		old[t] = true
	}
	for _, t := range after {
		stay[t] = true
		if !old[t] {
			d.add(OfTag, Added, string(t), nil, nil)
		}
	}
	for _, t := range before {
		if !stay[t] {
			d.add(OfTag, Removed, string(t), nil, nil)
		}
	}
}

// reordered gives the agents enabled before and after whose order differs: from the first to the last that moved, in the
// order before and in the order after; empty when none did.
func reordered(before, after []Agent) (was, is []botflow.AgentID) {
	old, now := byAgent(before), byAgent(after)
	both := func(id botflow.AgentID) bool {
		b, inOld := old[id]
		a, inNew := now[id]
		return inOld && inNew && !a.Disabled && !b.Disabled
	}
	was, is = listed(before, both), listed(after, both)
	if slices.Equal(was, is) || len(was) != len(is) { // lengths differ only where ids are doubled
		return nil, nil
	}
	from, to := 0, len(was)
	for was[from] == is[from] {
		from++
	}
	for was[to-1] == is[to-1] {
		to--
	}
	return was[from:to], is[from:to]
}

func listed(agents []Agent, which func(botflow.AgentID) bool) (ids []botflow.AgentID) {
	for _, a := range agents {
		if which(a.ID) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// inboxIndex finds an inbox by id.
type inboxIndex map[botflow.InboxID]Inbox

func (x inboxIndex) has(id botflow.InboxID) bool {
	_, ok := x[id]
	return ok
}

func byInbox(inboxes []Inbox) inboxIndex {
	x := make(inboxIndex, len(inboxes))
	for _, in := range inboxes {
		x[in.ID] = in
	}
	return x
}

func byAgent(agents []Agent) map[botflow.AgentID]Agent {
	x := make(map[botflow.AgentID]Agent, len(agents))
	for _, a := range agents {
		x[a.ID] = a
	}
	return x
}

func sortedUnion(a, b forwards) []botflow.InboxID {
	var all []botflow.InboxID
	for id := range a {
		all = append(all, id)
	}
	for id := range b {
		if _, both := a[id]; !both {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}
