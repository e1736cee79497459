package repartotest

import (
	"context"
	"slices"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// Sees demands that each agent sees a contact's chat: by look-up, in every view that holds it, and in those counters (I5).
func (c *Center) Sees(contact botflow.ContactID, agents ...botflow.AgentID) {
	c.t.Helper()
	for _, id := range agents {
		c.visible(contact, id, true)
	}
}

// Hidden demands the opposite of [Center.Sees]: no look-up, no view and no counter shows the chat.
func (c *Center) Hidden(contact botflow.ContactID, agents ...botflow.AgentID) {
	c.t.Helper()
	for _, id := range agents {
		c.visible(contact, id, false)
	}
}

func (c *Center) visible(contact botflow.ContactID, id botflow.AgentID, want bool) {
	c.t.Helper()
	verb := map[bool]string{true: "sees", false: "doesn't see"}
	by, chat := botflow.ByAgent(id), c.Get(contact)
	if is := c.Can(by, contact); is != want {
		c.fail(contact, "%s %s %s by look-up", id, verb[is], contact)
	}
	for _, view := range inbox.Views() {
		held := want && holds(view, chat.Place, id)
		all := c.Tray(id, view, inbox.ByWaiting)
		if is := slices.ContainsFunc(all, func(x botflow.Conversation) bool { return x.ID == chat.ID }); is != held {
			c.fail(contact, "%s %s %s in the list %s", id, verb[is], contact, view)
		}
		one := inbox.Filter{Contact: chat.Contact, Channel: chat.Channel}
		if is := c.count(id, view, one) == 1; is != held {
			c.fail(contact, "%s %s %s in the counter %s", id, verb[is], contact, view)
		}
		if n := c.count(id, view, inbox.Filter{}); n != len(all) {
			c.fail(contact, "I5: the counter %s of %s is %d, and the list has %d chats", view, id, n, len(all))
		}
	}
}

// holds tells whether a place belongs to a view of an agent (S7).
func holds(view inbox.View, p botflow.Place, id botflow.AgentID) bool {
	switch view {
	case inbox.ViewUnassigned:
		return p.State == botflow.StateInbox && p.Inbox != botflow.Closed
	case inbox.ViewMine:
		return p.State == botflow.StateAgent && p.Owner == id
	case inbox.ViewAgents:
		return p.State == botflow.StateAgent
	case inbox.ViewBot:
		return p.State == botflow.StateBot
	case inbox.ViewClosed:
		return p.State == botflow.StateInbox && p.Inbox == botflow.Closed
	case inbox.ViewExpired:
		return p.State == botflow.StateExpired
	case inbox.ViewAll:
	}
	return true
}

// Tray gives a whole list of an agent, page by page; nothing for one who may do nothing (V5).
func (c *Center) Tray(id botflow.AgentID, view inbox.View, order inbox.Order) (all []botflow.Conversation) {
	c.t.Helper()
	rq := reparto.ListRequest{View: view, Order: order}
	for {
		page, err := c.account.As(botflow.ByAgent(id)).List(context.Background(), rq)
		if botflow.CodeOf(err) == botflow.CodeNotFound {
			return nil
		}
		c.must(err)
		all = append(all, page.Conversations...)
		if !page.More {
			return all
		}
		rq.After = page.Next
	}
}

// Lists demands what a list of an agent shows, in order.
func (c *Center) Lists(id botflow.AgentID, view inbox.View, order inbox.Order, want ...botflow.ContactID) {
	c.t.Helper()
	var is []botflow.ContactID
	for _, chat := range c.Tray(id, view, order) {
		is = append(is, chat.Contact)
	}
	if !slices.Equal(is, want) {
		c.fail("", "the list %s of %s is %q, not %q", view, id, names(is), names(want))
	}
}

// Counts demands a counter of an agent.
func (c *Center) Counts(id botflow.AgentID, view inbox.View, want int) {
	c.t.Helper()
	if n := c.count(id, view, inbox.Filter{}); n != want {
		c.fail("", "the counter %s of %s is %d, not %d", view, id, n, want)
	}
}

// CountsUnread demands how many of their own chats an agent has not read (Q4).
func (c *Center) CountsUnread(id botflow.AgentID, want int) {
	c.t.Helper()
	if n := c.count(id, inbox.ViewMine, inbox.Filter{Unread: inbox.Yes}); n != want {
		c.fail("", "the counter UnreadMine of %s is %d, not %d", id, n, want)
	}
}

func (c *Center) count(id botflow.AgentID, view inbox.View, f inbox.Filter) int {
	c.t.Helper()
	const most = 1 << 20
	n, err := c.account.As(botflow.ByAgent(id)).Count(context.Background(), view, f, most)
	if botflow.CodeOf(err) == botflow.CodeNotFound {
		return 0
	}
	c.must(err)
	return n
}
