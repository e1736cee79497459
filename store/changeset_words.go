package store

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/repartogo/reparto/botflow"
)

// words looks at the texts of a changeset one after the other and keeps the first refusal. Texts that aren't UTF-8, or hold a NUL, would
// come back from some stores and not from others (duty 16). A directory is looked at where it is compiled, and a result is bytes.
type words struct{ err error }

// malformed makes a refusal of it, which is also the *[botflow.Error] that names the field.
func malformed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrChangeset, err)
}

// ids looks at ids, each with the name of its field before it.
func (w *words) ids(row string, i int, named ...string) {
	for ; len(named) > 0 && w.err == nil; named = named[2:] {
		if idIn("", named[1]) != nil {
			w.err = idIn(nth(row, i)+"."+named[0], named[1])
		}
	}
}

// inboxes is ids for those of inboxes.
func (w *words) inboxes(row string, i int, named ...string) {
	for ; len(named) > 0 && w.err == nil; named = named[2:] {
		if id := botflow.InboxID(named[1]); inboxIn("", id) != nil {
			w.err = inboxIn(nth(row, i)+"."+named[0], id)
		}
	}
}

// texts looks at texts, each with the name of its field before it.
func (w *words) texts(row string, i int, named ...string) {
	for ; len(named) > 0 && w.err == nil; named = named[2:] {
		if botflow.CheckText("", named[1]) != nil {
			w.err = botflow.CheckText(nth(row, i)+"."+named[0], named[1])
		}
	}
}

func (w *words) place(row string, i int, name string, p *botflow.Place) {
	if p.Inbox == "" && p.Owner == "" && p.Bot == "" {
		return
	}
	w.inboxes(row, i, name, string(p.Inbox))
	w.ids(row, i, name, string(p.Owner), name, string(p.Bot))
}

func (w *words) tags(row string, i int, tags []botflow.Tag) {
	for _, t := range tags {
		w.ids(row, i, "tags", string(t))
	}
}

func (w *words) attributes(row string, i int, set map[string]string) {
	for k, v := range set {
		w.ids(row, i, "attribute's name", k)
		w.texts(row, i, "attribute", v)
	}
}

func (w *words) subject(row string, i int, of botflow.Subject) {
	if w.err == nil && subjectIn("", of) != nil {
		w.err = subjectIn(nth(row, i)+".subject", of)
	}
}

// checkWords refuses texts that can't be stored; the error is also an *[botflow.Error] of code "invalid" that names the field.
func (c *Changeset) checkWords() error {
	w := &words{err: idIn("op", c.Op)}
	for i := range c.Conversations {
		w.conversation(i, &c.Conversations[i])
	}
	for i := range c.Contacts {
		k := &c.Contacts[i]
		w.ids("contacts", i, "id", string(k.ID), "affinity", string(k.Affinity))
		w.attributes("contacts", i, k.Attributes)
	}
	for i := range c.Agents {
		w.ids("agents", i, "agent", string(c.Agents[i].Agent))
		w.texts("agents", i, "cause", string(c.Agents[i].Cause))
	}
	for i := range c.Inboxes {
		w.inboxes("inboxes", i, "id", string(c.Inboxes[i].ID))
	}
	for i := range c.Turns {
		w.inboxes("turns", i, "inbox", string(c.Turns[i].Inbox))
		w.ids("turns", i, "agent", string(c.Turns[i].Agent))
	}
	for i := range c.Notes {
		n := &c.Notes[i]
		w.ids("notes", i, "conversation", string(n.Conversation), "by", n.By.ID)
		w.texts("notes", i, "text", n.Text)
	}
	for i := range c.Events {
		w.event(i, &c.Events[i])
	}
	for i := range c.Jobs {
		w.job(i, &c.Jobs[i])
	}
	for i, id := range c.Done {
		w.texts("done", i, "id", id)
	}
	for i, id := range c.Forget {
		w.ids("forget", i, "id", string(id))
	}
	return malformed(w.err)
}

func (w *words) conversation(i int, c *botflow.Conversation) {
	const row = "conversations"
	w.ids(row, i, "id", string(c.ID), "channel", string(c.Channel), "contact", string(c.Contact), "lastOwner", string(c.LastOwner),
		"returner", string(c.Returner))
	w.place(row, i, "place", &c.Place)
	w.place(row, i, "previous", &c.Previous)
	w.inboxes(row, i, "takenFrom", string(c.TakenFrom), "scope", string(c.Scope))
	w.tags(row, i, c.Tags)
	w.texts(row, i, "closedBy", string(c.ClosedBy))
}

func (w *words) event(i int, e *botflow.Event) {
	const row = "events"
	w.subject(row, i, e.Subject)
	w.ids(row, i, "by", e.By.ID, "channel", string(e.Channel), "contact", string(e.Contact), "message", string(e.Message),
		"agent", string(e.Agent), "other", string(e.Other), "tag", string(e.Tag))
	w.place(row, i, "from", &e.From)
	w.place(row, i, "to", &e.To)
	w.inboxes(row, i, "home", string(e.Home), "inbox", string(e.Inbox))
	w.tags(row, i, e.Tags)
	w.texts(row, i, "type", string(e.Type), "rule", e.Rule, "text", e.Text, "reason", string(e.Reason), "cause", string(e.Cause))
	if e.Setting != "" && (!utf8.ValidString(e.Setting) || strings.IndexByte(e.Setting, 0) >= 0) { // it may be long
		w.texts(row, i, "setting", "\x00")
	}
	w.attributes(row, i, e.Changed)
	if d := e.Decision; d != nil {
		w.inboxes(row, i, "decision.inbox", string(d.Inbox))
		w.ids(row, i, "decision.chosen", string(d.Chosen))
		w.texts(row, i, "decision.strategy", d.Strategy, "decision.why", string(d.Why))
		for _, k := range d.Candidates {
			w.ids(row, i, "decision.candidates.agent", string(k.Agent))
			w.texts(row, i, "decision.candidates.reason", string(k.Reason))
		}
	}
	if r := e.Responder; r != nil {
		w.ids(row, i, "responder.bot", string(r.Bot))
		w.inboxes(row, i, "responder.scope", string(r.Scope))
		w.texts(row, i, "responder.why", string(r.Why))
	}
}

func (w *words) job(i int, j *Job) {
	const row = "jobs"
	w.texts(row, i, "id", j.ID) // made of an inbox's id, and longer
	w.ids(row, i, "agent", string(j.Agent))
	w.inboxes(row, i, "inbox", string(j.Inbox), "into", string(j.Into))
}
