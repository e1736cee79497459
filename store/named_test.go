package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// naming is a changeset under a key, and what is said of it: "" if it is named.
type naming struct {
	name  string
	key   store.Key
	found []botflow.Conversation
	c     store.Changeset
	want  string
}

func (n *naming) run(t *testing.T) {
	t.Helper()
	loaded := store.Loaded{Conversations: n.found}
	named := n.key.Named(&loaded)
	err := named.Check(&n.c)
	if n.want == "" {
		require.NoError(t, err)
		return
	}
	require.ErrorIs(t, err, store.ErrChangeset)
	require.ErrorContains(t, err, n.want)
}

func ofWeb(id botflow.ConversationID, contact botflow.ContactID) botflow.Conversation {
	return botflow.Conversation{ID: id, Channel: "web", Contact: contact}
}

// ownedChat is Ana's and was Bob's.
func ownedChat() botflow.Conversation {
	c := ofWeb("c", "k")
	c.Place.Owner, c.LastOwner = "ana", "bob"
	return c
}

func TestNamedRows(t *testing.T) {
	t.Parallel()
	owned := ownedChat()
	byID, byChat := store.Key{Conversations: []botflow.ConversationID{"z", "c"}}, store.Key{Chat: store.Chat{Channel: "web", Contact: "k"}}
	rows := store.Key{
		Op: "op", Agents: []botflow.AgentID{"zoe", "eva"}, Inboxes: []botflow.InboxID{"s", "General"}, Contacts: []botflow.ContactID{"y", "x"}, Account: true,
	}
	turn := func(in botflow.InboxID, agent botflow.AgentID) store.Changeset {
		return store.Changeset{Turns: []store.Turn{{Inbox: in, Agent: agent}}}
	}
	agents := func(ids ...botflow.AgentID) (c store.Changeset) {
		for _, id := range ids {
			c.Agents = append(c.Agents, botflow.Presence{Agent: id})
			c.Events = append(c.Events, botflow.Event{Subject: botflow.OfAgent(id)})
		}
		return c
	}
	account := store.Changeset{Events: []botflow.Event{{Subject: botflow.OfAccount()}}}
	for _, tc := range []naming{
		{"nothing", store.Key{}, nil, store.Changeset{}, ""},
		{"jobs", store.Key{}, nil, store.Changeset{Jobs: []store.Job{{ID: "j"}}, Done: []string{"i"}}, ""},
		{"the operation", rows, nil, store.Changeset{Op: "op"}, ""},
		{"another operation", rows, nil, store.Changeset{Op: "other"}, `operation "other"`},
		{"no operation", byID, nil, store.Changeset{Op: "op"}, `operation "op"`},
		{"named agents", rows, nil, agents("eva", "zoe"), ""},
		{"owner and last owner", byID, []botflow.Conversation{owned}, agents("ana", "bob"), ""},
		{"another agent", byID, []botflow.Conversation{owned}, agents("eva"), `agent "eva"`},
		{"an event of another agent", rows, nil, store.Changeset{Events: agents("ana").Events}, `agent/ana`},
		{"named contacts", rows, nil, store.Changeset{Contacts: []botflow.Contact{{ID: "x"}, {ID: "y"}}}, ""},
		{"the chat's contact", byChat, nil, store.Changeset{Contacts: []botflow.Contact{{ID: "k"}}}, ""},
		{"the conversation's contact", byID, []botflow.Conversation{owned}, store.Changeset{Contacts: []botflow.Contact{{ID: "k"}}}, ""},
		{"another contact", byID, []botflow.Conversation{owned}, store.Changeset{Contacts: []botflow.Contact{{ID: "x"}}}, `contact "x"`},
		{"a named inbox", rows, nil, store.Changeset{Inboxes: []store.InboxState{{ID: "General"}, {ID: "s"}}}, ""},
		{"another inbox", rows, nil, store.Changeset{Inboxes: []store.InboxState{{ID: "t"}}}, `inbox "t"`},
		{"a turn", rows, nil, turn("s", "eva"), ""},
		{"a turn in another inbox", rows, nil, turn("t", "eva"), `inbox of a turn, "t"`},
		{"a turn of another agent", rows, nil, turn("s", "ana"), `agent of a turn, "ana"`},
		{"a turn whose seat alone is named", store.Key{Seats: []store.SeatKey{{Inbox: "s", Agent: "eva"}}}, nil, turn("s", "eva"), `inbox of a turn, "s"`},
		{"the account", rows, nil, account, ""},
		{"an event of the account", byID, nil, account, "subject"},
		{"a directory", rows, nil, store.Changeset{Directory: &directory.Directory{}}, ""},
		{"a directory without the account", byID, nil, store.Changeset{Directory: &directory.Directory{}}, "directory"},
		{"an event of nothing known", rows, nil, store.Changeset{Events: []botflow.Event{{Subject: botflow.Subject{Kind: 9}}}}, "subject"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.run(t)
		})
	}
}

func TestNamedConversations(t *testing.T) {
	t.Parallel()
	owned := ownedChat()
	byID, byChat := store.Key{Conversations: []botflow.ConversationID{"z", "c"}}, store.Key{Chat: store.Chat{Channel: "web", Contact: "k"}}
	chats := func(all ...botflow.Conversation) store.Changeset { return store.Changeset{Conversations: all} }
	about := func(id botflow.ConversationID) store.Changeset {
		return store.Changeset{
			Notes: []botflow.Note{{Conversation: id}}, Forget: []botflow.ConversationID{id}, Events: []botflow.Event{{Subject: botflow.OfConversation(id)}},
		}
	}
	for _, tc := range []naming{
		{"a conversation by id", byID, []botflow.Conversation{owned}, chats(owned), ""},
		{"a conversation by its chat", byChat, []botflow.Conversation{owned}, chats(owned), ""},
		{"a new one by its chat", byChat, nil, chats(ofWeb("new", "k")), ""},
		{"a new one by its id", byID, nil, chats(ofWeb("z", "k")), `conversation "z" is new`},
		{"a new one beside the chat's", byChat, []botflow.Conversation{owned}, chats(ofWeb("new", "k")), `"c" and "new"`},
		{"one that moves", byID, []botflow.Conversation{owned}, chats(ofWeb("c", "l")), `"c" would change`},
		{"what is about one by id", byID, []botflow.Conversation{owned}, about("c"), ""},
		{"what is about one that doesn't exist", byID, nil, about("z"), ""},
		{"what is about one by its chat", byChat, []botflow.Conversation{owned}, about("c"), ""},
		{"a note about another", byID, nil, store.Changeset{Notes: about("a").Notes}, `conversation of a note, "a"`},
		{"an event of another", byID, nil, store.Changeset{Events: about("a").Events}, `conversation/a`},
		{"to forget another", byID, nil, store.Changeset{Forget: about("a").Forget}, `conversation to forget, "a"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.run(t)
		})
	}
}

func TestNamedIsOfWhatWasLoaded(t *testing.T) {
	t.Parallel()
	key := store.Key{Op: "op", Conversations: []botflow.ConversationID{"b", "a"}, Agents: []botflow.AgentID{"b", "a"}}
	loaded := store.Loaded{Conversations: []botflow.Conversation{{ID: "a", Channel: "web", Contact: "k", LastOwner: "ana"}}}
	named := key.Named(&loaded)
	require.Equal(t, []botflow.ConversationID{"b", "a"}, key.Conversations, "the key stays as it was")
	require.Equal(t, []botflow.AgentID{"b", "a"}, key.Agents)
	loaded.Conversations[0].LastOwner = "eva"
	require.NoError(t, named.Check(&store.Changeset{Agents: []botflow.Presence{{Agent: "ana"}}}))
	require.ErrorIs(t, named.Check(&store.Changeset{Agents: []botflow.Presence{{Agent: "eva"}}}), store.ErrChangeset)
	seen := key.Named(&store.Loaded{Seen: true})
	require.NoError(t, seen.Check(&store.Changeset{}))
	require.ErrorContains(t, seen.Check(&store.Changeset{Op: "op"}), "has a result already")
}
