package repartotest

import (
	"context"
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// LastAssigned says whose turn was last in an inbox: as if each member had just been given a chat, in member order, the
// named one last (A6).
func (c *Center) LastAssigned(id botflow.InboxID, last botflow.AgentID) {
	c.t.Helper()
	members := c.snapshot().Members(id)
	at := slices.Index(members, last)
	if at < 0 {
		c.fail("", "%s is no member of %s", last, id)
	}
	order := slices.Concat(members[at+1:], members[:at+1])
	key := store.Key{Inboxes: []botflow.InboxID{id}, Agents: order}
	for _, agent := range order {
		key.Seats = append(key.Seats, store.SeatKey{Inbox: id, Agent: agent})
	}
	c.must(c.rows.Apply(context.Background(), key, func(l store.Loaded) (cs store.Changeset, err error) {
		if len(l.Inboxes) == 0 {
			return cs, &botflow.Error{Code: botflow.CodeNoInbox, Field: string(id)}
		}
		row := l.Inboxes[0]
		for _, agent := range order {
			row.Turn++
			cs.Turns = append(cs.Turns, store.Turn{Inbox: id, Agent: agent, Ordinal: row.Turn})
		}
		cs.Inboxes, cs.At = append(cs.Inboxes, row), botflow.InstantOf(c.Now())
		return cs, nil
	}))
	for _, agent := range order {
		c.audit.took(id, agent)
	}
	c.check()
}

func (c *Center) snapshot() *directory.Snapshot {
	c.t.Helper()
	c.must(c.audit.compile())
	return c.audit.next
}

// Holds gives an agent so many answered chats, of contacts of their own on whatsapp, taken from General: they are there as a
// state, whatever bot, policy or limit says, and no turn moves.
func (c *Center) Holds(id botflow.AgentID, n int) {
	c.t.Helper()
	for range n {
		c.serial++
		c.held[id]++
		c.hold(id, botflow.ContactID(fmt.Sprintf("contact %d of %s", c.held[id], id)))
	}
	c.check()
}

// hold walks one chat through the state machine and stores where it ends.
func (c *Center) hold(id botflow.AgentID, contact botflow.ContactID) {
	c.t.Helper()
	snap := c.snapshot()
	now := botflow.InstantOf(c.Now())
	ch, _ := snap.ChannelRules(WhatsApp)
	ch.Bot, ch.Inbox = "", botflow.General
	home := snap.InboxRules(botflow.General, now)
	env := botflow.Env{
		Now: now, Recorded: now, By: botflow.System(), Channel: ch, Home: home, Entry: home, Enabled: true,
		Contact: botflow.Contact{ID: contact},
	}
	chat := botflow.Conversation{ID: botflow.ConversationID(fmt.Sprintf("00000000-0000-7000-8000-%012d", c.serial)), Channel: WhatsApp, Contact: contact}
	key := store.Key{Chat: store.Chat{Channel: WhatsApp, Contact: contact}, Agents: []botflow.AgentID{id}}
	c.must(c.rows.Apply(context.Background(), key, func(l store.Loaded) (cs store.Changeset, err error) {
		if len(l.Agents) == 0 {
			return cs, &botflow.Error{Code: botflow.CodeNoAgent, Field: string(id)}
		}
		next := chat
		for _, cmd := range []botflow.Command{c.NextMessage(), botflow.Take{}, botflow.Reply{}} {
			out, err := botflow.Step(next, cmd, env)
			if err != nil {
				return cs, err
			}
			next, env.By = out.Next, botflow.ByAgent(id)
			cs.Events = append(cs.Events, out.Events...)
		}
		_, owner := botflow.Shift(botflow.Presence{}, l.Agents[0], now, false)
		cs.At, cs.Conversations, cs.Agents = now, []botflow.Conversation{next}, []botflow.Presence{owner}
		return cs, nil
	}))
}
