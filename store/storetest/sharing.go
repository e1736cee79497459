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
		{
			Duty: 9, Name: "what is asked stays the asker's",
			Explain: "The store sorted or kept a list of a key, a query or a request: its caller asks for something else the next time.",
			Run:     probing(askedStaysTheAskers),
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
	before, whole := p.record(), text(p.look())
	s := p.look()
	var events []botflow.Event
	for _, records := range [][]store.Record{s.Records, s.Agent, s.Account, p.unread("reader", 10)} {
		for i := range records {
			events = append(events, records[i].Event)
		}
		clear(records)
	}
	clear(s.Due)
	clear(s.Waiting)
	clear(s.Members)
	clear(s.Loaded.Scopes)
	v := p.view()
	seats := text(v)
	for i := range v.Inboxes {
		clear(v.Inboxes[i].Queue)
		clear(v.Inboxes[i].Seats)
		clear(v.Inboxes[i].Members)
		clear(v.Inboxes[i].Named)
	}
	clear(v.Inboxes)
	spoil(&store.Changeset{
		Result: s.Loaded.Result, Conversations: append(s.Loaded.Conversations, s.Listed...), Contacts: s.Loaded.Contacts, Agents: s.Loaded.Agents,
		Inboxes: s.Loaded.Inboxes, Turns: s.Loaded.Seats, Notes: s.Notes, Events: events, Jobs: s.Jobs, Directory: &s.Directory,
	})
	p.same("after a reader changed what it had read, the account", p.record(), before)
	p.same("after a reader changed what it had read, the account", text(p.look()), whole)
	p.same("after a reader changed what it had read, the view", text(p.view()), seats)
	p.verified()
}

// askedStaysTheAskers asks with lists that are in no order and have room to grow, as one who sorts or appends in place would not like.
func askedStaysTheAskers(p *probe) {
	p.write(full())
	key := store.Key{
		Op: "op", Chat: store.Chat{Channel: "web", Contact: "contact of 1"}, Account: true,
		Conversations: roomy[botflow.ConversationID]("2", "1", "2"), Agents: roomy[botflow.AgentID]("Eva", "Ana", "Bob", "Ana"),
		Inboxes: roomy[botflow.InboxID]("Sales", botflow.General), Scopes: roomy[botflow.InboxID]("Sales", botflow.General, "A"),
		Contacts: roomy[botflow.ContactID]("z", "contact of 1"), Seats: roomy(store.SeatKey{Inbox: "Sales", Agent: "Z"}, store.SeatKey{Inbox: botflow.General, Agent: "Ana"}),
	}
	q := all()
	q.Branches = append(q.Branches[:0:0], q.Branches[len(q.Branches)-1], q.Branches[0])
	q.Branches[0].Inboxes = roomy[botflow.InboxID](botflow.General, "Sales")
	q.Filter.States = roomy(botflow.StateInbox, botflow.StateBot)
	req := store.ViewRequest{Inboxes: roomy[botflow.InboxID]("Sales", botflow.General), Queue: 9, Seats: 9, Members: 9}
	shown := func() string { return text([]any{wholeKey(key), q, req.Inboxes[:cap(req.Inboxes)]}) }
	before := shown()
	p.get(key)
	p.no(p.Apply(p.ctx, key, func(store.Loaded) (store.Changeset, error) { return store.Changeset{}, nil }), "apply nothing")
	more := store.Key{Agents: roomy[botflow.AgentID]("Z", "Y")}
	asked := false
	p.no(p.Apply(p.ctx, key, func(l store.Loaded) (store.Changeset, error) {
		if l.Seen && !asked {
			asked = true
			return store.Changeset{}, &store.More{Key: more}
		}
		return store.Changeset{Agents: l.Agents[:1]}, nil
	}), "apply with more")
	p.pages(q)
	_, err := p.Count(p.ctx, q, 9)
	p.no(err, "count")
	_, err = p.View(p.ctx, req)
	p.no(err, "view")
	p.same("after it was asked with, a key, a query or a request", shown(), before)
	p.same("after it was asked for, a further key", more.Agents[:cap(more.Agents)], append(roomy[botflow.AgentID]("Z", "Y"), "", "")[:cap(more.Agents)])
}

// roomy makes a list that could grow in place.
func roomy[T any](all ...T) []T { return append(make([]T, 0, len(all)+2), all...) }

// wholeKey shows what lies behind the ends of a key's lists too.
func wholeKey(k store.Key) store.Key {
	k.Conversations, k.Agents, k.Inboxes = k.Conversations[:cap(k.Conversations)], k.Agents[:cap(k.Agents)], k.Inboxes[:cap(k.Inboxes)]
	k.Scopes, k.Contacts, k.Seats = k.Scopes[:cap(k.Scopes)], k.Contacts[:cap(k.Contacts)], k.Seats[:cap(k.Seats)]
	return k
}
