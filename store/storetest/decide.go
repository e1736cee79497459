package storetest

import (
	"errors"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func decideChecks() []Check {
	return []Check{
		{
			Duty: 4, Name: "more rows are loaded",
			Explain: "Decide asked for further rows and was called without them, or without the first ones.",
			Run:     probing(moreRowsAreLoaded),
		},
		{
			Duty: 4, Name: "the last decision counts",
			Explain: "Something of a decision that was made on fewer rows was written, or its changes to what it was shown were kept.",
			Run:     probing(lastDecisionCounts),
		},
		{
			Duty: 4, Name: "asking for ever ends",
			Explain: "A decide that always asks for more rows must be refused with ErrMore, or the caller hangs.",
			Run:     probing(askingEnds),
		},
		{
			Duty: 4, Name: "a key brings what belongs to it",
			Explain: "With a conversation come its contact and the rows of its owner and last owner; without them every step would ask twice.",
			Run:     probing(keyBringsWhatBelongs),
		},
	}
}

func moreRowsAreLoaded(p *probe) {
	p.write(store.Changeset{Directory: staff("Ana", "Bob"), Conversations: []botflow.Conversation{chat("1"), chat("2")}})
	calls := 0
	err := p.Apply(p.ctx, store.Key{Op: "op", Conversations: []botflow.ConversationID{"1"}}, func(l store.Loaded) (store.Changeset, error) {
		calls++
		if calls == 1 {
			return store.Changeset{}, fmt.Errorf("wrapped: %w", &store.More{Key: store.Key{
				Conversations: []botflow.ConversationID{"2"}, Agents: []botflow.AgentID{"Bob"}, Account: true,
			}})
		}
		if len(l.Conversations) != 2 || len(l.Agents) != 1 {
			return store.Changeset{}, fmt.Errorf("%d conversations and %d agents were loaded instead of 2 and 1", len(l.Conversations), len(l.Agents))
		}
		return store.Changeset{Op: "op", Agents: l.Agents}, nil
	})
	p.no(err, "decide with further rows")
	p.want(calls >= 2, "decide wasn't called again")
}

func lastDecisionCounts(p *probe) {
	p.write(full())
	last, asked, key := chat("last"), false, everything()
	key.Chat = store.Chat{Channel: last.Channel, Contact: last.Contact}
	err := p.Apply(p.ctx, key, func(l store.Loaded) (store.Changeset, error) {
		if !asked {
			asked = true
			l.Conversations[0].Tags[0] = "changed"
			l.Contacts[0].Attributes["city"] = "changed"
			l.Result[0] = 'X'
			return store.Changeset{Conversations: []botflow.Conversation{chat("first")}}, &store.More{Key: store.Key{Account: true}}
		}
		if l.Conversations[0].Tags[0] != "vip" || l.Contacts[0].Attributes["city"] != "Lima" || string(l.Result) != "done" {
			return store.Changeset{}, errors.New("decide was shown what an earlier call had changed")
		}
		return store.Changeset{Conversations: []botflow.Conversation{last}}, nil
	})
	p.no(err, "decide twice")
	l := p.get(store.Key{Conversations: []botflow.ConversationID{"first", "last"}})
	p.want(len(l.Conversations) == 1 && l.Conversations[0].ID == "last", "of two decisions, %d conversations were written", len(l.Conversations))
}

func askingEnds(p *probe) {
	calls := 0
	err := p.Apply(p.ctx, store.Key{}, func(store.Loaded) (store.Changeset, error) {
		calls++
		if calls > 10*store.MaxMore {
			return store.Changeset{}, errors.New("it went on for too long")
		}
		return store.Changeset{}, &store.More{Key: store.Key{Agents: []botflow.AgentID{botflow.AgentID(fmt.Sprint(calls))}}}
	})
	p.want(errors.Is(err, store.ErrMore), "asking %d times ended with: %v", calls, err)
}

func keyBringsWhatBelongs(p *probe) {
	c, d := chat("1"), chat("2")
	c.Place = botflow.Place{State: botflow.StateAgent, Owner: "Ana", Since: 2}
	c.LastOwner, d.LastOwner = "Ana", "Bob"
	d.Contact = c.Contact
	d.Channel = "phone"
	p.write(store.Changeset{
		Directory: staff("Ana", "Bob", "Eva"), Conversations: []botflow.Conversation{c, d}, Contacts: []botflow.Contact{{ID: c.Contact}, {ID: "other"}},
		Agents: []botflow.Presence{{Agent: "Ana", Load: 1}, {Agent: "Bob"}, {Agent: "Eva"}},
	})
	l := p.get(store.Key{Chat: store.Chat{Channel: "phone", Contact: c.Contact}})
	p.want(len(l.Conversations) == 1 && l.Conversations[0].ID == "2", "channel and contact found %+v", l.Conversations)
	p.want(len(l.Contacts) == 1 && len(l.Agents) == 1 && l.Agents[0].Agent == "Bob", "with a chat came the contacts %v and agents %v", l.Contacts, l.Agents)
	l = p.get(store.Key{Conversations: []botflow.ConversationID{"2", "1", "2"}})
	p.want(len(l.Conversations) == 2 && l.Conversations[0].ID == "1", "two ids, one of them twice, found %+v", l.Conversations)
	p.want(len(l.Contacts) == 1 && len(l.Agents) == 2, "with two chats came the contacts %v and agents %v", l.Contacts, l.Agents)
	l = p.get(store.Key{Chat: store.Chat{Channel: "sms", Contact: c.Contact}})
	p.want(len(l.Conversations) == 0 && len(l.Contacts) == 1, "a first chat on a channel comes with the contact: %+v", l)
	l = p.get(store.Key{Conversations: []botflow.ConversationID{"9"}, Agents: []botflow.AgentID{"nobody"}, Contacts: []botflow.ContactID{"nobody"}})
	p.want(len(l.Conversations)+len(l.Agents)+len(l.Contacts) == 0, "what doesn't exist was loaded: %+v", l)
}
