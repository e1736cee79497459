package reparto_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
)

func TestL11_AssignmentRecordsItsDecision(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana", "Beto")))
	r.arrives("k", "Ventas")
	r.in("AGENTE(Ana)", "k")
	assigned := r.events("k", botflow.Assigned)
	require.Len(t, assigned, 1)
	e := assigned[0]
	require.Equal(t, "L11", e.Rule)
	require.EqualValues(t, "Ana", e.Agent)
	require.EqualValues(t, "Ana", e.Decision.Chosen)
	require.Equal(t, "Ana turn, Beto not their turn", reasons(*e.Decision))
	require.Equal(t, botflow.System(), e.By)
	require.Equal(t, 1, r.load("Ana"))
	require.EqualValues(t, "Ventas", r.get("k").TakenFrom)
}

func TestL12_AMessageKeepsThePlaceInTheQueue(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Ventas")
	r.till("11:00:00")
	r.writes("k")
	c := r.get("k")
	require.Equal(t, instant("10:00:00"), c.QueuedAt)
	require.Equal(t, instant("10:00:00"), c.Place.Since)
	require.Equal(t, instant("2026-03-03 11:00:00"), c.WindowEnds)
	require.True(t, c.Unread)
}

func TestL13_WhoMayMove(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		from botflow.InboxID
		by   botflow.Actor
		code botflow.Code
	}{
		{"a supervisor", "Ventas", sol(), ""},
		{"an admin", "Ventas", ada(), ""},
		{"a member may not", "Ventas", ana(), botflow.CodeNotAllowed},
		{"who can't see it finds nothing", "Ventas", caro(), botflow.CodeNotFound},
		{"nobody but managers in General", botflow.General, ana(), botflow.CodeNotAllowed},
		{"the owner of a Personal inbox", botflow.Personal("Ana"), ana(), ""},
		{"a supervisor out of a Personal inbox", botflow.Personal("Ana"), sol(), ""},
		{"another agent out of it", botflow.Personal("Ana"), beto(), botflow.CodeNotFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana"), room("Soporte", online, "Beto")))
			if tc.from == "Ventas" || tc.from == botflow.General {
				r.arrives("k", tc.from)
			} else {
				r.arrives("k", "Ventas")
				r.as(sol(), chat("k"), botflow.Move{Inbox: tc.from})
			}
			if tc.code != "" {
				r.refused(tc.code, tc.by, chat("k"), botflow.Move{Inbox: "Soporte"})
				return
			}
			n := len(r.events("k"))
			r.as(tc.by, chat("k"), botflow.Move{Inbox: "Soporte"})
			require.Equal(t, "Moved Queued Assigned", r.tells("k", n))
			r.in("AGENTE(Beto)", "k") // assignment there
		})
	}
}

func TestL13_L46_WhereNothingCanBeMoved(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Ventas")
	r.refused(botflow.CodeSamePlace, sol(), chat("k"), botflow.Move{Inbox: "Ventas"})
	r.refused(botflow.CodeInvalid, sol(), chat("k"), botflow.Move{Inbox: botflow.Closed})
	r.refused(botflow.CodeNoInbox, sol(), chat("k"), botflow.Move{Inbox: "Nada"})
}

func TestL13_OutOfClosedOnlyWhileTheWindowIsOpen(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	for _, k := range []string{"k", "l"} {
		r.held(k, "Ventas")
		r.as(ana(), chat(k), botflow.Close{})
	}
	r.refused(botflow.CodeNotAllowed, ana(), chat("k"), botflow.Move{Inbox: "Ventas"})
	r.till("2026-03-03 09:59:59")
	res := r.as(sol(), chat("k"), botflow.Move{Inbox: "Ventas"})
	require.Equal(t, "Reopened Moved Queued", told(res.Events))
	require.EqualValues(t, 1, res.Conversation.Episode)
	require.Equal(t, instant("10:00:00"), res.Conversation.QueuedAt, "A5: kept by reopening")
	r.till("2026-03-03 10:00:00")
	r.refused(botflow.CodeSessionExpired, sol(), chat("l"), botflow.Move{Inbox: "Ventas"})
	r.in("EXPIRADO", "k") // its window, too
}

func TestL14_AssigningByHand(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.goes("Caro", botflow.Offline)
	r.arrives("k", "Ventas")
	r.refused(botflow.CodeNotAllowed, ana(), chat("k"), botflow.Assign{Agent: "Beto"})
	r.refused(botflow.CodeNoAgent, sol(), chat("k"), botflow.Assign{Agent: "Nadie"})
	res := r.as(sol(), chat("k"), botflow.Assign{Agent: "Caro"}) // neither a member nor Online
	require.Equal(t, "Assigned", told(res.Events))
	require.Equal(t, sol(), res.Events[0].By)
	r.in("AGENTE(Caro)", "k")
	require.Equal(t, 1, r.load("Caro"))
}

func TestL14_L29_OutOfClosed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		by    botflow.Actor
		cmd   botflow.Command
		told  string
		owner string
	}{
		{"take", caro(), botflow.Take{}, "Reopened Taken", "AGENTE(Caro)"},
		{"assign", sol(), botflow.Assign{Agent: "Caro"}, "Reopened Assigned", "AGENTE(Caro)"},
		{"assign to oneself is a take", sol(), botflow.Assign{Agent: "Sol"}, "Reopened Taken", "AGENTE(Sol)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana")))
			for _, k := range []string{"k", "l"} {
				r.held(k, "Ventas")
				r.as(ana(), chat(k), botflow.Close{})
			}
			r.till("2026-03-03 09:59:59")
			res := r.as(tc.by, chat("k"), tc.cmd)
			require.Equal(t, tc.told, told(res.Events))
			require.EqualValues(t, 1, res.Conversation.Episode, "the same episode")
			r.in(tc.owner, "k")
			r.till("2026-03-03 10:00:00")
			r.in("EXPIRADO", "k") // the window goes on from the contact's last message

			// With the window closed the chat awaits the contact, from now.
			r.till("2026-03-03 12:00:00")
			r.as(tc.by, chat("l"), tc.cmd)
			r.in(tc.owner, "l")
			r.refused(botflow.CodeSessionExpired, botflow.ByAgent(r.get("l").Place.Owner), chat("l"), botflow.Reply{})
			r.till("2026-03-04 11:59:59")
			r.in(tc.owner, "l")
			r.till("2026-03-04 12:00:00")
			r.in("EXPIRADO", "l")
			r.sound()
		})
	}
}

// taken gives the refusal of a claim.
func (r *rig) taken(by botflow.Actor, contact string, cmd botflow.Command) error {
	_, err := r.do(by, chat(contact), cmd)
	return err
}

func TestL44_TheFourAnswers(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		do   func(r *rig)
		by   botflow.Actor
		want error
	}{
		{"who sees it learns who", nil, nil, sol(), &botflow.TakenError{Owner: "Ana"}},
		{"so do members if they see taken chats", []func(*directory.Directory){option(inbox.TakenVisibleToInboxMembers)}, nil, beto(), &botflow.TakenError{Owner: "Ana"}},
		{"who saw it before learns that it is taken", nil, nil, beto(), &botflow.TakenError{}},
		{"who owns it", nil, nil, ana(), botflow.ErrSamePlace},
		{"everybody else finds nothing", nil, nil, caro(), botflow.ErrNotFound},
		{"never for a private chat", nil, func(r *rig) { r.as(ana(), chat("k"), botflow.SetPrivate{Private: true}) }, beto(), botflow.ErrNotFound},
		{"only the last state counts", nil, func(r *rig) { r.as(ana(), chat("k"), botflow.Transfer{Agent: "Caro"}) }, beto(), botflow.ErrNotFound},
		{"but the last owner knows", nil, func(r *rig) { r.as(ana(), chat("k"), botflow.Transfer{Agent: "Caro"}) }, ana(), &botflow.TakenError{}},
		{"who lost the race for a closed chat", nil, func(r *rig) {
			r.as(ana(), chat("k"), botflow.Close{})
			r.as(ana(), chat("k"), botflow.Take{})
		}, caro(), &botflow.TakenError{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", byHand, "Ana", "Beto")), tc.set...))
			r.held("k", "Ventas")
			if tc.do != nil {
				tc.do(r)
			}
			n := len(r.events("k"))
			require.Equal(t, tc.want, r.taken(tc.by, "k", botflow.Take{}))
			r.pass(time.Hour) // at once or later
			require.Equal(t, tc.want, r.taken(tc.by, "k", botflow.Take{}))
			require.Len(t, r.events("k"), n, "a refusal leaves nothing")
		})
	}
}

func TestL44_AssignmentsAndRestoresToo(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
	r.held("k", "Ventas")
	require.Equal(t, &botflow.TakenError{Owner: "Ana"}, r.taken(sol(), "k", botflow.Assign{Agent: "Beto"}))
	require.Equal(t, &botflow.TakenError{}, r.taken(beto(), "k", botflow.Assign{Agent: "Beto"}))
	r.pass(24 * time.Hour)
	r.in("EXPIRADO", "k")
	r.as(caro(), chat("k"), botflow.SendTemplate{})
	require.Equal(t, &botflow.TakenError{}, r.taken(beto(), "k", botflow.SendTemplate{}), "an expired chat was seen by all")
	require.Equal(t, &botflow.TakenError{Owner: "Caro"}, r.taken(sol(), "k", botflow.SendTemplate{}))
	require.Equal(t, botflow.ErrSamePlace, r.taken(caro(), "k", botflow.Take{}))
}

func TestL51_ClosingWhatNobodyOwns(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"BANDEJA(Ventas)", "EXPIRADO"} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), tolerance(48*time.Hour)))
			r.held("k", "Ventas")
			r.as(ana(), chat("k"), botflow.Return{})
			if place == "EXPIRADO" {
				r.pass(24 * time.Hour)
			}
			r.in(place, "k")
			r.refused(botflow.CodeNotAllowed, ana(), chat("k"), botflow.Close{})
			res := r.as(sol(), chat("k"), botflow.Close{})
			require.Equal(t, "Closed", told(res.Events))
			require.Equal(t, botflow.ReasonByHand, res.Events[0].Reason)
			r.in("BANDEJA(Cerradas)", "k")
			r.writes("k")
			r.in("BOT(flow)", "k") // no tolerance
		})
	}
}

func TestL53_TakingOver(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
	r.held("k", "Ventas")
	r.refused(botflow.CodeTaken, sol(), chat("k"), botflow.Take{})
	r.edit(option(inbox.TakeOver))
	r.refused(botflow.CodeTaken, beto(), chat("k"), botflow.Take{})
	r.refused(botflow.CodeSamePlace, ana(), chat("k"), botflow.Take{})
	res := r.as(sol(), chat("k"), botflow.Take{})
	require.Equal(t, "Taken", told(res.Events))
	require.EqualValues(t, "Ana", res.Events[0].Other)
	r.in("AGENTE(Sol)", "k")
	require.Equal(t, []int{0, 1}, []int{r.load("Ana"), r.load("Sol")}, "the slot moves")
}

func TestL36_LabelsMoveNothing(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.held("k", "Ventas")
	before := r.get("k")
	for cmd, event := range map[botflow.Command]string{
		botflow.AddNote{Text: "x"}: "Noted", botflow.AddTag{Tag: "vip"}: "Tagged", botflow.MarkUnread{}: "Unread", botflow.SetPrivate{Private: true}: "MadePrivate",
	} {
		require.Equal(t, event, told(r.as(ana(), chat("k"), cmd).Events))
	}
	require.Equal(t, "PriorityChanged", told(r.as(sol(), chat("k"), botflow.SetPriority{Priority: 3}).Events))
	require.Equal(t, "AttributesChanged", told(r.as(ana(), chat("k"), botflow.SetAttributes{Attributes: map[string]string{"dni": "1"}}).Events))
	require.Equal(t, before.Place, r.get("k").Place)
	require.Equal(t, before.Previous, r.get("k").Previous)
}
