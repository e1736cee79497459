package storetest

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

func capacityChecks() []Check {
	return []Check{
		{
			Duty: 1, Name: "no limit is passed by many at once",
			Explain: "Many took chats for few agents at the same time and somebody was seen with more than their limit, or a chat was lost (A4, I2, I8).",
			Run:     probing(noLimitIsPassed),
		},
		{
			Duty: 1, Name: "many steps on one subject number their events",
			Explain: "Two steps on one chat, agent or account gave their events the same number, or one was refused for the other's: it should have been decided again (E1).",
			Run:     probing(manyStepsOnOneSubject),
		},
	}
}

// The crowd of the check of limits. There are more chats than places, so everybody's limit is reached.
const (
	crowd      = 64
	crowdStaff = 4
	crowdLimit = 6
)

func noLimitIsPassed(p *probe) {
	var c store.Changeset
	agents := make([]botflow.AgentID, crowdStaff)
	for i := range agents {
		agents[i] = botflow.AgentID(fmt.Sprint("agent ", i))
		c.Agents = append(c.Agents, botflow.Presence{Agent: agents[i], Status: botflow.Online})
	}
	for i := range crowd {
		c.Conversations = append(c.Conversations, chat(botflow.ConversationID(fmt.Sprintf("chat %02d", i))))
	}
	c.Directory = staff(agents...)
	p.write(c)
	var working atomic.Int32
	working.Store(crowd)
	p.together(crowd+2, func(caller int) error {
		if caller >= crowd {
			return p.watchLimits(agents, func() bool { return working.Load() > 0 })
		}
		defer working.Add(-1)
		for i := range crowdStaff {
			if err := p.takeWithin(c.Conversations[caller].ID, agents[(caller+i)%crowdStaff]); err != nil {
				return err
			}
		}
		return nil
	})
	total := 0
	for _, id := range agents {
		total += p.presence(id).Load
	}
	p.want(total == crowdStaff*crowdLimit, "%d agents of limit %d own %d of %d chats", crowdStaff, crowdLimit, total, crowd)
	n, err := p.Count(p.ctx, inbox.Query{Branches: []inbox.Branch{{Area: inbox.AreaShared}}}, crowd)
	p.no(err, "count")
	p.want(n == crowd-total, "%d chats wait instead of %d", n, crowd-total)
	p.verified()
}

// takeWithin takes a chat for an agent if it waits and they are below their limit.
func (p *probe) takeWithin(id botflow.ConversationID, by botflow.AgentID) error {
	return p.Apply(p.ctx, store.Key{Conversations: []botflow.ConversationID{id}, Agents: []botflow.AgentID{by}}, func(l store.Loaded) (store.Changeset, error) {
		if len(l.Conversations) != 1 || len(l.Agents) == 0 {
			return store.Changeset{}, fmt.Errorf("chat %q or agent %q wasn't loaded", id, by)
		}
		c := l.Conversations[0]
		for _, a := range l.Agents {
			if a.Agent == by && a.Load < crowdLimit && c.Place.State == botflow.StateInbox {
				c.Place, c.LastOwner = botflow.Place{State: botflow.StateAgent, Owner: by, Since: 2}, by
				a.Load++
				return store.Changeset{Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{a}}, nil
			}
		}
		return store.Changeset{}, nil
	})
}

// watchLimits looks at loads and at what is owned while others take chats.
func (p *probe) watchLimits(agents []botflow.AgentID, on func() bool) error {
	for last := false; !last; {
		last = !on()
		l, err := p.Get(p.ctx, store.Key{Agents: agents})
		if err != nil {
			return err
		}
		for _, a := range l.Agents {
			n, err := p.Count(p.ctx, inbox.Query{Branches: []inbox.Branch{{Area: inbox.AreaOwned, Owner: a.Agent}}}, crowd)
			if err != nil {
				return err
			}
			if a.Load > crowdLimit || n > crowdLimit {
				return fmt.Errorf("agent %q was seen with a load of %d and %d chats; the limit is %d", a.Agent, a.Load, n, crowdLimit)
			}
		}
	}
	return nil
}

func manyStepsOnOneSubject(p *probe) {
	const callers, each = 16, 6
	p.write(store.Changeset{Directory: staff("Ana"), Conversations: []botflow.Conversation{chat("1")}})
	key := store.Key{Conversations: []botflow.ConversationID{"1"}, Agents: []botflow.AgentID{"Ana"}, Account: true}
	p.together(callers, func(int) error {
		for range each {
			err := p.Apply(p.ctx, key, func(l store.Loaded) (store.Changeset, error) {
				if len(l.Conversations) != 1 || len(l.Agents) != 1 {
					return store.Changeset{}, errors.New("a row wasn't loaded")
				}
				l.Conversations[0].Seq++
				l.Agents[0].Seq++
				c := store.Changeset{Conversations: l.Conversations, Agents: l.Agents}
				c.Events = append(c.Events, events(botflow.OfConversation("1"), l.Conversations[0].Seq)...)
				c.Events = append(c.Events, events(botflow.OfAgent("Ana"), l.Agents[0].Seq)...)
				c.Events = append(c.Events, events(botflow.OfAccount(), l.AccountSeq+1)...)
				return c, nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	next := map[botflow.Subject]uint64{}
	for _, r := range p.unread("c", 9*callers*each) {
		next[r.Event.Subject]++
		p.want(r.Event.Seq == next[r.Event.Subject], "the feed gives event %d of %s instead of %d", r.Event.Seq, r.Event.Subject, next[r.Event.Subject])
	}
	for _, of := range []botflow.Subject{botflow.OfConversation("1"), botflow.OfAgent("Ana"), botflow.OfAccount()} {
		p.want(next[of] == callers*each, "of the %d events of %s the feed has %d", callers*each, of, next[of])
	}
	p.verified()
}
