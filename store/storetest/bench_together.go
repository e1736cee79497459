package storetest

import (
	"fmt"
	"testing"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

const (
	benchCallers  = 16
	benchAccounts = 4
	benchHot      = 4   // agents whom all callers want
	benchDrain    = 100 // chats that wait
)

// benchTogether measures several callers.
func (p *probe) benchTogether(b *testing.B) {
	b.Helper()
	accounts := []*probe{p}
	if err := caught(func() {
		for i := range benchAccounts - 1 {
			other := p.in(botflow.AccountID(fmt.Sprint("other ", i)))
			other.furnish()
			accounts = append(accounts, other)
		}
	}); err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name string
		run  func(caller, i int) error
	}{
		{"Apply by several", func(caller, _ int) error { return p.touch(benchChat(caller)) }},
		{"Apply by several in several accounts", func(caller, _ int) error { return accounts[caller%benchAccounts].touch(benchChat(caller)) }},
		{"Take by several of few agents", func(caller, _ int) error { return p.takeBack(benchChat(caller), benchAgent(caller%benchHot)) }},
		{"Take by several of many agents", func(caller, _ int) error { return p.takeBack(benchChat(caller), benchAgent(caller)) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			b.ResetTimer()
			p.together(benchCallers, func(caller int) error {
				for i := caller; i < b.N; i += benchCallers {
					if err := bench.run(caller, i); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	b.Run("Drain 100 one by one", func(b *testing.B) { p.drain(b, 1) })
	b.Run("Drain 100 by several", func(b *testing.B) { p.drain(b, benchCallers) })
}

func benchAgent(i int) botflow.AgentID { return botflow.AgentID(fmt.Sprintf("agent %02d", i)) }

// takeBack gives a chat that waits to an agent, and one that is owned back: its row, a load and an event.
func (p *probe) takeBack(id botflow.ConversationID, by botflow.AgentID) error {
	key := store.Key{Conversations: []botflow.ConversationID{id}, Agents: []botflow.AgentID{by}}
	return p.Apply(p.ctx, key, func(l store.Loaded) (store.Changeset, error) {
		c := takeOrReturn(l, by)
		if len(c.Conversations) != 1 {
			return c, fmt.Errorf("%q or %q isn't there", id, by)
		}
		next := &c.Conversations[0]
		next.Seq++
		c.Events = []botflow.Event{{Subject: botflow.OfConversation(id), Seq: next.Seq, Type: botflow.Taken, Contact: next.Contact, To: next.Place}}
		return c, nil
	})
}

// takeOrReturn moves a chat between General and an agent.
func takeOrReturn(l store.Loaded, by botflow.AgentID) (c store.Changeset) {
	for _, x := range l.Conversations {
		for _, a := range l.Agents {
			switch {
			case x.Place.Owner == a.Agent:
				x.Place = botflow.Place{State: botflow.StateInbox, Inbox: botflow.General, Since: x.Place.Since + 1}
				a.Load--
			case x.Place.Owner == "" && a.Agent == by:
				x.Place, x.LastOwner = botflow.Place{State: botflow.StateAgent, Owner: by, Since: x.Place.Since + 1}, by
				a.Load++
			default:
				continue
			}
			x.Epoch++
			return store.Changeset{Conversations: []botflow.Conversation{x}, Agents: []botflow.Presence{a}}
		}
	}
	return c
}

// drain measures assigning 100 chats to 50 agents, and gives them back unmeasured.
func (p *probe) drain(b *testing.B, callers int) {
	b.Helper()
	all := func() {
		p.together(callers, func(caller int) error {
			for i := caller; i < benchDrain; i += callers {
				if err := p.takeBack(benchChat(benchChats/4+i), benchAgent(i%benchAgents)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for b.Loop() {
		all()
		b.StopTimer()
		all()
		b.StartTimer()
	}
	b.ReportMetric(float64(b.N*benchDrain)/b.Elapsed().Seconds(), "chats/s")
}
