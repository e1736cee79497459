package reparto_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func TestL42_WindowsAndAutoClose(t *testing.T) {
	t.Parallel()
	const expired, shut, stays = "EXPIRADO", "BANDEJA(Cerradas)", "AGENTE(Ana)"
	optiwe := directory.Channel{OnWindowEnd: botflow.WindowNothing, AutoClose: 24 * time.Hour, AutoCloseFrom: botflow.FromLastInteraction}
	for _, tc := range []struct {
		name  string
		ch    directory.Channel
		reply string // when Ana answers last
		ends  string // the instant; "": never
		want  string
	}{
		{"the default", directory.Channel{}, "20:00:00", "2026-03-03 10:00:00", expired},
		{"a window of two hours", directory.Channel{Window: 2 * time.Hour}, "11:00:00", "12:00:00", expired},
		{"closed at its end", directory.Channel{Window: 2 * time.Hour, OnWindowEnd: botflow.WindowCloses}, "11:00:00", "12:00:00", shut},
		{"nothing at its end", directory.Channel{OnWindowEnd: botflow.WindowNothing}, "20:00:00", "", stays},
		{"no window: 24 hours from the last inbound", directory.Channel{Window: botflow.None}, "20:00:00", "2026-03-03 10:00:00", shut},
		{"no window, from the last interaction", directory.Channel{Window: botflow.None, AutoCloseFrom: botflow.FromLastInteraction}, "20:00:00", "2026-03-03 20:00:00", shut},
		{"no window, never closed", directory.Channel{Window: botflow.None, AutoClose: botflow.None}, "20:00:00", "", stays},
		{"closed before the window ends", directory.Channel{AutoClose: 3 * time.Hour}, "12:00:00", "13:00:00", shut},
		{"Optiwe's way", optiwe, "2026-03-03 09:00:00", "2026-03-04 09:00:00", shut},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), onChannel("whatsapp", func(c *directory.Channel) {
				id, b := c.ID, c.Bot
				*c = tc.ch
				c.ID, c.Bot = id, b
			})))
			r.arrives("k", "Ventas")
			r.as(ana(), chat("k"), botflow.Take{})
			r.till(tc.reply)
			r.as(ana(), chat("k"), botflow.Reply{})
			if tc.ends == "" {
				r.pass(30 * 24 * time.Hour)
				r.in(stays, "k")
				return
			}
			r.pass(moment(tc.ends).Add(-time.Second).Sub(r.clock.Now()))
			r.in(stays, "k")
			r.till(tc.ends)
			r.in(tc.want, "k")
			require.Zero(t, r.load("Ana"))
			if tc.want == shut {
				require.Equal(t, botflow.ReasonAutomatic, r.events("k", botflow.ClosedEvent)[0].Reason)
			}
		})
	}
}

func TestL15_L42_FromEveryOpenPlace(t *testing.T) {
	t.Parallel()
	for _, end := range []botflow.WindowEnd{botflow.WindowExpires, botflow.WindowCloses} {
		r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), onChannel("whatsapp", func(c *directory.Channel) { c.OnWindowEnd = end })))
		r.writes("bot")
		r.arrives("waits", "Ventas")
		r.held("owned", "Ventas")
		r.held("closed", "Ventas")
		r.as(ana(), chat("closed"), botflow.Close{})
		epoch := r.get("bot").Epoch
		r.till("2026-03-03 10:00:00")
		want := map[botflow.WindowEnd]string{botflow.WindowExpires: "EXPIRADO", botflow.WindowCloses: "BANDEJA(Cerradas)"}[end]
		for _, k := range []string{"bot", "waits", "owned"} {
			r.in(want, k)
		}
		require.Greater(t, r.get("bot").Epoch, epoch, "the bot is released")
		r.in("BANDEJA(Cerradas)", "closed") // L30
		require.Len(t, r.events("closed", botflow.ClosedEvent), 1)
		require.Empty(t, r.events("closed", botflow.Expired))
		r.sound()
	}
}

// rotating is a shop whose Ventas rotates.
func rotating(after time.Duration, changes ...func(*directory.Directory)) directory.Directory {
	return edited(cast(room("Ventas", routing.Policy{Enabled: true, ReassignAfter: after}, "Ana", "Beto")), changes...)
}

func TestL48_DeadlinesAtAnInstantComeBeforeCommandsAtIt(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(time.Minute))
	r.arrives("k", "Ventas")
	r.arrives("l", "Ventas")
	r.in("AGENTE(Beto)", "l")
	r.jump(time.Minute - time.Microsecond)
	r.as(ana(), chat("k"), botflow.Reply{})
	r.jump(time.Microsecond)
	r.refused(botflow.CodeNotFound, beto(), chat("l"), botflow.Reply{}) // it is Ana's now
	r.in("AGENTE(Ana)", "l")
}

func TestL48_ACommandFirstAppliesWhatIsDueOnItsConversation(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(10*time.Minute))
	r.arrives("k", "Ventas")
	r.jump(35 * time.Minute)
	r.writes("k")
	rotated := r.events("k", botflow.Rotated)
	require.Len(t, rotated, 3)
	for i, at := range []string{"10:10:00", "10:20:00", "10:30:00"} {
		require.Equal(t, instant(at), rotated[i].At, "each at its own time")
		require.Equal(t, instant("10:35:00"), rotated[i].Recorded)
	}
	r.in("AGENTE(Beto)", "k")
}

func TestL48_ACommandFirstAppliesWhatIsDueOnAgents(t *testing.T) {
	t.Parallel()
	inactivity := func(d *directory.Directory) { d.Options.InactiveAfter = 10 * time.Minute }
	r := shop(t, edited(cast(room("Ventas", online, "Ana", "Beto")), inactivity))
	r.till("10:05:00")
	r.as(beto(), reparto.Agent("Beto"), botflow.Touch{})
	r.jump(5 * time.Minute) // nobody ticks: Ana has been Offline since now
	r.arrives("k", "Ventas")
	r.in("AGENTE(Beto)", "k")
	r.jump(time.Hour)
	r.as(ana(), chat("k2"), botflow.SendTemplate{}) // the actor
	changes := r.moods("Ana")
	require.Equal(t, []string{"Online chosen", "Offline inactivity", "Online activity"}, changes)
}

func TestL48_PresenceBeforeRotation(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(10*time.Minute, func(d *directory.Directory) { d.Options.InactiveAfter = 10 * time.Minute }))
	r.till("10:00:01")
	r.as(beto(), reparto.Agent("Beto"), botflow.Touch{})
	r.as(ana(), reparto.Agent("Ana"), botflow.Touch{})
	r.arrives("k", "Ventas")
	r.in("AGENTE(Ana)", "k")
	r.till("10:10:00")
	require.Equal(t, botflow.Online, r.presence("Beto").Status)
	r.till("10:10:01") // both fall due: Beto is Offline first
	require.Equal(t, botflow.Offline, r.presence("Beto").Status)
	r.in("AGENTE(Ana)", "k")
	require.Len(t, r.events("k", botflow.RotationSkipped), 1)
}

func TestL48_EndingsBeforeRotationAndBeforeAssignment(t *testing.T) {
	t.Parallel()
	p := routing.Policy{Enabled: true, ReassignAfter: time.Hour, Limit: 1}
	short := onChannel("whatsapp", func(c *directory.Channel) { c.Window = time.Hour })
	r := shop(t, edited(cast(room("Ventas", p, "Ana"), room("Soporte", online, "Beto")), short, hours("Soporte", "Mon-Fri 11:00-12:00")))
	r.arrives("k", "Ventas")
	r.arrives("opens", "Soporte")
	r.till("10:30:00")
	r.arrives("l", "Ventas")
	r.jump(30 * time.Minute)
	r.tick()
	r.in("EXPIRADO", "k")
	require.Empty(t, r.events("k", botflow.RotationSkipped, botflow.Rotated), "the window's end comes first")
	r.in("EXPIRADO", "opens")
	require.Empty(t, r.events("opens", botflow.Assigned), "and before the opening assigns")
	r.in("AGENTE(Ana)", "l") // the slot was free at that instant
	require.Equal(t, instant("11:00:00"), r.events("l", botflow.Assigned)[0].At)
}

func TestL48_AChainOlderThanAnHourIsOneRotation(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		late time.Duration // after the first missed rotation
		want []string
		next string // when the next one falls due
	}{
		{time.Hour, []string{"10:10:00", "10:20:00", "10:30:00", "10:40:00", "10:50:00", "11:00:00", "11:10:00"}, "11:20:00"},
		{time.Hour + time.Second, []string{"11:10:01"}, "11:20:01"},
		{5 * time.Hour, []string{"15:10:00"}, "15:20:00"},
	} {
		t.Run(tc.late.String(), func(t *testing.T) {
			t.Parallel()
			r := shop(t, rotating(10*time.Minute))
			r.arrives("k", "Ventas")
			r.jump(10*time.Minute + tc.late)
			r.tick()
			rotated := r.events("k", botflow.Rotated)
			require.Len(t, rotated, len(tc.want))
			for i, at := range tc.want {
				require.Equal(t, instant(at), rotated[i].At)
			}
			r.in("AGENTE(Beto)", "k")
			r.pass(moment(tc.next).Add(-time.Second).Sub(r.clock.Now()))
			r.in("AGENTE(Beto)", "k")
			r.till(tc.next)
			r.in("AGENTE(Ana)", "k")
		})
	}
}

func TestL48_AnEndInTheMeantimeLeavesNothingToRotate(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(10*time.Minute))
	r.arrives("k", "Ventas")
	r.jump(30 * time.Hour)
	r.tick()
	r.in("EXPIRADO", "k")
	require.Empty(t, r.events("k", botflow.Rotated))
	require.Equal(t, instant("2026-03-03 10:00:00"), r.events("k", botflow.Expired)[0].At)
}

func TestL48_ALateTickKeepsTheOrderOfTime(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(10*time.Minute, func(d *directory.Directory) { d.Options.InactiveAfter = 25 * time.Minute }))
	r.till("10:05:00")
	r.as(ana(), reparto.Agent("Ana"), botflow.Touch{})
	r.arrives("k", "Ventas")
	r.in("AGENTE(Ana)", "k")
	r.jump(55 * time.Minute)
	r.tick()
	// At 10:15 to Beto, who is Offline from 10:25; then back to Ana, who is Offline from 10:30; at 10:35 nobody is left.
	all := r.events("k", botflow.Rotated, botflow.RotationSkipped)
	require.Equal(t, "Rotated Rotated RotationSkipped RotationSkipped RotationSkipped", told(all))
	for i, at := range []string{"10:15:00", "10:25:00", "10:35:00", "10:45:00", "10:55:00"} {
		require.Equal(t, instant(at), all[i].At)
	}
	r.in("AGENTE(Ana)", "k")
}
