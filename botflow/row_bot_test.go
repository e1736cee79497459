package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// Rules: L5, L49
func TestL5_FlowBotHandsOffToPeople(t *testing.T) {
	t.Parallel()
	type names = []botflow.InboxID // named by the bot, of the channel
	for _, tc := range []struct {
		name    string
		in      names
		want    botflow.InboxID
		unknown bool
	}{
		{"the named inbox", names{"Ventas", "Soporte"}, "Ventas", false},
		{"none named: the channel's", names{"", "Soporte"}, "Soporte", false},
		{"neither: General", names{"", ""}, botflow.General, false},
		{"L49 an unknown inbox counts as not named", names{"Marte", "Soporte"}, "Soporte", true},
		{"L49 Closed counts as not named", names{botflow.Closed, ""}, botflow.General, true},
		{"L49 a Personal inbox counts as not named", names{botflow.Personal("Ana"), "Ventas"}, "Ventas", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := inFlow(t)
			s.channel.Inbox = tc.in[1]
			epoch := s.c.Epoch
			s.do(flow, botflow.HandOff{Inbox: tc.in[0]})
			want := []botflow.EventType{botflow.HandedOff, botflow.Pending, botflow.Queued}
			if tc.unknown {
				want = []botflow.EventType{botflow.HandedOff, botflow.UnknownInbox, botflow.Pending, botflow.Queued}
			}
			s.is("BANDEJA("+string(tc.want)+")", want...)
			if tc.unknown {
				require.Equal(t, tc.in[0], s.said(botflow.UnknownInbox).Inbox)
			}
			require.Equal(t, tc.want, s.said(botflow.HandedOff).Inbox)
			require.Equal(t, epoch+1, s.c.Epoch)
			require.Equal(t, s.now, s.c.QueuedAt)
			require.Equal(t, "BOT(flow)", s.c.Previous.String())
		})
	}
	t.Run("A5 with a priority", func(t *testing.T) {
		t.Parallel()
		high := int32(7)
		s := inFlow(t).do(flow, botflow.HandOff{Priority: &high})
		require.Equal(t, high, s.c.Priority)
		require.Equal(t, high, s.said(botflow.HandedOff).Priority)
	})
}

func TestL6_FlowBotHandsOffToTheAssistant(t *testing.T) {
	t.Parallel()
	s := inFlow(t)
	s.first = botflow.Responder{Kind: botflow.Assistant, Bot: "iris"}
	epoch := s.c.Epoch
	s.do(flow, botflow.HandOff{Inbox: "Ventas"}).is("BOT(iris)", botflow.HandedOff)
	require.True(t, s.c.Place.Assistant)
	require.Equal(t, botflow.InboxID("Ventas"), s.c.Scope, "the inbox is remembered")
	require.Equal(t, epoch+1, s.c.Epoch)
	require.Equal(t, botflow.BotID("iris"), s.said(botflow.HandedOff).Responder.Bot)
	s.do(iris, botflow.HandOff{}).is("BANDEJA(Ventas)", botflow.HandedOff, botflow.Pending, botflow.Queued)

	t.Run("L47 to an assistant of the same id the holder changes too", func(t *testing.T) {
		t.Parallel()
		s := inFlow(t)
		s.first = botflow.Responder{Kind: botflow.Assistant, Bot: "flow"}
		epoch := s.c.Epoch
		s.do(flow, botflow.HandOff{Epoch: epoch})
		require.Equal(t, epoch+1, s.c.Epoch)
	})
	t.Run("L49 an unknown inbox isn't remembered", func(t *testing.T) {
		t.Parallel()
		s := inFlow(t)
		s.first = botflow.Responder{Kind: botflow.Assistant, Bot: "iris"}
		s.do(flow, botflow.HandOff{Inbox: "Marte"}).is("BOT(iris)", botflow.HandedOff, botflow.UnknownInbox)
		require.Equal(t, botflow.General, s.c.Scope)
	})
}

// Rules: L7, F6
func TestL7_AssistantOverflowsToPeopleOnly(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name        string
		named, want botflow.InboxID
		gone        botflow.InboxID // an inbox that has been deleted meanwhile
		unknown     bool
	}{
		{"to its scope", "", "Soporte", "", false},
		{"to a named inbox", "Ventas", "Ventas", "", false},
		{"L49 an unknown inbox: its scope", "Marte", "Soporte", "", true},
		{"L49 its scope is gone too: General", "Marte", botflow.General, "Soporte", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := inAssistant(t)
			delete(s.inboxes, tc.gone)
			s.do(iris, botflow.HandOff{Inbox: tc.named})
			require.Equal(t, "BANDEJA("+string(tc.want)+")", s.c.Place.String(), "section 2 still says assistant, but isn't asked")
			require.Equal(t, tc.unknown, s.count(botflow.UnknownInbox) == 1)
			require.Equal(t, 1, s.count(botflow.Pending))
		})
	}
}

func TestL9_BotCloses(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{"flow": inFlow(t), "assistant": inAssistant(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			epoch := s.c.Epoch
			s.do(botflow.ByBot(s.c.Place.Bot), botflow.Close{Epoch: epoch}).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
			require.Equal(t, botflow.ReasonBot, s.said(botflow.ClosedEvent).Reason)
			require.Equal(t, epoch+1, s.c.Epoch)
			require.False(t, s.c.Tolerant)
			require.Zero(t, s.count(botflow.Pending))
		})
	}
}

func TestL37_SilentContactOfABot(t *testing.T) {
	t.Parallel()
	begin := func(t *testing.T, action botflow.IdleAction) *scene {
		t.Helper()
		s := newScene(t)
		s.channel = botflow.ChannelRules{Bot: "flow", Inbox: "Ventas", Window: day, BotIdleAfter: time.Hour, BotIdleAction: action}
		return s.receive()
	}
	t.Run("is handed off", func(t *testing.T) {
		t.Parallel()
		s := begin(t, botflow.IdleHandsOff)
		s.after(time.Minute).do(flow, botflow.Reply{})
		require.Equal(t, nine.Add(time.Hour), s.c.Deadlines[botflow.DeadlineBotIdle], "the bot's own messages don't count")
		s.elapse(botflow.DeadlineBotIdle).is("BANDEJA(Ventas)", botflow.HandedOff, botflow.Pending, botflow.Queued)
	})
	t.Run("is closed", func(t *testing.T) {
		t.Parallel()
		s := begin(t, botflow.IdleCloses).elapse(botflow.DeadlineBotIdle).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
		require.Equal(t, botflow.ReasonBot, s.said(botflow.ClosedEvent).Reason)
	})
	t.Run("a message moves it", func(t *testing.T) {
		t.Parallel()
		s := begin(t, botflow.IdleCloses).after(time.Minute).receive()
		require.Equal(t, nine.Add(61*time.Minute), s.c.Deadlines[botflow.DeadlineBotIdle])
	})
	t.Run("of an assistant, to its scope", func(t *testing.T) {
		t.Parallel()
		s := inAssistant(t)
		s.channel.BotIdleAfter = time.Hour
		s.receive().elapse(botflow.DeadlineBotIdle).is("BANDEJA(Soporte)", botflow.HandedOff, botflow.Pending, botflow.Queued)
	})
	t.Run("off by default", func(t *testing.T) {
		t.Parallel()
		require.Zero(t, inFlow(t).c.Deadlines[botflow.DeadlineBotIdle])
	})
	t.Run("not once people have it", func(t *testing.T) {
		t.Parallel()
		require.Zero(t, begin(t, botflow.IdleCloses).do(flow, botflow.HandOff{}).c.Deadlines[botflow.DeadlineBotIdle])
	})
}

func TestL52_SupervisorIntervenes(t *testing.T) {
	t.Parallel()
	t.Run("takes", func(t *testing.T) {
		t.Parallel()
		s := inFlow(t).take(sup).is("AGENTE(Sup)", botflow.Pending, botflow.Taken)
		s.do(sup, botflow.Return{}).take(ana)
		require.Equal(t, 1, s.count(botflow.Pending))
	})
	t.Run("moves", func(t *testing.T) {
		t.Parallel()
		s := inAssistant(t).do(sup, botflow.Move{Inbox: "Ventas"}).is("BANDEJA(Ventas)", botflow.Pending, botflow.Moved, botflow.Queued)
		require.Equal(t, s.now, s.c.QueuedAt)
	})
	t.Run("moves, but not to nowhere", func(t *testing.T) {
		t.Parallel()
		inFlow(t).refuses(botflow.CodeNoInbox, sup, botflow.Move{Inbox: "Marte"})
		inFlow(t).refuses(botflow.CodeInvalid, sup, botflow.Move{Inbox: botflow.Closed})
	})
	t.Run("closes", func(t *testing.T) {
		t.Parallel()
		s := inFlow(t)
		s.channel.Tolerance = time.Hour
		s.do(sup, botflow.Close{}).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
		require.Equal(t, botflow.ReasonByHand, s.said(botflow.ClosedEvent).Reason)
		require.False(t, s.c.Tolerant, "L27: only from AGENTE")
	})
	t.Run("A4 at the limit", func(t *testing.T) {
		t.Parallel()
		s := inFlow(t)
		s.full = true
		s.refuses(botflow.CodeLimit, sup, botflow.Take{})
	})
}

func TestL55_BotInChargeWrites(t *testing.T) {
	t.Parallel()
	s := inFlow(t)
	place := s.c.Place
	s.do(flow, botflow.Reply{Epoch: s.c.Epoch}).is("BOT(flow)", botflow.BotReplied)
	require.Equal(t, place, s.c.Place)
	require.Equal(t, s.now, s.c.LastActivity)
	require.True(t, s.c.Unread, "Q5: only people read")
	require.Equal(t, nine, s.c.Unanswered, "no human has answered")
	s.refuses(botflow.CodeNotOwner, sup, botflow.Reply{})
}

func TestL47_OldEpochIsRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		scene *scene
		by    botflow.Actor
		cmd   func(epoch uint64) botflow.Command
	}{
		{"a bot's message", inFlow(t), flow, func(e uint64) botflow.Command { return botflow.Reply{Epoch: e} }},
		{"a bot's hand-off", inFlow(t), flow, func(e uint64) botflow.Command { return botflow.HandOff{Epoch: e} }},
		{"a bot's closing", inFlow(t), flow, func(e uint64) botflow.Command { return botflow.Close{Epoch: e} }},
		{"an agent's message", owned(t), ana, func(e uint64) botflow.Command { return botflow.Reply{Epoch: e} }},
		{"an agent's closing", owned(t), ana, func(e uint64) botflow.Command { return botflow.Close{Epoch: e} }},
		{"a return", owned(t), ana, func(e uint64) botflow.Command { return botflow.Return{Epoch: e} }},
		{"a transfer", owned(t), ana, func(e uint64) botflow.Command { return botflow.Transfer{Agent: "Ben", Epoch: e} }},
		{"a template", owned(t), ana, func(e uint64) botflow.Command { return botflow.SendTemplate{Epoch: e} }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := tc.scene
			s.c.Epoch += 2 // others have held it before
			epoch := s.c.Epoch
			s.refuses(botflow.CodeNotInCharge, tc.by, tc.cmd(epoch+1))
			s.refuses(botflow.CodeNotInCharge, tc.by, tc.cmd(epoch-1))
			s.do(tc.by, tc.cmd(epoch))
		})
	}
	t.Run("the assistant's late answer", func(t *testing.T) {
		t.Parallel()
		s := inAssistant(t)
		epoch := s.c.Epoch
		s.take(sup).refuses(botflow.CodeNotInCharge, iris, botflow.Reply{Epoch: epoch})
		s.refuses(botflow.CodeNotInCharge, iris, botflow.Reply{})
	})
}

func TestL49_BotThatIsNotInCharge(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{
		"of another bot": inAssistant(t), "BANDEJA": waiting(t), "AGENTE": owned(t), "Closed": shut(t), "EXPIRADO": expired(t),
	} {
		for _, cmd := range []botflow.Command{
			botflow.Reply{}, botflow.HandOff{Inbox: "Ventas"}, botflow.Close{}, botflow.AddTag{Tag: "vip"}, botflow.SetPriority{Priority: 1},
		} {
			t.Run(name+" "+string(cmd.Name()), func(t *testing.T) {
				t.Parallel()
				s := s.fork(t)
				s.refuses(botflow.CodeNotInCharge, flow, cmd)
				s.refuses(botflow.CodeNotInCharge, botflow.Actor{Kind: botflow.ActorBot}, cmd)
			})
		}
	}
	t.Run("named by a person it is an error", func(t *testing.T) {
		t.Parallel()
		waiting(t).refuses(botflow.CodeNoInbox, sup, botflow.Move{Inbox: "Marte"})
		owned(t).refuses(botflow.CodeNoInbox, ana, botflow.Transfer{Inbox: "Marte"})
	})
}
