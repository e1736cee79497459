package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

func TestChangesetPrints(t *testing.T) {
	t.Parallel()
	at := botflow.Instant(63_900_000_000_000_000)
	c := store.Changeset{
		Op: "op 1", Result: []byte(`{"a":"b"}`), At: at,
		Conversations: []botflow.Conversation{{
			ID: "c1", Channel: "web", Contact: "ana & co", Seq: 2, Tags: []botflow.Tag{"vip", "new"},
			Place: botflow.Place{State: botflow.StateAgent, Owner: "Ana", Since: at},
		}},
		Contacts:  []botflow.Contact{{ID: "ana & co", Attributes: map[string]string{"b": "2", "a": "=1"}}},
		Agents:    []botflow.Presence{{Agent: "Ana", Status: botflow.Online, Load: 1}},
		Inboxes:   []store.InboxState{{ID: botflow.General, Turn: 7, Wake: botflow.Forever}},
		Turns:     []store.Turn{{Inbox: botflow.General, Agent: "Ana", Ordinal: 7}},
		Notes:     []botflow.Note{{Conversation: "c1", Seq: 2, By: botflow.ByAgent("Ana"), At: at, Text: "line\nline"}},
		Events:    []botflow.Event{{Subject: botflow.OfConversation("c1"), Seq: 2, Type: botflow.Taken, At: at, Rule: "L10"}},
		Jobs:      []store.Job{{ID: "j1", Kind: store.JobDeleteInbox, Inbox: "Sales", Into: botflow.General}},
		Done:      []string{"j0"},
		Directory: &directory.Directory{Tags: []botflow.Tag{"vip"}},
		Forget:    []botflow.ConversationID{"c9"},
	}
	require.Equal(t, `operation id="op 1" at=2025-11-29T08:00:00Z result="{\"a\":\"b\"}"
conversation id=c1 channel=web contact="ana & co" place.state=AGENTE place.owner=Ana place.since=2025-11-29T08:00:00Z previous.state=NONE seq=2 tags.0=vip tags.1=new
contact id="ana & co" attributes.a="=1" attributes.b=2
agent agent=Ana status=Online chosen=Offline load=1
inbox id=General turn=7 wake=forever
turn inbox=General agent=Ana ordinal=7
note conversation=c1 seq=2 by.kind=agent by.id=Ana at=2025-11-29T08:00:00Z text="line\nline"
event subject.id=c1 seq=2 type=Taken at=2025-11-29T08:00:00Z by.kind=system rule=L10 from.state=NONE to.state=NONE
job id=j1 kind="delete inbox" inbox=Sales into=General
done j0
directory tags.0=vip
forget c9
`, c.String())
	require.Empty(t, store.Changeset{}.String())
	require.True(t, new(store.Changeset).Empty())
	require.False(t, c.Empty())
}

func TestChangesetCheck(t *testing.T) {
	t.Parallel()
	chat := func(id botflow.ConversationID, channel botflow.ChannelID) botflow.Conversation {
		return botflow.Conversation{ID: id, Channel: channel, Contact: "k"}
	}
	event := func(of botflow.Subject, seq uint64) botflow.Event { return botflow.Event{Subject: of, Seq: seq} }
	one, two := botflow.OfConversation("1"), botflow.OfAgent("1")
	many := make([]botflow.Contact, 20)
	for i := range many {
		many[i].ID = botflow.ContactID(rune('a' + i))
	}
	many[19].ID = "a"
	for _, tc := range []struct {
		name string
		c    store.Changeset
		want string
	}{
		{"empty", store.Changeset{}, ""},
		{"events of two subjects", store.Changeset{Events: []botflow.Event{event(one, 4), event(two, 1), event(one, 5), event(two, 2)}}, ""},
		{"a gap", store.Changeset{Events: []botflow.Event{event(one, 4), event(one, 6)}}, "event 6 of conversation/1 comes after event 4"},
		{"an event twice", store.Changeset{Events: []botflow.Event{event(one, 4), event(one, 4)}}, "event 4 of conversation/1 comes after event 4"},
		{"no number", store.Changeset{Events: []botflow.Event{event(one, 0)}}, "event 0 of conversation/1"},
		{"a conversation twice", store.Changeset{Conversations: []botflow.Conversation{chat("1", "x"), chat("1", "y")}}, "conversation 1 is written twice"},
		{"a chat twice", store.Changeset{Conversations: []botflow.Conversation{chat("1", "x"), chat("2", "x")}}, "chat {x k} is written twice"},
		{"one of many twice", store.Changeset{Contacts: many}, "contact a is written twice"},
		{"no id", store.Changeset{Agents: []botflow.Presence{{}}}, "agent without an id"},
		{"a turn without a number", store.Changeset{Turns: []store.Turn{{Inbox: "i", Agent: "a"}}}, `the turn of agent "a" in inbox "i" has no number`},
		{"a negative load", store.Changeset{Agents: []botflow.Presence{{Agent: "a", Load: -1}}}, `agent "a" would own -1`},
		{"a result of nothing", store.Changeset{Result: []byte("x")}, "no operation id"},
		{"notes out of order", store.Changeset{Notes: []botflow.Note{{Conversation: "c", Seq: 2}, {Conversation: "c", Seq: 2}}}, "note 2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			err := tc.c.Check()
			if tc.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, store.ErrChangeset)
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestKeyWith(t *testing.T) {
	t.Parallel()
	k := store.Key{Op: "1", Agents: []botflow.AgentID{"a", "b"}}
	got := k.With(store.Key{Op: "2", Agents: []botflow.AgentID{"b", "c"}, Chat: store.Chat{Channel: "x", Contact: "y"}, Account: true})
	require.Equal(t, store.Key{
		Op: "1", Agents: []botflow.AgentID{"a", "b", "c"}, Chat: store.Chat{Channel: "x", Contact: "y"}, Account: true,
	}, got)
	require.Equal(t, []botflow.AgentID{"a", "b"}, k.Agents, "the key itself stays")
}

func TestL48_WakesAreInOrderOfInstantRankKindAndID(t *testing.T) {
	t.Parallel()
	wake := func(at botflow.Instant, rank botflow.Rank, kind store.WakeKind, id string) store.Wake {
		return store.Wake{Wake: botflow.Wake{At: at, Rank: rank}, Kind: kind, ID: id}
	}
	inOrder := []store.Wake{
		wake(1, botflow.RankAssignment, store.WakeInbox, "z"),
		wake(2, botflow.RankPresence, store.WakeAgent, "a"),
		wake(2, botflow.RankPresence, store.WakeAgent, "b"),
		wake(2, botflow.RankEnding, store.WakeConversation, "a"),
		wake(2, botflow.RankRest, store.WakeConversation, "A"),
		wake(2, botflow.RankRest, store.WakeConversation, "a"),
		wake(2, botflow.RankRest, store.WakeInbox, "A"),
		wake(2, botflow.RankAssignment, store.WakeInbox, "a"),
	}
	for i, w := range inOrder {
		for j, v := range inOrder {
			require.Equal(t, i < j, w.Before(v), "%v before %v", w, v)
		}
	}
}
