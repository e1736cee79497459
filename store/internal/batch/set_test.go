package batch_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
	"github.com/repartogo/reparto/store/memory"
)

// nothing is a database without further rows.
type nothing struct{}

func (nothing) LastEvent(botflow.Subject) (uint64, error)         { return 0, nil }
func (nothing) LastNote(botflow.ConversationID) (uint64, error)   { return 0, nil }
func (nothing) ChatOf(botflow.ConversationID) (store.Chat, error) { return store.Chat{}, nil }

func newSet() *batch.Set {
	s := batch.NewSet("acme")
	s.Lookup = nothing{}
	return s
}

// verdict is what became of a call: "written", "again", or what its caller is told.
func verdict(t *testing.T, s *batch.Set, key store.Key, decide store.Decide) (what string, err error) {
	t.Helper()
	what = "again"
	rounds := 0
	q := batch.NewQueue(1, 1, func(calls []*batch.Call) {
		if rounds++; rounds > 1 {
			calls[0].Answer(nil)
			return
		}
		written, failed := s.Decide(calls[0])
		require.NoError(t, failed)
		if written {
			what = "written"
			calls[0].Answer(nil)
		}
	})
	err = q.Do(t.Context(), &batch.Call{Account: "acme", Key: key, Decide: decide})
	if what == "again" && rounds == 1 {
		what = "answered"
	}
	return what, err
}

func always(c store.Changeset) store.Decide {
	return func(store.Loaded) (store.Changeset, error) { return c, nil }
}

func chat(id botflow.ConversationID) botflow.Conversation {
	return botflow.Conversation{
		ID: id, Channel: "web", Contact: botflow.ContactID("of " + id), TakenFrom: botflow.General,
		Place: botflow.Place{State: botflow.StateInbox, Inbox: botflow.General, Since: 1},
	}
}

func byChat(c *botflow.Conversation) store.Key {
	return store.Key{Chat: store.Chat{Channel: c.Channel, Contact: c.Contact}}
}

func TestCallsOfOneGroupChain(t *testing.T) {
	t.Parallel()
	s, c := newSet(), chat("c")
	made := store.Changeset{Op: "op", Result: []byte("r"), Conversations: []botflow.Conversation{c}, Events: []botflow.Event{{Subject: botflow.OfConversation("c"), Seq: 1}}}
	key := byChat(&c)
	key.Op = "op"
	what, err := verdict(t, s, key, always(made))
	require.NoError(t, err)
	require.Equal(t, "written", what)

	what, err = verdict(t, s, key, func(l store.Loaded) (store.Changeset, error) {
		require.True(t, l.Seen, "the result that the group will write is seen")
		require.Equal(t, []byte("r"), l.Result)
		require.Equal(t, []botflow.Conversation{c}, l.Conversations)
		l.Conversations[0].Tags = append(l.Conversations[0].Tags, "mine")
		return store.Changeset{}, nil
	})
	require.NoError(t, err)
	require.Equal(t, "answered", what)

	_, err = verdict(t, s, byChat(&c), always(store.Changeset{Conversations: []botflow.Conversation{chat("d")}}))
	require.ErrorIs(t, err, store.ErrChangeset, "another conversation of the chat")
	_, err = verdict(t, s, byChat(&c), always(store.Changeset{Events: []botflow.Event{{Subject: botflow.OfConversation("c"), Seq: 3}}}))
	require.ErrorIs(t, err, store.ErrChangeset, "a gap")

	c.Priority = 7
	what, err = verdict(t, s, byChat(&c), always(store.Changeset{
		Conversations: []botflow.Conversation{c}, Notes: []botflow.Note{{Conversation: "c", Seq: 2}}, Events: []botflow.Event{{Subject: botflow.OfConversation("c"), Seq: 2}},
	}))
	require.NoError(t, err)
	require.Equal(t, "written", what)
	rows := s.Conversations()
	require.Len(t, rows, 1)
	require.True(t, rows[0].New() && rows[0].Priority == 7 && rows[0].Events == 2)
	require.Len(t, s.Log(), 2)
	require.Len(t, s.Notes(), 1)
	require.Len(t, s.Results(), 1)
	require.True(t, s.Touched())
}

func TestARefusedCallLeavesNothingInTheSet(t *testing.T) {
	t.Parallel()
	s, c, no := newSet(), chat("c"), errors.New("no")
	for _, decide := range []store.Decide{
		always(store.Changeset{}), always(store.Changeset{Agents: []botflow.Presence{{Agent: "ana"}}}),
		func(store.Loaded) (store.Changeset, error) {
			return store.Changeset{Conversations: []botflow.Conversation{c}}, no
		},
	} {
		what, _ := verdict(t, s, byChat(&c), decide)
		require.Equal(t, "answered", what)
	}
	require.False(t, s.Touched())
	require.Empty(t, s.Conversations())
}

func TestRowsThatAnEarlierCallBroughtInAreAskedFor(t *testing.T) {
	t.Parallel()
	s, c := newSet(), chat("c")
	s.AddConversation(c, 0)
	owned := c
	owned.Place = botflow.Place{State: botflow.StateAgent, Owner: "ana", Since: 2}
	what, err := verdict(t, s, store.Key{Conversations: []botflow.ConversationID{"c"}}, always(store.Changeset{Conversations: []botflow.Conversation{owned}}))
	require.NoError(t, err)
	require.Equal(t, "written", what)
	what, _ = verdict(t, s, store.Key{Conversations: []botflow.ConversationID{"c"}}, always(store.Changeset{}))
	require.Equal(t, "again", what, "the owner's row isn't held")
}

func TestWhatAGroupCantGoOnFrom(t *testing.T) {
	t.Parallel()
	c, d := chat("c"), chat("d")
	one := always(store.Changeset{Conversations: []botflow.Conversation{d}})
	for name, first := range map[string]func(*batch.Set) (string, error){
		"a chat that is forgotten": func(s *batch.Set) (string, error) {
			s.AddConversation(c, 0)
			return verdict(t, s, byChat(&c), always(store.Changeset{Forget: []botflow.ConversationID{"c"}}))
		},
		"a new directory": func(s *batch.Set) (string, error) {
			return verdict(t, s, store.Key{Account: true}, always(store.Changeset{Directory: &directory.Directory{}}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSet()
			what, err := first(s)
			require.NoError(t, err)
			require.Equal(t, "written", what)
			what, _ = verdict(t, s, byChat(&d), one)
			require.Equal(t, "again", what)
		})
	}
	t.Run("a directory behind a write", func(t *testing.T) {
		t.Parallel()
		s := newSet()
		what, _ := verdict(t, s, byChat(&d), one)
		require.Equal(t, "written", what)
		what, _ = verdict(t, s, store.Key{Account: true}, always(store.Changeset{Directory: &directory.Directory{}}))
		require.Equal(t, "again", what, "whether an inbox is occupied was read before the write")
	})
}

// The seats that a Set derives are those that the store in memory shows.
func TestReseatIsAsInMemory(t *testing.T) {
	t.Parallel()
	d := directory.Directory{
		Agents:  []directory.Agent{{ID: "ana", Limit: 2}, {ID: "bob", Disabled: true}, {ID: "eva", Role: botflow.RoleSupervisor, Attends: true}},
		Inboxes: []directory.Inbox{{ID: botflow.General, Policy: routing.Support()}, {ID: "Sales", Members: []botflow.AgentID{"ana", "bob"}}},
	}
	p := botflow.Presence{Agent: "ana", Status: botflow.Online, Load: 1}
	s := newSet()
	s.AddAgent(batch.Agent{Presence: p, Written: true})
	left := batch.Seat{Member: true, Ordinal: 9}
	left.Agent, left.Inbox = "ana", "gone"
	s.AddSeat(left)
	_, err := verdict(t, s, store.Key{Account: true}, always(store.Changeset{Directory: &d}))
	require.NoError(t, err)
	require.True(t, s.Configures())
	s.Reseat()

	account, err := memory.New().Account("acme")
	require.NoError(t, err)
	write := func(key store.Key, c store.Changeset) {
		require.NoError(t, account.Apply(context.Background(), key, always(c)))
	}
	write(store.Key{Account: true}, store.Changeset{Directory: &d})
	write(store.Key{Agents: []botflow.AgentID{"ana"}}, store.Changeset{Agents: []botflow.Presence{p}})
	want := make(map[store.SeatKey]routing.Seat)
	for _, in := range []botflow.InboxID{botflow.General, "Sales"} {
		v, err := account.View(t.Context(), store.ViewRequest{Inboxes: []botflow.InboxID{in}, Chat: "none", Members: 9})
		require.NoError(t, err)
		for _, seat := range v.Inboxes[0].Members {
			want[store.SeatKey{Inbox: in, Agent: seat.Agent}] = seat
		}
	}
	got := make(map[store.SeatKey]routing.Seat)
	agents := map[botflow.AgentID]botflow.Presence{}
	for _, a := range s.Agents() {
		agents[a.Agent] = a.Presence
		require.True(t, a.Known)
	}
	for _, seat := range s.Seats() {
		a := agents[seat.Agent]
		require.False(t, seat.Stale(&a))
		if seat.Member {
			got[store.SeatKey{Inbox: seat.Inbox, Agent: seat.Agent}] = seat.Whole(&a)
			continue
		}
		require.Equal(t, store.SeatKey{Inbox: "gone", Agent: "ana"}, store.SeatKey{Inbox: seat.Inbox, Agent: seat.Agent})
		require.EqualValues(t, 9, seat.Ordinal, "a seat that is left keeps its ordinal")
	}
	require.Equal(t, want, got)
	var known []botflow.InboxID
	for _, in := range s.Inboxes() {
		known = append(known, in.ID)
	}
	require.ElementsMatch(t, []botflow.InboxID{botflow.General, "Sales", botflow.Personal("ana"), botflow.Personal("eva")}, known)
}
