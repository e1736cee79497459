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

// likes sets a contact's affinity by the host's own code; the contact is made known on web.
func (r *rig) likes(contact string, agent botflow.AgentID) {
	r.t.Helper()
	r.message(web(contact))
	r.ok(web(contact), botflow.SetAffinity{Agent: agent})
}

func (r *rig) affinity(contact string) botflow.AgentID {
	r.t.Helper()
	c, err := r.acc.System().Contact(context.Background(), web(contact))
	require.NoError(r.t, err)
	return c.Affinity
}

func TestN1_AffinityComesBeforeTheTurn(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		do   func(r *rig)
		want string
		why  botflow.Reason
	}{
		{"eligible", func(*rig) {}, "AGENTE(Beto)", botflow.ReasonAffinity},
		{"away: the normal turn", func(r *rig) { r.goes("Beto", botflow.Away) }, "AGENTE(Ana)", botflow.ReasonTurn},
		{"full: the normal turn", func(r *rig) {
			r.edit(onAgent("Beto", func(a *directory.Agent) { a.Limit = 1 }))
			r.as(beto(), chat("x"), botflow.SendTemplate{})
		}, "AGENTE(Ana)", botflow.ReasonTurn},
		{"excluded", func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Excluded = []botflow.AgentID{"Beto"} }))
		}, "AGENTE(Ana)", botflow.ReasonTurn},
		{"not a member", func(r *rig) { r.prefers("Caro") }, "AGENTE(Ana)", botflow.ReasonTurn},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", online, "Ana", "Beto")))
			r.likes("k", "Beto")
			tc.do(r)
			before := r.affinity("k")
			r.arrives("k", "Ventas")
			r.in(tc.want, "k")
			require.Equal(t, tc.why, r.events("k", botflow.Assigned)[0].Decision.Why)
			require.Equal(t, before, r.affinity("k"), "affinity is unchanged")
		})
	}
}

// prefers gives the contact k another affinity.
func (r *rig) prefers(agent botflow.AgentID) { r.ok(web("k"), botflow.SetAffinity{Agent: agent}) }

func TestN1_AffinityHasItsReasonForANonMember(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana")))
	r.likes("k", "Caro")
	r.arrives("k", "Ventas")
	require.Equal(t, "Ana turn, Caro not member", reasons(*r.events("k", botflow.Assigned)[0].Decision))
}

func TestN1_AffinityWait(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		do   func(r *rig)
		at   string // when the normal turn gives it to Ana; "": at once
	}{
		{"not available", func(r *rig) { r.goes("Beto", botflow.Offline) }, "10:03:00"},
		{"full", func(r *rig) {
			r.edit(onAgent("Beto", func(a *directory.Agent) { a.Limit = 1 }))
			r.as(beto(), chat("x"), botflow.SendTemplate{})
		}, "10:03:00"},
		{"excluded: no wait", func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Excluded = []botflow.AgentID{"Beto"} }))
		}, ""},
		{"no member: no wait", func(r *rig) { r.prefers("Caro") }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := routing.Policy{Enabled: true, AffinityWait: 3 * time.Minute}
			r := shop(t, cast(room("Ventas", p, "Ana", "Beto")))
			r.likes("k", "Beto")
			tc.do(r)
			r.arrives("k", "Ventas")
			r.arrives("behind", "Ventas")
			require.Equal(t, botflow.StateAgent, r.get("behind").Place.State, "it holds up nobody")
			if tc.at != "" {
				r.till("10:02:59")
				r.in("BANDEJA(Ventas)", "k")
				require.Equal(t, botflow.ReasonAffinity, r.explains("k").Why)
				r.till(tc.at)
			}
			r.in("AGENTE(Ana)", "k")
		})
	}
}

func TestN1_TheAffinityAgentComesInTime(t *testing.T) {
	t.Parallel()
	p := routing.Policy{Enabled: true, AffinityWait: 3 * time.Minute}
	come := map[string]func(r *rig){
		"online":        func(r *rig) { r.goes("Beto", botflow.Online) },
		"affinity ends": func(r *rig) { r.prefers("") },
		"the wait is switched off": func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { p.AffinityWait = 0 }))
		},
	}
	for name, do := range come {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", p, "Ana", "Beto")))
			r.likes("k", "Beto")
			r.goes("Beto", botflow.Offline)
			r.arrives("k", "Ventas")
			r.till("10:02:59")
			r.in("BANDEJA(Ventas)", "k")
			do(r)
			want := "AGENTE(Ana)"
			if name == "online" {
				want = "AGENTE(Beto)"
			}
			r.in(want, "k")
		})
	}
}

func TestN1_TheWaitCountsFromEnteringThisInbox(t *testing.T) {
	t.Parallel()
	p := routing.Policy{Enabled: true, AffinityWait: 3 * time.Minute}
	r := shop(t, cast(room("Ventas", p, "Ana", "Beto"), room("Otra", byHand)))
	r.likes("k", "Beto")
	r.goes("Beto", botflow.Offline)
	r.arrives("k", "Otra")
	r.till("10:10:00")
	r.as(sol(), chat("k"), botflow.Move{Inbox: "Ventas"})
	r.till("10:12:59")
	r.in("BANDEJA(Ventas)", "k")
	r.till("10:13:00")
	r.in("AGENTE(Ana)", "k")
}

func TestN2_WhoMaySetAffinity(t *testing.T) {
	t.Parallel()
	const ok, no, unseen = botflow.Code(""), botflow.CodeNotAllowed, botflow.CodeNotFound
	attends := onAgent("Sol", func(a *directory.Agent) { a.Attends = true })
	for _, tc := range []struct {
		by   botflow.Actor
		had  botflow.AgentID
		sets botflow.AgentID
		code botflow.Code
		set  []func(*directory.Directory)
	}{
		{ana(), "", "Ana", ok, nil},
		{ana(), "Ana", "", ok, nil},
		{ana(), "", "Beto", no, nil},
		{ana(), "Beto", "Ana", no, nil},
		{ana(), "Beto", "", no, nil},
		{caro(), "", "Caro", unseen, nil},
		{sol(), "", "Sol", no, nil},
		{sol(), "", "Ana", no, nil},
		{sol(), "Ana", "", no, nil},
		{sol(), "", "Sol", ok, []func(*directory.Directory){attends}},
		{sol(), "Ana", "Sol", no, []func(*directory.Directory){attends}},
		{sol(), "", "Ana", no, []func(*directory.Directory){attends}},
		{ada(), "", "Ana", ok, nil},
		{ada(), "Ana", "Beto", ok, nil},
		{ada(), "Ana", "", ok, nil},
		{ada(), "", "Nadie", botflow.CodeNoAgent, nil},
	} {
		t.Run(fmt.Sprintf("%s: %q to %q", tc.by, tc.had, tc.sets), func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", byHand, "Ana", "Beto")), tc.set...))
			r.arrives("k", "Ventas")
			if tc.had != "" {
				r.ok(chat("k"), botflow.SetAffinity{Agent: tc.had})
			}
			want := tc.had
			if tc.code == ok {
				res := r.as(tc.by, chat("k"), botflow.SetAffinity{Agent: tc.sets})
				require.Equal(t, "AffinityChanged", told(res.Events))
				want = tc.sets
			} else {
				r.refused(tc.code, tc.by, chat("k"), botflow.SetAffinity{Agent: tc.sets})
			}
			c, err := r.acc.System().Contact(context.Background(), chat("k"))
			require.NoError(t, err)
			require.Equal(t, want, c.Affinity)
		})
	}
}

func TestN3_RotationTransferAndTakeLeaveAffinityAlone(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(time.Minute))
	r.arrives("k", "Ventas")
	r.as(ana(), chat("k"), botflow.SetAffinity{Agent: "Ana"})
	is := func() botflow.AgentID {
		c, err := r.acc.System().Contact(context.Background(), chat("k"))
		require.NoError(t, err)
		return c.Affinity
	}
	r.pass(time.Minute)
	r.in("AGENTE(Beto)", "k")
	require.EqualValues(t, "Ana", is())
	r.as(beto(), chat("k"), botflow.Transfer{Agent: "Caro"})
	require.EqualValues(t, "Ana", is())
	r.as(caro(), chat("k"), botflow.Transfer{Inbox: botflow.General})
	r.as(beto(), chat("k"), botflow.Take{})
	require.EqualValues(t, "Ana", is())
}

func TestN3_ToleranceThenFirstResponderThenAffinity(t *testing.T) {
	t.Parallel()
	d := edited(cast(room("Ventas", online, "Ana", "Beto")), tolerance(time.Hour), onChannel("web", func(c *directory.Channel) { c.Inbox = "Ventas" }))
	r := shop(t, d)
	r.message(web("k"))
	r.at("AGENTE(Ana)", web("k"))
	r.ok(web("k"), botflow.SetAffinity{Agent: "Beto"})
	r.as(ana(), web("k"), botflow.Close{})
	r.message(web("k"))
	r.at("AGENTE(Ana)", web("k")) // tolerance before affinity
	r.as(ana(), web("k"), botflow.Close{})
	r.edit(assistant("Ventas"))
	r.message(web("k"))
	r.at("AGENTE(Ana)", web("k")) // and before the first responder
	r.as(ana(), web("k"), botflow.Close{})
	r.pass(time.Hour)
	r.message(web("k"))
	r.at(byBot, web("k")) // the first responder before affinity
	r.as(ia, web("k"), botflow.HandOff{})
	r.at("AGENTE(Beto)", web("k")) // affinity before the turn
}
