package reparto_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func TestL27_Tolerance(t *testing.T) {
	t.Parallel()
	const reopened, anew = "AGENTE(Ana)", "BOT(flow)"
	half := tolerance(30 * time.Minute)
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		shut func(r *rig)
		wait time.Duration
		want string
	}{
		{"off by default", nil, nil, time.Second, anew},
		{"at once", []func(*directory.Directory){half}, nil, 0, reopened},
		{"just before it ends", []func(*directory.Directory){half}, nil, 30*time.Minute - time.Second, reopened},
		{"when it ends", []func(*directory.Directory){half}, nil, 30 * time.Minute, anew},
		{"closed by a supervisor from AGENTE", []func(*directory.Directory){half}, func(r *rig) { r.as(sol(), chat("k"), botflow.Close{}) }, time.Minute, reopened},
		{"the window doesn't matter", []func(*directory.Directory){tolerance(48 * time.Hour)}, nil, 47 * time.Hour, reopened},
		{"nor does presence", []func(*directory.Directory){half}, func(r *rig) { r.as(ana(), chat("k"), botflow.Close{}); r.goes("Ana", botflow.Offline) }, time.Minute, reopened},
		{"the owner was removed", []func(*directory.Directory){half}, func(r *rig) { r.as(ana(), chat("k"), botflow.Close{}); r.edit(removed("Ana")) }, time.Minute, anew},
		{"not from BANDEJA", []func(*directory.Directory){half}, func(r *rig) { r.as(ana(), chat("k"), botflow.Return{}); r.as(sol(), chat("k"), botflow.Close{}) }, time.Minute, anew},
		{"the contact had left", []func(*directory.Directory){half}, func(r *rig) { r.ok(chat("k"), botflow.Leave{}) }, time.Minute, anew},
		{"closed automatically", []func(*directory.Directory){half, onChannel("whatsapp", func(c *directory.Channel) { c.OnWindowEnd = botflow.WindowCloses })}, func(r *rig) { r.till("2026-03-03 10:00:00") }, time.Minute, anew},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), tc.set...))
			r.held("k", "Ventas")
			if tc.shut == nil {
				r.as(ana(), chat("k"), botflow.Close{})
			} else {
				tc.shut(r)
			}
			r.pass(tc.wait)
			n := len(r.events("k"))
			r.writes("k")
			r.in(tc.want, "k")
			if tc.want == reopened {
				require.EqualValues(t, 1, r.get("k").Episode)
				require.ElementsMatch(t, []string{"Reopened", "Received"}, []string{string(r.events("k")[n].Type), string(r.events("k")[n+1].Type)})
				require.Len(t, r.events("k"), n+2)
				require.Equal(t, 1, r.load("Ana"))
			} else {
				require.EqualValues(t, 2, r.get("k").Episode)
			}
			r.sound()
		})
	}
}

func TestL27_ToleranceIsNotBlockedByTheLimitAndArmsTheClock(t *testing.T) {
	t.Parallel()
	p := routing.Policy{Enabled: true, Limit: 1, LimitManual: true, ReassignAfter: time.Minute}
	r := shop(t, edited(cast(room("Ventas", p, "Ana", "Beto")), tolerance(time.Hour)))
	r.only("Ana")
	r.arrives("k", "Ventas")
	r.as(ana(), chat("k"), botflow.Close{})
	r.arrives("l", "Ventas")
	r.in("AGENTE(Ana)", "l")
	r.as(ana(), chat("l"), botflow.Reply{})
	r.till("10:10:00")
	r.writes("k")
	r.in("AGENTE(Ana)", "k")
	require.Equal(t, 2, r.load("Ana"), "it counts toward the limit")
	r.goes("Beto", botflow.Online)
	r.till("10:10:59")
	r.in("AGENTE(Ana)", "k")
	r.till("10:11:00")
	r.in("AGENTE(Beto)", "k")
}

func TestL31_L32_RestoringAnExpiredChat(t *testing.T) {
	t.Parallel()
	expired := func(t *testing.T) *rig {
		t.Helper()
		r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), onAgent("Beto", func(a *directory.Agent) { a.CannotRestore = true })))
		r.held("k", "Ventas")
		r.till("2026-03-03 10:00:00")
		r.refused(botflow.CodeNotAllowed, beto(), chat("k"), botflow.SendTemplate{})
		res := r.as(caro(), chat("k"), botflow.SendTemplate{Template: "hola"})
		require.Equal(t, "Restored", told(res.Events))
		r.in("AGENTE(Caro)", "k")
		require.EqualValues(t, 2, r.get("k").Episode)
		require.True(t, r.get("k").Outgoing)
		r.refused(botflow.CodeSessionExpired, caro(), chat("k"), botflow.Reply{})
		return r
	}
	t.Run("without an answer it expires after 24 hours", func(t *testing.T) {
		t.Parallel()
		r := expired(t)
		r.till("2026-03-04 09:59:59")
		r.in("AGENTE(Caro)", "k")
		require.Equal(t, 1, r.load("Caro"))
		r.till("2026-03-04 10:00:00")
		r.in("EXPIRADO", "k")
		require.Zero(t, r.load("Caro"))
		require.Equal(t, "L32", r.events("k", botflow.Expired)[1].Rule)
	})
	t.Run("the contact's answer ends the wait", func(t *testing.T) {
		t.Parallel()
		r := expired(t)
		r.till("2026-03-04 09:59:59")
		r.writes("k")
		r.as(caro(), chat("k"), botflow.Reply{})
		r.till("2026-03-05 09:59:58")
		r.in("AGENTE(Caro)", "k")
		r.till("2026-03-05 09:59:59")
		r.in("EXPIRADO", "k") // 24 hours after the answer
	})
	t.Run("sending failed", func(t *testing.T) {
		t.Parallel()
		r := expired(t)
		res := r.ok(chat("k"), botflow.ReportFailure{})
		require.Equal(t, "SendFailed Expired", told(res.Events))
		r.in("EXPIRADO", "k")
		require.Zero(t, r.load("Caro"))
	})
}

func TestL32_SendingFailedWhenNotAwaitingIsAnEventOnly(t *testing.T) {
	t.Parallel()
	quick := online
	quick.ReassignAfter = time.Minute
	r := shop(t, cast(room("Ventas", quick, "Ana", "Beto")))
	r.arrives("k", "Ventas")
	r.as(ana(), chat("k"), botflow.Reply{})
	require.Equal(t, "SendFailed", told(r.ok(chat("k"), botflow.ReportFailure{}).Events))
	r.pass(time.Hour)
	r.in("AGENTE(Ana)", "k") // the answer still counts
}

func TestL33_AnAgentOpensAChat(t *testing.T) {
	t.Parallel()
	noWindow := onChannel("web", func(c *directory.Channel) { c.Window = botflow.None })
	r := shop(t, edited(cast(), noWindow, onAgent("Beto", func(a *directory.Agent) { a.CannotRestore = true })))
	r.refused(botflow.CodeNotAllowed, beto(), chat("k"), botflow.SendTemplate{})
	res := r.as(ana(), chat("k"), botflow.SendTemplate{})
	require.Equal(t, "Started TemplateSent", told(res.Events))
	require.True(t, res.Conversation.Outgoing)
	require.EqualValues(t, 1, res.Conversation.Episode)
	r.in("AGENTE(Ana)", "k")
	r.as(ana(), web("k"), botflow.SendTemplate{})
	r.as(ana(), web("k"), botflow.Reply{}) // no window: free text
	r.till("2026-03-03 09:59:59")
	r.in("AGENTE(Ana)", "k")
	r.at("AGENTE(Ana)", web("k"))
	r.till("2026-03-03 10:00:00")
	r.in("EXPIRADO", "k") // awaiting the contact (L32)
	r.at("BANDEJA(Cerradas)", web("k"))
	closed := r.history(web("k"), botflow.ClosedEvent)
	require.Equal(t, botflow.ReasonAutomatic, closed[0].Reason, "not awaiting: L42 ends it")
}

func TestL34_Campaigns(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.ok(chat("k"), botflow.SendCampaign{})
	r.in("EXPIRADO", "k")
	require.EqualValues(t, 0, r.get("k").Episode, "no new episode")
	require.True(t, r.get("k").Outgoing)
	r.writes("k") // L1
	r.in("BOT(flow)", "k")
	require.EqualValues(t, 1, r.get("k").Episode)
	for _, come := range []func(){func() {}, func() { r.as(bot, chat("k"), botflow.HandOff{}) }, func() { r.as(ana(), chat("k"), botflow.Take{}) }, func() { r.as(ana(), chat("k"), botflow.Close{}) }} {
		come()
		before := r.get("k")
		require.Equal(t, "TemplateSent", told(r.ok(chat("k"), botflow.SendCampaign{}).Events))
		after := r.get("k")
		require.Equal(t, before.Place, after.Place, "in any other state: event only")
		require.Equal(t, before.Outgoing, after.Outgoing)
	}
}

func TestL56_TheOwnersTemplateIsAnAnswer(t *testing.T) {
	t.Parallel()
	p := online
	p.ReassignAfter = 10 * time.Minute
	nothing := onChannel("whatsapp", func(c *directory.Channel) { c.OnWindowEnd = botflow.WindowNothing })
	r := shop(t, edited(cast(room("Ventas", p, "Ana", "Beto")), nothing))
	r.arrives("k", "Ventas")
	require.Equal(t, "TemplateSent", told(r.as(ana(), chat("k"), botflow.SendTemplate{}).Events))
	c := r.get("k")
	require.False(t, c.Unread)
	require.Zero(t, c.Unanswered)
	require.False(t, c.AwaitingContact(), "the window is open")
	r.pass(time.Hour)
	r.in("AGENTE(Ana)", "k") // the clock has stopped
	r.till("2026-03-03 12:00:00")
	r.as(ana(), chat("k"), botflow.SendTemplate{}) // the window is closed: awaiting from now
	r.till("2026-03-04 11:59:59")
	r.in("AGENTE(Ana)", "k")
	r.till("2026-03-04 12:00:00")
	r.in("EXPIRADO", "k")
}
