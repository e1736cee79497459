package reparto_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
)

func TestL3_HumansFirstIsPendingOnceThenAssigned(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		set   func(*directory.Directory)
		place string
		want  string
	}{
		{"nobody assigns", func(*directory.Directory) {}, byPeople, "Started Received Pending Queued"},
		{"assigned", policy("Ventas", func(p *routing.Policy) { *p = online }), "AGENTE(Ana)", "Started Received Pending Queued Assigned"},
		{"closed", hours("Ventas", "Mon-Fri 18:00-20:00"), byPeople, "Started Received Pending OutOfHours Queued"},
		{"no inbox of the channel: General", onChannel("web", func(c *directory.Channel) { c.Inbox = "" }), "BANDEJA(General)", "Started Received Pending Queued"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, desk(tc.set))
			c := r.message(web("k")).Conversation
			r.at(tc.place, web("k"))
			events := r.history(reparto.Conversation(c.ID))
			require.Equal(t, tc.want, told(events))
			require.Equal(t, "L3", events[0].Rule)
			require.Equal(t, instant("2026-03-03 10:00:00"), c.WindowEnds, "the window starts")
		})
	}
}

func TestL3_AnAssistantsScopeIsNotRememberedInTheNextEpisode(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(inRoom("Soporte", func(*directory.Inbox) {}), assistant("Soporte"), onChannel("web", func(c *directory.Channel) { c.Bot = "flow" })))
	r.message(web("k"))
	r.as(bot, web("k"), botflow.HandOff{Inbox: "Soporte"})
	r.at(byBot, web("k"))
	r.as(ia, web("k"), botflow.Close{})
	r.edit(onChannel("web", func(c *directory.Channel) { c.Bot = "" }))
	r.message(web("k"))
	r.at(byPeople, web("k"))
}

func TestL5_L6_L7_WhereAHandOffGoes(t *testing.T) {
	t.Parallel()
	flow := onChannel("web", func(c *directory.Channel) { c.Bot = "flow" })
	for _, tc := range []struct {
		name  string
		set   []func(*directory.Directory)
		named botflow.InboxID
		want  string
		scope string // where an assistant's hand-off without a name goes, if the flow bot's ends there
	}{
		{"the named inbox", nil, "Soporte", "BANDEJA(Soporte)", ""},
		{"else the channel's", nil, "", byPeople, ""},
		{"else General", []func(*directory.Directory){onChannel("web", func(c *directory.Channel) { c.Inbox = "" })}, "", "BANDEJA(General)", ""},
		{"L49: unknown counts as not named", nil, "Nada", byPeople, ""},
		{"L49: so does Closed", nil, botflow.Closed, byPeople, ""},
		{"L49: so does a Personal one", nil, botflow.Personal("Ana"), byPeople, ""},
		{"L6: an assistant remembers the named inbox", []func(*directory.Directory){assistant("")}, "Soporte", byBot, "BANDEJA(Soporte)"},
		{"L6: or the channel's", []func(*directory.Directory){assistant("")}, "", byBot, byPeople},
		{"L6, L49: never an unknown one", []func(*directory.Directory){assistant("")}, "Nada", byBot, byPeople},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, desk(append(tc.set, flow, inRoom("Soporte", func(*directory.Inbox) {}))...))
			r.message(web("k"))
			res := r.as(bot, web("k"), botflow.HandOff{Inbox: tc.named})
			r.at(tc.want, web("k"))
			if tc.named != "" && tc.named != "Soporte" {
				require.Contains(t, told(res.Events), "UnknownInbox")
			} else {
				require.NotContains(t, told(res.Events), "UnknownInbox")
			}
			if tc.scope != "" {
				require.NotContains(t, told(r.history(web("k"))), "Pending")
				r.as(ia, web("k"), botflow.HandOff{})
				r.at(tc.scope, web("k"))
			}
			require.Len(t, r.history(web("k"), botflow.Pending), 1)
		})
	}
}

func TestL5_A5_TheBotsHandOffSetsThePriority(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	five := int32(5)
	r.writes("k")
	r.as(bot, chat("k"), botflow.HandOff{Priority: &five})
	require.EqualValues(t, 5, r.get("k").Priority)
}

func TestL8_AnInactiveAssistantHandsOverAtTheNextMessage(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(assistant("Ventas"), policy("Ventas", func(p *routing.Policy) { *p = online })))
	r.message(web("k"))
	r.at(byBot, web("k"))
	r.edit(onAssistant("ia", inactive))
	r.at(byBot, web("k"))
	r.message(web("k"))
	r.at("AGENTE(Ana)", web("k"))
	require.Equal(t, "Started Received Received HandedOff Pending Queued Assigned", told(r.history(web("k"))))
}

func TestL37_AnIdleBot(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		action botflow.IdleAction
		want   string
		events string
	}{
		{"hands over", botflow.IdleHandsOff, byPeople, "HandedOff Pending Queued"},
		{"closes", botflow.IdleCloses, "BANDEJA(Cerradas)", "Closed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, desk(onChannel("web", func(c *directory.Channel) {
				c.Bot, c.BotIdleAfter, c.BotIdleAction = "flow", 30*time.Minute, tc.action
			})))
			r.message(web("k"))
			r.till("10:10:00")
			r.message(web("k")) // counted from the contact's last message
			r.till("10:20:00")
			r.as(bot, web("k"), botflow.Reply{})
			n := len(r.history(web("k")))
			r.till("10:39:59")
			r.at("BOT(flow)", web("k"))
			r.till("10:40:00")
			r.at(tc.want, web("k"))
			require.Equal(t, tc.events, told(r.history(web("k"))[n:]))
		})
	}
	r := shop(t, desk(onChannel("web", func(c *directory.Channel) { c.Bot = "flow" })))
	r.message(web("k"))
	r.pass(23 * time.Hour)
	r.at("BOT(flow)", web("k")) // off by default
}

func TestL40_PendingAtMostOncePerEpisode(t *testing.T) {
	t.Parallel()
	quick := online
	quick.ReassignAfter = time.Minute
	r := shop(t, edited(cast(room("Ventas", quick, "Ana", "Beto")), tolerance(time.Hour)))
	pending := func(want int) {
		t.Helper()
		require.Len(t, r.events("k", botflow.Pending), want)
	}
	r.writes("k")
	pending(0) // a bot answers: nobody is needed yet
	r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"})
	pending(1)
	r.pass(time.Minute) // a rotation
	r.in("AGENTE(Beto)", "k")
	r.as(beto(), chat("k"), botflow.Return{})
	r.in("AGENTE(Ana)", "k")
	r.as(ana(), chat("k"), botflow.Transfer{Agent: "Caro"})
	r.as(caro(), chat("k"), botflow.Close{})
	r.writes("k") // tolerance
	r.in("AGENTE(Caro)", "k")
	r.as(caro(), chat("k"), botflow.Close{})
	r.as(ana(), chat("k"), botflow.Take{}) // reopened by hand
	pending(1)
	r.as(ana(), chat("k"), botflow.Close{})
	r.pass(time.Hour)
	r.arrives("k", "Ventas")
	require.EqualValues(t, 2, r.get("k").Episode)
	pending(2)
}

func TestL40_NoneInAnEpisodeThatAnAgentBegan(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana")))
	r.as(beto(), chat("k"), botflow.SendTemplate{})
	r.writes("k")
	r.as(beto(), chat("k"), botflow.Transfer{Inbox: "Ventas"})
	r.in("AGENTE(Ana)", "k")
	r.as(ana(), chat("k"), botflow.Return{})
	require.Empty(t, r.events("k", botflow.Pending))
}

func TestL35_L41_ATemplateNeverOpensTheWindow(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Ventas")
	r.pass(24 * time.Hour)
	now := func() botflow.Instant { return botflow.InstantOf(r.clock.Now()) }
	r.as(ana(), chat("k"), botflow.SendTemplate{})
	c := r.get("k")
	require.False(t, c.WindowOpen(now()))
	r.refused(botflow.CodeSessionExpired, ana(), chat("k"), botflow.Reply{})
	r.as(ana(), chat("k"), botflow.SendTemplate{})
	r.refused(botflow.CodeSessionExpired, ana(), chat("k"), botflow.Reply{})
	r.ok(chat("k"), botflow.SendCampaign{})
	r.refused(botflow.CodeSessionExpired, ana(), chat("k"), botflow.Reply{})
	r.writes("k")
	c = r.get("k")
	require.True(t, c.WindowOpen(now()))
	r.as(ana(), chat("k"), botflow.Reply{})
}

func TestL35_FreeTextToTheSecond(t *testing.T) {
	t.Parallel()
	nothing := onChannel("whatsapp", func(c *directory.Channel) { c.OnWindowEnd = botflow.WindowNothing })
	r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), nothing))
	r.arrives("k", "Ventas")
	r.as(ana(), chat("k"), botflow.Take{})
	r.till("2026-03-03 09:59:59")
	r.as(ana(), chat("k"), botflow.Reply{})
	r.till("2026-03-03 10:00:00")
	r.in("AGENTE(Ana)", "k")
	r.refused(botflow.CodeSessionExpired, ana(), chat("k"), botflow.Reply{})
}

func TestL43_AnAutomaticMessageIsNoAnswer(t *testing.T) {
	t.Parallel()
	quick := online
	quick.ReassignAfter = time.Minute
	r := shop(t, cast(room("Ventas", quick, "Ana", "Beto")))
	r.arrives("k", "Ventas")
	r.ok(chat("k"), botflow.Reply{Automatic: true})
	r.as(ana(), chat("k"), botflow.Reply{Automatic: true})
	c := r.get("k")
	require.True(t, c.Unread)
	require.NotZero(t, c.Unanswered)
	r.till("10:00:59")
	r.in("AGENTE(Ana)", "k")
	r.till("10:01:00")
	r.in("AGENTE(Beto)", "k")
	for _, e := range r.events("k", botflow.Answered) {
		require.True(t, e.Automatic)
	}
}

func TestL52_InterveneInBot(t *testing.T) {
	t.Parallel()
	acts := []struct {
		cmd   botflow.Command
		place string
		told  string
	}{
		{botflow.Take{}, "AGENTE(Sol)", "Pending Taken"},
		{botflow.Move{Inbox: "Ventas"}, "BANDEJA(Ventas)", "Pending Moved Queued"},
		{botflow.Close{}, "BANDEJA(Cerradas)", "Closed"},
	}
	for _, act := range acts {
		t.Run(string(act.cmd.Name()), func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), tolerance(time.Hour)))
			r.writes("k")
			r.refused(botflow.CodeNotAllowed, sol(), chat("k"), act.cmd)
			r.refused(botflow.CodeNotAllowed, ada(), chat("k"), act.cmd)
			r.edit(option(inbox.Intervene))
			r.refused(botflow.CodeNotAllowed, ana(), chat("k"), act.cmd)
			epoch := r.get("k").Epoch
			res := r.as(sol(), chat("k"), act.cmd)
			r.in(act.place, "k")
			require.Equal(t, act.told, told(res.Events))
			require.Greater(t, res.Conversation.Epoch, epoch, "the bot is released")
			r.refused(botflow.CodeNotInCharge, bot, chat("k"), botflow.Reply{})
			if act.place == "BANDEJA(Cerradas)" {
				r.writes("k")
				r.in("BOT(flow)", "k") // tolerance is for chats closed from AGENTE (L27)
			}
		})
	}
}

func TestL58_TheContactLeaves(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		do   func(r *rig)
	}{
		{"from BOT", func(r *rig) { r.writes("k") }},
		{"from BANDEJA", func(r *rig) { r.arrives("k", "Ventas") }},
		{"from AGENTE", func(r *rig) { r.held("k", "Ventas") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), tolerance(time.Hour)))
			tc.do(r)
			res := r.ok(chat("k"), botflow.Leave{})
			r.in("BANDEJA(Cerradas)", "k")
			require.Equal(t, "Left Closed", told(res.Events))
			require.Equal(t, botflow.ReasonContact, res.Events[1].Reason)
			require.Zero(t, r.load("Ana"))
			r.refused(botflow.CodeIllegal, botflow.System(), chat("k"), botflow.Leave{})
			r.writes("k")
			r.in("BOT(flow)", "k") // no tolerance
		})
	}
}
