package storetest

import (
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

func scopeChecks() []Check {
	return []Check{
		{
			Duty: 12, Name: "who is in an inbox",
			Explain: "An inbox was said to have a human, or a chat, that it hasn't, or the other way round: the wrong one answers first (F4), a full inbox is deleted (S8).",
			Run:     probing(whoIsInAnInbox),
		},
		{
			Duty: 12, Name: "humans are those who attend",
			Explain: "Somebody's presence, rights or membership changed and the inbox didn't notice: a contact is promised a human who isn't there (F4).",
			Run:     probing(humansAreThoseWhoAttend),
		},
		{
			Duty: 1, Name: "an inbox that goes is empty",
			Explain: "A chat came into an inbox while the inbox was deleted as an empty one: nobody sees the chat again (S8).",
			Run:     probing(inboxThatGoesIsEmpty),
		},
	}
}

func whoIsInAnInbox(p *probe) {
	for seed := range uint64(4) {
		w := newWorld(p.in(botflow.AccountID(fmt.Sprint("inboxes ", seed))), 100+seed, 30)
		compiled, err := directory.Compile(w.directory, 1)
		w.no(err, "compile the directory")
		named := append(slices.Clone(w.shared), botflow.Closed)
		for _, a := range w.agents {
			named = append(named, botflow.Personal(a))
		}
		named = append(named, "unheard of")
		slices.Sort(named)
		var rows []store.InboxState
		var scopes []store.Scope
		for _, id := range named {
			row, written := w.inboxes[id]
			s := store.Scope{ID: id}
			row.ID = id
			for _, c := range w.chats {
				s.Occupied = s.Occupied || c.Place.Inbox == id
			}
			for _, rules := range compiled.SeatsOf(id) {
				s.Humans = s.Humans || rules.Attends && w.presences[rules.Agent].Status == botflow.Online
			}
			if s.Occupied || written || compiled.ExistsAny(id) {
				rows = append(rows, row)
			}
			scopes = append(scopes, s)
		}
		l := w.get(store.Key{Inboxes: named, Scopes: append(slices.Clone(named), named[0])})
		w.same("the inboxes", l.Inboxes, rows)
		w.same("the scopes", l.Scopes, scopes)
	}
}

// scope reads one.
func (p *probe) scope(id botflow.InboxID) store.Scope {
	l := p.get(store.Key{Scopes: []botflow.InboxID{id}})
	p.want(len(l.Scopes) == 1 && l.Scopes[0].ID == id, "the scope of %q is %+v", id, l.Scopes)
	p.want(len(l.Inboxes) == 0, "a scope was asked for and the inbox's row came")
	return l.Scopes[0]
}

func humansAreThoseWhoAttend(p *probe) {
	p.want(p.scope("Sales") == store.Scope{ID: "Sales"}, "an unknown inbox of a new account has somebody in it")
	d := staff("Ana")
	d.Inboxes = append(d.Inboxes, directory.Inbox{ID: "Sales", Members: []botflow.AgentID{"Ana"}})
	ana := &d.Agents[0]
	online := store.Changeset{Agents: []botflow.Presence{{Agent: "Ana", Status: botflow.Online}}}
	away := store.Changeset{Agents: []botflow.Presence{{Agent: "Ana", Status: botflow.Away}}}
	configure := func(how func()) store.Changeset {
		how()
		next := d.Clone()
		return store.Changeset{Directory: &next}
	}
	for _, step := range []struct {
		what           string
		c              store.Changeset
		sales, general bool
	}{
		{"a member comes online before there is a directory", online, false, false},
		{"they are a member", configure(func() {}), true, true},
		{"they are away", away, false, false},
		{"they are back", online, true, true},
		{"they are a supervisor who doesn't attend", configure(func() { ana.Role = botflow.RoleSupervisor }), false, false},
		{"they are a supervisor who attends", configure(func() { ana.Attends = true }), true, true},
		{"they are no member", configure(func() { d.Inboxes[1].Members = nil }), false, true},
		{"they are disabled", configure(func() { ana.Disabled = true }), false, false},
		{"they come online while disabled", online, false, false},
		{"they are a member and enabled", configure(func() { ana.Disabled, d.Inboxes[1].Members = false, []botflow.AgentID{"Ana"} }), true, true},
		{"assigning is off and they are at their limit", store.Changeset{Agents: []botflow.Presence{{Agent: "Ana", Status: botflow.Online, Load: 99}}}, true, true},
		{"the inbox is gone", configure(func() { d.Inboxes = d.Inboxes[:1] }), false, true},
		{"the agent is gone", configure(func() { d.Agents = nil }), false, false},
	} {
		p.write(step.c)
		p.want(p.scope("Sales").Humans == step.sales, "once %s, the inbox has a human: %t", step.what, !step.sales)
		p.want(p.scope(botflow.General).Humans == step.general, "once %s, General has a human: %t", step.what, !step.general)
	}
}

// inboxThatGoesIsEmpty deletes an inbox if it is empty, while a chat comes into it if it exists: before, after, and at the same time.
func inboxThatGoesIsEmpty(p *probe) {
	for round := range 24 {
		d := staff()
		in := botflow.InboxID(fmt.Sprintf("inbox %d", round))
		d.Inboxes = append(d.Inboxes, directory.Inbox{ID: in})
		p.write(store.Changeset{Directory: d})
		_, revision, err := p.Directory(p.ctx, 0)
		p.no(err, "directory")
		c := chat(botflow.ConversationID(in))
		c.Place.Inbox = in
		enter := func(loaded func()) error {
			return p.Apply(p.ctx, store.Key{Chat: store.Chat{Channel: c.Channel, Contact: c.Contact}}, func(l store.Loaded) (store.Changeset, error) {
				loaded()
				if l.Revision != revision {
					return store.Changeset{}, nil
				}
				return store.Changeset{Conversations: []botflow.Conversation{c}}, nil
			})
		}
		remove := func(loaded func()) error {
			return p.Apply(p.ctx, store.Key{Account: true, Scopes: []botflow.InboxID{in}}, func(l store.Loaded) (store.Changeset, error) {
				loaded()
				if len(l.Scopes) != 1 || l.Scopes[0].Occupied {
					return store.Changeset{}, nil
				}
				return store.Changeset{Directory: staff()}, nil
			})
		}
		both := [2]func(loaded func()) error{enter, remove}
		first, second := both[round%2], both[1-round%2]
		switch round / 2 {
		case 0:
			p.no(first(func() {}), "the first of two steps")
			p.no(second(func() {}), "the second of two steps")
		case 1, 2, 3:
			p.overtaken(first, second)
		default:
			p.together(2, func(caller int) error { return both[(caller+round)%2](func() {}) })
		}
		_, after, err := p.Directory(p.ctx, 0)
		p.no(err, "directory")
		found := len(p.get(store.Key{Conversations: []botflow.ConversationID{c.ID}}).Conversations)
		p.want(found == 0 || after == revision, "%q is gone and a chat is in it", in)
		p.want(found == 1 || after != revision, "%q is empty and stayed, or its chat was lost", in)
	}
}
