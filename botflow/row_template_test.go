package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestL31_TemplateRestores(t *testing.T) {
	t.Parallel()
	s := expired(t)
	epoch := s.c.Epoch
	s.do(ben, botflow.SendTemplate{Template: "vuelve"}).is("AGENTE(Ben)", botflow.Restored)
	e := s.said(botflow.Restored)
	require.Equal(t, botflow.AgentID("Ben"), e.Agent)
	require.Equal(t, "vuelve", e.Text)
	require.Equal(t, uint32(2), s.c.Episode, "a new episode")
	require.True(t, s.c.Outgoing)
	require.Equal(t, epoch+1, s.c.Epoch)
	require.True(t, s.c.AwaitingContact())
	require.Equal(t, botflow.InboxID("Ventas"), s.c.Home(), "S9: restoring keeps it")
	require.False(t, s.c.WindowOpen(s.now), "it stays closed until the contact answers")
	s.refuses(botflow.CodeSessionExpired, ben, botflow.Reply{})
	require.False(t, s.c.Unread)
	s.receive().do(ben, botflow.Reply{})
	expired(t).refuses(botflow.CodeInvalid, host, botflow.SendTemplate{})
}

func TestL33_AgentOpensAChat(t *testing.T) {
	t.Parallel()
	t.Run("awaiting the contact", func(t *testing.T) {
		t.Parallel()
		s := newScene(t).do(ana, botflow.SendTemplate{Template: "hola"}).is("AGENTE(Ana)", botflow.Started, botflow.TemplateSent)
		require.Equal(t, uint32(1), s.c.Episode)
		require.Equal(t, uint64(1), s.c.Epoch)
		require.True(t, s.c.Outgoing, "direction outgoing")
		require.True(t, s.c.AwaitingContact())
		require.False(t, s.c.WindowOpen(s.now))
		require.Equal(t, botflow.General, s.c.Home())
		require.Equal(t, s.now, s.c.LastActivity)
		require.Equal(t, uint32(1), s.said(botflow.TemplateSent).Episode)
	})
	t.Run("not awaiting on a channel without a window: L42 ends it", func(t *testing.T) {
		t.Parallel()
		s := newScene(t)
		s.channel = botflow.ChannelRules{AutoClose: day, TemplateWait: day}
		s.do(ana, botflow.SendTemplate{})
		require.False(t, s.c.AwaitingContact())
		require.True(t, s.c.WindowOpen(s.now))
		s.do(ana, botflow.Reply{}).elapse(botflow.DeadlineAutoClose).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
		require.Equal(t, nine.Add(day), s.now)
	})
	newScene(t).refuses(botflow.CodeInvalid, host, botflow.SendTemplate{})
}

func TestL34_Campaign(t *testing.T) {
	t.Parallel()
	t.Run("opens nothing", func(t *testing.T) {
		t.Parallel()
		s := newScene(t).do(host, botflow.SendCampaign{Template: "promo"}).is("EXPIRADO", botflow.TemplateSent)
		require.True(t, s.c.Outgoing)
		require.Zero(t, s.c.Episode, "no new episode")
		require.Zero(t, s.c.Epoch, "nobody holds it")
		require.Equal(t, "promo", s.said(botflow.TemplateSent).Text)
		require.Equal(t, botflow.Conversation{}.Deadlines, s.c.Deadlines)
		s.receive().is("BANDEJA(General)", botflow.Started, botflow.Received, botflow.Pending, botflow.Queued)
		require.Equal(t, uint32(1), s.c.Episode)
	})
	t.Run("on a channel without a window free text stays open", func(t *testing.T) {
		t.Parallel()
		s := newScene(t)
		s.channel = botflow.ChannelRules{}
		s.do(host, botflow.SendCampaign{}).refuses(botflow.CodeNotOwner, ana, botflow.Reply{})
		s.do(sup, botflow.Close{}).take(ana).do(ana, botflow.Reply{})
	})
	t.Run("in EXPIRADO", func(t *testing.T) {
		t.Parallel()
		s := expired(t)
		place := s.c.Place
		s.do(host, botflow.SendCampaign{}).is("EXPIRADO", botflow.TemplateSent)
		require.True(t, s.c.Outgoing)
		require.Equal(t, place, s.c.Place)
		require.Equal(t, uint32(1), s.c.Episode)
	})
	for name, s := range map[string]*scene{
		"BOT(flow)": inFlow(t), "BOT(assistant)": inAssistant(t), "BANDEJA": waiting(t), "AGENTE": owned(t), "Closed": shut(t),
	} {
		t.Run("an event only in "+name, func(t *testing.T) {
			t.Parallel()
			was := s.c
			s.do(host, botflow.SendCampaign{}).is(was.Place.String(), botflow.TemplateSent)
			was.Seq, was.Updated, was.LastActivity = s.c.Seq, s.c.Updated, s.c.LastActivity
			require.Equal(t, was, s.c)
		})
	}
}

func TestL56_OwnersTemplateIsAnAnswer(t *testing.T) {
	t.Parallel()
	t.Run("while the window is open", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.reassign["Ventas"] = time.Minute
		s.take(ana).do(ana, botflow.SendTemplate{Template: "t"}).is("AGENTE(Ana)", botflow.TemplateSent)
		require.Zero(t, s.c.Deadlines[botflow.DeadlineAnswer])
		require.Zero(t, s.c.Unanswered)
		require.False(t, s.c.Unread)
		require.True(t, s.c.HumanReplied)
		require.False(t, s.c.AwaitingContact())
		require.Equal(t, nine.Add(day), s.c.Deadlines[botflow.DeadlineWindow])
	})
	t.Run("with the window closed: awaiting the contact from now", func(t *testing.T) {
		t.Parallel()
		s := shut(t).after(2*day).take(ana).after(time.Hour).do(ana, botflow.SendTemplate{})
		require.Equal(t, s.now.Add(day), s.c.Deadlines[botflow.DeadlineTemplate])
	})
	for name, s := range map[string]*scene{
		"BOT": inFlow(t), "BANDEJA": waiting(t), "Closed": shut(t), "AGENTE, by another": owned(t),
	} {
		t.Run("not owner in "+name, func(t *testing.T) {
			t.Parallel()
			s.refuses(botflow.CodeNotOwner, ben, botflow.SendTemplate{})
			s.refuses(botflow.CodeNotOwner, host, botflow.SendTemplate{})
		})
	}
}

func TestL41_OnlyTheContactOpensTheWindow(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{
		"L33 an opening template":    awaiting(t),
		"L31 a restoring template":   expired(t).do(ana, botflow.SendTemplate{}),
		"L34 a campaign":             newScene(t).do(host, botflow.SendCampaign{}),
		"L56 an owner's template":    shut(t).after(2*day).take(ana).do(ana, botflow.SendTemplate{}),
		"a report of failed sending": expired(t).do(host, botflow.ReportFailure{}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.False(t, s.c.WindowOpen(s.now))
			s.receive()
			require.True(t, s.c.WindowOpen(s.now))
		})
	}
}
