package repartotest

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// Get gives a contact's chat.
func (c *Center) Get(contact botflow.ContactID) botflow.Conversation {
	c.t.Helper()
	chat, err := c.account.System().Get(context.Background(), c.Chat(contact))
	if err != nil {
		c.fail(contact, "%s has no chat on %s: %v", contact, c.Chat(contact).Chat.Channel, err)
	}
	return chat
}

// In demands where a contact's chat is, as [botflow.Place] prints: "AGENTE(Ana)".
func (c *Center) In(contact botflow.ContactID, place string) {
	c.t.Helper()
	if is := c.Get(contact).Place.String(); is != place {
		c.fail(contact, "%s is in %s, not in %s", contact, is, place)
	}
}

// Was demands where a contact's chat was before (S3).
func (c *Center) Was(contact botflow.ContactID, place string) {
	c.t.Helper()
	if was := c.Get(contact).Previous.String(); was != place {
		c.fail(contact, "%s was in %s before, not in %s", contact, was, place)
	}
}

// Owner demands who owns a contact's chat; "" for nobody.
func (c *Center) Owner(contact botflow.ContactID, id botflow.AgentID) {
	c.t.Helper()
	if owner := c.Get(contact).Place.Owner; owner != id {
		c.fail(contact, "%s is owned by %q, not by %q", contact, owner, id)
	}
}

// Episode demands the number of a contact's episode.
func (c *Center) Episode(contact botflow.ContactID, n uint32) {
	c.t.Helper()
	if is := c.Get(contact).Episode; is != n {
		c.fail(contact, "the episode of %s is %d, not %d", contact, is, n)
	}
}

// Affinity demands a contact's affinity agent; "" for none.
func (c *Center) Affinity(contact botflow.ContactID, id botflow.AgentID) {
	c.t.Helper()
	k, err := c.account.System().Contact(context.Background(), c.Chat(contact))
	c.must(err)
	if k.Affinity != id {
		c.fail(contact, "the affinity of %s is %q, not %q", contact, k.Affinity, id)
	}
}

// History gives the events of a contact's chat, of some types or of all.
func (c *Center) History(contact botflow.ContactID, types ...botflow.EventType) (some []botflow.Event) {
	c.t.Helper()
	const page = 1 << 20
	all, err := c.account.System().History(context.Background(), c.Chat(contact), 0, page)
	if err != nil && botflow.CodeOf(err) != botflow.CodeNotFound {
		c.must(err)
	}
	for i := range all {
		if len(types) == 0 || slices.Contains(types, all[i].Type) {
			some = append(some, all[i])
		}
	}
	return some
}

// Log gives every event of the account as one line, in the order in which they were committed.
func (c *Center) Log() (lines []string) {
	c.t.Helper()
	const page = 256
	for after := uint64(0); ; {
		records, err := c.rows.Feed(context.Background(), "repartotest", after, page)
		c.must(err)
		for i := range records {
			after = records[i].Position
			lines = append(lines, records[i].Event.String())
		}
		if len(records) == 0 {
			return lines
		}
	}
}

// Told demands how many events of a type a contact's chat has had.
func (c *Center) Told(contact botflow.ContactID, what botflow.EventType, n int) {
	c.t.Helper()
	if is := len(c.History(contact, what)); is != n {
		c.fail(contact, "there are %d events %s of %s, not %d", is, what, contact, n)
	}
}

// Rotated demands a rotation from one agent to another at a time (L21).
func (c *Center) Rotated(contact botflow.ContactID, from, to botflow.AgentID, at time.Time) {
	c.t.Helper()
	for _, e := range c.History(contact, botflow.Rotated) {
		if e.Other == from && e.Agent == to && e.At.Time().Equal(at) {
			return
		}
	}
	c.fail(contact, "%s didn't rotate from %s to %s at %s", contact, from, to, c.stamp(at))
}

// Presence gives the presence and load of an agent; of one who was removed, as the events left them.
func (c *Center) Presence(id botflow.AgentID) botflow.Presence {
	c.t.Helper()
	p, err := c.account.System().Presence(context.Background(), id)
	if _, known := c.audit.is[id]; known && botflow.CodeOf(err) == botflow.CodeNotFound {
		c.must(c.audit.read())
		return botflow.Presence{Agent: id, Status: c.audit.is[id], Cause: c.audit.causes[id], Load: c.audit.loads[id]}
	}
	if err != nil {
		c.fail("", "the presence of %s: %v", id, err)
	}
	return p
}

// Load demands how many chats an agent owns.
func (c *Center) Load(id botflow.AgentID, n int) {
	c.t.Helper()
	if is := c.Presence(id).Load; is != n {
		c.fail("", "the load of %s is %d, not %d", id, is, n)
	}
}

// Status demands an agent's presence and its cause (P4).
func (c *Center) Status(id botflow.AgentID, status botflow.Status, cause botflow.Cause) {
	c.t.Helper()
	if p := c.Presence(id); p.Status != status || p.Cause != cause {
		c.fail("", "%s is %s because of %q, not %s because of %q", id, p.Status, p.Cause, status, cause)
	}
}

// Explain gives the decision about a contact's chat: for one that waits what matching would decide now, else the last one.
func (c *Center) Explain(contact botflow.ContactID) botflow.Decision {
	c.t.Helper()
	d, err := c.account.System().Explain(context.Background(), c.Chat(contact))
	if err != nil {
		c.fail(contact, "no decision for %s: %v", contact, err)
	}
	return d
}

// Skips demands that the decision about a contact's chat passes an agent over for a reason (A12).
func (c *Center) Skips(contact botflow.ContactID, id botflow.AgentID, why botflow.Reason) {
	c.t.Helper()
	d := c.Explain(contact)
	if !slices.Contains(d.Candidates, botflow.Candidate{Agent: id, Reason: why}) {
		c.fail(contact, "the decision for %s doesn't skip %s as %q: %s", contact, id, why, decided(&d))
	}
}

// Waits demands that a contact waits in an inbox, and that it, or a candidate, is held back for a reason.
func (c *Center) Waits(contact botflow.ContactID, why botflow.Reason) {
	c.t.Helper()
	if p := c.Get(contact).Place; p.State != botflow.StateInbox || p.Inbox == botflow.Closed {
		c.fail(contact, "%s doesn't wait: it is in %s", contact, p)
	}
	d := c.Explain(contact)
	held := slices.ContainsFunc(d.Candidates, func(k botflow.Candidate) bool { return k.Reason == why })
	if d.Chosen != "" || d.Why != why && !held {
		c.fail(contact, "%s doesn't wait because of %q: %s", contact, why, decided(&d))
	}
}

// Nobody demands that assignment has found nobody since the contact's chat came to where it waits (A12).
func (c *Center) Nobody(contact botflow.ContactID) {
	c.t.Helper()
	nobody := false
	for _, e := range c.History(contact) {
		switch e.Type {
		case botflow.NobodyEligible:
			nobody = true
		case botflow.Queued, botflow.Assigned, botflow.Taken:
			nobody = false
		}
	}
	if p := c.Get(contact).Place; !nobody || p.State != botflow.StateInbox {
		c.fail(contact, "assignment didn't look for somebody for %s in vain: it is in %s", contact, p)
	}
}

// Can tells whether an actor finds a contact's chat by look-up.
func (c *Center) Can(by botflow.Actor, contact botflow.ContactID) bool {
	c.t.Helper()
	_, err := c.account.As(by).Get(context.Background(), c.Chat(contact))
	if err != nil && botflow.CodeOf(err) != botflow.CodeNotFound {
		c.must(err)
	}
	return err == nil
}

// names puts contacts beside each other.
func names(contacts []botflow.ContactID) string {
	words := make([]string, len(contacts))
	for i, k := range contacts {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}
