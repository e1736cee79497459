package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestL16_OwnerReplies(t *testing.T) {
	t.Parallel()
	t.Run("first answer stops the clock", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.reassign["Ventas"] = time.Minute
		s.take(ana).do(ana, botflow.Reply{Epoch: s.c.Epoch}).is("AGENTE(Ana)", botflow.Answered)
		require.Zero(t, s.c.Deadlines[botflow.DeadlineAnswer])
		require.False(t, s.c.Unread)
		require.Zero(t, s.c.Unanswered)
		require.True(t, s.c.HumanReplied)
		require.Equal(t, s.now, s.c.LastActivity)
		require.Equal(t, botflow.AgentID("Ana"), s.said(botflow.Answered).Agent)
	})
	t.Run("until the last microsecond of the window", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.now = s.c.WindowEnds.Add(-time.Microsecond)
		s.do(ana, botflow.Reply{})
	})
}

func TestL35_FreeTextAfterTheWindow(t *testing.T) {
	t.Parallel()
	// The channel lets the window end without moving anything.
	late := func(s *scene) *scene {
		s.channel.OnWindowEnd = botflow.WindowNothing
		s.now = s.c.WindowEnds
		return s
	}
	for _, tc := range []struct {
		name  string
		scene *scene
		by    botflow.Actor
	}{
		{"by the owner", late(owned(t)), ana},
		{"by another agent", late(owned(t)), ben},
		{"by the bot in charge", late(inFlow(t)), flow},
		{"in an inbox", late(waiting(t)), ana},
		{"in Closed", late(shut(t)), ana},
		{"in EXPIRADO", expired(t), ana},
		{"in a chat that the contact never wrote in", awaiting(t), ana},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.scene.refuses(botflow.CodeSessionExpired, tc.by, botflow.Reply{})
			tc.scene.refuses(botflow.CodeSessionExpired, host, botflow.Reply{Automatic: true})
		})
	}
}

func TestL45_SendingIsNeverATake(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{
		"BOT": inFlow(t), "BANDEJA": waiting(t), "AGENTE": owned(t), "Closed": shut(t),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.refuses(botflow.CodeNotOwner, ben, botflow.Reply{})
			s.refuses(botflow.CodeNotOwner, ben, botflow.SendTemplate{})
		})
	}
	owned(t).refuses(botflow.CodeNotOwner, host, botflow.Reply{}) // the host doesn't answer in the owner's place
}

func TestL43_AutomaticMessageIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, by := range []botflow.Actor{ana, host} {
		t.Run(by.String(), func(t *testing.T) {
			t.Parallel()
			s := waiting(t)
			s.reassign["Ventas"] = time.Hour
			s.take(ana)
			due := s.c.Deadlines[botflow.DeadlineAnswer]
			s.after(time.Minute).do(by, botflow.Reply{Automatic: true}).is("AGENTE(Ana)", botflow.Answered)
			require.True(t, s.said(botflow.Answered).Automatic)
			require.Equal(t, due, s.c.Deadlines[botflow.DeadlineAnswer], "the clock runs on")
			require.Equal(t, nine, s.c.Unanswered)
			require.False(t, s.c.HumanReplied)
			require.Equal(t, s.now, s.c.LastActivity)
		})
	}
}

func TestL18_ReturnGoesBackWhereItWasTaken(t *testing.T) {
	t.Parallel()
	s := owned(t)
	epoch := s.c.Epoch
	s.do(ana, botflow.Return{}).is("BANDEJA(Ventas)", botflow.Returned, botflow.Queued)
	require.Equal(t, epoch+1, s.c.Epoch)
	require.Equal(t, nine, s.c.QueuedAt, "A5: kept by return")
	require.Equal(t, botflow.AgentID("Ana"), s.said(botflow.Returned).Other)
	require.Equal(t, 1, s.count(botflow.Pending), "L40: never repeated")
	require.Equal(t, botflow.AgentID("Ana"), s.c.LastOwner)
	t.Run("General if it was never in an inbox", func(t *testing.T) {
		t.Parallel()
		s := awaiting(t).do(ana, botflow.Return{}).is("BANDEJA(General)", botflow.Returned, botflow.Queued)
		require.Equal(t, s.now, s.c.QueuedAt)
		require.Zero(t, s.count(botflow.Pending), "L40: an agent began this episode")
		s.elapse(botflow.DeadlineTemplate).is("EXPIRADO", botflow.Expired)
	})
}

func TestA11_ReturnerIsRemembered(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		by   botflow.Actor
		cmd  botflow.Command
	}{
		{"a return", ana, botflow.Return{}},
		{"a return by a supervisor", sup, botflow.Return{}},
		{"a transfer to an inbox", ana, botflow.Transfer{Inbox: "Soporte"}},
		{"a transfer to TakenFrom", ana, botflow.Transfer{Inbox: "Ventas"}},
		{"a transfer to a Personal inbox", ana, botflow.Transfer{Inbox: botflow.Personal("Ben")}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := owned(t).do(tc.by, tc.cmd)
			require.Equal(t, botflow.AgentID("Ana"), s.c.Returner)
			require.Equal(t, s.now.Add(5*time.Minute), s.c.ReturnUntil)
			s.take(ben)
			require.Empty(t, s.c.Returner, "somebody else owned it")
			require.Zero(t, s.c.ReturnUntil)
		})
	}
	t.Run("taking it again by hand isn't somebody else", func(t *testing.T) {
		t.Parallel()
		s := owned(t).do(ana, botflow.Return{}).take(ana)
		require.Equal(t, botflow.AgentID("Ana"), s.c.Returner)
	})
	t.Run("a rotation to somebody else ends it", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.reassign["Ventas"], s.next = time.Minute, "Ben"
		s.do(ana, botflow.Return{}).take(ana).elapse(botflow.DeadlineAnswer)
		require.Empty(t, s.c.Returner)
	})
	t.Run("without a memory nobody is barred", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.edit("Ventas", func(r *botflow.InboxRules) { r.ReturnMemory = 0 })
		require.Empty(t, s.do(ana, botflow.Return{}).c.Returner)
	})
	t.Run("the memory is the destination's", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.edit("Soporte", func(r *botflow.InboxRules) { r.ReturnMemory = time.Hour })
		s.do(ana, botflow.Transfer{Inbox: "Soporte"})
		require.Equal(t, s.now.Add(time.Hour), s.c.ReturnUntil)
	})
	t.Run("nobody is barred by a transfer to an agent, a removal or a rotation", func(t *testing.T) {
		t.Parallel()
		require.Empty(t, owned(t).do(ana, botflow.Transfer{Agent: "Ben"}).c.Returner)
		require.Empty(t, owned(t).do(host, botflow.Release{}).c.Returner)
	})
	t.Run("a new episode forgets it", func(t *testing.T) {
		t.Parallel()
		s := owned(t).do(ana, botflow.Return{}).do(sup, botflow.Close{}).receive()
		require.Empty(t, s.c.Returner)
	})
}

func TestL19_TransferToAnInbox(t *testing.T) {
	t.Parallel()
	s := owned(t).do(ana, botflow.Transfer{Inbox: "Soporte"}).is("BANDEJA(Soporte)", botflow.Transferred, botflow.Queued)
	require.Equal(t, nine, s.c.QueuedAt, "A5: kept by transfer")
	require.Equal(t, botflow.InboxID("Soporte"), s.c.Home())
	e := s.said(botflow.Transferred)
	require.Equal(t, botflow.AgentID("Ana"), e.Other)
	require.Equal(t, botflow.InboxID("Soporte"), e.Inbox)
	t.Run("a Personal one included", func(t *testing.T) {
		t.Parallel()
		owned(t).do(ana, botflow.Transfer{Inbox: botflow.Personal("Ben")}).
			is("BANDEJA(Personal of Ben)", botflow.Transferred, botflow.Queued)
	})
}

func TestL20_TransferToAnAgent(t *testing.T) {
	t.Parallel()
	s := waiting(t)
	s.reassign["Ventas"] = time.Minute
	s.take(ana).after(10*time.Second).do(ana, botflow.Transfer{Agent: "Ben"}).is("AGENTE(Ben)", botflow.Transferred)
	require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer], "the clock is restarted")
	require.Equal(t, botflow.InboxID("Ventas"), s.c.Home(), "S9: kept")
	require.Equal(t, botflow.AgentID("Ben"), s.c.LastOwner)
	e := s.said(botflow.Transferred)
	require.Equal(t, [2]botflow.AgentID{"Ana", "Ben"}, [2]botflow.AgentID{e.Other, e.Agent})
	require.Equal(t, 1, s.count(botflow.Pending))
}

func TestL46_Transfers(t *testing.T) {
	t.Parallel()
	owned(t).refuses(botflow.CodeSamePlace, ana, botflow.Transfer{Agent: "Ana"})
	owned(t).refuses(botflow.CodeInvalid, ana, botflow.Transfer{Inbox: botflow.Closed})
	owned(t).refuses(botflow.CodeInvalid, ana, botflow.Transfer{})
	owned(t).refuses(botflow.CodeInvalid, ana, botflow.Transfer{Agent: "Ben", Inbox: "Ventas"})
	t.Run("to an agent who was removed", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.disabled["Ben"] = true
		s.refuses(botflow.CodeNoAgent, ana, botflow.Transfer{Agent: "Ben"})
	})
	t.Run("A4 with LimitManual", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.full = true
		s.refuses(botflow.CodeLimit, ana, botflow.Transfer{Agent: "Ben"})
	})
	t.Run("to TakenFrom is a return", func(t *testing.T) {
		t.Parallel()
		s := owned(t).do(ana, botflow.Transfer{Inbox: "Ventas", Comment: "no es mío"}).
			is("BANDEJA(Ventas)", botflow.Returned, botflow.Queued)
		require.Equal(t, "no es mío", s.out.Notes[0].Text)
		require.Equal(t, s.said(botflow.Returned).Seq, s.out.Notes[0].Seq)
	})
	t.Run("to General, when it was in none, is a return", func(t *testing.T) {
		t.Parallel()
		awaiting(t).do(ana, botflow.Transfer{Inbox: botflow.General}).is("BANDEJA(General)", botflow.Returned, botflow.Queued)
	})
	t.Run("with a private comment", func(t *testing.T) {
		t.Parallel()
		for _, cmd := range []botflow.Transfer{{Agent: "Ben", Comment: "ojo"}, {Inbox: "Soporte", Comment: "ojo"}} {
			s := owned(t).do(ana, cmd)
			e := s.said(botflow.Transferred)
			require.Equal(t, "ojo", e.Text)
			require.Equal(t, []botflow.Note{{Conversation: "c1", Seq: e.Seq, By: ana, At: s.now, Text: "ojo"}}, s.out.Notes)
		}
	})
}

func TestL23_OwnerCloses(t *testing.T) {
	t.Parallel()
	s := owned(t).do(ana, botflow.AddTag{Tag: "vip"})
	epoch := s.c.Epoch
	s.do(ana, botflow.Close{Epoch: epoch}).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
	e := s.said(botflow.ClosedEvent)
	require.Equal(t, botflow.ReasonByHand, e.Reason)
	require.Equal(t, botflow.AgentID("Ana"), e.Other)
	require.Equal(t, []botflow.Tag{"vip"}, e.Tags)
	require.Equal(t, epoch+1, s.c.Epoch)
	require.Empty(t, s.c.Place.Owner)
	require.Equal(t, botflow.Conversation{}.Deadlines, s.c.Deadlines, "nothing ends any more")
}

func TestL51_SupervisorCloses(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{"BANDEJA": waiting(t), "EXPIRADO": expired(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.channel.Tolerance = time.Hour
			s.do(sup, botflow.Close{}).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
			require.Equal(t, botflow.ReasonByHand, s.said(botflow.ClosedEvent).Reason)
			require.False(t, s.c.Tolerant)
		})
	}
	shut(t).refuses(botflow.CodeIllegal, sup, botflow.Close{})
}

func TestL53_TakeOver(t *testing.T) {
	t.Parallel()
	s := waiting(t)
	s.reassign["Ventas"] = time.Minute
	s.take(ana).after(30*time.Second).take(sup).is("AGENTE(Sup)", botflow.Taken)
	e := s.said(botflow.Taken)
	require.Equal(t, [2]botflow.AgentID{"Ana", "Sup"}, [2]botflow.AgentID{e.Other, e.Agent})
	require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer])
	require.Equal(t, "AGENTE(Ana)", s.c.Previous.String())
	s.refuses(botflow.CodeNotOwner, ana, botflow.Reply{})
}

// Rules: L26, S8
func TestL26_OwnerIsRemoved(t *testing.T) {
	t.Parallel()
	s := owned(t).do(ana, botflow.Transfer{Agent: "Ben"}).
		do(host, botflow.Release{}).is("BANDEJA(Ventas)", botflow.Returned, botflow.Queued)
	require.Equal(t, nine, s.c.QueuedAt, "at its old place in the queue")
	require.Equal(t, botflow.AgentID("Ben"), s.said(botflow.Returned).Other)
}

// Rules: L25, P3
func TestL25_PresenceMovesNothing(t *testing.T) {
	t.Parallel()
	// Presence is a state of its own: no command on an agent reaches a conversation, and no conversation's command
	// knows presence.
	for _, cmd := range botflow.AgentCommands() {
		s := owned(t)
		if cmd.Name() == (botflow.SetPresence{}).Name() {
			cmd = botflow.SetPresence{Status: botflow.Away}
		}
		s.refuses(botflow.CodeInvalid, ana, cmd)
	}
}

func TestL40_PendingOncePerEpisode(t *testing.T) {
	t.Parallel()
	t.Run("return, transfer, rotation and tolerance don't repeat it", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		s.channel.Tolerance, s.reassign["Ventas"], s.next = time.Hour, time.Minute, "Ben"
		s.take(ana).do(ana, botflow.Return{}).take(ana).elapse(botflow.DeadlineAnswer).
			do(ben, botflow.Transfer{Inbox: "Ventas"}).take(ana).do(ana, botflow.Close{}).receive().
			do(ana, botflow.Close{}).do(sup, botflow.Move{Inbox: "Soporte"})
		require.Equal(t, uint32(1), s.c.Episode)
		require.Equal(t, 1, s.count(botflow.Pending))
	})
	t.Run("once more in the next episode", func(t *testing.T) {
		t.Parallel()
		s := expired(t).receive()
		require.Equal(t, 2, s.count(botflow.Pending))
	})
	t.Run("none in an episode that an agent began", func(t *testing.T) {
		t.Parallel()
		s := awaiting(t).receive().do(ana, botflow.Return{}).take(ben).do(ben, botflow.Transfer{Inbox: "Soporte"})
		require.Zero(t, s.count(botflow.Pending))
		s = expired(t).do(ana, botflow.SendTemplate{}).receive().do(ana, botflow.Return{})
		require.Equal(t, 1, s.count(botflow.Pending), "that of the first episode")
	})
	t.Run("a campaign's answer needs a human", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, 1, newScene(t).do(host, botflow.SendCampaign{}).receive().count(botflow.Pending))
	})
}
