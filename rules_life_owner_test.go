package reparto_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func TestL18_ReturnGoesToTakenFromAndSkipsTheReturner(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		by   botflow.Actor
		cmd  botflow.Command
	}{
		{"the owner", ana(), botflow.Return{}},
		{"a supervisor", sol(), botflow.Return{}},
		{"an admin", ada(), botflow.Return{}},
		{"L46: a transfer to TakenFrom", ana(), botflow.Transfer{Inbox: "Ventas"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", online, "Ana", "Beto")))
			r.only("Ana")
			r.arrives("k", "Ventas")
			r.in("AGENTE(Ana)", "k")
			r.refused(botflow.CodeNotFound, beto(), chat("k"), botflow.Return{})
			r.till("10:00:30")
			n := len(r.events("k"))
			r.as(tc.by, chat("k"), tc.cmd)
			r.in("BANDEJA(Ventas)", "k")
			require.Equal(t, "Returned Queued NobodyEligible", r.tells("k", n))
			require.Zero(t, r.load("Ana"))
			require.Equal(t, instant("10:00:00"), r.get("k").QueuedAt, "its place is kept")
			r.goes("Beto", botflow.Online)
			r.in("AGENTE(Beto)", "k")
		})
	}
}

func TestL19_TransferToAnInbox(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		by    botflow.Actor
		inbox botflow.InboxID
		code  botflow.Code
		want  string
	}{
		{ana(), "Soporte", "", "AGENTE(Beto)"},
		{sol(), "Soporte", "", "AGENTE(Beto)"},
		{ana(), botflow.General, "", "BANDEJA(General)"},
		{ana(), botflow.Personal("Caro"), "", "BANDEJA(Personal of Caro)"},
		{ana(), botflow.Personal("Ana"), "", "BANDEJA(Personal of Ana)"},
		{ana(), botflow.Closed, botflow.CodeInvalid, ""},
		{ana(), "Nada", botflow.CodeNoInbox, ""},
		{ana(), botflow.Personal("Nadie"), botflow.CodeNoInbox, ""},
	} {
		t.Run(fmt.Sprint(tc.by, " to ", tc.inbox), func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana"), room("Soporte", online, "Beto")))
			r.held("k", "Ventas")
			if tc.code != "" {
				r.refused(tc.code, tc.by, chat("k"), botflow.Transfer{Inbox: tc.inbox})
				r.in("AGENTE(Ana)", "k")
				return
			}
			res := r.as(tc.by, chat("k"), botflow.Transfer{Inbox: tc.inbox})
			require.Equal(t, "Transferred Queued", told(res.Events))
			r.in(tc.want, "k")
			require.Zero(t, r.load("Ana"))
		})
	}
}

func TestL20_A9_TransferToAnAgentRestartsTheClock(t *testing.T) {
	t.Parallel()
	quick := online
	quick.ReassignAfter = time.Minute
	r := shop(t, cast(room("Ventas", quick, "Ana", "Beto")))
	r.only("Ana", "Beto")
	r.arrives("k", "Ventas")
	r.till("10:00:50")
	r.as(ana(), chat("k"), botflow.Transfer{Agent: "Caro"})
	r.till("10:01:49")
	r.in("AGENTE(Caro)", "k")
	r.till("10:01:50")
	r.in("AGENTE(Beto)", "k")
}

func TestL46_TargetsOfATransfer(t *testing.T) {
	t.Parallel()
	limited := routing.Policy{Enabled: true, Limit: 1}
	r := shop(t, edited(cast(room("Ventas", limited, "Ana")), removed("Caro")))
	r.goes("Beto", botflow.Offline)
	r.arrives("l", botflow.General)
	r.as(beto(), chat("l"), botflow.Take{})
	r.arrives("k", "Ventas")
	r.in("AGENTE(Ana)", "k")
	n := len(r.events("k"))
	r.refused(botflow.CodeSamePlace, ana(), chat("k"), botflow.Transfer{Agent: "Ana"})
	r.refused(botflow.CodeNoAgent, ana(), chat("k"), botflow.Transfer{Agent: "Caro"})
	r.refused(botflow.CodeNoAgent, ana(), chat("k"), botflow.Transfer{Agent: "Nadie"})
	require.Len(t, r.events("k"), n, "no event")
	r.as(ana(), chat("k"), botflow.Transfer{Agent: "Beto", Comment: "mira esto"}) // Offline, no member, at the limit
	r.in("AGENTE(Beto)", "k")
	notes, err := r.acc.As(beto()).Notes(context.Background(), chat("k"), 0, 10)
	require.NoError(t, err)
	require.Len(t, notes, 1)
	require.Equal(t, "mira esto", notes[0].Text)
	require.Equal(t, ana(), notes[0].By)
}

func TestL46_AssigningToOneselfIsATake(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Sol")))
	for k, by := range map[string]botflow.Actor{"k": ana(), "l": sol()} {
		r.arrives(k, "Ventas")
		res := r.as(by, chat(k), botflow.Assign{Agent: by.Agent()})
		require.Equal(t, "Taken", told(res.Events))
		r.in("AGENTE("+by.ID+")", k)
	}
}

func TestL21_L22_TheAnswerClockRunsOut(t *testing.T) {
	t.Parallel()
	quick := online
	quick.ReassignAfter = time.Minute
	r := shop(t, cast(room("Ventas", quick, "Ana", "Beto")))
	r.only("Ana")
	r.arrives("k", "Ventas")
	r.as(ana(), chat("k"), botflow.SetAffinity{Agent: "Ana"})
	n := len(r.events("k"))
	r.till("10:00:59")
	require.Len(t, r.events("k"), n)
	r.till("10:01:00")
	require.Equal(t, "RotationSkipped", r.tells("k", n))
	r.in("AGENTE(Ana)", "k")
	r.goes("Beto", botflow.Online)
	r.till("10:01:59")
	r.in("AGENTE(Ana)", "k")
	r.till("10:02:00") // restarted at 10:01:00
	r.in("AGENTE(Beto)", "k")
	rotated := r.events("k", botflow.Rotated)
	require.Len(t, rotated, 1)
	require.Equal(t, []botflow.AgentID{"Ana", "Beto"}, []botflow.AgentID{rotated[0].Other, rotated[0].Agent})
	require.Equal(t, instant("10:02:00"), rotated[0].At)
	require.Equal(t, []int{0, 1}, []int{r.load("Ana"), r.load("Beto")})
	contact, err := r.acc.System().Contact(context.Background(), chat("k"))
	require.NoError(t, err)
	require.EqualValues(t, "Ana", contact.Affinity, "affinity is untouched")
	r.till("10:03:00")
	r.in("AGENTE(Ana)", "k") // and on
}

func TestL23_L24_L25_AnOwnedChatEnds(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
	r.held("k", "Ventas")
	r.goes("Ana", botflow.Away)
	r.in("AGENTE(Ana)", "k")
	r.goes("Ana", botflow.Offline)
	r.in("AGENTE(Ana)", "k")
	r.refused(botflow.CodeNotFound, beto(), chat("k"), botflow.Close{})
	r.as(sol(), chat("k"), botflow.Close{})
	require.Zero(t, r.load("Ana"))
	r.held("l", "Ventas")
	r.pass(24 * time.Hour)
	r.in("EXPIRADO", "l")
	e := r.events("l", botflow.Expired)
	require.Len(t, e, 1)
	require.Equal(t, "L24", e[0].Rule)
	require.EqualValues(t, "Ana", e[0].Other)
}

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

func TestL45_SendingIsNeverATake(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto", "Sol")))
	r.writes("k")
	r.refused(botflow.CodeNotOwner, ana(), chat("k"), botflow.Reply{})
	r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"})
	for _, cmd := range []botflow.Command{botflow.Reply{}, botflow.SendTemplate{}} {
		r.refused(botflow.CodeNotOwner, ana(), chat("k"), cmd) // L56 too
		r.refused(botflow.CodeNotOwner, sol(), chat("k"), cmd)
	}
	r.as(ana(), chat("k"), botflow.Take{})
	r.refused(botflow.CodeNotOwner, sol(), chat("k"), botflow.Reply{})
	r.refused(botflow.CodeNotFound, beto(), chat("k"), botflow.Reply{})
	r.as(ana(), chat("k"), botflow.Close{})
	r.refused(botflow.CodeNotOwner, ana(), chat("k"), botflow.Reply{})
	r.in("BANDEJA(Cerradas)", "k")
}

func TestL47_TheEpochOfOwnership(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
	epoch := r.writes("k").Conversation.Epoch
	grows := func(by botflow.Actor, cmd botflow.Command, want bool) {
		t.Helper()
		r.as(by, chat("k"), cmd)
		now := r.get("k").Epoch
		require.Equal(t, want, now > epoch, "%s", cmd.Name())
		epoch = now
	}
	grows(bot, botflow.Reply{Epoch: epoch}, false)
	grows(bot, botflow.HandOff{Inbox: "Ventas", Epoch: epoch}, true)
	grows(sol(), botflow.Move{Inbox: botflow.General}, false) // nobody holds it before and after
	grows(ana(), botflow.Take{}, true)
	old := epoch
	grows(ana(), botflow.Transfer{Agent: "Beto"}, true)
	grows(beto(), botflow.Transfer{Agent: "Ana"}, true)
	for _, cmd := range []botflow.Command{botflow.Reply{Epoch: old}, botflow.Return{Epoch: old}, botflow.Close{Epoch: old}, botflow.Transfer{Agent: "Beto", Epoch: old}, botflow.SendTemplate{Epoch: old}} {
		r.refused(botflow.CodeNotInCharge, ana(), chat("k"), cmd)
	}
	grows(ana(), botflow.Reply{Epoch: epoch}, false)
	grows(ana(), botflow.Close{Epoch: epoch}, true)
}

func TestL47_L49_ABotThatIsNotInCharge(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), assistant("Ventas")))
	acts := []botflow.Command{botflow.Reply{}, botflow.HandOff{}, botflow.Close{}}
	refused := func(by botflow.Actor) {
		t.Helper()
		for _, cmd := range acts {
			r.refused(botflow.CodeNotInCharge, by, chat("k"), cmd)
		}
	}
	r.writes("k")
	refused(ia) // not its own
	r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"})
	r.in("BOT(ia)", "k")
	refused(bot)
	late := botflow.Reply{Epoch: r.get("k").Epoch}
	r.as(ia, chat("k"), botflow.HandOff{})
	refused(ia)
	r.as(ana(), chat("k"), botflow.Take{})
	refused(ia)
	r.refused(botflow.CodeNotInCharge, ia, chat("k"), late) // a late answer can't talk over the human
	_, err := r.do(botflow.ByBot("nobody's"), chat("k"), botflow.Reply{})
	require.Error(t, err)
}

func TestL49_NamedByAPersonItIsAnError(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Nada")
	r.in("BANDEJA(General)", "k")
	unknown := r.events("k", botflow.UnknownInbox)
	require.Len(t, unknown, 1)
	require.EqualValues(t, "Nada", unknown[0].Inbox)
	r.refused(botflow.CodeNoInbox, sol(), chat("k"), botflow.Move{Inbox: "Nada"})
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

func TestA10_L57_RotationsExhausted(t *testing.T) {
	t.Parallel()
	for _, fallback := range []botflow.InboxID{"", "Soporte"} {
		t.Run("fallback "+string(fallback), func(t *testing.T) {
			t.Parallel()
			p := routing.Policy{Enabled: true, ReassignAfter: time.Minute, MaxRotations: 2, Fallback: fallback}
			r := shop(t, cast(room("Ventas", p, "Ana", "Beto"), room("Soporte", online, "Caro")))
			r.arrives("k", "Ventas")
			r.till("10:02:00")
			r.in("AGENTE(Ana)", "k") // two rotations
			r.till("10:02:59")
			require.Len(t, r.events("k", botflow.Rotated), 2)
			require.Empty(t, r.events("k", botflow.RotationsExhausted))
			r.till("10:03:00")
			require.Len(t, r.events("k", botflow.RotationsExhausted), 1)
			if fallback != "" {
				r.in("AGENTE(Caro)", "k")
				return
			}
			r.in("AGENTE(Ana)", "k")
			r.pass(time.Hour)
			r.writes("k")
			r.pass(time.Hour)
			r.in("AGENTE(Ana)", "k") // the clock stays off
			require.Len(t, r.events("k", botflow.RotationsExhausted), 1)
			// An assignment by hand resets the count.
			r.as(ana(), chat("k"), botflow.Transfer{Agent: "Beto"})
			r.pass(time.Minute)
			r.in("AGENTE(Ana)", "k")
		})
	}
}

func TestA10_WhatResetsTheCount(t *testing.T) {
	t.Parallel()
	p := routing.Policy{Enabled: true, ReassignAfter: time.Minute, MaxRotations: 1, EveryTurn: true}
	for _, tc := range []struct {
		name  string
		do    func(r *rig)
		reset bool
	}{
		{"an answer", func(r *rig) { r.as(beto(), chat("k"), botflow.Reply{}); r.writes("k") }, true},
		{"an automatic one doesn't", func(r *rig) { r.as(beto(), chat("k"), botflow.Reply{Automatic: true}) }, false},
		{"an assignment by hand", func(r *rig) {
			r.as(sol(), chat("k"), botflow.Transfer{Agent: "Ana"})
			r.as(sol(), chat("k"), botflow.Transfer{Agent: "Beto"})
		}, true},
		{"a skipped rotation isn't counted", nil, true},
		{"nothing", func(*rig) {}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", p, "Ana", "Beto")))
			if tc.do == nil {
				r.only("Ana")
				r.arrives("k", "Ventas")
				r.pass(3 * time.Minute) // three skipped
				r.goes("Beto", botflow.Online)
			} else {
				r.arrives("k", "Ventas")
				r.pass(time.Minute)
				r.in("AGENTE(Beto)", "k")
				tc.do(r)
			}
			before := r.get("k").Place.Owner
			r.pass(time.Minute)
			require.Equal(t, tc.reset, r.get("k").Place.Owner != before)
		})
	}
}
