package repartotest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// fail ends the test with a message and the story of a contact's chats; of all chats where no contact is named.
func (c *Center) fail(contact botflow.ContactID, format string, args ...any) {
	c.t.Helper()
	c.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), c.Story(contact))
}

// check ends the test if an invariant is broken.
func (c *Center) check() {
	if !c.cfg.Unchecked {
		c.t.Helper()
		c.Sound()
	}
}

// Sound demands that every invariant holds.
func (c *Center) Sound() {
	c.t.Helper()
	if c.audit == nil {
		return
	}
	err := c.apart()
	var problems []string
	if err == nil {
		problems, err = c.audit.Check(context.Background())
	}
	if err != nil {
		c.t.Fatalf("the invariants can't be checked: %v", err)
	}
	if n := c.engine.Repairs(); n > 0 {
		problems = append(problems, fmt.Sprintf("I3: only a sweep has found %d chats that could be assigned", n))
	}
	if len(problems) > 0 {
		c.fail("", "an invariant is broken:\n  %s", strings.Join(problems, "\n  "))
	}
}

// apart: whatever happens here, the account next door hears nothing of it (I11).
func (c *Center) apart() error {
	ctx := context.Background()
	next, err := c.db.Account(c.cfg.Account + " next door")
	if err != nil {
		return err
	}
	records, err := next.Feed(ctx, "repartotest", 0, 1)
	c.audit.bad(len(records) == 0, "I11: the account next door has events")
	if err != nil {
		return err
	}
	_, revision, err := next.Directory(ctx, 0)
	c.audit.bad(revision == 0, "I11: the account next door has a configuration")
	return err
}

// How much a story tells: so many chats, and of each so many events from its beginning and its end.
const (
	longestStory = 12
	beginning    = 10
	ending       = 30
)

// Story tells what has happened to a contact's chats: every event with its time, every decision with its reasons, and how
// the agents are now. An empty contact stands for all.
func (c *Center) Story(contact botflow.ContactID) string {
	if c.audit == nil {
		return ""
	}
	_ = c.audit.read() // the failure matters more
	var b strings.Builder
	told := 0
	for _, chat := range c.audit.order {
		if contact != "" && chat.contact != contact {
			continue
		}
		if told++; told > longestStory {
			fmt.Fprintf(&b, "and %d chats more\n", len(c.audit.order)-longestStory)
			break
		}
		fmt.Fprintf(&b, "the story of %s on %s, now %s:\n", chat.contact, chat.story[0].Channel, chat.place)
		for i := range chat.story {
			switch left := len(chat.story) - i; {
			case i < beginning || left <= ending:
				b.WriteString(c.line(&chat.story[i]))
			case i == beginning:
				fmt.Fprintf(&b, "  ... %d events more ...\n", left-ending)
			}
		}
	}
	fmt.Fprintf(&b, "now %s; agents: %s", c.stamp(c.Now()), c.agents())
	return b.String()
}

// line tells one event, and the decision behind it.
func (c *Center) line(e *botflow.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %s %-12s %-4s by %s", c.stamp(e.At.Time()), e.Type, e.Rule, e.By)
	if !e.From.Same(e.To) {
		fmt.Fprintf(&b, ": %s -> %s", e.From, e.To)
	}
	for _, word := range []struct{ name, value string }{
		{"inbox", string(e.Inbox)}, {"agent", string(e.Agent)}, {"before", string(e.Other)}, {"tag", string(e.Tag)}, {"reason", string(e.Reason)},
	} {
		if word.value != "" {
			fmt.Fprintf(&b, ", %s %s", word.name, word.value)
		}
	}
	if e.Responder != nil {
		fmt.Fprintf(&b, ", first %s (%s)", e.Responder.Kind, e.Responder.Why)
	}
	b.WriteString("\n")
	if e.Decision != nil {
		fmt.Fprintf(&b, "           decision %s\n", decided(e.Decision))
	}
	return b.String()
}

// decided tells a decision with its reasons.
func decided(d *botflow.Decision) string {
	chosen := string(d.Chosen)
	if chosen == "" {
		chosen = "nobody"
	}
	text := fmt.Sprintf("in %s, %s: %s (%s)", d.Inbox, d.Strategy, chosen, d.Why)
	for _, c := range d.Candidates {
		text += fmt.Sprintf("; %s %s", c.Agent, c.Reason)
	}
	return text
}

// agents tells how everybody is.
func (c *Center) agents() string {
	d, _, err := c.account.Directory(context.Background())
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, a := range d.Agents {
		if a.Disabled {
			all = append(all, string(a.ID)+" removed")
			continue
		}
		all = append(all, fmt.Sprintf("%s %s with %d", a.ID, c.audit.is[a.ID], c.audit.loads[a.ID]))
	}
	return strings.Join(all, ", ")
}

// stamp prints a time in the center's zone: the date only where it isn't the first day's.
func (c *Center) stamp(t time.Time) string {
	t = t.In(c.cfg.Start.Location())
	if t.Format(time.DateOnly) == c.cfg.Start.Format(time.DateOnly) {
		return t.Format(time.TimeOnly)
	}
	return t.Format(time.DateTime)
}
