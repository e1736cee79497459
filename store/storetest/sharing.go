package storetest

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func sharingChecks() []Check {
	return []Check{
		{
			Duty: 9, Name: "what is given stays the giver's",
			Explain: "The store kept a slice or a map of its caller: what the caller does with it later changes what is stored.",
			Run:     probing(givenStaysTheGivers),
		},
		{
			Duty: 9, Name: "what is read is the reader's",
			Explain: "The store gave its own slice or map away: a reader who changes it changes what is stored.",
			Run:     probing(readIsTheReaders),
		},
	}
}

// rich is full with a pointer, a slice and a map wherever a row can have one.
func rich() store.Changeset {
	c := full()
	c.Directory.Tags = []botflow.Tag{"vip"}
	c.Directory.Inboxes[0].Policy.Excluded = []botflow.AgentID{"Bob"}
	e := &c.Events[0]
	e.Tags, e.Changed = []botflow.Tag{"vip"}, map[string]string{"city": "Lima"}
	e.Decision = &botflow.Decision{Chosen: "Ana", Candidates: []botflow.Candidate{{Agent: "Ana"}}}
	e.Responder = &botflow.Responder{Why: "why"}
	return c
}

// spoil changes everything that can be reached through a changeset.
func spoil(c *store.Changeset) {
	clear(c.Result)
	for i := range c.Conversations {
		clear(c.Conversations[i].Tags)
	}
	for i := range c.Contacts {
		clear(c.Contacts[i].Attributes)
	}
	for i := range c.Events {
		spoilEvent(&c.Events[i])
	}
	if c.Directory != nil {
		clear(c.Directory.Tags)
		for i := range c.Directory.Inboxes {
			clear(c.Directory.Inboxes[i].Policy.Excluded)
		}
		clear(c.Directory.Inboxes)
		clear(c.Directory.Agents)
	}
	clear(c.Conversations)
	clear(c.Contacts)
	clear(c.Agents)
	clear(c.Inboxes)
	clear(c.Turns)
	clear(c.Notes)
	clear(c.Events)
	clear(c.Jobs)
}

func spoilEvent(e *botflow.Event) {
	clear(e.Tags)
	clear(e.Changed)
	if e.Decision != nil {
		clear(e.Decision.Candidates)
		*e.Decision = botflow.Decision{}
	}
	if e.Responder != nil {
		*e.Responder = botflow.Responder{}
	}
}

// record is what a reader sees, in a form that keeps nothing of it.
func (p *probe) record() string {
	s := p.look()
	events := []botflow.Event{}
	for _, r := range append(append(s.Records, s.Agent...), s.Account...) {
		events = append(events, r.Event)
	}
	for _, r := range p.unread("reader", 10) {
		events = append(events, r.Event)
	}
	return store.Changeset{
		Op: "op", Result: s.Loaded.Result, Conversations: append(s.Loaded.Conversations, s.Listed...), Contacts: s.Loaded.Contacts,
		Agents: s.Loaded.Agents, Inboxes: s.Loaded.Inboxes, Turns: s.Loaded.Seats, Notes: s.Notes, Events: events, Jobs: s.Jobs, Directory: &s.Directory,
	}.String()
}

func givenStaysTheGivers(p *probe) {
	c := rich()
	p.write(c)
	before := p.record()
	spoil(&c)
	p.same("after the caller changed what it had written, the account", p.record(), before)
	p.verified()
}

func readIsTheReaders(p *probe) {
	p.write(rich())
	before := p.record()
	s := p.look()
	var events []botflow.Event
	for _, records := range [][]store.Record{s.Records, s.Agent, s.Account, p.unread("reader", 10)} {
		for i := range records {
			events = append(events, records[i].Event)
		}
		clear(records)
	}
	spoil(&store.Changeset{
		Result: s.Loaded.Result, Conversations: append(s.Loaded.Conversations, s.Listed...), Contacts: s.Loaded.Contacts, Agents: s.Loaded.Agents,
		Inboxes: s.Loaded.Inboxes, Turns: s.Loaded.Seats, Notes: s.Notes, Events: events, Jobs: s.Jobs, Directory: &s.Directory,
	})
	p.same("after a reader changed what it had read, the account", p.record(), before)
	p.verified()
}
