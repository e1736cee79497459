package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// fresh gives a chat from each place where a message begins an episode, with the number that the episode gets.
func fresh() map[string]func(*testing.T) (*scene, uint32) {
	return map[string]func(*testing.T) (*scene, uint32){
		"none":                       func(t *testing.T) (*scene, uint32) { t.Helper(); return newScene(t), 1 },
		"EXPIRADO":                   func(t *testing.T) (*scene, uint32) { t.Helper(); return expired(t), 2 },
		"Closed, tolerance off":      func(t *testing.T) (*scene, uint32) { t.Helper(); return shut(t), 2 },
		"Closed, past its tolerance": pastTolerance,
		"EXPIRADO, after a campaign": func(t *testing.T) (*scene, uint32) {
			t.Helper()
			return newScene(t).do(host, botflow.SendCampaign{}), 1
		},
		"Closed by the bot (L9)":      func(t *testing.T) (*scene, uint32) { t.Helper(); return byTheBot(t), 2 },
		"Closed after the time (L42)": func(t *testing.T) (*scene, uint32) { t.Helper(); return byTime(t), 2 },
	}
}

func pastTolerance(t *testing.T) (*scene, uint32) {
	t.Helper()
	s := owned(t)
	s.channel.Tolerance = time.Hour
	return s.do(ana, botflow.Close{}).after(time.Hour), 2
}

func byTheBot(t *testing.T) *scene {
	t.Helper()
	s := inFlow(t)
	s.channel.Tolerance = time.Hour
	return s.do(flow, botflow.Close{})
}

func byTime(t *testing.T) *scene {
	t.Helper()
	s := newScene(t)
	s.channel.OnWindowEnd, s.channel.Tolerance = botflow.WindowCloses, time.Hour
	return s.receive().take(ana).elapse(botflow.DeadlineWindow)
}

// Rules: L1, F7
func TestL1_FlowBotBeginsTheEpisode(t *testing.T) {
	t.Parallel()
	for name, begin := range fresh() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, episode := begin(t)
			s.channel.Bot = "flow"
			s.first = botflow.Responder{Kind: botflow.Assistant, Bot: "iris"} // the flow bot goes first all the same
			epoch := s.c.Epoch
			s.receive().is("BOT(flow)", botflow.Started, botflow.Received)
			require.False(t, s.c.Place.Assistant)
			require.Equal(t, episode, s.c.Episode)
			require.Equal(t, epoch+1, s.c.Epoch)
			require.Equal(t, s.now.Add(day), s.c.WindowEnds, "the window starts")
			require.Equal(t, s.now.Add(day), s.c.Deadlines[botflow.DeadlineWindow])
			require.Equal(t, s.now, s.c.Unanswered)
			require.True(t, s.c.Unread)
			require.Equal(t, botflow.ActorContact, s.said(botflow.Received).By.Kind)
		})
	}
}

func TestL2_AssistantAnswersFirst(t *testing.T) {
	t.Parallel()
	for name, begin := range fresh() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, episode := begin(t)
			s.channel.Bot, s.channel.Inbox = "", "Soporte"
			s.first = botflow.Responder{Kind: botflow.Assistant, Bot: "iris", Scope: "Soporte"}
			s.receive().is("BOT(iris)", botflow.Started, botflow.Received)
			require.True(t, s.c.Place.Assistant)
			require.Equal(t, episode, s.c.Episode)
			require.Equal(t, botflow.InboxID("Soporte"), s.c.Scope, "the channel's inbox is remembered")
			require.Equal(t, botflow.BotID("iris"), s.said(botflow.Started).Responder.Bot, "who answers is told")
		})
	}
}

func TestL3_PeopleAnswerFirst(t *testing.T) {
	t.Parallel()
	for name, begin := range fresh() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, episode := begin(t)
			s.channel.Bot, s.channel.Inbox = "", "Soporte"
			s.receive().is("BANDEJA(Soporte)", botflow.Started, botflow.Received, botflow.Pending, botflow.Queued)
			require.Equal(t, episode, s.c.Episode)
			require.Equal(t, s.now, s.c.QueuedAt)
			require.Equal(t, botflow.InboxID("Soporte"), s.said(botflow.Queued).Inbox)
			require.False(t, s.c.Outgoing)
		})
	}
	t.Run("General without an inbox of the channel's", func(t *testing.T) {
		t.Parallel()
		newScene(t).receive().is("BANDEJA(General)", botflow.Started, botflow.Received, botflow.Pending, botflow.Queued)
	})
	t.Run("the scope of the episode before is forgotten", func(t *testing.T) {
		t.Parallel()
		s := inAssistant(t).do(iris, botflow.Close{})
		s.channel.Inbox, s.first = "Ventas", botflow.Responder{}
		s.receive().is("BANDEJA(Ventas)", botflow.Started, botflow.Received, botflow.Pending, botflow.Queued)
	})
}

func TestL4_BotKeepsTheChat(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{"flow": inFlow(t), "assistant": inAssistant(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place, epoch := s.c.Place, s.c.Epoch
			s.receive().is(place.String(), botflow.Received)
			require.Equal(t, place, s.c.Place)
			require.Equal(t, epoch, s.c.Epoch)
			require.Equal(t, s.now.Add(day), s.c.WindowEnds)
			require.Equal(t, s.now.Add(day), s.c.Deadlines[botflow.DeadlineWindow])
		})
	}
}

// Rules: L8, F5, F9
func TestL8_AssistantThatIsGone(t *testing.T) {
	t.Parallel()
	s := inAssistant(t)
	s.gone = true
	s.first = botflow.Responder{Kind: botflow.Assistant, Bot: "other"} // section 2 isn't asked again
	s.receive().is("BANDEJA(Soporte)", botflow.Received, botflow.HandedOff, botflow.Pending, botflow.Queued)
	s.gone = false
	s.receive().is("BANDEJA(Soporte)", botflow.Received) // and the chat stays with people
	require.Equal(t, 1, s.count(botflow.Pending))
}

func TestL12_WaitingChatKeepsItsPlaceInTheQueue(t *testing.T) {
	t.Parallel()
	s := waiting(t)
	queued, epoch := s.c.QueuedAt, s.c.Epoch
	s.do(host, botflow.MarkRead{}).after(time.Hour).receive().is("BANDEJA(Ventas)", botflow.Received)
	require.Equal(t, queued, s.c.QueuedAt)
	require.Equal(t, epoch, s.c.Epoch)
	require.True(t, s.c.Unread)
	require.Equal(t, s.now.Add(day), s.c.WindowEnds)
	require.Equal(t, nine, s.c.Unanswered, "the oldest unanswered message counts")
}

func TestL17_OwnedChatGetsAMessage(t *testing.T) {
	t.Parallel()
	t.Run("unread, window refreshed", func(t *testing.T) {
		t.Parallel()
		s := owned(t).do(ana, botflow.Reply{}).after(time.Hour).receive().is("AGENTE(Ana)", botflow.Received)
		require.True(t, s.c.Unread)
		require.Equal(t, s.now.Add(day), s.c.WindowEnds)
		require.Equal(t, s.now, s.c.Unanswered)
	})
	t.Run("no longer awaiting the contact", func(t *testing.T) {
		t.Parallel()
		s := awaiting(t)
		require.True(t, s.c.AwaitingContact())
		s.receive().is("AGENTE(Ana)", botflow.Received)
		require.False(t, s.c.AwaitingContact())
		require.Equal(t, uint32(1), s.c.Episode)
	})
}

func TestL27_ToleranceGivesTheChatBack(t *testing.T) {
	t.Parallel()
	closed := func(t *testing.T) *scene {
		t.Helper()
		s := owned(t)
		s.channel.Tolerance = time.Hour
		return s.do(ana, botflow.Close{})
	}
	t.Run("in the last microsecond", func(t *testing.T) {
		t.Parallel()
		s := closed(t)
		s.reassign["Ventas"] = time.Minute
		s.full = true // counts toward the limit but isn't blocked by it
		s.after(time.Hour-time.Microsecond).receive().is("AGENTE(Ana)", botflow.Reopened, botflow.Received)
		require.Equal(t, uint32(1), s.c.Episode, "the same episode")
		require.Equal(t, botflow.ClockRunning, s.c.Clock, "the clock is armed")
		require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer])
		require.Equal(t, 1, s.count(botflow.Pending), "L40: tolerance doesn't repeat it")
		require.Equal(t, botflow.InboxID("Ventas"), s.c.TakenFrom, "S9: reopening keeps it")
	})
	t.Run("the window doesn't matter", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.channel.Tolerance = 3 * day
		s.do(ana, botflow.Close{}).after(2*day).receive().is("AGENTE(Ana)", botflow.Reopened, botflow.Received)
		require.Equal(t, s.now.Add(day), s.c.WindowEnds)
	})
	t.Run("before a flow bot", func(t *testing.T) {
		t.Parallel()
		s := closed(t)
		s.channel.Bot = "flow"
		s.receive().is("AGENTE(Ana)", botflow.Reopened, botflow.Received)
	})
	t.Run("a chat that a supervisor closed for its owner", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.channel.Tolerance = time.Hour
		s.do(sup, botflow.Close{}).receive().is("AGENTE(Ana)", botflow.Reopened, botflow.Received)
	})
	for name, change := range map[string]func(*scene){
		"over":                 func(s *scene) { s.after(time.Hour) },
		"off":                  func(s *scene) { s.channel.Tolerance = 0 },
		"the owner is removed": func(s *scene) { s.disabled["Ana"] = true },
	} {
		t.Run("not when "+name, func(t *testing.T) {
			t.Parallel()
			s := closed(t)
			change(s)
			s.receive().is("BANDEJA(Ventas)", botflow.Started, botflow.Received, botflow.Pending, botflow.Queued)
		})
	}
}

func TestL28_ClosedChatStartsOver(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*testing.T) *scene{
		"closed by the bot (L9)":           byTheBot,
		"closed by the window (L42)":       byTime,
		"closed while it waited (L51)":     func(t *testing.T) *scene { t.Helper(); return waiting(t).do(sup, botflow.Close{}) },
		"closed when it had expired (L51)": func(t *testing.T) *scene { t.Helper(); return expired(t).do(sup, botflow.Close{}) },
		"closed as the contact left (L58)": func(t *testing.T) *scene { t.Helper(); return owned(t).do(host, botflow.Leave{}) },
		"closed for a bot's chat (L52)":    func(t *testing.T) *scene { t.Helper(); return inFlow(t).do(sup, botflow.Close{}) },
		"owned once, closed when it waited": func(t *testing.T) *scene {
			t.Helper()
			return owned(t).do(ana, botflow.Return{}).do(sup, botflow.Close{})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := begin(t)
			s.channel.Tolerance, s.channel.Bot = time.Hour, "flow"
			s.receive().is("BOT(flow)", botflow.Started, botflow.Received)
			require.Equal(t, uint32(2), s.c.Episode)
		})
	}
}

func TestL58_ContactLeaves(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{
		"BOT(flow)": inFlow(t), "BOT(assistant)": inAssistant(t), "BANDEJA": waiting(t), "AGENTE": owned(t),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.channel.Tolerance = time.Hour
			s.do(ana, botflow.AddTag{Tag: "vip"}).do(host, botflow.Leave{}).is("BANDEJA(Cerradas)", botflow.Left, botflow.ClosedEvent)
			require.Equal(t, botflow.ReasonContact, s.said(botflow.ClosedEvent).Reason)
			require.Equal(t, botflow.ActorContact, s.said(botflow.Left).By.Kind)
			require.Equal(t, []botflow.Tag{"vip"}, s.said(botflow.Left).Tags)
			require.False(t, s.c.Tolerant)
			require.Empty(t, s.c.Place.Owner, "the slot is free")
		})
	}
	shut(t).refuses(botflow.CodeIllegal, host, botflow.Leave{})
	expired(t).refuses(botflow.CodeIllegal, host, botflow.Leave{})
}
