package botflow_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// everywhere gives a chat in each place but none.
func everywhere(t require.TestingT) map[string]*scene {
	return map[string]*scene{
		"BOT(flow)": inFlow(t), "BOT(assistant)": inAssistant(t), "BANDEJA": waiting(t), "AGENTE": owned(t),
		"Closed": shut(t), "EXPIRADO": expired(t),
	}
}

func TestL36_LabelsMoveNothing(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		cmd  botflow.Command
		says botflow.EventType
		undo botflow.Command
		then botflow.EventType
	}{
		{"note", botflow.AddNote{Text: "ojo"}, botflow.Noted, nil, ""},
		{"tag", botflow.AddTag{Tag: "vip"}, botflow.Tagged, botflow.RemoveTag{Tag: "vip"}, botflow.Untagged},
		{"read", botflow.MarkRead{}, botflow.Read, botflow.MarkUnread{}, botflow.Unread},
		{"private", botflow.SetPrivate{Private: true}, botflow.MadePrivate, botflow.SetPrivate{}, botflow.MadePublic},
		{"priority", botflow.SetPriority{Priority: -3}, botflow.PriorityChanged, botflow.SetPriority{}, botflow.PriorityChanged},
		{
			"attributes",
			botflow.SetAttributes{Attributes: map[string]string{"city": "Quito"}},
			botflow.AttributesChanged,
			botflow.SetAttributes{Attributes: map[string]string{"city": ""}},
			botflow.AttributesChanged,
		},
		{"affinity", botflow.SetAffinity{Agent: "Ana"}, botflow.AffinityChanged, botflow.SetAffinity{}, botflow.AffinityChanged},
	} {
		for name, s := range everywhere(t) {
			t.Run(tc.name+" in "+name, func(t *testing.T) {
				t.Parallel()
				was := s.c
				stays := func() {
					require.Equal(t, was.Place, s.c.Place)
					require.Equal(t, was.Previous, s.c.Previous)
					require.Equal(t, was.Epoch, s.c.Epoch)
					require.Equal(t, was.Deadlines, s.c.Deadlines)
					require.Equal(t, was.LastActivity, s.c.LastActivity)
				}
				s.do(ana, tc.cmd).is(was.Place.String(), tc.says)
				stays()
				if tc.undo == nil {
					return
				}
				s.do(ana, tc.cmd)
				require.Empty(t, s.out.Events, "it is so already")
				s.do(ana, tc.undo).is(was.Place.String(), tc.then)
				stays()
				s.do(ana, tc.undo)
				require.Empty(t, s.out.Events)
			})
		}
	}
}

func TestV1_NotesHaveAuthorAndTime(t *testing.T) {
	t.Parallel()
	s := owned(t).do(ana, botflow.AddNote{Text: "ojo"})
	require.Equal(t, []botflow.Note{{Conversation: "c1", Seq: s.c.Seq, By: ana, At: s.now, Text: "ojo"}}, s.out.Notes)
	require.Equal(t, "ojo", s.said(botflow.Noted).Text)
	s.refuses(botflow.CodeInvalid, ana, botflow.AddNote{})
}

func TestV2_TagsAreASortedSet(t *testing.T) {
	t.Parallel()
	s := owned(t)
	for _, tag := range []botflow.Tag{"b", "c", "a", "b"} {
		s.do(ana, botflow.AddTag{Tag: tag})
	}
	require.Equal(t, []botflow.Tag{"a", "b", "c"}, s.c.Tags)
	before := s.c
	s.do(ana, botflow.RemoveTag{Tag: "a"})
	require.Equal(t, []botflow.Tag{"b", "c"}, s.c.Tags)
	require.Equal(t, []botflow.Tag{"a", "b", "c"}, before.Tags, "the conversation before is as it was")
	require.True(t, s.c.HasTag("b"))
	require.False(t, s.c.HasTag("a"))
}

func TestV3_AttributesAreTheContacts(t *testing.T) {
	t.Parallel()
	s := owned(t)
	s.contact = botflow.Contact{ID: "juan", Affinity: "Ben", Attributes: map[string]string{"city": "Quito", "age": "40"}}
	before := s.contact
	s.do(ana, botflow.SetAttributes{Attributes: map[string]string{"city": "Lima", "age": "", "shoe": "41", "hat": ""}})
	require.Equal(t, botflow.Contact{ID: "juan", Affinity: "Ben", Attributes: map[string]string{"city": "Lima", "shoe": "41"}}, s.contact)
	require.Equal(t, map[string]string{"city": "Lima", "age": "", "shoe": "41"}, s.said(botflow.AttributesChanged).Changed)
	require.Equal(t, map[string]string{"city": "Quito", "age": "40"}, before.Attributes, "never changed in place")
}

func TestN2_AffinityIsSetAndCleared(t *testing.T) {
	t.Parallel()
	s := owned(t).do(ana, botflow.SetAffinity{Agent: "Ana"})
	require.Equal(t, botflow.AgentID("Ana"), s.contact.Affinity)
	s.do(sup, botflow.SetAffinity{Agent: "Ben"})
	e := s.said(botflow.AffinityChanged)
	require.Equal(t, [2]botflow.AgentID{"Ana", "Ben"}, [2]botflow.AgentID{e.Other, e.Agent})
	s.disabled["Ana"] = true
	s.refuses(botflow.CodeNoAgent, sup, botflow.SetAffinity{Agent: "Ana"})
	s.do(sup, botflow.SetAffinity{})
	require.Empty(t, s.contact.Affinity)
}

func TestV4_PrivateEnds(t *testing.T) {
	t.Parallel()
	private := func(t *testing.T) *scene {
		t.Helper()
		return owned(t).do(ana, botflow.SetPrivate{Private: true})
	}
	for _, tc := range []struct {
		name string
		act  func(*scene)
		want bool
	}{
		{"stays through a transfer to an agent", func(s *scene) { s.do(ana, botflow.Transfer{Agent: "Ben"}) }, true},
		{"stays in Closed", func(s *scene) { s.do(ana, botflow.Close{}) }, true},
		{"stays in EXPIRADO", func(s *scene) { s.elapse(botflow.DeadlineWindow) }, true},
		{"stays in a Personal inbox", func(s *scene) { s.do(ana, botflow.Transfer{Inbox: botflow.Personal("Ben")}) }, true},
		{"stays when reopened", func(s *scene) { s.do(ana, botflow.Close{}).take(ana) }, true},
		{"ends by a return", func(s *scene) { s.do(ana, botflow.Return{}) }, false},
		{"ends in a shared inbox", func(s *scene) { s.do(ana, botflow.Transfer{Inbox: botflow.General}) }, false},
		{"ends with a new episode", func(s *scene) { s.elapse(botflow.DeadlineWindow).receive() }, false},
		{"ends with a new episode in a bot", func(s *scene) {
			s.channel.Bot = "flow"
			s.do(ana, botflow.Close{}).receive()
		}, false},
		{"ends with a restoring template", func(s *scene) { s.elapse(botflow.DeadlineWindow).do(ana, botflow.SendTemplate{}) }, false},
		{"ends when its owner is removed", func(s *scene) { s.do(host, botflow.Release{}) }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := private(t)
			tc.act(s)
			require.Equal(t, tc.want, s.c.Private)
		})
	}
}

func TestQ5_Unread(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		act  func(*scene)
		want bool
	}{
		{"an inbound message sets it", func(s *scene) { s.do(ana, botflow.MarkRead{}).receive() }, true},
		{"the owner's answer clears it", func(s *scene) { s.do(ana, botflow.Reply{}) }, false},
		{"mark read clears it", func(s *scene) { s.do(ana, botflow.MarkRead{}) }, false},
		{"mark unread sets it", func(s *scene) { s.do(ana, botflow.Reply{}).do(ana, botflow.MarkUnread{}) }, true},
		{"an automatic message leaves it", func(s *scene) { s.do(host, botflow.Reply{Automatic: true}) }, true},
		{"taking leaves it", func(s *scene) { s.take(ben) }, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := owned(t)
			tc.act(s)
			require.Equal(t, tc.want, s.c.Unread)
		})
	}
}
