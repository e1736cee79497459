package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestL10_TakeMakesOwner(t *testing.T) {
	t.Parallel()
	t.Run("from an inbox", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.reassign["Ventas"] = 10 * time.Minute
		epoch := s.c.Epoch
		s.take(ana).is("AGENTE(Ana)", botflow.Taken)
		require.Equal(t, botflow.InboxID("Ventas"), s.c.TakenFrom)
		require.Equal(t, botflow.AgentID("Ana"), s.c.LastOwner)
		require.Equal(t, epoch+1, s.c.Epoch)
		require.Equal(t, s.now.Add(10*time.Minute), s.c.Deadlines[botflow.DeadlineAnswer], "the answer clock is armed")
		e := s.said(botflow.Taken)
		require.Equal(t, botflow.AgentID("Ana"), e.Agent)
		require.Equal(t, "BANDEJA(Ventas)", e.From.String())
	})
	t.Run("from their Personal inbox", func(t *testing.T) {
		t.Parallel()
		s := owned(t).do(ana, botflow.Transfer{Inbox: botflow.Personal("Ben")}).take(ben).is("AGENTE(Ben)", botflow.Taken)
		require.Equal(t, botflow.InboxID("Ventas"), s.c.Home(), "S9: never a Personal one")
	})
	t.Run("A4 at the limit, with LimitManual", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.full = true
		s.refuses(botflow.CodeLimit, ana, botflow.Take{})
	})
	t.Run("only an agent", func(t *testing.T) {
		t.Parallel()
		waiting(t).refuses(botflow.CodeInvalid, host, botflow.Take{})
		inFlow(t).refuses(botflow.CodeInvalid, host, botflow.Take{})
		shut(t).refuses(botflow.CodeInvalid, host, botflow.Take{})
	})
	t.Run("L46 assigning to oneself is a take", func(t *testing.T) {
		t.Parallel()
		s := waiting(t).do(sup, botflow.Assign{Agent: "Sup"}).is("AGENTE(Sup)", botflow.Taken)
		require.Equal(t, "L10", s.said(botflow.Taken).Rule)
	})
}

func TestL11_AutomaticAssignment(t *testing.T) {
	t.Parallel()
	d := botflow.Decision{Inbox: "Ventas", Revision: 3, Chosen: "Ana", Why: botflow.ReasonTurn}
	t.Run("with its decision", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.reassign["Ventas"] = time.Minute
		s.do(host, botflow.AutoAssign{Decision: d}).is("AGENTE(Ana)", botflow.Assigned)
		e := s.said(botflow.Assigned)
		require.Equal(t, &d, e.Decision)
		require.Equal(t, botflow.AgentID("Ana"), e.Agent)
		require.Equal(t, botflow.InboxID("Ventas"), s.c.TakenFrom)
		require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer])
	})
	t.Run("S3 is a change of its own, whose previous place is the inbox", func(t *testing.T) {
		t.Parallel()
		s := waiting(t).do(host, botflow.AutoAssign{Decision: d})
		require.Equal(t, "BANDEJA(Ventas)", s.c.Previous.String())
		require.Equal(t, nine, s.c.Previous.Since)
	})
	t.Run("not to one who was removed", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.disabled["Ana"] = true
		s.refuses(botflow.CodeNoAgent, host, botflow.AutoAssign{Decision: d})
	})
	t.Run("A14 an older decision doesn't overwrite a person's choice", func(t *testing.T) {
		t.Parallel()
		waiting(t).do(sup, botflow.Move{Inbox: "Soporte"}).refuses(botflow.CodeIllegal, host, botflow.AutoAssign{Decision: d})
		waiting(t).take(ben).refuses(botflow.CodeIllegal, host, botflow.AutoAssign{Decision: d})
	})
	t.Run("A8 nothing is assigned from Closed or Personal", func(t *testing.T) {
		t.Parallel()
		for _, in := range []botflow.InboxID{botflow.Closed, botflow.Personal("Ben")} {
			s := shut(t)
			if in != botflow.Closed {
				s = waiting(t).do(sup, botflow.Move{Inbox: in})
			}
			s.refuses(botflow.CodeIllegal, host, botflow.AutoAssign{Decision: botflow.Decision{Inbox: in, Chosen: "Ana"}})
		}
	})
}

// Rules: A12
func TestA12_NobodyIsToldOncePerEntry(t *testing.T) {
	t.Parallel()
	nobody := botflow.NoteNobody{Decision: botflow.Decision{Inbox: "Ventas", Why: botflow.ReasonNoAgents}}
	s := waiting(t).do(host, nobody).is("BANDEJA(Ventas)", botflow.NobodyEligible)
	require.Equal(t, &nobody.Decision, s.said(botflow.NobodyEligible).Decision)
	s.do(host, nobody)
	require.Empty(t, s.out.Events)
	s.take(ana).do(ana, botflow.Return{}).do(host, nobody).is("BANDEJA(Ventas)", botflow.NobodyEligible)
}

func TestL13_MoveToAnotherInbox(t *testing.T) {
	t.Parallel()
	t.Run("from an inbox", func(t *testing.T) {
		t.Parallel()
		s := waiting(t).do(sup, botflow.Move{Inbox: "Soporte"}).is("BANDEJA(Soporte)", botflow.Moved, botflow.Queued)
		require.Equal(t, nine, s.c.QueuedAt, "A5: the first entry of the episode counts")
		require.Equal(t, botflow.InboxID("Soporte"), s.c.Home())
	})
	t.Run("to a Personal inbox", func(t *testing.T) {
		t.Parallel()
		s := waiting(t).do(sup, botflow.Move{Inbox: botflow.Personal("Ana")}).
			is("BANDEJA(Personal of Ana)", botflow.Moved, botflow.Queued)
		require.Equal(t, botflow.InboxID("Ventas"), s.c.Home(), "S9: never a Personal one")
	})
	t.Run("out of Closed while the window is open", func(t *testing.T) {
		t.Parallel()
		s := shut(t).do(sup, botflow.Move{Inbox: "Soporte"}).
			is("BANDEJA(Soporte)", botflow.Reopened, botflow.Moved, botflow.Queued)
		require.Equal(t, uint32(1), s.c.Episode, "the same episode")
		require.Equal(t, nine, s.c.QueuedAt, "A5: reopening keeps it")
		require.Equal(t, nine.Add(day), s.c.Deadlines[botflow.DeadlineWindow])
	})
	t.Run("not out of Closed at the end of the window", func(t *testing.T) {
		t.Parallel()
		s := shut(t)
		s.now = s.c.WindowEnds
		s.refuses(botflow.CodeSessionExpired, sup, botflow.Move{Inbox: "Soporte"})
	})
	waiting(t).refuses(botflow.CodeSamePlace, sup, botflow.Move{Inbox: "Ventas"})
	waiting(t).refuses(botflow.CodeInvalid, sup, botflow.Move{Inbox: botflow.Closed})
	shut(t).refuses(botflow.CodeInvalid, sup, botflow.Move{Inbox: botflow.Closed})
	owned(t).refuses(botflow.CodeIllegal, sup, botflow.Move{Inbox: "Soporte"})
	expired(t).refuses(botflow.CodeIllegal, sup, botflow.Move{Inbox: "Soporte"})
}

func TestL14_SupervisorAssigns(t *testing.T) {
	t.Parallel()
	t.Run("from an inbox", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.reassign["Ventas"] = time.Minute
		s.do(sup, botflow.Assign{Agent: "Ben"}).is("AGENTE(Ben)", botflow.Assigned)
		require.Equal(t, botflow.InboxID("Ventas"), s.c.TakenFrom)
		require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer])
		require.Nil(t, s.said(botflow.Assigned).Decision, "nobody but the supervisor decided")
	})
	t.Run("out of Closed", func(t *testing.T) {
		t.Parallel()
		s := shut(t).do(sup, botflow.Assign{Agent: "Ben"}).is("AGENTE(Ben)", botflow.Reopened, botflow.Assigned)
		require.Equal(t, uint32(1), s.c.Episode)
	})
	t.Run("out of Closed, after the window: awaiting the contact", func(t *testing.T) {
		t.Parallel()
		s := shut(t).after(2*day).do(sup, botflow.Assign{Agent: "Ben"})
		require.True(t, s.c.AwaitingContact())
		require.Equal(t, s.now.Add(day), s.c.Deadlines[botflow.DeadlineTemplate])
	})
	for name, begin := range map[string]func(require.TestingT) *scene{"BANDEJA": waiting, "Closed": shut} {
		t.Run("refused in "+name, func(t *testing.T) {
			t.Parallel()
			s := begin(t)
			s.disabled["Ben"] = true
			s.refuses(botflow.CodeNoAgent, sup, botflow.Assign{Agent: "Ben"})
			s = begin(t)
			s.full = true
			s.refuses(botflow.CodeLimit, sup, botflow.Assign{Agent: "Ben"})
		})
	}
}

func TestL44_OwnedChatIsTaken(t *testing.T) {
	t.Parallel()
	s := owned(t)
	err := s.try(sup, botflow.Assign{Agent: "Ben"})
	var taken *botflow.TakenError
	require.ErrorAs(t, err, &taken)
	require.Empty(t, taken.Owner, "who may know the owner is package inbox's to say")
	require.ErrorIs(t, err, botflow.ErrTaken)
	require.Equal(t, botflow.CodeTaken, botflow.CodeOf(err))
	s.refuses(botflow.CodeSamePlace, ana, botflow.Take{})
	s.refuses(botflow.CodeSamePlace, ana, botflow.Assign{Agent: "Ana"})
}

func TestL29_TakeOutOfClosed(t *testing.T) {
	t.Parallel()
	t.Run("while the window is open", func(t *testing.T) {
		t.Parallel()
		s := shut(t)
		s.reassign["Ventas"] = time.Minute
		s.take(ben).is("AGENTE(Ben)", botflow.Reopened, botflow.Taken)
		require.Equal(t, uint32(1), s.c.Episode, "the same episode")
		require.False(t, s.c.AwaitingContact())
		require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer], "A9: the contact has an unanswered message")
		require.Equal(t, nine.Add(day), s.c.Deadlines[botflow.DeadlineWindow])
		s.do(ben, botflow.Reply{})
	})
	t.Run("answered before: the clock waits for the contact", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.reassign["Ventas"] = time.Minute
		s.do(ana, botflow.Reply{}).do(ana, botflow.Close{}).take(ben)
		require.Zero(t, s.c.Deadlines[botflow.DeadlineAnswer])
		s.receive()
		require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer])
	})
	t.Run("at the end of the window: awaiting the contact from now", func(t *testing.T) {
		t.Parallel()
		s := shut(t)
		s.now = s.c.WindowEnds
		s.take(ben)
		require.True(t, s.c.AwaitingContact())
		require.Equal(t, s.now.Add(day), s.c.Deadlines[botflow.DeadlineTemplate])
		require.Zero(t, s.c.Deadlines[botflow.DeadlineWindow], "L24: not while awaiting")
		s.refuses(botflow.CodeSessionExpired, ben, botflow.Reply{})
		s.elapse(botflow.DeadlineTemplate).is("EXPIRADO", botflow.Expired)
	})
	t.Run("L46 assigning to oneself", func(t *testing.T) {
		t.Parallel()
		shut(t).do(sup, botflow.Assign{Agent: "Sup"}).is("AGENTE(Sup)", botflow.Reopened, botflow.Taken)
	})
	s := shut(t)
	s.full = true
	s.refuses(botflow.CodeLimit, ana, botflow.Take{})
}

// Rules: L54, S8
func TestL54_InboxIsDeleted(t *testing.T) {
	t.Parallel()
	t.Run("its chats keep their place", func(t *testing.T) {
		t.Parallel()
		s := waiting(t).do(host, botflow.Drain{Into: "Soporte"}).is("BANDEJA(Soporte)", botflow.Moved, botflow.Queued)
		require.Equal(t, nine, s.c.QueuedAt)
	})
	t.Run("a Personal one, with its agent", func(t *testing.T) {
		t.Parallel()
		s := owned(t).do(ana, botflow.Transfer{Inbox: botflow.Personal("Ben")}).
			do(host, botflow.Release{}).is("BANDEJA(Ventas)", botflow.Moved, botflow.Queued)
		require.Equal(t, nine, s.c.QueuedAt)
	})
	waiting(t).refuses(botflow.CodeNoInbox, host, botflow.Drain{Into: "Marte"})
	waiting(t).refuses(botflow.CodeInvalid, host, botflow.Drain{Into: botflow.Closed})
	waiting(t).refuses(botflow.CodeInvalid, host, botflow.Drain{Into: botflow.Personal("Ana")})
	waiting(t).refuses(botflow.CodeSamePlace, host, botflow.Drain{Into: "Ventas"})
	waiting(t).refuses(botflow.CodeIllegal, host, botflow.Release{})
}
