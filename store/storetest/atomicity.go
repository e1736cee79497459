package storetest

import (
	"errors"
	"sync/atomic"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

func atomicityChecks() []Check {
	return []Check{
		{
			Duty: 2, Name: "everything is written",
			Explain: "A part of an accepted changeset was dropped: a note, an event or a row that the host was told of isn't there (I7).",
			Run:     probing(everythingIsWritten),
		},
		{
			Duty: 2, Name: "a refused changeset writes nothing",
			Explain: "A changeset was refused, but a part of it stayed: a change without its event, or an event without its change (I7).",
			Run:     probing(refusedWritesNothing),
		},
		{
			Duty: 2, Name: "a refused decision writes nothing",
			Explain: "Decide answered an error, and something was written, or another error came back: callers can't tell refusals apart.",
			Run:     probing(errorWritesNothing),
		},
		{
			Duty: 2, Name: "no reader sees a part",
			Explain: "A reader saw a chat's slot freed before it was taken elsewhere, or the other way round: two rows of one step at two moments.",
			Run:     probing(noReaderSeesAPart),
		},
	}
}

// full is a changeset with everything in it.
func full() store.Changeset {
	c := chat("1")
	c.Seq, c.Tags = 2, []botflow.Tag{"vip"}
	c.Wake = botflow.Wake{At: 50, Rank: botflow.RankEnding}
	event := func(of botflow.Subject, seq uint64) botflow.Event {
		return botflow.Event{Subject: of, Seq: seq, Type: botflow.Received, At: 10, Recorded: 10, Contact: c.Contact, Text: "hello"}
	}
	return store.Changeset{
		Op: "op", Result: []byte("done"), At: 10,
		Conversations: []botflow.Conversation{c},
		Contacts:      []botflow.Contact{{ID: c.Contact, Affinity: "Ana", Attributes: map[string]string{"city": "Lima"}}},
		Agents:        []botflow.Presence{{Agent: "Ana", Status: botflow.Online, Chosen: botflow.Online, Seq: 1, Wake: 40}},
		Inboxes:       []store.InboxState{{ID: botflow.General, Turn: 3, Wake: 60}},
		Turns:         []store.Turn{{Inbox: botflow.General, Agent: "Ana", Ordinal: 3}},
		Notes:         []botflow.Note{{Conversation: "1", Seq: 2, By: botflow.ByAgent("Ana"), At: 10, Text: "a note"}},
		Events: []botflow.Event{
			event(botflow.OfConversation("1"), 1), event(botflow.OfAgent("Ana"), 1), event(botflow.OfConversation("1"), 2),
			event(botflow.OfAccount(), 1),
		},
		Jobs:      []store.Job{{ID: "job", Kind: store.JobDeleteInbox, Inbox: "Sales", Into: botflow.General, At: 10}},
		Directory: staff("Ana", "Bob"),
	}
}

// everything names all rows of full.
func everything() store.Key {
	return store.Key{
		Op: "op", Conversations: []botflow.ConversationID{"1"}, Agents: []botflow.AgentID{"Ana", "Bob"}, Contacts: []botflow.ContactID{"contact of 1"},
		Inboxes: []botflow.InboxID{botflow.General}, Scopes: []botflow.InboxID{botflow.General, "Sales"},
		Seats: []store.SeatKey{{Inbox: botflow.General, Agent: "Ana"}}, Account: true,
	}
}

// seen is all that can be read of an account that holds full, or of one that holds nothing.
type seen struct {
	Loaded    store.Loaded
	Due       []store.Wake
	Waiting   []botflow.InboxID
	Records   []store.Record
	Agent     []store.Record
	Account   []store.Record
	Notes     []botflow.Note
	Feed      int
	Jobs      []store.Job
	Members   []botflow.ConversationID
	Directory directory.Directory
	Listed    []botflow.Conversation
	Counted   int
}

func (p *probe) look() seen {
	var s seen
	errs := make([]error, 11)
	s.Loaded, errs[0] = p.Get(p.ctx, everything())
	s.Loaded.Now = 0 // a store's clock goes on
	s.Due, _, errs[1] = p.Due(p.ctx, 100, 10)
	s.Waiting, errs[2] = p.Waiting(p.ctx, "", 10)
	s.Records, errs[3] = p.History(p.ctx, botflow.OfConversation("1"), 0, 10)
	s.Agent, errs[4] = p.History(p.ctx, botflow.OfAgent("Ana"), 0, 10)
	s.Account, errs[5] = p.History(p.ctx, botflow.OfAccount(), 0, 10)
	s.Notes, errs[6] = p.Notes(p.ctx, "1", 0, 10)
	s.Jobs, errs[7] = p.Jobs(p.ctx, 10)
	s.Members, errs[8] = p.Members(p.ctx, store.Job{Kind: store.JobRemoveAgent, Agent: "Ana"}, 10)
	s.Directory, _, errs[9] = p.Directory(p.ctx, 1<<62)
	s.Counted, errs[10] = p.Count(p.ctx, all(), 10)
	p.no(errors.Join(errs...), "read the account")
	for _, records := range [][]store.Record{s.Records, s.Agent, s.Account} {
		for i := range records {
			records[i].Position = 0 // a history may have an event before the feed does
		}
	}
	s.Listed = p.pages(all())
	s.Feed = len(p.unread("reader", 10))
	return s
}

func everythingIsWritten(p *probe) {
	c := full()
	p.write(c)
	s := p.look()
	l := s.Loaded
	p.want(l.Seen && string(l.Result) == "done", "the operation's result is %q, seen: %t", l.Result, l.Seen)
	p.same("the conversation", l.Conversations, c.Conversations)
	p.same("the contact", l.Contacts, c.Contacts)
	p.same("the agents", l.Agents, append(c.Agents, botflow.Presence{Agent: "Bob"}))
	p.same("the inbox", l.Inboxes, c.Inboxes)
	p.same("the scopes", l.Scopes, []store.Scope{{ID: botflow.General, Humans: true, Occupied: true}, {ID: "Sales"}})
	p.same("the turn", l.Seats, c.Turns)
	p.want(l.AccountSeq == 1 && l.Revision == 1 && l.NextDue == 40, "account: last event %d, revision %d, next wake %d instead of 1, 1, 40",
		l.AccountSeq, l.Revision, l.NextDue)
	p.want(len(s.Records) == 2 && len(s.Agent) == 1 && len(s.Account) == 1 && s.Feed == 4, "there are %d, %d, %d events and %d in the feed",
		len(s.Records), len(s.Agent), len(s.Account), s.Feed)
	p.same("the event", show(s.Records[1].Event), show(c.Events[2]))
	p.same("the notes", s.Notes, c.Notes)
	p.same("the jobs", s.Jobs, c.Jobs)
	p.same("the members of a job", s.Members, []botflow.ConversationID{"1"})
	p.same("the directory", store.Changeset{Directory: &s.Directory}, store.Changeset{Directory: c.Directory})
	p.same("the list", s.Listed, c.Conversations)
	p.want(s.Counted == 1, "%d chats are counted instead of 1", s.Counted)
	p.want(len(s.Due) == 3 && len(s.Waiting) == 1, "%d wakes and %d inboxes wait, instead of 3 and 1", len(s.Due), len(s.Waiting))
	p.verified()
}

func refusedWritesNothing(p *probe) {
	before := p.look()
	c := full()
	c.Events = append(c.Events, botflow.Event{Subject: botflow.OfConversation("1"), Seq: 4})
	p.refused("its events have a gap", c)
	p.same("after a refusal, the account", p.look(), before)
	p.verified()
}

func errorWritesNothing(p *probe) {
	before, refusal := p.look(), errors.New("no")
	err := p.Apply(p.ctx, Naming(full()), func(store.Loaded) (store.Changeset, error) { return full(), refusal })
	p.want(errors.Is(err, refusal), "decide's error came back as %v", err)
	p.same("after decide's error, the account", p.look(), before)
}

func noReaderSeesAPart(p *probe) {
	const rounds = 200
	p.write(store.Changeset{Directory: staff("Ana", "Bob"), Agents: []botflow.Presence{{Agent: "Ana", Load: rounds}, {Agent: "Bob"}}})
	key := store.Key{Agents: []botflow.AgentID{"Ana", "Bob"}}
	var written atomic.Bool
	p.together(2, func(caller int) error {
		if caller == 0 {
			defer written.Store(true)
			for range rounds {
				if err := p.Apply(p.ctx, key, oneFromFirstToSecond); err != nil {
					return err
				}
			}
			return nil
		}
		for last := false; !last; {
			last = written.Load()
			l, err := p.Get(p.ctx, key)
			if err != nil {
				return err
			}
			if sum := l.Agents[0].Load + l.Agents[1].Load; sum != rounds {
				return errors.New("a reader saw one of two rows that are written together")
			}
		}
		return nil
	})
}

// oneFromFirstToSecond moves one chat's load from the first agent to the second.
func oneFromFirstToSecond(l store.Loaded) (store.Changeset, error) {
	l.Agents[0].Load--
	l.Agents[1].Load++
	return store.Changeset{Agents: l.Agents}, nil
}
