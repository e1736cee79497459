package reparto_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
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
