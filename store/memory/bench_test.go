package memory

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

func name(n int) string { return fmt.Sprintf("%08d-0000-7000-8000-000000000000", n) }

// crowd is an account with so many conversations, half waiting in ten inboxes and half closed, and so many agents in all of
// the inboxes.
func crowd(b *testing.B, chats, agents int) *account {
	b.Helper()
	a := newAccount()
	d := directory.Directory{Inboxes: []directory.Inbox{{ID: botflow.General, Policy: routing.Support()}}}
	for i := range agents {
		d.Agents = append(d.Agents, directory.Agent{ID: botflow.AgentID(fmt.Sprintf("agent %d", i))})
	}
	for i := range 9 {
		in := directory.Inbox{ID: room9(i), Policy: routing.Support()}
		if agents <= 1000 {
			for _, g := range d.Agents {
				in.Members = append(in.Members, g.ID)
			}
		}
		d.Inboxes = append(d.Inboxes, in)
	}
	must(b, a, store.Changeset{Directory: &d})
	for i := range agents {
		a.putAgent(botflow.Presence{Agent: d.Agents[i].ID, Status: botflow.Online, Load: i % 10})
	}
	for i := range chats {
		at := botflow.Instant(1+i) * 1000
		c := botflow.Conversation{
			ID: botflow.ConversationID(name(i)), Channel: "whatsapp", Contact: botflow.ContactID(fmt.Sprintf("51%09d", i)),
			Episode: 1, Epoch: 1, EpisodeAt: at, QueuedAt: at, LastInbound: at, LastActivity: at, Unanswered: at, Unread: true,
			WindowEnds: at + 86_400_000_000, Wake: botflow.Wake{At: at + 86_400_000_000, Rank: botflow.RankEnding},
			Place: botflow.Place{State: botflow.StateInbox, Inbox: room9(i % 10), Since: at}, TakenFrom: room9(i % 10),
		}
		if i%2 == 0 {
			c.Place.Inbox, c.Unread = botflow.Closed, false
		}
		a.putChat(c)
	}
	return a
}

func room9(i int) botflow.InboxID {
	if i == 9 {
		return botflow.General
	}
	return botflow.InboxID(fmt.Sprintf("inbox %d", i))
}

func must(b *testing.B, a *account, c store.Changeset) {
	b.Helper()
	if err := a.put(c); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkTake takes a waiting chat and gives it back: two Applies, each of a conversation, a load and an event.
func BenchmarkTake(b *testing.B) {
	for _, chats := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprintf("chats=%d", chats), func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			a := crowd(b, chats, 100)
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i = (i + 7919*2) % chats
				take(b, a, botflow.ConversationID(name(i|1)), "agent 10")
				take(b, a, botflow.ConversationID(name(i|1)), "agent 10")
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(chats), "B/chat")
		})
	}
}

func take(b *testing.B, a *account, id botflow.ConversationID, by botflow.AgentID) {
	b.Helper()
	key := store.Key{Conversations: []botflow.ConversationID{id}, Agents: []botflow.AgentID{by}}
	err := a.Apply(context.Background(), key, func(l store.Loaded) (store.Changeset, error) {
		c, p := l.Conversations[0], l.Agents[0]
		if c.Place.State == botflow.StateInbox {
			c.Place, c.Previous = botflow.Place{State: botflow.StateAgent, Owner: by, Since: c.Place.Since + 1}, c.Place
			p.Load++
		} else {
			c.Place, c.Previous = c.Previous, c.Place
			p.Load--
		}
		c.Seq++
		c.Epoch++
		return store.Changeset{
			Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{p},
			Events: []botflow.Event{{Subject: botflow.OfConversation(id), Seq: c.Seq, Type: botflow.Taken, From: c.Previous, To: c.Place}},
		}, nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkView reads what matching needs of one inbox.
func BenchmarkView(b *testing.B) {
	for _, agents := range []int{10, 10_000} {
		b.Run(fmt.Sprintf("agents=%d", agents), func(b *testing.B) {
			a := crowd(b, 1000, agents)
			req := store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: 8, Seats: 8, Members: botflow.MaxCandidates}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := a.View(context.Background(), req); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkList reads a page of fifty from the middle of what an agent of some inboxes may see.
func BenchmarkList(b *testing.B) {
	a := crowd(b, 200_000, 10)
	for _, inboxes := range []int{1, 10} {
		b.Run(fmt.Sprintf("inboxes=%d", inboxes), func(b *testing.B) {
			q := inbox.Query{Branches: []inbox.Branch{{Area: inbox.AreaShared}, {Area: inbox.AreaClosed, Private: inbox.No}}, Limit: 50}
			for i := range inboxes {
				q.Branches[0].Inboxes = append(q.Branches[0].Inboxes, room9(i))
			}
			q.After = inbox.Cursor{Key: 50_000_000, ID: "x"}
			b.ReportAllocs()
			for b.Loop() {
				if page, err := a.List(context.Background(), q); err != nil || len(page.Conversations) != 50 {
					b.Fatal(len(page.Conversations), err)
				}
			}
		})
	}
}
