package memory

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// put writes a changeset as if its key had named everything in it.
func (a *account) put(c store.Changeset) error {
	all := store.Key{Op: c.Op, Account: true}
	for i := range c.Conversations {
		all.Chat = store.Chat{Channel: c.Conversations[i].Channel, Contact: c.Conversations[i].Contact}
		all.Conversations = append(all.Conversations, c.Conversations[i].ID)
	}
	for i := range c.Agents {
		all.Agents = append(all.Agents, c.Agents[i].Agent)
	}
	for i := range c.Contacts {
		all.Contacts = append(all.Contacts, c.Contacts[i].ID)
	}
	all.Conversations = append(all.Conversations, c.Forget...)
	return a.Apply(context.Background(), all, func(store.Loaded) (store.Changeset, error) { return c, nil })
}

// draw makes one of few conversations in any place, so that most draws move one that exists.
func draw(t *rapid.T) botflow.Conversation {
	n := rapid.IntRange(0, 20).Draw(t, "chat")
	small := rapid.Int64Range(0, 3)
	agent := rapid.SampledFrom([]botflow.AgentID{"", "Ana", "Bob"}).Draw(t, "agent")
	c := botflow.Conversation{
		ID: botflow.ConversationID(fmt.Sprint(n)), Channel: botflow.ChannelID(fmt.Sprint(n % 2)), Contact: botflow.ContactID(fmt.Sprint(n / 2)),
		Priority: int32(small.Draw(t, "priority")), QueuedAt: botflow.Instant(small.Draw(t, "queued")), LastOwner: agent,
		LastActivity: botflow.Instant(small.Draw(t, "activity")), Unread: rapid.Bool().Draw(t, "unread"),
		TakenFrom: rapid.SampledFrom([]botflow.InboxID{"", "General", "Sales"}).Draw(t, "taken from"),
		Wake:      botflow.Wake{At: botflow.Instant(small.Draw(t, "wake"))},
		Place:     botflow.Place{State: botflow.State(rapid.IntRange(0, 4).Draw(t, "state")), Since: 1},
	}
	switch c.Place.State {
	case botflow.StateAgent:
		c.Place.Owner = "Ana"
	case botflow.StateInbox:
		c.Place.Inbox = rapid.SampledFrom([]botflow.InboxID{"General", "Sales", botflow.Closed, botflow.Personal("Ana")}).Draw(t, "inbox")
	case botflow.StateNone, botflow.StateBot, botflow.StateExpired:
	}
	return c
}

// TestIndexesFollowTheRows writes and forgets at random: the indexes stay those of the rows, and nothing is left of rows that went.
func TestIndexesFollowTheRows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := newAccount()
		write := func(c store.Changeset) {
			require.NoError(t, a.put(c))
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			c := draw(t)
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				write(store.Changeset{Forget: []botflow.ConversationID{c.ID}})
			case 1:
				write(store.Changeset{Contacts: []botflow.Contact{{ID: c.Contact, Affinity: c.LastOwner}}})
			default:
				write(store.Changeset{Conversations: []botflow.Conversation{c}})
			}
			write(store.Changeset{Agents: []botflow.Presence{{Agent: "Ana", Load: a.owned["Ana"].size()}}})
			wrong, err := a.Verify(context.Background())
			require.NoError(t, err)
			require.Empty(t, wrong)
		}
		for id := range a.chats {
			write(store.Changeset{Forget: []botflow.ConversationID{id}})
		}
		require.Empty(t, a.shelves)
		require.Empty(t, a.owned)
		require.Empty(t, a.inside)
		require.Empty(t, a.leads)
		require.Empty(t, a.queues)
		require.Zero(t, a.waiting.size())
		require.Zero(t, a.wakes.size())
	})
}

func TestVerifyNoticesBrokenIndexes(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		breaks func(*account)
		want   string
	}{
		{"nothing", func(*account) {}, ""},
		{"list", func(a *account) { a.on(shelf.Shelf{Area: inbox.AreaShared}, 0).drop(0) }, "list"},
		{"missing list", func(a *account) { delete(a.shelves, shelf.Shelf{Area: inbox.AreaShared}) }, "list"},
		{"queue", func(a *account) { clear(a.queues) }, "queue"},
		{"waiting", func(a *account) { a.waiting.remove(botflow.General) }, "inboxes with a queue"},
		{"wake", func(a *account) { a.wakes.add(store.Wake{ID: "x"}) }, "wakes"},
		{"order of the wakes", func(a *account) { a.wakes.chunks[0][0].At = 99 }, "wakes"},
		{"affinity", func(a *account) { clear(a.leads) }, "affinity"},
		{"owner", func(a *account) { addTo(a.owned, "Bob", byID, a.chats["1"]) }, "owner"},
		{"inbox", func(a *account) { clear(a.inside) }, "inbox"},
		{"contact", func(a *account) { a.contacts["k"].chats = nil }, "contact"},
		{"load", func(a *account) { a.agents["Ana"].Load = 1 }, "the load is 1"},
		{"stale seat", func(a *account) { a.agents["Ana"].seats[botflow.General].Load = 3 }, "stale"},
		{"no seat", func(a *account) { delete(a.agents["Ana"].seats, botflow.General) }, "has no seat"},
		{"too many seats", func(a *account) { a.snapshot, _ = directory.Compile(directory.Directory{}, 1) }, "seats"},
		{"humans", func(a *account) { a.rooms[botflow.General].humans = 5 }, "humans"},
		{"ready", func(a *account) { a.rooms[botflow.General].ready.drop(0) }, "where their seat belongs"},
		{"event", func(a *account) { a.logs[botflow.OfAgent("Ana")].records[0].Event.Seq = 7 }, "gap"},
		{"count of events", func(a *account) { a.agents["Ana"].Seq = 9 }, "count 9 events"},
		{"feed", func(a *account) { a.feed[1].Position = 1 }, "feed"},
		{"operation", func(a *account) { clear(a.results) }, "operations"},
		{"job", func(a *account) { clear(a.jobs) }, "jobs"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a := newAccount()
			d := directory.Directory{Agents: []directory.Agent{{ID: "Ana"}}, Inboxes: []directory.Inbox{{ID: botflow.General}}}
			d.Inboxes[0].Policy.Enabled = true
			c := store.Changeset{
				Op: "op", Directory: &d, Jobs: []store.Job{{ID: "job"}},
				Agents:   []botflow.Presence{{Agent: "Ana", Status: botflow.Online, Seq: 2, Wake: 5}},
				Contacts: []botflow.Contact{{ID: "k", Affinity: "Ana"}},
				Events:   []botflow.Event{{Subject: botflow.OfAgent("Ana"), Seq: 1}, {Subject: botflow.OfAgent("Ana"), Seq: 2}},
				Conversations: []botflow.Conversation{{
					ID: "1", Channel: "web", Contact: "k", Wake: botflow.Wake{At: 4},
					Place: botflow.Place{State: botflow.StateInbox, Inbox: botflow.General},
				}},
			}
			require.NoError(t, a.put(c))
			tc.breaks(a)
			wrong, err := a.Verify(t.Context())
			require.NoError(t, err)
			if tc.want == "" {
				require.Empty(t, wrong)
				return
			}
			require.NotEmpty(t, wrong)
			require.Contains(t, fmt.Sprint(wrong), tc.want)
		})
	}
}

// TestQ3_ThinPagesAreShort looks for few among many: no page examines more than its reach, and none is lost between them.
func TestQ3_ThinPagesAreShort(t *testing.T) {
	t.Parallel()
	a, want := newAccount(), 0
	for i := range 3*pageReach + 10 {
		c := botflow.Conversation{
			ID: botflow.ConversationID(fmt.Sprintf("%06d", i)), Contact: botflow.ContactID(fmt.Sprint(i)), LastActivity: botflow.Instant(i / 10),
			Place: botflow.Place{State: botflow.StateExpired},
		}
		if i%1000 == 999 {
			c.Tags = []botflow.Tag{"rare"}
			want++
		}
		a.putChat(c)
	}
	q := inbox.Query{Branches: []inbox.Branch{{Area: inbox.AreaExpired}}, Filter: inbox.Filter{Tag: "rare"}, Limit: 200}
	pages, found := 0, 0
	for more := true; more; pages++ {
		page, err := a.List(t.Context(), q)
		require.NoError(t, err)
		found += len(page.Conversations)
		q.After, more = page.Next, page.More
	}
	require.Equal(t, want, found)
	require.Equal(t, 4, pages)
	n, err := a.Count(t.Context(), q, 1000)
	require.NoError(t, err)
	require.Equal(t, want, n)
}

// TestV7_NothingThatDoesNotMatchLeavesATrace: a full page leads on only to something that matches.
func TestV7_NothingThatDoesNotMatchLeavesATrace(t *testing.T) {
	t.Parallel()
	a := newAccount()
	for i := range 10 {
		a.putChat(botflow.Conversation{
			ID: botflow.ConversationID(fmt.Sprint(i)), Contact: botflow.ContactID(fmt.Sprint(i)), Private: i > 4,
			Place: botflow.Place{State: botflow.StateExpired},
		})
	}
	page, err := a.List(t.Context(), inbox.Query{Branches: []inbox.Branch{{Area: inbox.AreaExpired, Private: inbox.No}}, Limit: 5})
	require.NoError(t, err)
	require.Len(t, page.Conversations, 5)
	require.False(t, page.More, "five hidden chats follow")
	require.Equal(t, botflow.ConversationID("4"), page.Next.ID)
}
