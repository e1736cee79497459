package storetest

import (
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func retentionChecks() []Check {
	return []Check{
		{
			Duty: 14, Name: "what is undelivered stays",
			Explain: "An event was removed before a consumer had acknowledged it: it never hears of the change (E4).",
			Run:     probing(undeliveredStays),
		},
		{
			Duty: 14, Name: "what is alive stays",
			Explain: "A chat that is open, or the events of one that exists, were removed by age (E4).",
			Run:     probing(aliveStays),
		},
		{
			Duty: 14, Name: "what is old goes",
			Explain: "The retention that a host set has no effect: data outlives its purpose (E4).",
			Run:     probing(oldGoes),
		},
		{
			Duty: 14, Name: "forgetting leaves a skeleton",
			Explain: "After a contact asked to be forgotten, something of them can still be read, or figures lost the events they are made of (E4).",
			Run:     probing(forgettingLeavesASkeleton),
		},
	}
}

// prune removes all that may go.
func (p *probe) prune() int {
	rows, err := p.Prune(p.ctx, store.Retention{Events: 1000, Operations: 1000, Conversations: 1000})
	p.no(err, "prune")
	return rows
}

// closed makes a chat that was closed long ago.
func closed(id botflow.ConversationID) botflow.Conversation {
	c := chat(id)
	c.Place.Inbox, c.LastActivity = botflow.Closed, 1
	return c
}

func undeliveredStays(p *probe) {
	agent := botflow.OfAgent("Ana")
	p.unread("slow", 9)
	c := closed("1")
	c.Seq = 2
	p.write(store.Changeset{
		Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{{Agent: "Ana", Seq: 3}},
		Events: append(events(agent, 1, 2, 3), events(botflow.OfConversation("1"), 1, 2)...),
	})
	records := p.unread("fast", 9)
	p.want(len(records) == 5, "the feed has %d events instead of 5", len(records))
	p.ack("fast", records[4].Position)
	p.prune()
	p.want(len(p.unread("slow", 9)) == 5, "of 5 events that a consumer hasn't acknowledged, %d are left", len(p.unread("slow", 9)))
	p.want(len(p.get(store.Key{Conversations: []botflow.ConversationID{"1"}}).Conversations) == 1, "a chat went before its events were delivered")
	p.ack("slow", records[1].Position)
	p.prune()
	left := p.unread("slow", 9)
	p.want(len(left) == 3 && left[0].Event.Seq == 3, "after two acknowledgements %d of 3 events are left", len(left))
	history, err := p.History(p.ctx, agent, 0, 9)
	p.no(err, "history")
	p.want(len(history) == 1 && history[0].Event.Seq == 3, "the history keeps %d events instead of the one that is undelivered", len(history))
	p.refused("numbers go on where they were", told(events(agent, 1)))
	p.write(told(events(agent, 4)))
}

func aliveStays(p *probe) {
	kept := []botflow.Conversation{chat("waits"), closed("wakes"), closed("recent"), closed("written in")}
	kept[1].Wake = botflow.Wake{At: 2000, Rank: botflow.RankEnding}
	kept[2].Place.Since = 1000
	kept[3].LastActivity = 1000
	for i, state := range []botflow.State{botflow.StateBot, botflow.StateAgent, botflow.StateExpired} {
		c := chat(botflow.ConversationID(state.String()))
		c.Place = botflow.Place{State: state, Since: 1, Owner: []botflow.AgentID{"", "Ana", ""}[i]}
		kept = append(kept, c)
	}
	write := store.Changeset{Agents: []botflow.Presence{{Agent: "Ana", Load: 1}}}
	var keys []botflow.ConversationID
	for _, c := range kept {
		c.Seq = 1
		write.Conversations = append(write.Conversations, c)
		write.Events = append(write.Events, events(botflow.OfConversation(c.ID), 1)...)
		keys = append(keys, c.ID)
	}
	p.write(write)
	p.prune()
	left := p.get(store.Key{Conversations: keys}).Conversations
	p.want(len(left) == len(kept), "of %d chats that are alive, %d are left: %v", len(kept), len(left), ids(left))
	for _, id := range keys {
		records, err := p.History(p.ctx, botflow.OfConversation(id), 0, 9)
		p.no(err, "history")
		p.want(len(records) == 1, "the event of %q, which is alive, went", id)
	}
	p.verified()
}

func oldGoes(p *probe) {
	old, fresh := closed("old"), chat("fresh")
	old.Seq, fresh.Seq = 1, 1
	p.write(store.Changeset{
		Op: "old", At: 999, Conversations: []botflow.Conversation{old, fresh}, Contacts: []botflow.Contact{{ID: old.Contact}, {ID: fresh.Contact}},
		Notes:  []botflow.Note{{Conversation: "old", Seq: 1, Text: "x"}},
		Events: append(append(events(botflow.OfConversation("old"), 1), events(botflow.OfConversation("fresh"), 1)...), events(botflow.OfAccount(), 1)...),
	})
	p.write(store.Changeset{Op: "fresh", At: 1000})
	rows, err := p.Prune(p.ctx, store.Retention{})
	p.no(err, "prune")
	p.want(rows == 0 && p.get(store.Key{Op: "old"}).Seen, "a retention that keeps everything removed %d rows", rows)
	rows = p.prune() + p.prune()
	p.want(rows == 6, "a chat, its note and contact, an operation and two events are old, but %d rows went", rows)
	p.want(!p.get(store.Key{Op: "old"}).Seen && p.get(store.Key{Op: "fresh"}).Seen, "the old operation's result stayed, or the fresh one's went")
	l := p.get(store.Key{Conversations: []botflow.ConversationID{"old", "fresh"}, Contacts: []botflow.ContactID{old.Contact, fresh.Contact}})
	p.want(len(l.Conversations) == 1 && len(l.Contacts) == 1, "%d chats and %d contacts are left instead of one each", len(l.Conversations), len(l.Contacts))
	p.want(len(p.unread("new", 9)) == 1, "%d events are left instead of that of the chat that exists", len(p.unread("new", 9)))
	p.want(len(p.pages(all())) == 1, "a list shows a chat that went")
	p.verified()
	again := chat("again")
	again.Contact = old.Contact
	p.write(store.Changeset{Conversations: []botflow.Conversation{again}})
}

func forgettingLeavesASkeleton(p *probe) {
	const secret = "secret"
	gone, stays := chat("gone"), chat("stays")
	gone.Contact, gone.Seq, gone.Tags = secret, 2, []botflow.Tag{secret}
	gone.Wake = botflow.Wake{At: 5, Rank: botflow.RankEnding}
	other := gone
	other.ID, other.Channel, other.Seq, other.Wake = "other", "phone", 0, botflow.Wake{}
	story := events(botflow.OfConversation("gone"), 1, 2)
	for i := range story {
		story[i].Contact, story[i].Text, story[i].Message, story[i].Changed = secret, secret, secret, map[string]string{"name": secret}
		story[i].Episode = 1
	}
	p.write(store.Changeset{
		Conversations: []botflow.Conversation{gone, other, stays}, Events: story,
		Contacts: []botflow.Contact{{ID: secret, Affinity: "Ana"}}, Notes: []botflow.Note{{Conversation: "gone", Seq: 1, Text: secret}},
	})
	p.write(store.Changeset{Forget: []botflow.ConversationID{"gone", "unheard of"}})
	p.want(len(p.get(store.Key{Contacts: []botflow.ContactID{secret}}).Contacts) == 1, "a contact went although they have another chat")
	p.write(store.Changeset{Forget: []botflow.ConversationID{"other"}})
	l := p.get(store.Key{Chat: store.Chat{Channel: "web", Contact: secret}, Conversations: []botflow.ConversationID{"gone", "other"}})
	p.want(len(l.Conversations)+len(l.Contacts) == 0, "after forgetting, %d chats and %d contacts can be read", len(l.Conversations), len(l.Contacts))
	notes, err := p.Notes(p.ctx, "gone", 0, 9)
	p.no(err, "notes")
	due, _ := p.due(1000, 9)
	leads, err := p.Members(p.ctx, store.Job{Kind: store.JobRemoveAgent, Agent: "Ana"}, 9)
	p.no(err, "members")
	p.want(len(notes)+len(due)+len(leads) == 0, "after forgetting, there are %d notes, %d wakes and %d affinities", len(notes), len(due), len(leads))
	history, err := p.History(p.ctx, botflow.OfConversation("gone"), 0, 9)
	p.no(err, "history")
	p.want(len(history) == 2 && len(p.unread("c", 9)) == 2, "%d and %d of 2 events are left", len(history), len(p.unread("c", 9)))
	for _, r := range append(history, p.unread("c", 9)...) {
		p.want(!strings.Contains(show(r.Event), secret), "an event still tells: %s", show(r.Event))
		p.want(r.Event.Episode == 1 && r.Event.Type == botflow.Received, "an event lost what figures need: %s", show(r.Event))
	}
	p.same("the list", ids(p.pages(all())), []botflow.ConversationID{"stays"})
	p.verified()
}
