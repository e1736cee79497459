package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// The account that the benchmarks work in.
const (
	benchChats   = 400 // the first half waits in a shared inbox, the others are closed
	benchAgents  = 50
	benchInboxes = 5 // General among them; everybody is in all
)

// Bench measures what engines do most, on accounts of some hundred conversations: an Apply of one small change, alone and by 16 callers
// on one account, on several, and on few agents; assigning 100 chats that wait; and reading a view, a page and what is due. Each is a
// benchmark of its own, so that stores can be compared.
func Bench(b *testing.B, h Harness) {
	b.Helper()
	p := &probe{ctx: context.Background(), tb: b, h: h, db: h.New(b)}
	if err := caught(func() { p = p.in("acme"); p.furnish() }); err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name string
		run  func(i int) error
	}{
		{"Apply", func(i int) error { return p.touch(benchChat(i % benchChats)) }},
		{"Get", func(i int) error {
			_, err := p.Get(p.ctx, store.Key{Conversations: []botflow.ConversationID{benchChat(i % benchChats)}})
			return err
		}},
		{"View", func(int) error {
			_, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: 32, Seats: 64, Members: botflow.MaxCandidates})
			return err
		}},
		{"View of empty queues", func(int) error {
			_, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{"empty 1", "empty 2"}, Queue: 32, Seats: 64, Members: botflow.MaxCandidates})
			return err
		}},
		{"List", func(i int) error { return p.page(botflow.Instant(i % benchChats)) }},
		{"Due", func(int) error { _, _, err := p.Due(p.ctx, 1, 1); return err }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := bench.run(i); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	p.benchTogether(b)
}

func benchChat(i int) botflow.ConversationID {
	return botflow.ConversationID(fmt.Sprintf("chat %04d", i))
}

// furnish writes the account.
func (p *probe) furnish() {
	d := directory.Directory{Inboxes: []directory.Inbox{{ID: botflow.General, Policy: routing.Support()}}}
	var rows store.Changeset
	for i := range benchAgents {
		id := botflow.AgentID(fmt.Sprintf("agent %02d", i))
		d.Agents = append(d.Agents, directory.Agent{ID: id})
		rows.Agents = append(rows.Agents, botflow.Presence{Agent: id, Status: botflow.Online, Since: 1, Wake: latest})
	}
	for i := range benchInboxes + 1 {
		in := directory.Inbox{ID: botflow.InboxID(fmt.Sprint("inbox ", i)), Policy: routing.Support()}
		if i >= benchInboxes-1 {
			in.ID = botflow.InboxID(fmt.Sprint("empty ", i-benchInboxes+2))
		}
		for _, a := range d.Agents {
			in.Members = append(in.Members, a.ID)
		}
		d.Inboxes = append(d.Inboxes, in)
	}
	p.write(store.Changeset{Directory: &d})
	p.write(rows)
	for i := range benchChats {
		at := botflow.Instant(i + 1)
		c := chat(benchChat(i))
		c.Place.Inbox, c.TakenFrom = d.Inboxes[i%benchInboxes].ID, d.Inboxes[i%benchInboxes].ID
		c.QueuedAt, c.LastInbound, c.LastActivity, c.Unread, c.Unanswered = at, at, at, true, at
		c.Wake = botflow.Wake{At: latest - at, Rank: botflow.RankEnding}
		if i >= benchChats/2 {
			c.Place.Inbox, c.Unread, c.Unanswered = botflow.Closed, false, 0
		}
		p.write(store.Changeset{Conversations: []botflow.Conversation{c}, Contacts: []botflow.Contact{{ID: c.Contact}}})
	}
}

// touch is a message to a chat: its row, which moves in the lists, and an event.
func (p *probe) touch(id botflow.ConversationID) error {
	return p.Apply(p.ctx, store.Key{Conversations: []botflow.ConversationID{id}}, func(l store.Loaded) (store.Changeset, error) {
		if len(l.Conversations) != 1 {
			return store.Changeset{}, fmt.Errorf("%q isn't there", id)
		}
		c := l.Conversations[0]
		c.Seq++
		c.LastActivity += benchChats
		return store.Changeset{
			At: c.LastActivity, Conversations: []botflow.Conversation{c},
			Events: []botflow.Event{{Subject: botflow.OfConversation(id), Seq: c.Seq, Type: botflow.Received, At: c.LastActivity, Contact: c.Contact, Text: "hello"}},
		}, nil
	})
}

// page reads one from the middle of a list.
func (p *probe) page(from botflow.Instant) error {
	q := inbox.Query{Branches: []inbox.Branch{{Area: inbox.AreaShared}, {Area: inbox.AreaClosed, Private: inbox.No}}, Limit: 50}
	q.After = inbox.Cursor{Key: int64(from), ID: "chat"}
	_, err := p.List(p.ctx, q)
	return err
}
