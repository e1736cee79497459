package botflow_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// Rules: S1, S5
func TestS1_S5_FourStatesInTheDomainsWords(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		scene *scene
		state botflow.State
		spot  botflow.Spot
		word  string
	}{
		{"not begun", newScene(t), botflow.StateNone, botflow.SpotNone, "NONE"},
		{"a flow bot", inFlow(t), botflow.StateBot, botflow.SpotFlow, "BOT"},
		{"an assistant", inAssistant(t), botflow.StateBot, botflow.SpotAssistant, "BOT"},
		{"waiting", waiting(t), botflow.StateInbox, botflow.SpotWaiting, "BANDEJA"},
		{"S5 Closed isn't a fifth state", shut(t), botflow.StateInbox, botflow.SpotClosed, "BANDEJA"},
		{"owned", owned(t), botflow.StateAgent, botflow.SpotOwned, "AGENTE"},
		{"expired", expired(t), botflow.StateExpired, botflow.SpotExpired, "EXPIRADO"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.state, tc.scene.c.Place.State)
			require.Equal(t, tc.spot, tc.scene.c.Place.Spot())
			require.Equal(t, tc.word, tc.state.String())
			text, err := tc.state.MarshalText()
			require.NoError(t, err)
			var back botflow.State
			require.NoError(t, back.UnmarshalText(text))
			require.Equal(t, tc.state, back)
		})
	}
	var s botflow.State
	require.ErrorIs(t, s.UnmarshalText([]byte("bot")), botflow.ErrInvalid)
}

func TestS2_OneConversationForEver(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.channel.Bot = "flow"
	for episode := uint32(1); episode <= 3; episode++ {
		s.receive()
		require.Equal(t, episode, s.c.Episode)
		require.Equal(t, botflow.ConversationID("c1"), s.c.ID)
		s.do(flow, botflow.Close{})
	}
}

func TestS3_PreviousPlaceIsReadable(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.channel.Bot = "flow"
	want := []string{"NONE", "BOT(flow)", "BANDEJA(Ventas)", "BANDEJA(Soporte)", "AGENTE(Ana)", "AGENTE(Ben)", "BANDEJA(Cerradas)"}
	for i, step := range []struct {
		by  botflow.Actor
		cmd botflow.Command
	}{
		{host, botflow.Receive{Message: "m"}},
		{flow, botflow.HandOff{Inbox: "Ventas"}},
		{sup, botflow.Move{Inbox: "Soporte"}},
		{ana, botflow.Take{}},
		{ana, botflow.Transfer{Agent: "Ben"}},
		{ben, botflow.Close{}},
	} {
		was := s.c.Place
		s.after(time.Minute).do(step.by, step.cmd)
		require.Equal(t, was, s.c.Previous, "the whole place, with its since")
		require.Equal(t, want[i], s.c.Previous.String())
		require.Equal(t, want[i+1], s.c.Place.String())
		require.Equal(t, s.now, s.c.Place.Since)
	}
	now, was := s.c.Place, s.c.Previous
	s.after(time.Minute).do(ana, botflow.AddNote{Text: "x"})
	require.Equal(t, [2]botflow.Place{now, was}, [2]botflow.Place{s.c.Place, s.c.Previous}, "a note is no change of place")
}

func TestS4_SystemInboxes(t *testing.T) {
	t.Parallel()
	require.True(t, botflow.General.Shared())
	require.True(t, botflow.InboxID("Ventas").Shared())
	require.False(t, botflow.Closed.Shared())
	require.False(t, botflow.Personal("Ana").Shared())
	require.False(t, botflow.InboxID("").Shared())
	owner, ok := botflow.Personal("Ana").Owner()
	require.True(t, ok)
	require.Equal(t, botflow.AgentID("Ana"), owner)
	_, ok = botflow.General.Owner()
	require.False(t, ok)
}

func TestS6_OutsideEveryInbox(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{"BOT": inFlow(t), "EXPIRADO": expired(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Empty(t, s.c.Place.Inbox)
			require.Empty(t, s.c.Place.Owner)
		})
	}
}

func TestS9_Home(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		scene *scene
		want  botflow.InboxID
	}{
		{"never in an inbox", inFlow(t), botflow.General},
		{"waiting there", waiting(t), "Ventas"},
		{"taken from there", owned(t), "Ventas"},
		{"a transfer to an agent keeps it", owned(t).do(ana, botflow.Transfer{Agent: "Ben"}), "Ventas"},
		{"a take-over keeps it", owned(t).take(sup), "Ventas"},
		{"a transfer to an inbox changes it", owned(t).do(ana, botflow.Transfer{Inbox: "Soporte"}), "Soporte"},
		{"never Closed", shut(t), "Ventas"},
		{"reopening keeps it", shut(t).take(ben), "Ventas"},
		{"never Personal", owned(t).do(ana, botflow.Transfer{Inbox: botflow.Personal("Ben")}), "Ventas"},
		{"expiry keeps it", expired(t), "Ventas"},
		{"restoring keeps it", expired(t).do(ben, botflow.SendTemplate{}), "Ventas"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, tc.scene.c.Home())
			if n := len(tc.scene.out.Events); n > 0 {
				require.Equal(t, tc.want, tc.scene.out.Events[n-1].Home)
			}
		})
	}
}

func TestQ2_Orders(t *testing.T) {
	t.Parallel()
	at := func(minute int) botflow.Instant { return nine.Add(time.Duration(minute) * time.Minute) }
	chats := []botflow.Conversation{ // in the order by waiting
		{ID: "first unanswered", Unread: true, Unanswered: at(1), LastInbound: at(9), LastActivity: at(9)},
		{ID: "marked unread by hand", Unread: true, LastInbound: at(2), LastActivity: at(8)},
		{ID: "unanswered later", Unread: true, Unanswered: at(3), LastInbound: at(3), LastActivity: at(3)},
		{ID: "read, long silent", Unanswered: at(0), LastInbound: at(0), LastActivity: at(4)},
		{ID: "read, silent", LastInbound: at(5), LastActivity: at(6)},
	}
	mixed := slices.Clone(chats)
	slices.Reverse(mixed)
	slices.SortFunc(mixed, func(a, b botflow.Conversation) int { return cmp.Compare(a.WaitingKey(), b.WaitingKey()) })
	require.Equal(t, chats, mixed)
	slices.SortFunc(mixed, func(a, b botflow.Conversation) int { return cmp.Compare(a.RecencyKey(), b.RecencyKey()) })
	for i := 1; i < len(mixed); i++ {
		require.Greater(t, mixed[i-1].LastActivity, mixed[i].LastActivity, "newest first")
	}
	t.Run("by the steps themselves", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		require.Equal(t, int64(nine), s.c.WaitingKey())
		s.after(time.Hour).receive()
		require.Equal(t, int64(nine), s.c.WaitingKey(), "since the last human answer")
		require.Equal(t, -int64(s.now), s.c.RecencyKey())
		s.after(time.Hour).do(ana, botflow.Reply{})
		require.Equal(t, -int64(s.now), s.c.RecencyKey(), "either direction")
		require.Greater(t, s.c.WaitingKey(), int64(botflow.InstantOf(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))), "after all unread")
		inbound := s.c.LastInbound
		s.do(ana, botflow.MarkUnread{})
		require.Equal(t, int64(inbound), s.c.WaitingKey())
	})
}

func TestA5_OrderOfAQueue(t *testing.T) {
	t.Parallel()
	queue := []botflow.Conversation{
		{ID: "z", Priority: 1, QueuedAt: 9}, {ID: "y", QueuedAt: 1}, {ID: "b", QueuedAt: 2}, {ID: "c", QueuedAt: 2}, {ID: "a", Priority: -1},
	}
	for i := range queue {
		for j := range queue {
			require.Equal(t, i < j, queue[i].Before(&queue[j]), "%s before %s", queue[i].ID, queue[j].ID)
		}
	}
}

func TestF10_OutOfHoursNotice(t *testing.T) {
	t.Parallel()
	tomorrow := nine.Add(day)
	closed := func(r *botflow.InboxRules) { r.Open, r.NextOpening = false, tomorrow }
	said := func(s *scene) int { return s.count(botflow.OutOfHours) }

	for _, tc := range []struct {
		name string
		play func(*testing.T) *scene
		in   botflow.InboxID
	}{
		{"L3 entering", func(t *testing.T) *scene {
			t.Helper()
			s := newScene(t)
			s.edit(botflow.General, closed)
			return s.receive()
		}, botflow.General},
		{"L5 handed off", func(t *testing.T) *scene {
			t.Helper()
			s := inFlow(t)
			s.edit("Ventas", closed)
			return s.do(flow, botflow.HandOff{Inbox: "Ventas"})
		}, "Ventas"},
		{"L7 overflowing", func(t *testing.T) *scene {
			t.Helper()
			s := inAssistant(t)
			s.edit("Soporte", closed)
			return s.do(iris, botflow.HandOff{})
		}, "Soporte"},
		{"L8 with the assistant gone", func(t *testing.T) *scene {
			t.Helper()
			s := inAssistant(t)
			s.edit("Soporte", closed)
			s.gone = true
			return s.receive()
		}, "Soporte"},
		{"L12 waiting", func(t *testing.T) *scene {
			t.Helper()
			s := waiting(t)
			s.edit("Ventas", closed)
			return s.receive()
		}, "Ventas"},
		{"L12 waiting in a Personal inbox", func(t *testing.T) *scene {
			t.Helper()
			s := owned(t).do(ana, botflow.Transfer{Inbox: botflow.Personal("Ana")})
			s.edit("Ventas", closed)
			return s.receive()
		}, "Ventas"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := tc.play(t)
			e := s.said(botflow.OutOfHours)
			require.Equal(t, tc.in, e.Inbox)
			require.Equal(t, tomorrow, e.Until)
			s.now = tomorrow.Add(-time.Microsecond)
			require.Equal(t, 1, said(s.receive()), "one before the next opening")
			s.edit("Soporte", closed)
			s.do(sup, botflow.Move{Inbox: botflow.Personal("Ben")}).receive()
			require.Equal(t, 1, said(s), "in any department")
			s.now = tomorrow
			require.Equal(t, 2, said(s.do(sup, botflow.Move{Inbox: tc.in}).receive()), "then again")
		})
	}
	t.Run("none while open, or in an owned chat", func(t *testing.T) {
		t.Parallel()
		s := waiting(t).take(ana)
		s.edit("Ventas", closed)
		require.Zero(t, said(s.receive()))
	})
	t.Run("once, if it never opens again", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.edit("Ventas", func(r *botflow.InboxRules) { r.Open, r.NextOpening = false, botflow.Forever })
		s.receive().after(3 * time.Hour).receive()
		require.Equal(t, 1, said(s))
	})
	t.Run("not in the next episode either", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.edit("Ventas", closed)
		s.receive().do(sup, botflow.Close{}).receive()
		require.Equal(t, 1, said(s))
	})
}
