package reparto_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
)

func TestA5_WhatAssignsTheWaitingAtOnce(t *testing.T) {
	t.Parallel()
	raise := func(p *routing.Policy) { p.Limit = 2 }
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		do   func(r *rig) // Ana holds "held" of Ventas, where the limit is one and "k" waits
	}{
		{"close", nil, func(r *rig) { r.as(ana(), chat("held"), botflow.Close{}) }},
		{"close by a supervisor", nil, func(r *rig) { r.as(sol(), chat("held"), botflow.Close{}) }},
		{"the contact leaves", nil, func(r *rig) { r.ok(chat("held"), botflow.Leave{}) }},
		{"return", nil, func(r *rig) { r.as(ana(), chat("held"), botflow.Return{}) }},
		{"transfer to an agent", nil, func(r *rig) { r.as(ana(), chat("held"), botflow.Transfer{Agent: "Caro"}) }},
		{"transfer to an inbox", nil, func(r *rig) { r.as(ana(), chat("held"), botflow.Transfer{Inbox: botflow.General}) }},
		{"taken over", []func(*directory.Directory){option(inbox.TakeOver)}, func(r *rig) { r.as(sol(), chat("held"), botflow.Take{}) }},
		{"rotated away", []func(*directory.Directory){policy("Otra", func(p *routing.Policy) { *p = online; p.ReassignAfter = time.Minute })}, func(r *rig) { r.pass(time.Minute) }},
		{"forgotten", nil, func(r *rig) { r.ok(chat("held"), botflow.Forget{}) }},
		{"sending the opening template failed", nil, func(r *rig) {
			r.as(ana(), chat("opened"), botflow.SendTemplate{})
			r.as(ana(), chat("held"), botflow.Close{})
			r.in("BANDEJA(Ventas)", "k")
			r.ok(chat("opened"), botflow.ReportFailure{})
		}},
		{"a limit is raised", nil, func(r *rig) { r.edit(policy("Ventas", raise)) }},
		{"an own limit is raised", nil, func(r *rig) { r.edit(onAgent("Ana", func(a *directory.Agent) { a.Limit = 2 })) }},
		{"a limit is lifted", nil, func(r *rig) { r.edit(policy("Ventas", func(p *routing.Policy) { p.Limit = 0 })) }},
		{"an agent comes online", nil, func(r *rig) {
			r.edit(inRoom("Ventas", func(in *directory.Inbox) { in.Members = append(in.Members, "Caro") }))
			r.in("BANDEJA(Ventas)", "k")
			r.goes("Caro", botflow.Online)
		}},
		{"access is granted", nil, func(r *rig) {
			r.goes("Caro", botflow.Online)
			r.edit(inRoom("Ventas", func(in *directory.Inbox) { in.Members = append(in.Members, "Caro") }))
		}},
		{"a supervisor attends", nil, func(r *rig) {
			r.goes("Sol", botflow.Online)
			r.edit(inRoom("Ventas", func(in *directory.Inbox) { in.Members = append(in.Members, "Sol") }))
			r.in("BANDEJA(Ventas)", "k")
			r.edit(onAgent("Sol", func(a *directory.Agent) { a.Attends = true }))
		}},
		{"an exclusion ends", nil, func(r *rig) {
			r.goes("Beto", botflow.Online)
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Excluded = nil }))
		}},
		{"the policy asks for no presence", nil, func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Excluded, p.Eligible = nil, routing.Everybody }))
		}},
		{"the policy is switched off and on", nil, func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Enabled = false }))
			r.as(ana(), chat("held"), botflow.Close{})
			r.in("BANDEJA(Ventas)", "k")
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Enabled = true }))
		}},
		{"moved where somebody is free", nil, func(r *rig) {
			r.goes("Beto", botflow.Online)
			r.edit(inRoom("Libre", func(in *directory.Inbox) { in.Policy, in.Members = online, []botflow.AgentID{"Beto"} }))
			r.as(sol(), chat("k"), botflow.Move{Inbox: "Libre"})
		}},
		{"hours open by a change", []func(*directory.Directory){hours("Ventas", "Mon-Fri 12:00-18:00")}, func(r *rig) {
			r.edit(inRoom("Ventas", func(in *directory.Inbox) { in.Hours = nil; in.Policy.Limit = 0 }))
		}},
		{"hours open", []func(*directory.Directory){hours("Ventas", "Mon-Fri 12:00-18:00"), policy("Ventas", raise)}, func(r *rig) { r.till("12:00:00") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := limited(1)
			p.Excluded = []botflow.AgentID{"Beto"}
			r := shop(t, edited(cast(room("Ventas", p, "Ana", "Beto"), room("Otra", byHand, "Ana", "Caro")), tc.set...))
			r.only("Ana")
			if tc.name == "rotated away" {
				r.goes("Caro", botflow.Online)
			}
			r.arrives("held", "Otra")
			if r.get("held").Place.State != botflow.StateAgent {
				r.as(ana(), chat("held"), botflow.Take{})
			}
			r.arrives("k", "Ventas")
			r.in("BANDEJA(Ventas)", "k")
			tc.do(r)
			require.Equal(t, botflow.StateAgent, r.get("k").Place.State, r.get("k").Place.String())
			r.sound()
		})
	}
}

func TestA5_AnExpiryFreesASlot(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", limited(1), "Ana")))
	r.arrives("held", "Ventas")
	r.till("2026-03-03 09:00:00")
	r.arrives("k", "Ventas")
	r.till("2026-03-03 09:59:59")
	r.in("BANDEJA(Ventas)", "k")
	r.till("2026-03-03 10:00:00")
	r.in("AGENTE(Ana)", "k")
	require.Equal(t, instant("2026-03-03 10:00:00"), r.events("k", botflow.Assigned)[0].At)
}

func TestA5_HoursOpenToTheSecond(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(room("Ventas", online, "Ana")), hours("Ventas", "Mon-Fri 12:00-18:00")))
	r.arrives("k", "Ventas")
	r.till("11:59:59")
	r.in("BANDEJA(Ventas)", "k")
	r.till("12:00:00")
	r.in("AGENTE(Ana)", "k")
	r.till("17:59:59")
	r.arrives("l", "Ventas")
	r.in("AGENTE(Ana)", "l")
	r.till("18:00:00")
	r.arrives("m", "Ventas")
	r.in("BANDEJA(Ventas)", "m")
}

func TestA5_TheOrderAcrossAllInboxesOfTheFreedAgent(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", limited(1), "Ana"), room("Soporte", limited(1), "Ana"), room("Vip", limited(1), "Ana")))
	r.goes("Ana", botflow.Offline)
	put := func(contact string, inbox botflow.InboxID, priority int32) {
		r.writes(contact)
		r.as(bot, chat(contact), botflow.HandOff{Inbox: inbox, Priority: &priority})
		r.pass(time.Second)
	}
	put("late high", "Vip", 0) // raised below
	put("first", "Soporte", 0)
	put("second", "Ventas", 0)
	put("third", "Soporte", 0)
	put("low", "Ventas", -1)
	put("high", "Ventas", 7)
	r.as(sol(), chat("late high"), botflow.SetPriority{Priority: 7}) // it has waited longer than "high"
	// Two that entered at one instant go by id.
	r.arrives("x", "Ventas")
	r.arrives("y", "Soporte")
	x, y := "x", "y"
	if r.get("y").ID < r.get("x").ID {
		x, y = y, x
	}
	r.goes("Ana", botflow.Online)
	for _, want := range []string{"late high", "high", "first", "second", "third", x, y, "low"} {
		r.in("AGENTE(Ana)", want)
		r.as(ana(), chat(want), botflow.Close{})
	}
}

func TestA5_QueuedAtIsTheFirstEntryOfTheEpisode(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(room("Ventas", byHand, "Ana", "Beto"), room("Soporte", byHand, "Ana")), tolerance(time.Hour)))
	r.writes("k")
	r.till("10:01:00")
	r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"})
	since := instant("10:01:00") // not before: a bot is no queue
	for _, step := range []struct {
		name string
		by   botflow.Actor
		cmd  botflow.Command
	}{
		{"take", ana(), botflow.Take{}},
		{"return", ana(), botflow.Return{}},
		{"move", sol(), botflow.Move{Inbox: "Soporte"}},
		{"take again", ana(), botflow.Take{}},
		{"transfer to an agent", ana(), botflow.Transfer{Agent: "Beto"}},
		{"transfer to an inbox", beto(), botflow.Transfer{Inbox: "Ventas"}},
		{"to a Personal inbox", sol(), botflow.Move{Inbox: botflow.Personal("Ana")}},
		{"take from it", ana(), botflow.Take{}},
		{"close", ana(), botflow.Close{}},
		{"tolerance", botflow.System(), botflow.Receive{Message: "again"}},
		{"return again", ana(), botflow.Return{}},
		{"close by a supervisor", sol(), botflow.Close{}},
		{"reopen", sol(), botflow.Move{Inbox: "Ventas"}},
	} {
		r.pass(time.Minute)
		r.as(step.by, chat("k"), step.cmd)
		require.Equal(t, since, r.get("k").QueuedAt, step.name)
	}
	r.as(sol(), chat("k"), botflow.Close{})
	r.pass(time.Hour)
	r.arrives("k", "Ventas")
	require.Equal(t, botflow.InstantOf(r.clock.Now()), r.get("k").QueuedAt, "a new episode, a new place")
}

func TestA5_APersonalInboxIsNoQueue(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), option(inbox.Intervene)))
	r.writes("k")
	r.as(sol(), chat("k"), botflow.Move{Inbox: botflow.Personal("Ana")})
	require.Zero(t, r.get("k").QueuedAt)
	r.till("10:05:00")
	r.as(sol(), chat("k"), botflow.Move{Inbox: "Ventas"})
	require.Equal(t, instant("10:05:00"), r.get("k").QueuedAt)
}

func TestA5_RotationAndRemovalKeepThePlace(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(time.Minute))
	r.arrives("k", "Ventas")
	r.pass(3 * time.Minute)
	require.Len(t, r.events("k", botflow.Rotated), 3)
	require.Equal(t, instant("10:00:00"), r.get("k").QueuedAt)
	r.edit(removed("Beto"))
	r.goes("Ana", botflow.Offline)
	require.Equal(t, instant("10:00:00"), r.get("k").QueuedAt)
}

func TestA5_OneThatIsHeldBackHoldsUpNobodyBehindIt(t *testing.T) {
	t.Parallel()
	p := limited(1)
	r := shop(t, cast(room("Ventas", p, "Ana", "Beto")))
	r.only("Ana")
	r.arrives("k", "Ventas")
	r.arrives("l", "Ventas")
	r.as(ana(), chat("k"), botflow.Return{}) // not to be given to Ana for now (A11)
	r.in("BANDEJA(Ventas)", "k")
	r.in("AGENTE(Ana)", "l")
}
