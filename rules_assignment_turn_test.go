package reparto_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

// turns lets n contacts arrive in an inbox, one second after the other, and gives who was given them: "Ana Beto".
func (r *rig) turns(in botflow.InboxID, n int) string {
	r.t.Helper()
	var owners []string
	for range n {
		r.ops++
		k := fmt.Sprintf("turn %d", r.ops)
		r.arrives(k, in)
		owner := string(r.get(k).Place.Owner)
		if owner == "" {
			owner = "nobody"
		}
		owners = append(owners, owner)
		r.pass(time.Second)
	}
	return strings.Join(owners, " ")
}

// trio is a shop whose Ventas assigns in turn to Ana, Beto and Caro.
func trio() directory.Directory { return cast(room("Ventas", online, "Ana", "Beto", "Caro")) }

func TestA6_InMemberOrderAndRound(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Caro", "Ana", "Beto")))
	require.Equal(t, "Caro Ana Beto Caro Ana Beto Caro", r.turns("Ventas", 7))
}

func TestA6_SkippedAgentsKeepTheirTurn(t *testing.T) {
	t.Parallel()
	r := shop(t, trio())
	require.Equal(t, "Ana", r.turns("Ventas", 1))
	r.goes("Beto", botflow.Away)
	require.Equal(t, "Caro Ana", r.turns("Ventas", 2))
	r.goes("Beto", botflow.Online)
	require.Equal(t, "Beto Caro Ana Beto", r.turns("Ventas", 4))
}

func TestA6_WhatMovesTheTurn(t *testing.T) {
	t.Parallel()
	// Ana has had the first chat by turn: Beto is next, unless something in between has moved the turn.
	for _, tc := range []struct {
		name string
		do   func(r *rig)
		next string
	}{
		{"nothing", func(*rig) {}, "Beto Caro"},
		{"assigning by hand doesn't", func(r *rig) { r.arrives("x", "Otra"); r.as(sol(), chat("x"), botflow.Assign{Agent: "Beto"}) }, "Beto Caro"},
		{"taking doesn't", func(r *rig) {
			r.goes("Ana", botflow.Away)
			r.as(ana(), chat("k"), botflow.Return{}) // to Beto, by turn
			r.goes("Ana", botflow.Online)
			r.as(beto(), chat("k"), botflow.Close{})
			r.as(caro(), chat("k"), botflow.Take{})
		}, "Caro Ana"},
		{"a transfer to an agent doesn't", func(r *rig) { r.as(ana(), chat("k"), botflow.Transfer{Agent: "Beto"}) }, "Beto Caro"},
		{"affinity doesn't", func(r *rig) {
			r.arrives("x", "Otra")
			r.as(beto(), chat("x"), botflow.SetAffinity{Agent: "Beto"})
			r.as(sol(), chat("x"), botflow.Move{Inbox: "Ventas"})
			r.in("AGENTE(Beto)", "x")
		}, "Beto Caro"},
		{"another inbox's turn is another", func(r *rig) { require.Equal(r.t, "Ana Beto", r.turns("Turno", 2)) }, "Beto Caro"},
		{"a rotation does", func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { p.ReassignAfter = time.Minute }))
			r.as(ana(), chat("k"), botflow.Transfer{Agent: "Caro"})
			r.pass(time.Minute) // the turn picks Beto
			r.in("AGENTE(Beto)", "k")
		}, "Caro Ana"},
		{"another assignment by turn does", func(r *rig) { r.arrives("x", "Ventas") }, "Caro Ana"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", online, "Ana", "Beto", "Caro"), room("Otra", byHand, "Ana", "Beto", "Caro"), room("Turno", online, "Ana", "Beto")))
			r.arrives("k", "Ventas")
			r.in("AGENTE(Ana)", "k")
			tc.do(r)
			require.Equal(t, tc.next, r.turns("Ventas", 2))
		})
	}
}

func TestA6_TheTurnSurvives(t *testing.T) {
	t.Parallel()
	members := func(ids ...botflow.AgentID) func(*directory.Directory) {
		return inRoom("Ventas", func(in *directory.Inbox) { in.Members = ids })
	}
	for _, tc := range []struct {
		name string
		do   func(r *rig)
		want string
	}{
		{"a restart", func(r *rig) { r.restart() }, "Ana Beto Caro"},
		{"leaving and rejoining", func(r *rig) { r.edit(members("Ana", "Beto")); r.edit(members("Caro", "Ana", "Beto")) }, "Ana Beto Caro"},
		{"removal and return", func(r *rig) {
			r.edit(removed("Caro")) // whose chat goes to Ana, by turn
			r.edit(onAgent("Caro", func(a *directory.Agent) { a.Disabled = false }))
			r.goes("Caro", botflow.Online)
		}, "Beto Caro Ana"},
		{"switching off and on", func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Enabled = false }))
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Enabled = true }))
		}, "Ana Beto Caro"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, trio())
			require.Equal(t, "Ana Beto Caro", r.turns("Ventas", 3))
			tc.do(r)
			require.Equal(t, tc.want, r.turns("Ventas", 3))
		})
	}
}

func TestA6_WhoNeverHadOneComesFirst(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana", "Beto")))
	require.Equal(t, "Ana Beto", r.turns("Ventas", 2))
	r.edit(inRoom("Ventas", func(in *directory.Inbox) { in.Members = append(in.Members, "Caro") }))
	require.Equal(t, "Caro Ana", r.turns("Ventas", 2))
}

func TestA6_CountsDifferByAtMostOne(t *testing.T) {
	t.Parallel()
	r := shop(t, trio())
	for i := range 50 {
		r.arrives(fmt.Sprint(i), "Ventas")
		if i%7 == 3 {
			k := fmt.Sprint(i)
			r.as(botflow.ByAgent(r.get(k).Place.Owner), chat(k), botflow.Close{})
		}
	}
	picks := map[botflow.AgentID]int{}
	for i := range 50 {
		for _, e := range r.events(fmt.Sprint(i), botflow.Assigned) {
			picks[e.Agent]++
		}
	}
	require.Equal(t, 50, picks["Ana"]+picks["Beto"]+picks["Caro"])
	require.LessOrEqual(t, max(picks["Ana"], picks["Beto"], picks["Caro"])-min(picks["Ana"], picks["Beto"], picks["Caro"]), 1)
}

func TestA7_Strategies(t *testing.T) {
	t.Parallel()
	give := func(r *rig, id botflow.AgentID, n int) {
		for range n {
			r.ops++
			k := fmt.Sprintf("own %d", r.ops)
			r.arrives(k, "Otra")
			r.as(botflow.ByAgent(id), chat(k), botflow.Take{})
		}
	}
	for _, tc := range []struct {
		strategy routing.Strategy
		limit    int
		do       func(r *rig)
		want     string
	}{
		{routing.LeastLoaded, 0, func(r *rig) { give(r, "Ana", 2); give(r, "Beto", 1); give(r, "Caro", 1) }, "Beto Caro Ana Beto"},
		{routing.FreeShare, 4, func(r *rig) {
			r.edit(onAgent("Caro", func(a *directory.Agent) { a.Limit = 40 }))
			give(r, "Ana", 1)
			give(r, "Beto", 2)
			give(r, "Caro", 9) // 31 of 40 free: more than 3 of 4
		}, "Caro Ana Caro"},
		{routing.LongestIdle, 0, func(r *rig) {
			for _, id := range []botflow.AgentID{"Beto", "Caro", "Ana"} {
				r.pass(time.Minute)
				give(r, id, 1)
			}
			r.pass(time.Minute)
		}, "Beto Caro Ana Beto"},
		{routing.FixedOrder, 2, func(*rig) {}, "Ana Ana Beto Beto Caro Caro nobody"},
		{"host", 0, func(*rig) {}, "Caro Caro Caro"},
	} {
		t.Run(tc.strategy.String(), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, reparto.Config{Rankers: map[string]routing.Ranker{"host": backwards{}}})
			p := routing.Policy{Enabled: true, Strategy: tc.strategy, Limit: tc.limit}
			r.apply(cast(room("Ventas", p, "Ana", "Beto", "Caro"), room("Otra", byHand, "Ana", "Beto", "Caro")))
			for _, id := range []botflow.AgentID{"Ana", "Beto", "Caro"} {
				r.goes(id, botflow.Online)
			}
			tc.do(r)
			require.Equal(t, tc.want, r.turns("Ventas", len(strings.Fields(tc.want))))
			r.sound()
		})
	}
}

// backwards is a host's strategy: whoever is last in the alphabet.
type backwards struct{}

func (backwards) Rank(_ routing.Waiting, seats []routing.Seat) []routing.Seat {
	best := seats[0]
	for _, s := range seats {
		if s.Agent > best.Agent {
			best = s
		}
	}
	return []routing.Seat{best}
}

func TestA7_RandomIsSeededAndFair(t *testing.T) {
	t.Parallel()
	run := func() string {
		r := shop(t, cast(room("Ventas", routing.Policy{Enabled: true, Strategy: routing.Random}, "Ana", "Beto", "Caro")))
		r.goes("Caro", botflow.Away)
		return r.turns("Ventas", 60)
	}
	first := run()
	require.Equal(t, first, run(), "the same story, the same choices")
	require.NotContains(t, first, "Caro")
	require.NotContains(t, first, "nobody")
	require.Greater(t, strings.Count(first, "Ana"), 15)
	require.Greater(t, strings.Count(first, "Beto"), 15)
}

func TestA8_WhoIsNeverGivenAChat(t *testing.T) {
	t.Parallel()
	attends := func(id botflow.AgentID) func(*directory.Directory) {
		return onAgent(id, func(a *directory.Agent) { a.Attends = true })
	}
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		in   botflow.InboxID
		want string
	}{
		{"supervisors and admins", nil, "Jefes", "nobody nobody"},
		{"unless they attend", []func(*directory.Directory){attends("Sol"), attends("Ada")}, "Jefes", "Sol Ada"},
		{"only members", nil, "Ventas", "Ana Ana"},
		{"General: every agent", nil, botflow.General, "Ana Beto Caro Ana"},
		{"General: and who attends", []func(*directory.Directory){attends("Sol")}, botflow.General, "Ana Beto Caro Sol"},
		{"nobody removed", []func(*directory.Directory){removed("Ana")}, "Ventas", "nobody"},
		{"nobody of a policy that is off", []func(*directory.Directory){policy("Ventas", func(p *routing.Policy) { p.Enabled = false })}, "Ventas", "nobody"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := cast(room("Ventas", online, "Ana"), room("Jefes", online, "Sol", "Ada"), room(botflow.General, online))
			r := shop(t, edited(d, tc.set...))
			require.Equal(t, tc.want, r.turns(tc.in, len(strings.Fields(tc.want))))
		})
	}
}

func TestA8_NothingFromClosedOrPersonal(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana"), room(botflow.General, online)))
	r.held("k", "Ventas")
	r.as(ana(), chat("k"), botflow.Transfer{Inbox: botflow.Personal("Ana")})
	r.held("l", "Ventas")
	r.as(ana(), chat("l"), botflow.Close{})
	r.pass(time.Hour)
	r.goes("Ana", botflow.Online)
	r.in("BANDEJA(Personal of Ana)", "k")
	r.in("BANDEJA(Cerradas)", "l")
	require.Empty(t, r.events("k", botflow.NobodyEligible))
}

func TestA11_AReturnerIsNotGivenItAgain(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		memory time.Duration
		do     func(r *rig) // at 10:00:00, Ana owns it and nobody else is Online
		until  string       // "": not barred
	}{
		{"return", 0, func(r *rig) { r.as(ana(), chat("k"), botflow.Return{}) }, "10:05:00"},
		{"returned by a supervisor", 0, func(r *rig) { r.as(sol(), chat("k"), botflow.Return{}) }, "10:05:00"},
		{"transferred to its inbox", 0, func(r *rig) { r.as(ana(), chat("k"), botflow.Transfer{Inbox: "Ventas"}) }, "10:05:00"},
		{"transferred to another inbox", 0, func(r *rig) { r.as(ana(), chat("k"), botflow.Transfer{Inbox: "Soporte"}) }, "10:05:00"},
		{"by a supervisor", 0, func(r *rig) { r.as(sol(), chat("k"), botflow.Transfer{Inbox: "Soporte"}) }, "10:05:00"},
		{"a longer memory", time.Hour, func(r *rig) { r.as(ana(), chat("k"), botflow.Return{}) }, "11:00:00"},
		{"no memory", botflow.None, func(r *rig) { r.as(ana(), chat("k"), botflow.Return{}) }, ""},
		{"somebody else owned it", 0, func(r *rig) {
			r.as(ana(), chat("k"), botflow.Return{})
			r.as(beto(), chat("k"), botflow.Take{})
			r.goes("Beto", botflow.Offline)
			r.as(beto(), chat("k"), botflow.Return{})
		}, ""},
		{"somebody else owned it, and gave it to nobody", 0, func(r *rig) {
			r.as(ana(), chat("k"), botflow.Return{})
			r.as(beto(), chat("k"), botflow.Take{})
			r.as(beto(), chat("k"), botflow.Close{})
			r.as(sol(), chat("k"), botflow.Move{Inbox: "Ventas"})
		}, ""},
		{"transferred to an agent", 0, func(r *rig) {
			r.as(ana(), chat("k"), botflow.Transfer{Agent: "Beto"})
			r.as(beto(), chat("k"), botflow.Return{})
		}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := online
			p.ReturnMemory = tc.memory
			r := shop(t, cast(room("Ventas", p, "Ana", "Beto"), room("Soporte", p, "Ana", "Beto")))
			r.only("Ana")
			r.arrives("k", "Ventas")
			r.in("AGENTE(Ana)", "k")
			tc.do(r)
			if tc.until != "" {
				require.Equal(t, botflow.StateInbox, r.get("k").Place.State)
				require.Equal(t, "Ana returned it, Beto offline", sortedReasons(r.explains("k")))
				r.pass(moment(tc.until).Add(-time.Second).Sub(r.clock.Now()))
				require.Equal(t, botflow.StateInbox, r.get("k").Place.State)
				r.till(tc.until)
			}
			r.in("AGENTE(Ana)", "k")
		})
	}
}

// sortedReasons is reasons in the agents' order.
func sortedReasons(d botflow.Decision) string {
	all := strings.Split(reasons(d), ", ")
	if len(all) == 2 && all[1] < all[0] {
		all[0], all[1] = all[1], all[0]
	}
	return strings.Join(all, ", ")
}
