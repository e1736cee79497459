package storetest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

func inputChecks() []Check {
	return []Check{
		{
			Duty: 16, Name: "malformed input is refused",
			Explain: "An id that no row can have was taken for another one, or reached the database, whose complaint tells nobody which field to mend.",
			Run:     probing(malformedInputIsRefused),
		},
		{
			Duty: 16, Name: "malformed text isn't written",
			Explain: "A text that isn't UTF-8 was written: it comes back as another one, or never, and differently from each store.",
			Run:     probing(malformedTextIsNotWritten),
		},
	}
}

// unfit lists what can be no id.
func unfit() []string {
	return []string{"\xff", "a\xc3(", "a\x00b", "\x00", strings.Repeat("x", botflow.MaxID+1)}
}

// malformedInputIsRefused gives each method that is given a name what can be no name.
func malformedInputIsRefused(p *probe) {
	p.write(full())
	p.unread("reader", 1)
	before := p.look()
	for _, id := range unfit() {
		for call, do := range p.given(id) {
			err := do()
			var refused *botflow.Error
			p.want(errors.As(err, &refused) && refused.Code == botflow.CodeInvalid && refused.Field != "",
				"%s, given %.20q, answers %v instead of an *botflow.Error of code invalid with a field", call, id, err)
		}
	}
	p.same("after malformed input, the account", p.look(), before)
	names, err := p.Consumers(p.ctx, "", 9)
	p.no(err, "consumers")
	p.same("after malformed input, the consumers", fmt.Sprint(names), "[reader]")
	p.verified()
}

// given lists the calls of every method that is given an id.
func (p *probe) given(id string) map[string]func() error {
	conversation, agent, in := botflow.ConversationID(id), botflow.AgentID(id), botflow.InboxID(id)
	calls := map[string]func() error{
		"Account":  func() error { _, err := p.db.Account(botflow.AccountID(id)); return err },
		"Accounts": func() error { _, _, err := p.db.Accounts(p.ctx, botflow.AccountID(id), 1, 1); return err },
		"View of an inbox": func() error {
			_, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General, in}, Queue: 1})
			return err
		},
		"View of a chat": func() error {
			_, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Chat: conversation})
			return err
		},
		"Waiting":             func() error { _, err := p.Waiting(p.ctx, in, 1); return err },
		"History of a chat":   func() error { _, err := p.History(p.ctx, botflow.OfConversation(conversation), 0, 1); return err },
		"History of an agent": func() error { _, err := p.History(p.ctx, botflow.OfAgent(agent), 0, 1); return err },
		"Notes":               func() error { _, err := p.Notes(p.ctx, conversation, 0, 1); return err },
		"Feed":                func() error { _, err := p.Feed(p.ctx, id, 0, 1); return err },
		"Ack":                 func() error { return p.Ack(p.ctx, id, 1) },
		"Consumer":            func() error { _, err := p.Consumer(p.ctx, id); return err },
		"Consumers":           func() error { _, err := p.Consumers(p.ctx, id, 1); return err },
		"Advance":             func() error { _, err := p.Advance(p.ctx, store.Consumer{Name: id}); return err },
		"Advance with a hold": func() error { return p.advanceHeld(store.Hold{Subject: botflow.OfAgent(agent), Seq: 1}) },
		"DropConsumer":        func() error { return p.DropConsumer(p.ctx, id) },
		"Members of an agent": func() error {
			_, err := p.Members(p.ctx, store.Job{Kind: store.JobRemoveAgent, Agent: agent}, 1)
			return err
		},
		"Members of an inbox": func() error {
			_, err := p.Members(p.ctx, store.Job{Kind: store.JobDeleteInbox, Inbox: in}, 1)
			return err
		},
		"Members of a Personal": func() error {
			_, err := p.Members(p.ctx, store.Job{Kind: store.JobDeleteInbox, Inbox: botflow.Personal(agent)}, 1)
			return err
		},
	}
	for named, key := range keysOf(id) {
		calls["Get of "+named] = func() error { _, err := p.Get(p.ctx, key); return err }
		calls["Apply to "+named] = func() error { return p.applied(key, false) }
		calls["Apply that asks for "+named] = func() error { return p.applied(key, true) }
	}
	for named, q := range queriesOf(id) {
		calls["List of "+named] = func() error { _, err := p.List(p.ctx, q); return err }
		calls["Count of "+named] = func() error { _, err := p.Count(p.ctx, q, 1); return err }
	}
	return calls
}

// keysOf lists keys that name an id, each in another field.
func keysOf(id string) map[string]store.Key {
	channel, contact, agent, in := botflow.ChannelID(id), botflow.ContactID(id), botflow.AgentID(id), botflow.InboxID(id)
	return map[string]store.Key{
		"an operation":           {Op: botflow.OpID(id)},
		"a channel":              {Chat: store.Chat{Channel: channel, Contact: "k"}},
		"a contact of a channel": {Chat: store.Chat{Channel: "web", Contact: contact}},
		"a conversation":         {Conversations: []botflow.ConversationID{"1", botflow.ConversationID(id)}},
		"an agent":               {Agents: []botflow.AgentID{"", agent}},
		"an inbox":               {Inboxes: []botflow.InboxID{in}},
		"a scope":                {Scopes: []botflow.InboxID{in}},
		"a Personal inbox":       {Inboxes: []botflow.InboxID{botflow.Personal(agent)}},
		"a contact":              {Contacts: []botflow.ContactID{contact}},
		"an inbox of a seat":     {Seats: []store.SeatKey{{Inbox: in, Agent: "Ana"}}},
		"an agent of a seat":     {Seats: []store.SeatKey{{Inbox: botflow.General, Agent: agent}}},
	}
}

// queriesOf lists queries that name an id, each in another field.
func queriesOf(id string) map[string]inbox.Query {
	in := botflow.InboxID(id)
	branch := func(b inbox.Branch) inbox.Query { return inbox.Query{Branches: []inbox.Branch{b}} }
	filter := func(f inbox.Filter) inbox.Query { return inbox.Query{Filter: f} }
	return map[string]inbox.Query{
		"an owner":         filter(inbox.Filter{Owner: botflow.AgentID(id)}),
		"an inbox":         filter(inbox.Filter{Inbox: in}),
		"an alias":         filter(inbox.Filter{Inbox: "x", Aliases: []botflow.InboxID{in}}),
		"a tag":            filter(inbox.Filter{Tag: botflow.Tag(id)}),
		"a channel":        filter(inbox.Filter{Channel: botflow.ChannelID(id)}),
		"a contact":        filter(inbox.Filter{Contact: botflow.ContactID(id)}),
		"a cursor":         {After: inbox.Cursor{ID: botflow.ConversationID(id)}},
		"a branch's inbox": branch(inbox.Branch{Area: inbox.AreaShared, Inboxes: []botflow.InboxID{in}}),
		"a branch's owner": branch(inbox.Branch{Area: inbox.AreaOwned, Owner: botflow.AgentID(id)}),
		"a branch's bot":   branch(inbox.Branch{Area: inbox.AreaBot, Bot: botflow.BotID(id)}),
	}
}

// applied gives a malformed key, or asks for one, and wants no further decision.
func (p *probe) applied(key store.Key, asks bool) error {
	decided, first := 0, store.Key{}
	if !asks {
		first = key
	}
	err := p.Apply(p.ctx, first, func(store.Loaded) (store.Changeset, error) {
		if decided++; asks {
			return store.Changeset{}, &store.More{Key: key}
		}
		return store.Changeset{}, nil
	})
	p.want(asks && decided == 1 || !asks && decided == 0, "with a malformed key decide was called %d times", decided)
	return err
}

func (p *probe) advanceHeld(h store.Hold) error {
	c, err := p.Consumer(p.ctx, "reader")
	p.no(err, "read a consumer")
	c.Held = []store.Hold{h}
	_, err = p.Advance(p.ctx, c)
	return err
}

// malformedTextIsNotWritten puts it into one row of each kind.
func malformedTextIsNotWritten(p *probe) {
	p.write(full())
	before := p.look()
	for _, text := range []string{"\xff", "a\x00b"} {
		contact := botflow.Contact{ID: "contact of 1", Attributes: map[string]string{"name": text}}
		said, by := botflow.Event{Subject: botflow.OfAgent("Ana"), Seq: 2, Text: text}, botflow.Event{Subject: botflow.OfAgent("Ana"), Seq: 2, Setting: text}
		tagged := chat("1")
		tagged.Tags = []botflow.Tag{botflow.Tag(text)}
		for where, c := range map[string]store.Changeset{
			"an attribute": {Contacts: []botflow.Contact{contact}}, "a tag": {Conversations: []botflow.Conversation{tagged}},
			"an event's text": {Events: []botflow.Event{said}}, "an event's setting": {Events: []botflow.Event{by}},
			"a note":             {Notes: []botflow.Note{{Conversation: "1", Seq: 99, Text: text}}},
			"a job":              {Jobs: []store.Job{{ID: text, Inbox: "x"}}},
			"a finished job":     {Done: []string{text}},
			"a new conversation": {Conversations: []botflow.Conversation{{ID: botflow.ConversationID(text), Channel: "web", Contact: "new"}}},
		} {
			key := store.Key{Conversations: []botflow.ConversationID{"1"}, Agents: []botflow.AgentID{"Ana"}, Contacts: []botflow.ContactID{contact.ID}}
			if where == "a new conversation" {
				key = store.Key{Chat: store.Chat{Channel: "web", Contact: "new"}}
			}
			p.refusedUnder(key, fmt.Sprintf("%s is %q", where, text), c)
		}
	}
	p.same("after malformed text, the account", p.look(), before)
	p.verified()
}
