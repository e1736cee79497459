package reparto_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

// restless is a shop in which ten minutes without activity count, the default.
func restless(rooms ...directory.Inbox) directory.Directory {
	return edited(cast(rooms...), func(d *directory.Directory) { d.Options.InactiveAfter = 0 })
}

func TestP1_TheAgentChoosesOnlineOrAway(t *testing.T) {
	t.Parallel()
	r := newRig(t, reparto.Config{})
	r.apply(cast())
	me := reparto.Agent("Ana")
	require.Equal(t, botflow.Offline, r.presence("Ana").Status, "P2: new agents are Offline")
	r.as(ana(), me, botflow.SetPresence{Status: botflow.Online})
	require.Equal(t, botflow.Online, r.presence("Ana").Status)
	r.as(ana(), me, botflow.SetPresence{Status: botflow.Away})
	require.Equal(t, botflow.Away, r.presence("Ana").Status)
	r.refused(botflow.CodeInvalid, ana(), me, botflow.SetPresence{Status: botflow.Offline})
	r.as(ana(), me, botflow.SignOut{})
	require.Equal(t, botflow.Offline, r.presence("Ana").Status)
	require.Equal(t, []string{"Online chosen", "Away chosen", "Offline sign-out"}, r.moods("Ana"))
}

func TestP2_InactiveAfterTenMinutes(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		do   func(r *rig) // at 10:05:00
		ends string
	}{
		{"nothing", func(*rig) {}, "10:10:00"},
		{"Touch", func(r *rig) { r.as(ana(), reparto.Agent("Ana"), botflow.Touch{}) }, "10:15:00"},
		{"taking a chat", func(r *rig) { r.as(ana(), chat("k"), botflow.Take{}) }, "10:15:00"},
		{"a note", func(r *rig) { r.as(ana(), chat("k"), botflow.AddNote{Text: "x"}) }, "10:15:00"},
		{"choosing what is so already", func(r *rig) { r.as(ana(), reparto.Agent("Ana"), botflow.SetPresence{Status: botflow.Online}) }, "10:15:00"},
		{"what happens to them isn't activity", func(r *rig) { r.as(sol(), chat("k"), botflow.Assign{Agent: "Ana"}) }, "10:10:00"},
		{"nor what others do", func(r *rig) { r.as(beto(), chat("k"), botflow.Take{}) }, "10:10:00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, restless())
			r.arrives("k", botflow.General)
			r.till("10:05:00")
			tc.do(r)
			r.pass(moment(tc.ends).Add(-time.Second).Sub(r.clock.Now()))
			require.Equal(t, botflow.Online, r.presence("Ana").Status)
			r.till(tc.ends)
			require.Equal(t, botflow.Offline, r.presence("Ana").Status)
			moods := r.history(reparto.Agent("Ana"), botflow.PresenceChanged)
			last := moods[len(moods)-1]
			require.Equal(t, botflow.CauseInactivity, last.Cause)
			require.Equal(t, instant(tc.ends), last.At)
		})
	}
}

func TestP2_InactivityOptions(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(), func(d *directory.Directory) { d.Options.InactiveAfter = time.Hour }))
	r.till("10:59:59")
	require.Equal(t, botflow.Online, r.presence("Ana").Status)
	r.till("11:00:00")
	require.Equal(t, botflow.Offline, r.presence("Ana").Status)
	r.goes("Ana", botflow.Online)
	r.edit(func(d *directory.Directory) { d.Options.InactiveAfter = botflow.None })
	r.pass(100 * time.Hour)
	require.Equal(t, botflow.Online, r.presence("Ana").Status, "never")
	r.as(ana(), reparto.Agent("Ana"), botflow.Touch{})
	r.edit(func(d *directory.Directory) { d.Options.InactiveAfter = 0 })
	r.pass(10*time.Minute - time.Second)
	require.Equal(t, botflow.Online, r.presence("Ana").Status)
	r.pass(time.Second)
	require.Equal(t, botflow.Offline, r.presence("Ana").Status, "from then on it counts")
}

func TestP2_ActivityRestoresWhatWasLastChosen(t *testing.T) {
	t.Parallel()
	for _, chosen := range []botflow.Status{botflow.Online, botflow.Away} {
		r := shop(t, restless())
		r.goes("Ana", chosen)
		r.till("11:00:00")
		require.Equal(t, botflow.Offline, r.presence("Ana").Status)
		r.as(ana(), chat("k"), botflow.SendTemplate{}) // any action
		require.Equal(t, chosen, r.presence("Ana").Status)
		moods := r.moods("Ana")
		require.Equal(t, chosen.String()+" activity", moods[len(moods)-1])
	}
}

func TestP2_AfterSigningOutTheAgentMustChoose(t *testing.T) {
	t.Parallel()
	r := shop(t, restless())
	r.arrives("k", botflow.General)
	r.as(ana(), reparto.Agent("Ana"), botflow.SignOut{})
	r.as(ana(), chat("k"), botflow.Take{}) // presence never forbids an act by hand
	r.as(ana(), chat("k"), botflow.Reply{})
	r.as(ana(), reparto.Agent("Ana"), botflow.Touch{})
	require.Equal(t, botflow.Offline, r.presence("Ana").Status)
	r.as(ana(), reparto.Agent("Ana"), botflow.SetPresence{Status: botflow.Online})
	require.Equal(t, botflow.Online, r.presence("Ana").Status)
}

func TestP2_ARefusedActionIsNone(t *testing.T) {
	t.Parallel()
	r := shop(t, restless())
	r.till("11:00:00")
	r.refused(botflow.CodeNotFound, ana(), chat("nobody"), botflow.Take{})
	require.Equal(t, botflow.Offline, r.presence("Ana").Status)
}

func TestP3_GoingAwayMovesNothingComingOnlineDrains(t *testing.T) {
	t.Parallel()
	r := shop(t, restless(room("Ventas", online, "Ana")))
	r.arrives("held", "Ventas")
	for _, s := range []botflow.Status{botflow.Away, botflow.Offline} {
		r.goes("Ana", s)
		r.in("AGENTE(Ana)", "held")
	}
	r.arrives("k", "Ventas")
	r.in("BANDEJA(Ventas)", "k")
	r.goes("Ana", botflow.Away)
	r.in("BANDEJA(Ventas)", "k")
	r.goes("Ana", botflow.Online)
	r.in("AGENTE(Ana)", "k")

	r.till("10:10:00")
	r.arrives("l", "Ventas")
	r.in("BANDEJA(Ventas)", "l")
	r.as(ana(), chat("held"), botflow.Reply{}) // back from inactivity: Online
	r.in("AGENTE(Ana)", "l")
	r.sound()
}

func TestP4_WhoChangesAPresenceAndWhatIsSaid(t *testing.T) {
	t.Parallel()
	away := botflow.SetPresence{Status: botflow.Away}
	for _, tc := range []struct {
		by   botflow.Actor
		cmd  botflow.Command
		code botflow.Code
	}{
		{ana(), away, ""},
		{sol(), away, ""},
		{ada(), away, ""},
		{botflow.System(), away, ""},
		{sol(), botflow.SignOut{}, ""},
		{beto(), away, botflow.CodeNotAllowed},
		{beto(), botflow.SignOut{}, botflow.CodeNotAllowed},
		{bot, away, botflow.CodeNotFound},
		{botflow.ByAgent("Nadie"), away, botflow.CodeNotFound},
	} {
		r := shop(t, cast())
		if tc.code != "" {
			r.refused(tc.code, tc.by, reparto.Agent("Ana"), tc.cmd)
			require.Equal(t, botflow.Online, r.presence("Ana").Status)
			continue
		}
		r.pass(time.Minute)
		res := r.as(tc.by, reparto.Agent("Ana"), tc.cmd)
		require.Len(t, res.Events, 1)
		e := res.Events[0]
		require.Equal(t, botflow.PresenceChanged, e.Type)
		require.Equal(t, botflow.Online, e.Was)
		require.Equal(t, res.Presence.Status, e.Is)
		require.Equal(t, tc.by, e.By)
		require.Equal(t, instant("10:01:00"), e.At)
		require.Empty(t, r.as(tc.by, reparto.Agent("Ana"), tc.cmd).Events, "no change, no event")
	}
	r := shop(t, cast())
	r.refused(botflow.CodeNotFound, sol(), reparto.Agent("Nadie"), away)
	_, err := r.acc.As(beto()).History(context.Background(), reparto.Agent("Ana"), 0, 10)
	require.ErrorIs(t, err, botflow.ErrNotFound, "their times are their own")
}

func TestP5_RampIn(t *testing.T) {
	t.Parallel()
	ramp := func(d *directory.Directory) { d.Options.RampIn = routing.RampIn{Limit: 2, Period: 5 * time.Minute} }
	r := shop(t, edited(cast(room("Ventas", online, "Ana")), ramp))
	r.goes("Ana", botflow.Offline)
	for _, k := range []string{"a", "b", "c", "d"} {
		r.arrives(k, "Ventas")
	}
	r.till("10:10:00")
	r.goes("Ana", botflow.Online)
	require.Equal(t, 2, r.load("Ana"))
	require.Equal(t, "Ana ramp-in", reasons(r.explains("c")))
	r.as(ana(), chat("c"), botflow.Take{}) // not by hand
	r.as(ana(), chat("a"), botflow.Close{})
	r.in("BANDEJA(Ventas)", "d") // a slot that frees gives nothing
	r.till("10:14:59")
	r.in("BANDEJA(Ventas)", "d")
	r.till("10:15:00")
	r.in("AGENTE(Ana)", "d")
	r.goes("Ana", botflow.Away)
	r.goes("Ana", botflow.Online) // it begins anew
	for _, k := range []string{"e", "f", "g"} {
		r.arrives(k, "Ventas")
	}
	r.in("AGENTE(Ana)", "f")
	r.in("BANDEJA(Ventas)", "g")
	r.sound()
}

func TestP5_OffByDefault(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana")))
	for i := range 20 {
		r.arrives(string(rune('a'+i)), "Ventas")
	}
	require.Equal(t, 20, r.load("Ana"))
}
