package reparto_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// fires demands that Ana's chat goes to Beto at a moment and not a second before; "" : not within two days.
func (r *rig) fires(at string) {
	r.t.Helper()
	r.in("AGENTE(Ana)", "k")
	if at == "" {
		r.pass(48 * time.Hour)
		r.in("AGENTE(Ana)", "k")
		return
	}
	r.pass(moment(at).Add(-time.Second).Sub(r.clock.Now()))
	r.in("AGENTE(Ana)", "k")
	r.till(at)
	r.in("AGENTE(Beto)", "k")
	require.Equal(r.t, instant(at), r.events("k", botflow.Rotated)[0].At)
}

// noWindow lets chats of whatsapp live for ever.
func noWindow(d *directory.Directory) {
	onChannel("whatsapp", func(c *directory.Channel) { c.Window, c.AutoClose = botflow.None, botflow.None })(d)
}

func TestA9_AnswerClockStartsAndStops(t *testing.T) {
	t.Parallel()
	everyTurn := policy("Ventas", func(p *routing.Policy) { p.EveryTurn = true })
	arrive := func(r *rig) { r.arrives("k", "Ventas") }
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		do   func(r *rig)
		at   string
	}{
		{"assigned", nil, arrive, "10:10:00"},
		{"taken by hand", nil, func(r *rig) {
			r.goes("Ana", botflow.Away)
			r.goes("Beto", botflow.Away)
			r.arrives("k", "Ventas")
			r.till("10:05:00")
			r.as(ana(), chat("k"), botflow.Take{})
			r.goes("Beto", botflow.Online)
		}, "10:15:00"},
		{"assigned by hand", nil, func(r *rig) {
			r.only("Beto")
			r.arrives("x", "Otra")
			r.arrives("k", "Otra")
			r.as(sol(), chat("k"), botflow.Move{Inbox: botflow.Personal("Beto")})
			r.edit(policy("Otra", func(p *routing.Policy) { *p = routing.Policy{Enabled: true, ReassignAfter: 3 * time.Minute} }))
			r.till("10:01:00")
			r.as(sol(), chat("k"), botflow.Assign{Agent: "Ana"}) // out of a Personal inbox: TakenFrom's policy
		}, "10:04:00"},
		{"a policy without a clock", []func(*directory.Directory){policy("Ventas", func(p *routing.Policy) { p.ReassignAfter = 0 })}, arrive, ""},
		{"a policy that is off", []func(*directory.Directory){policy("Ventas", func(p *routing.Policy) { p.Enabled = false })}, func(r *rig) {
			r.arrives("k", "Ventas")
			r.as(ana(), chat("k"), botflow.Take{})
		}, ""},
		{"later messages don't move it", nil, func(r *rig) { arrive(r); r.till("10:09:00"); r.writes("k") }, "10:10:00"},
		{"an answer stops it", nil, func(r *rig) { arrive(r); r.till("10:09:59"); r.as(ana(), chat("k"), botflow.Reply{}) }, ""},
		{"for good", nil, func(r *rig) { arrive(r); r.as(ana(), chat("k"), botflow.Reply{}); r.pass(time.Minute); r.writes("k") }, ""},
		{"a note is no answer", nil, func(r *rig) {
			arrive(r)
			r.as(ana(), chat("k"), botflow.AddNote{Text: "x"})
			r.as(ana(), chat("k"), botflow.MarkRead{})
		}, "10:10:00"},
		{"EveryTurn: it starts again", []func(*directory.Directory){everyTurn}, func(r *rig) {
			arrive(r)
			r.as(ana(), chat("k"), botflow.Reply{})
			r.till("12:00:00")
			r.writes("k")
			r.till("12:05:00")
			r.writes("k") // which moves nothing
		}, "12:10:00"},
		{"EveryTurn: and stops again", []func(*directory.Directory){everyTurn}, func(r *rig) {
			arrive(r)
			r.as(ana(), chat("k"), botflow.Reply{})
			r.writes("k")
			r.as(ana(), chat("k"), botflow.Reply{})
		}, ""},
		{"EveryTurn: not without a message", []func(*directory.Directory){everyTurn}, func(r *rig) { arrive(r); r.as(ana(), chat("k"), botflow.Reply{}) }, ""},
		{"everything answered: it starts at the next message", nil, func(r *rig) {
			r.only()
			r.arrives("k", "Ventas")
			r.as(beto(), chat("k"), botflow.Take{})
			r.as(beto(), chat("k"), botflow.Reply{})
			r.as(beto(), chat("k"), botflow.Transfer{Agent: "Ana"})
			r.goes("Beto", botflow.Online)
			r.till("13:00:00")
			r.in("AGENTE(Ana)", "k")
			r.writes("k")
			r.till("13:02:00")
			r.writes("k")
		}, "13:10:00"},
		{"out of Closed, unanswered", nil, func(r *rig) {
			arrive(r)
			r.as(ana(), chat("k"), botflow.Close{})
			r.till("11:00:00")
			r.as(ana(), chat("k"), botflow.Take{})
		}, "11:10:00"},
		{"out of Closed, answered", nil, func(r *rig) {
			arrive(r)
			r.as(ana(), chat("k"), botflow.Reply{})
			r.as(ana(), chat("k"), botflow.Close{})
			r.as(ana(), chat("k"), botflow.Take{})
		}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := cast(room("Ventas", routing.Policy{Enabled: true, ReassignAfter: 10 * time.Minute}, "Ana", "Beto"), room("Otra", byHand, "Ana", "Beto"))
			r := shop(t, edited(d, append(tc.set, noWindow)...))
			tc.do(r)
			r.fires(tc.at)
			r.sound()
		})
	}
}

func TestA9_ItPausesWhileTheInboxIsClosed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, arrives, fires string
		byHand               bool
	}{
		{"over the night", "17:55:00", "2026-03-03 09:05:00", false},
		{"ends with the day", "17:50:00", "18:00:00", false},
		{"begins while closed", "20:00:00", "2026-03-03 09:10:00", true},
		{"over the weekend", "2026-03-06 17:59:59", "2026-03-09 09:09:59", false},
		{"over a holiday", "2026-03-10 17:59:00", "2026-03-12 09:09:00", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			closed := func(d *directory.Directory) {
				hours("Ventas", "Mon-Fri 09:00-18:00")(d)
				inRoom("Ventas", func(in *directory.Inbox) { in.Hours.Exceptions = append(in.Hours.Exceptions, holiday("2026-03-11")) })(d)
			}
			r := shop(t, rotating(10*time.Minute, closed, noWindow))
			r.till(tc.arrives)
			r.arrives("k", "Ventas")
			if tc.byHand {
				r.as(ana(), chat("k"), botflow.Take{})
			}
			r.fires(tc.fires)
		})
	}
}

func TestA9_AnAgentsOpeningTemplate(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		do   func(r *rig) // Ana opens or restores
	}{
		{"L33: opening", func(r *rig) {
			r.as(ana(), chat("k"), botflow.SendTemplate{})
		}},
		{"L31: restoring what was unanswered", func(r *rig) {
			r.only()
			r.arrives("k", botflow.General)
			r.pass(24 * time.Hour)
			r.in("EXPIRADO", "k")
			r.goes("Ana", botflow.Online)
			r.goes("Beto", botflow.Online)
			r.as(ana(), chat("k"), botflow.SendTemplate{})
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := routing.Policy{Enabled: true, ReassignAfter: 10 * time.Minute}
			r := shop(t, cast(room(botflow.General, p)))
			r.only("Ana", "Beto")
			tc.do(r)
			r.pass(time.Hour)
			r.in("AGENTE(Ana)", "k") // it answers what came before
			r.writes("k")
			began := r.clock.Now()
			r.pass(10*time.Minute - time.Second)
			r.in("AGENTE(Ana)", "k")
			r.pass(time.Second)
			r.in("AGENTE(Beto)", "k") // and doesn't stop the clock of the next message
			require.Equal(t, botflow.InstantOf(began).Add(10*time.Minute), r.events("k", botflow.Rotated)[0].At)
		})
	}
}

func TestA9_WhenItFiresThePolicyInForceDecides(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		change func(*directory.Directory)
		want   string
		told   string
	}{
		{"unchanged", func(*directory.Directory) {}, "AGENTE(Beto)", "Rotated"},
		{"switched off", policy("Ventas", func(p *routing.Policy) { p.Enabled = false }), "AGENTE(Ana)", ""},
		{"without a clock", policy("Ventas", func(p *routing.Policy) { p.ReassignAfter = 0 }), "AGENTE(Ana)", ""},
		{"the other is excluded", policy("Ventas", func(p *routing.Policy) { p.Excluded = []botflow.AgentID{"Beto"} }), "AGENTE(Ana)", "RotationSkipped"},
		{"another is a member", inRoom("Ventas", func(in *directory.Inbox) { in.Members = []botflow.AgentID{"Ana", "Caro"} }), "AGENTE(Caro)", "Rotated"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, rotating(10*time.Minute))
			r.arrives("k", "Ventas")
			r.till("10:05:00")
			r.edit(tc.change)
			n := len(r.events("k"))
			r.till("10:09:59")
			require.Len(t, r.events("k"), n)
			r.till("10:10:00")
			r.in(tc.want, "k")
			require.Equal(t, tc.told, r.tells("k", n))
		})
	}
}

func TestA10_WhoARotationMayGoTo(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		do   func(r *rig)
		want string
		why  string // of the decision
	}{
		{"the turn", func(*rig) {}, "AGENTE(Beto)", "Beto turn, Caro not their turn, Ana current owner"},
		{"limits apply", func(r *rig) {
			r.edit(onAgent("Beto", func(a *directory.Agent) { a.Limit = 1 }))
			r.as(beto(), chat("x"), botflow.SendTemplate{})
		}, "AGENTE(Caro)", "Beto full, Caro turn, Ana current owner"},
		{"presence applies", func(r *rig) { r.goes("Beto", botflow.Away) }, "AGENTE(Caro)", "Beto away, Caro turn, Ana current owner"},
		{"affinity doesn't", func(r *rig) { r.as(ada(), chat("k"), botflow.SetAffinity{Agent: "Caro"}) }, "AGENTE(Beto)", "Beto turn, Caro not their turn, Ana current owner"},
		{"nobody else", func(r *rig) { r.goes("Beto", botflow.Offline); r.goes("Caro", botflow.Away) }, "AGENTE(Ana)", "Beto offline, Caro away, Ana current owner"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := routing.Policy{Enabled: true, ReassignAfter: time.Minute, AffinityWait: time.Hour}
			r := shop(t, cast(room("Ventas", p, "Ana", "Beto", "Caro")))
			r.arrives("k", "Ventas")
			r.in("AGENTE(Ana)", "k")
			tc.do(r)
			r.till("10:01:00")
			r.in(tc.want, "k")
			e := r.events("k", botflow.Rotated, botflow.RotationSkipped)
			require.Len(t, e, 1)
			require.Equal(t, tc.why, reasons(*e[0].Decision))
			require.Equal(t, instant("10:02:00"), r.get("k").Deadlines[botflow.DeadlineAnswer], "the clock restarts")
		})
	}
}

func TestA10_MaxRotationsZeroHasNoEnd(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(time.Minute))
	r.arrives("k", "Ventas")
	r.pass(100 * time.Minute)
	require.Len(t, r.events("k", botflow.Rotated), 100)
	require.Empty(t, r.events("k", botflow.RotationsExhausted))
}

func TestA13_AssignmentOnlyInsideTheHours(t *testing.T) {
	t.Parallel()
	closed := hours("Ventas", "Mon-Fri 18:00-20:00")
	r := shop(t, edited(cast(room("Ventas", online, "Ana")), closed))
	r.arrives("k", "Ventas")
	r.in("BANDEJA(Ventas)", "k")
	d := r.explains("k")
	require.Equal(t, botflow.ReasonClosedHours, d.Why)
	r.as(ana(), chat("k"), botflow.Take{}) // by hand at any time
	r.as(ana(), chat("k"), botflow.Close{})

	r.edit(policy("Ventas", func(p *routing.Policy) { p.IgnoreHours = true }))
	r.arrives("l", "Ventas")
	r.in("AGENTE(Ana)", "l")
	r.edit(func(d *directory.Directory) {
		policy("Ventas", func(p *routing.Policy) { p.IgnoreHours = false })(d)
		hours("Ventas", "")(d)
	})
	r.arrives("m", "Ventas")
	r.pass(30 * 24 * time.Hour)
	r.in("EXPIRADO", "m") // never open, never assigned
	require.Empty(t, r.events("m", botflow.Assigned))
}

// A deadline that new settings put into the past takes effect when it is set, and what follows from it is judged at that moment: not
// by the hours of the moment that has passed. Found by a random world.
func TestA13_L48_ADeadlineSetInThePastIsMatchedAtTheTimeItTakesEffect(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(
		onChannel("web", func(c *directory.Channel) { c.Bot = "flow" }), hours("Ventas", "Mon-Sun 09:00-11:00 12:00-18:00"),
		policy("Ventas", func(p *routing.Policy) { *p = online }),
	))
	r.message(web("k")) // at ten, while it is open
	r.jump(90 * time.Minute)
	r.edit(onChannel("web", func(c *directory.Channel) { c.BotIdleAfter = 30 * time.Minute }))
	r.as(bot, web("k"), botflow.Reply{Automatic: true}) // sets the deadline: half past ten
	r.tick()
	r.at(byPeople, web("k"))
	require.Empty(t, r.history(web("k"), botflow.Assigned), "it is half past eleven, and closed")
	r.till("12:00:00")
	r.at("AGENTE(Ana)", web("k"))
}

func TestA9_AnEarlyCloseHoldsARunningClock(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(10*time.Minute))
	r.arrives("k", "Ventas")
	r.till("10:05:00")
	shut := schedule.Hours{Zone: "UTC", Week: schedule.Week{"Mon-Sun": {"00:00-24:00"}}, Override: &schedule.Override{
		State: schedule.Closed, From: moment("10:05:00"), Until: moment("12:00:00"),
	}}
	r.edit(inRoom("Ventas", func(in *directory.Inbox) { in.Hours = &shut }))
	r.fires("12:05:00")
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
