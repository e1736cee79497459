package storetest

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Naming gives a key that names all that a changeset writes. Of new conversations a key can name but one: the first.
func Naming(c store.Changeset) store.Key {
	k := store.Key{Op: c.Op, Account: c.Directory != nil, Conversations: append([]botflow.ConversationID(nil), c.Forget...)}
	for i := range c.Conversations {
		x := &c.Conversations[i]
		k = k.With(store.Key{Conversations: []botflow.ConversationID{x.ID}, Chat: store.Chat{Channel: x.Channel, Contact: x.Contact}})
	}
	for _, x := range c.Contacts {
		k.Contacts = append(k.Contacts, x.ID)
	}
	for _, x := range c.Agents {
		k.Agents = append(k.Agents, x.Agent)
	}
	for _, x := range c.Inboxes {
		k.Inboxes = append(k.Inboxes, x.ID)
	}
	for _, x := range c.Turns {
		k = k.With(store.Key{Inboxes: []botflow.InboxID{x.Inbox}, Agents: []botflow.AgentID{x.Agent}})
	}
	for _, x := range c.Notes {
		k = k.With(store.Key{Conversations: []botflow.ConversationID{x.Conversation}})
	}
	for i := range c.Events {
		k = k.With(naming(c.Events[i].Subject))
	}
	return k
}

// naming gives a key that names what an event is about.
func naming(of botflow.Subject) store.Key {
	switch of.Kind {
	case botflow.SubjectConversation:
		return store.Key{Conversations: []botflow.ConversationID{botflow.ConversationID(of.ID)}}
	case botflow.SubjectAgent:
		return store.Key{Agents: []botflow.AgentID{botflow.AgentID(of.ID)}}
	case botflow.SubjectAccount:
		return store.Key{Account: true}
	}
	return store.Key{}
}

func namingChecks() []Check {
	return []Check{
		{
			Duty: 18, Name: "only what was named is written",
			Explain: "A row was written that nobody had named, and so nobody held: it may undo what another step writes at the same time (I7, I8).",
			Run:     probing(onlyNamedIsWritten),
		},
		{
			Duty: 18, Name: "what comes with a row is named",
			Explain: "A step was refused although it named its rows, or they came with a conversation that it named: nothing can be written any more.",
			Run:     probing(whatComesIsNamed),
		},
	}
}

// cast writes what the naming checks change: conversation 1 of Ana's, last Bob's, and conversation 2, which waits.
func (p *probe) cast() (owned, waits botflow.Conversation) {
	owned, waits = chat("1"), chat("2")
	owned.Place = botflow.Place{State: botflow.StateAgent, Owner: "Ana", Since: 1}
	owned.LastOwner = "Bob"
	p.write(store.Changeset{
		Directory: staff("Ana", "Bob", "Eva"), Conversations: []botflow.Conversation{owned, waits}, Agents: []botflow.Presence{{Agent: "Ana", Load: 1}},
	})
	return owned, waits
}

// unnamed is a changeset and a key that lacks something of it.
type unnamed struct {
	why string
	key store.Key
	c   store.Changeset
}

func unnameds(owned, waits botflow.Conversation) []unnamed {
	one := store.Key{Conversations: []botflow.ConversationID{"1"}}
	byChat := store.Key{Chat: store.Chat{Channel: owned.Channel, Contact: owned.Contact}}
	agents := func(ids ...botflow.AgentID) store.Key { return store.Key{Agents: ids} }
	general := []botflow.InboxID{botflow.General}
	turn := store.Changeset{Turns: []store.Turn{{Inbox: botflow.General, Agent: "Eva", Ordinal: 1}}}
	fresh := store.Changeset{Conversations: []botflow.Conversation{chat("new")}}
	return []unnamed{
		{"its operation isn't named", one, store.Changeset{Op: "op", Conversations: []botflow.Conversation{owned}}},
		{"its operation isn't the one named", store.Key{Op: "another"}, store.Changeset{Op: "op"}},
		{"the conversation isn't named", store.Key{}, store.Changeset{Conversations: []botflow.Conversation{waits}}},
		{"another conversation is named", byChat, store.Changeset{Conversations: []botflow.Conversation{waits}}},
		{"a new conversation isn't named", store.Key{}, fresh},
		{"a new conversation is named by its id alone", store.Key{Conversations: []botflow.ConversationID{"new"}}, fresh},
		{"a new conversation isn't the one named", store.Key{Chat: store.Chat{Channel: "web", Contact: "another"}}, fresh},
		{"the contact isn't named", one, store.Changeset{Contacts: []botflow.Contact{{ID: waits.Contact}}}},
		{"the agent isn't named", one, store.Changeset{Agents: []botflow.Presence{{Agent: "Eva"}}}},
		{"the inbox isn't named", one, store.Changeset{Inboxes: []store.InboxState{{ID: botflow.General, Turn: 1}}}},
		{"the inbox is named as a scope only", store.Key{Scopes: general}, store.Changeset{Inboxes: []store.InboxState{{ID: botflow.General}}}},
		{"the turn's inbox isn't named", agents("Eva"), turn},
		{"the turn's agent isn't named", store.Key{Inboxes: general, Agents: []botflow.AgentID{"Ana"}}, turn},
		{"the note's conversation isn't named", one, store.Changeset{Notes: []botflow.Note{{Conversation: "2", Seq: 1}}}},
		{"the event's conversation isn't named", one, store.Changeset{Events: events(botflow.OfConversation("2"), 1)}},
		{"the event's agent isn't named", agents("Ana"), store.Changeset{Events: events(botflow.OfAgent("Eva"), 1)}},
		{"the account isn't named and has an event", one, store.Changeset{Events: events(botflow.OfAccount(), 1)}},
		{"the account isn't named and is configured", one, store.Changeset{Directory: staff("Ana")}},
		{"what is forgotten isn't named", one, store.Changeset{Forget: []botflow.ConversationID{"2"}}},
	}
}

func onlyNamedIsWritten(p *probe) {
	owned, waits := p.cast()
	key := everything()
	key.Conversations, key.Contacts = append(key.Conversations, "2", "new"), append(key.Contacts, waits.Contact)
	key.Agents = append(key.Agents, "Eva")
	look := func() string { return text(p.look()) + text(p.get(key)) }
	before := look()
	for _, tc := range unnameds(owned, waits) {
		p.refusedUnder(tc.key, tc.why, tc.c)
		p.same("after a refusal because "+tc.why+", the account", look(), before)
	}
	p.refusedBy(store.Key{Conversations: []botflow.ConversationID{"1"}}, "the agent came with nothing that was loaded",
		func(l store.Loaded) (store.Changeset, error) {
			l.Conversations[0].LastOwner = "Eva" // decide's copy, which says nothing about what was loaded
			return store.Changeset{Conversations: l.Conversations, Agents: []botflow.Presence{{Agent: "Eva"}}}, nil
		})
	p.same("after a decide that changes what it was shown, the account", look(), before)
}

func whatComesIsNamed(p *probe) {
	owned, _ := p.cast()
	all := store.Changeset{
		Op: "op", Conversations: []botflow.Conversation{owned}, Contacts: []botflow.Contact{{ID: owned.Contact}},
		Agents: []botflow.Presence{{Agent: "Ana", Load: 1, Seq: 1}, {Agent: "Bob", Seq: 1}}, Notes: []botflow.Note{{Conversation: "1", Seq: 1}},
		Events: append(append(events(botflow.OfConversation("1"), 1), events(botflow.OfAgent("Ana"), 1)...), events(botflow.OfAgent("Bob"), 1)...),
		Jobs:   []store.Job{{ID: "job", Kind: store.JobRemoveAgent, Agent: "Eva"}},
	}
	all.Conversations[0].Seq = 1
	p.no(p.tryUnder(store.Key{Op: "op", Conversations: []botflow.ConversationID{"1"}}, all), "write what came with a conversation named by id")
	next := store.Changeset{
		Conversations: []botflow.Conversation{owned}, Agents: []botflow.Presence{{Agent: "Ana", Load: 1, Seq: 2}}, Done: []string{"job"},
		Events: append(events(botflow.OfConversation("1"), 2), events(botflow.OfAgent("Ana"), 2)...), Notes: []botflow.Note{{Conversation: "1", Seq: 2}},
	}
	next.Conversations[0].Seq = 2
	p.no(p.tryUnder(store.Key{Chat: store.Chat{Channel: owned.Channel, Contact: owned.Contact}}, next), "write what came with a conversation named by its chat")
	asked := false
	p.no(p.Apply(p.ctx, store.Key{}, func(l store.Loaded) (store.Changeset, error) {
		if !asked {
			asked = true
			return store.Changeset{}, &store.More{Key: store.Key{Op: "more", Inboxes: []botflow.InboxID{botflow.General}, Agents: []botflow.AgentID{"Eva"}, Account: true}}
		}
		return store.Changeset{
			Op: "more", Agents: []botflow.Presence{{Agent: "Eva", Seq: 1}}, Inboxes: []store.InboxState{{ID: botflow.General, Turn: 1}},
			Turns: []store.Turn{{Inbox: botflow.General, Agent: "Eva", Ordinal: 1}}, Directory: staff("Ana", "Bob", "Eva"),
			Events: append(events(botflow.OfAgent("Eva"), 1), events(botflow.OfAccount(), 1)...),
		}, nil
	}), "write what a More named")
	fresh := chat("new")
	fresh.Seq = 1
	p.no(p.tryUnder(store.Key{Chat: store.Chat{Channel: fresh.Channel, Contact: fresh.Contact}}, store.Changeset{
		Conversations: []botflow.Conversation{fresh}, Contacts: []botflow.Contact{{ID: fresh.Contact}},
		Events: events(botflow.OfConversation("new"), 1), Notes: []botflow.Note{{Conversation: "new", Seq: 1}},
	}), "write a new conversation, what comes with it and its note")
	p.verified()
	l := p.get(store.Key{Op: "more", Conversations: []botflow.ConversationID{"1", "new"}, Account: true})
	p.want(l.Seen && len(l.Conversations) == 2 && l.Conversations[0].Seq == 2 && l.AccountSeq == 1, "after four writes the account is %+v", l)
	p.no(p.tryUnder(store.Key{Conversations: []botflow.ConversationID{"new"}}, store.Changeset{Forget: []botflow.ConversationID{"new"}}), "forget")
}
