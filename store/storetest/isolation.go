package storetest

import (
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func isolationChecks() []Check {
	return []Check{
		{
			Duty: 1, Name: "no update is lost",
			Explain: "Two changes of one row were decided on the same reading, and one undid the other: loads drift, and agents get more chats than their limit (I8, A14).",
			Run:     probing(noUpdateIsLost),
		},
		{
			Duty: 1, Name: "one owner wins",
			Explain: "Two agents took one waiting chat at the same time and both were told that it is theirs (A14, I1).",
			Run:     probing(oneOwnerWins),
		},
		{
			Duty: 1, Name: "what was absent still is",
			Explain: "Two first messages of one contact both found no conversation and both began one (S2).",
			Run:     probing(whatWasAbsentStillIs),
		},
	}
}

func noUpdateIsLost(p *probe) {
	const callers, each = 64, 8
	p.write(store.Changeset{Directory: staff("Ana")})
	p.together(callers, func(int) error {
		for range each {
			err := p.Apply(p.ctx, store.Key{Agents: []botflow.AgentID{"Ana"}}, func(l store.Loaded) (store.Changeset, error) {
				if len(l.Agents) != 1 {
					return store.Changeset{}, fmt.Errorf("an agent whom the directory knows was not loaded")
				}
				next := l.Agents[0]
				next.Load++
				return store.Changeset{Agents: []botflow.Presence{next}}, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	load := p.presence("Ana").Load
	p.want(load == callers*each, "%d increments by %d callers ended at %d", callers*each, callers, load)
}

func oneOwnerWins(p *probe) {
	const callers = 16
	agents := make([]botflow.AgentID, callers)
	for i := range agents {
		agents[i] = botflow.AgentID(fmt.Sprintf("agent %02d", i))
	}
	p.write(store.Changeset{Directory: staff(agents...), Conversations: []botflow.Conversation{chat("1")}})
	won := make([]int, callers)
	p.together(callers, func(i int) error {
		key := store.Key{Conversations: []botflow.ConversationID{"1"}, Agents: agents[i : i+1]}
		return p.Apply(p.ctx, key, func(l store.Loaded) (store.Changeset, error) {
			won[i] = 0
			c := l.Conversations[0]
			if c.Place.State != botflow.StateInbox {
				return store.Changeset{}, nil
			}
			won[i] = 1
			c.Place = botflow.Place{State: botflow.StateAgent, Owner: agents[i], Since: 2}
			c.LastOwner = agents[i]
			return store.Changeset{Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{{Agent: agents[i], Load: 1}}}, nil
		})
	})
	total, loads := 0, 0
	for i := range won {
		total += won[i]
		loads += p.presence(agents[i]).Load
	}
	p.want(total == 1, "%d of %d callers took the chat", total, callers)
	p.want(loads == 1, "the loads add up to %d after one take", loads)
	p.verified()
}

func whatWasAbsentStillIs(p *probe) {
	const callers = 32
	of := store.Chat{Channel: "web", Contact: "k"}
	p.together(callers, func(i int) error {
		return p.Apply(p.ctx, store.Key{Chat: of}, func(l store.Loaded) (store.Changeset, error) {
			if len(l.Conversations) > 0 {
				next := l.Conversations[0]
				next.Rotations++
				return store.Changeset{Conversations: []botflow.Conversation{next}}, nil
			}
			fresh := chat(botflow.ConversationID(fmt.Sprintf("id %d", i)))
			fresh.Contact = of.Contact
			return store.Changeset{Conversations: []botflow.Conversation{fresh}}, nil
		})
	})
	l := p.get(store.Key{Chat: of})
	p.want(len(l.Conversations) == 1, "the chat has %d conversations", len(l.Conversations))
	p.want(l.Conversations[0].Rotations == callers-1, "one caller began the chat and %d found it, not %d", l.Conversations[0].Rotations, callers-1)
}
