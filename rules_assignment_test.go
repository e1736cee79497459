package reparto_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

// limited assigns to whoever is Online up to a limit.
func limited(limit int) routing.Policy { return routing.Policy{Enabled: true, Limit: limit} }

func TestA1_PresetSales(t *testing.T) {
	t.Parallel()
	require.Equal(t, routing.Policy{Enabled: true, Eligible: routing.Everybody, Limit: 0, ReassignAfter: time.Minute}, routing.Sales())
	r := shop(t, cast(room("Ventas", routing.Sales(), "Ana", "Beto")))
	r.only()
	r.goes("Beto", botflow.Away)
	r.arrives("k", "Ventas")
	r.in("AGENTE(Ana)", "k") // Offline
	for i := range 40 {
		r.arrives(fmt.Sprint(i), "Ventas")
	}
	require.Equal(t, 41, r.load("Ana")+r.load("Beto"), "no limit")
	r.till("10:00:59")
	r.in("AGENTE(Ana)", "k")
	r.till("10:01:00")
	r.in("AGENTE(Beto)", "k")
	require.Equal(t, instant("10:01:00"), r.events("k", botflow.Rotated)[0].At)
}

func TestA2_PresetSupport(t *testing.T) {
	t.Parallel()
	require.Equal(t, routing.Policy{Enabled: true, Eligible: routing.OnlineOnly, Limit: 10, ReassignAfter: 10 * time.Minute}, routing.Support())
	r := shop(t, cast(room("Soporte", routing.Support(), "Ana", "Beto")))
	r.goes("Beto", botflow.Away)
	for i := range 11 {
		r.arrives(fmt.Sprint(i), "Soporte")
	}
	require.Equal(t, 10, r.load("Ana"))
	r.in("BANDEJA(Soporte)", "10")
	r.as(ana(), chat("0"), botflow.Close{})
	r.in("AGENTE(Ana)", "10")
	r.goes("Beto", botflow.Online)
	r.till("10:09:59")
	r.in("AGENTE(Ana)", "1")
	r.till("10:10:00")
	r.in("AGENTE(Beto)", "1")
	require.Equal(t, 10, r.load("Beto"))
	r.sound()
}

func TestA3_APresetIsAPlainValue(t *testing.T) {
	t.Parallel()
	p := routing.Sales()
	p.Limit = 1
	require.False(t, p.Equal(routing.Sales()))
	require.True(t, routing.Sales().Equal(routing.Sales()))
	r := shop(t, cast(room("Ventas", p, "Ana")))
	r.only()
	r.arrives("k", "Ventas")
	r.arrives("l", "Ventas")
	r.in("AGENTE(Ana)", "k")
	r.in("BANDEJA(Ventas)", "l")
	r.edit(policy("Ventas", func(p *routing.Policy) { *p = routing.Sales() }))
	r.in("AGENTE(Ana)", "l")
}

func TestA4_WhatCountsTowardTheLimit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		have  func(r *rig)
		given bool
	}{
		{"nothing", func(*rig) {}, true},
		{"one taken by hand", func(r *rig) { r.arrives("x", "Otra"); r.as(ana(), chat("x"), botflow.Take{}) }, false},
		{"one opened by template", func(r *rig) { r.as(ana(), chat("x"), botflow.SendTemplate{}) }, false},
		{"one of another inbox", func(r *rig) { r.arrives("x", "Turno"); r.in("AGENTE(Ana)", "x") }, false},
		{"one transferred", func(r *rig) {
			r.arrives("x", botflow.General)
			r.as(beto(), chat("x"), botflow.Take{})
			r.as(beto(), chat("x"), botflow.Transfer{Agent: "Ana"})
		}, false},
		{"a closed one doesn't", func(r *rig) {
			r.arrives("x", "Otra")
			r.as(ana(), chat("x"), botflow.Take{})
			r.as(ana(), chat("x"), botflow.Close{})
		}, true},
		{"an expired one doesn't", func(r *rig) {
			r.arrives("x", "Otra")
			r.as(ana(), chat("x"), botflow.Take{})
			r.pass(24 * time.Hour)
		}, true},
		{"one in the Personal inbox doesn't", func(r *rig) {
			r.arrives("x", "Otra")
			r.as(sol(), chat("x"), botflow.Move{Inbox: botflow.Personal("Ana")})
		}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", limited(1), "Ana"), room("Otra", byHand, "Ana"), room("Turno", online, "Ana")))
			tc.have(r)
			r.arrives("k", "Ventas")
			require.Equal(t, tc.given, r.get("k").Place.State == botflow.StateAgent)
		})
	}
}

func TestA4_TheOwnLimitReplacesTheInboxs(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ own, inbox, want int }{{0, 2, 2}, {1, 2, 1}, {3, 2, 3}, {3, 0, 3}, {0, 0, 5}} {
		r := shop(t, edited(cast(room("Ventas", limited(tc.inbox), "Ana")), onAgent("Ana", func(a *directory.Agent) { a.Limit = tc.own })))
		for i := range 5 {
			r.arrives(fmt.Sprint(i), "Ventas")
		}
		require.Equal(t, tc.want, r.load("Ana"), "own %d, inbox's %d", tc.own, tc.inbox)
	}
}

func TestA4_LimitManual(t *testing.T) {
	t.Parallel()
	for _, manual := range []bool{false, true} {
		for _, tc := range []struct {
			name string
			by   botflow.Actor
			on   string
			cmd  botflow.Command
		}{
			{"take", ana(), "waits", botflow.Take{}},
			{"take out of Closed", ana(), "closed", botflow.Take{}},
			{"assign", sol(), "waits", botflow.Assign{Agent: "Ana"}},
			{"assign out of Closed", sol(), "closed", botflow.Assign{Agent: "Ana"}},
			{"transfer", beto(), "betos", botflow.Transfer{Agent: "Ana"}},
			{"return is free", ana(), "k", botflow.Return{}},
		} {
			t.Run(fmt.Sprint(tc.name, ", ", manual), func(t *testing.T) {
				t.Parallel()
				p := limited(1)
				p.LimitManual = manual
				r := shop(t, cast(room("Ventas", p, "Ana", "Beto")))
				r.only()
				r.arrives("closed", "Ventas")
				r.as(beto(), chat("closed"), botflow.Take{})
				r.as(beto(), chat("closed"), botflow.Close{})
				r.arrives("betos", "Ventas")
				r.as(beto(), chat("betos"), botflow.Take{})
				r.arrives("k", "Ventas")
				r.as(ana(), chat("k"), botflow.Take{})
				r.arrives("waits", "Ventas")
				if manual && tc.name != "return is free" {
					r.refused(botflow.CodeLimit, tc.by, chat(tc.on), tc.cmd)
					require.Equal(t, 1, r.load("Ana"))
					return
				}
				r.as(tc.by, chat(tc.on), tc.cmd)
			})
		}
	}
}

func TestA4_LimitManualByTheOwnLimit(t *testing.T) {
	t.Parallel()
	p := limited(1)
	p.LimitManual = true
	r := shop(t, edited(cast(room("Ventas", p, "Ana")), onAgent("Ana", func(a *directory.Agent) { a.Limit = 2 })))
	r.goes("Ana", botflow.Away)
	for _, k := range []string{"a", "b", "c"} {
		r.arrives(k, "Ventas")
	}
	r.as(ana(), chat("a"), botflow.Take{})
	r.as(ana(), chat("b"), botflow.Take{})
	r.refused(botflow.CodeLimit, ana(), chat("c"), botflow.Take{})
}

func TestA4_LoweringALimitDropsNobody(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", limited(3), "Ana")))
	for _, k := range []string{"a", "b", "c", "d"} {
		r.arrives(k, "Ventas")
	}
	r.edit(policy("Ventas", func(p *routing.Policy) { p.Limit = 1 }))
	require.Equal(t, 3, r.load("Ana"))
	r.as(ana(), chat("a"), botflow.Close{})
	r.as(ana(), chat("b"), botflow.Close{})
	r.in("BANDEJA(Ventas)", "d") // one left, the limit is one
	r.as(ana(), chat("c"), botflow.Close{})
	r.in("AGENTE(Ana)", "d")
	r.sound()
}
