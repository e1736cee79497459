package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestL15_WindowEndsBeforeAnybodyOwnsIt(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*scene{"BOT(flow)": inFlow(t), "BOT(assistant)": inAssistant(t), "BANDEJA": waiting(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, nine.Add(day), s.c.Deadlines[botflow.DeadlineWindow])
			held, epoch := s.c.Place.Bot != "", s.c.Epoch
			s.elapse(botflow.DeadlineWindow).is("EXPIRADO", botflow.Expired)
			require.Equal(t, nine.Add(day), s.c.Place.Since)
			require.Equal(t, held, s.c.Epoch > epoch, "a bot is released, the epoch grows")
			require.Equal(t, botflow.Conversation{}.Deadlines, s.c.Deadlines)
		})
	}
}

// Rules: L24, S6
func TestL24_WindowEndsForTheOwner(t *testing.T) {
	t.Parallel()
	s := owned(t)
	epoch := s.c.Epoch
	s.elapse(botflow.DeadlineWindow).is("EXPIRADO", botflow.Expired)
	require.Empty(t, s.c.Place.Owner, "the slot is free")
	require.Equal(t, botflow.AgentID("Ana"), s.c.LastOwner, "kept")
	require.Equal(t, botflow.InboxID("Ventas"), s.c.TakenFrom, "kept")
	require.Equal(t, epoch+1, s.c.Epoch)
	require.Equal(t, botflow.AgentID("Ana"), s.said(botflow.Expired).Other)
	t.Run("not while awaiting the contact", func(t *testing.T) {
		t.Parallel()
		s := shut(t).after(2 * day).take(ana)
		require.Zero(t, s.c.Deadlines[botflow.DeadlineWindow])
		s.refuses(botflow.CodeIllegal, host, botflow.Elapse{Deadline: botflow.DeadlineWindow})
	})
	t.Run("not early", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		s.now = nine.Add(day - time.Microsecond)
		s.refuses(botflow.CodeIllegal, host, botflow.Elapse{Deadline: botflow.DeadlineWindow})
	})
}

func TestL30_WindowEndsInClosed(t *testing.T) {
	t.Parallel()
	s := shut(t)
	place := s.c.Place
	require.True(t, s.c.WindowOpen(nine.Add(day-time.Microsecond)))
	require.False(t, s.c.WindowOpen(nine.Add(day)), "at exactly its end it has ended")
	s.now = nine.Add(day)
	s.do(host, botflow.Elapse{Deadline: botflow.DeadlineWindow})
	require.Empty(t, s.out.Events)
	require.Equal(t, place, s.c.Place)
}

func TestL32_TemplateIsNotAnswered(t *testing.T) {
	t.Parallel()
	t.Run("a day without a message", func(t *testing.T) {
		t.Parallel()
		s := awaiting(t)
		require.Equal(t, nine.Add(day), s.c.Deadlines[botflow.DeadlineTemplate])
		s.elapse(botflow.DeadlineTemplate).is("EXPIRADO", botflow.Expired)
		require.Equal(t, botflow.AgentID("Ana"), s.said(botflow.Expired).Other)
		require.Empty(t, s.c.Place.Owner)
	})
	t.Run("sending failed", func(t *testing.T) {
		t.Parallel()
		s := awaiting(t).do(host, botflow.ReportFailure{Message: "m9", Detail: "131026"}).
			is("EXPIRADO", botflow.SendFailed, botflow.Expired)
		e := s.said(botflow.SendFailed)
		require.Equal(t, botflow.MessageID("m9"), e.Message)
		require.Equal(t, "131026", e.Text)
	})
	t.Run("sending failed after an answer: an event only, and the answer counts", func(t *testing.T) {
		t.Parallel()
		s := owned(t).do(ana, botflow.Reply{}).do(host, botflow.ReportFailure{}).is("AGENTE(Ana)", botflow.SendFailed)
		require.Zero(t, s.c.Unanswered)
		awaiting(t).receive().do(host, botflow.ReportFailure{}).is("AGENTE(Ana)", botflow.SendFailed)
	})
	for name, s := range map[string]*scene{
		"BOT(flow)": inFlow(t), "BANDEJA": waiting(t), "Closed": shut(t), "EXPIRADO": expired(t),
	} {
		t.Run("sending failed in "+name, func(t *testing.T) {
			t.Parallel()
			place := s.c.Place.String()
			s.do(host, botflow.ReportFailure{}).is(place, botflow.SendFailed)
		})
	}
}

func TestL42_ClosingByTime(t *testing.T) {
	t.Parallel()
	places := map[string]func(require.TestingT) *scene{"BOT(flow)": inFlow, "BOT(assistant)": inAssistant, "BANDEJA": waiting, "AGENTE": owned}
	for name, begin := range places {
		t.Run("the window closes "+name, func(t *testing.T) {
			t.Parallel()
			s := begin(t)
			s.channel.OnWindowEnd, s.channel.Tolerance = botflow.WindowCloses, day
			s.elapse(botflow.DeadlineWindow).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
			require.Equal(t, botflow.ReasonAutomatic, s.said(botflow.ClosedEvent).Reason)
			require.False(t, s.c.Tolerant, "no tolerance")
		})
		t.Run("AutoClose closes "+name, func(t *testing.T) {
			t.Parallel()
			s := begin(t)
			s.channel.AutoClose, s.channel.Tolerance = time.Hour, day
			s.receive()
			require.Equal(t, s.now.Add(time.Hour), s.c.Deadlines[botflow.DeadlineAutoClose])
			s.elapse(botflow.DeadlineAutoClose).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
			require.Equal(t, botflow.ReasonAutomatic, s.said(botflow.ClosedEvent).Reason)
			require.False(t, s.c.Tolerant)
		})
		t.Run("nothing moves "+name, func(t *testing.T) {
			t.Parallel()
			s := begin(t)
			place := s.c.Place
			s.channel.OnWindowEnd = botflow.WindowNothing
			s.elapse(botflow.DeadlineWindow) // it was set before the channel's setting changed
			require.Equal(t, place, s.c.Place)
			require.Empty(t, s.out.Events)
			require.Zero(t, s.c.Deadlines[botflow.DeadlineWindow])
		})
	}
	t.Run("AutoClose is off by default, in Closed and in EXPIRADO", func(t *testing.T) {
		t.Parallel()
		require.Zero(t, waiting(t).c.Deadlines[botflow.DeadlineAutoClose])
		s := owned(t)
		s.channel.AutoClose = time.Hour
		require.Zero(t, s.do(ana, botflow.Close{}).c.Deadlines[botflow.DeadlineAutoClose])
		require.Zero(t, expired(t).c.Deadlines[botflow.DeadlineAutoClose])
	})
	for from, want := range map[botflow.CountFrom]time.Duration{
		botflow.FromLastInbound: time.Hour, botflow.FromLastInteraction: 80 * time.Minute,
	} {
		t.Run("AutoClose counts from the "+from.String(), func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.channel = botflow.ChannelRules{OnWindowEnd: botflow.WindowNothing, Window: day, AutoClose: time.Hour, AutoCloseFrom: from}
			s.receive().take(ana).after(20*time.Minute).do(ana, botflow.Reply{})
			require.Equal(t, nine.Add(want), s.c.Deadlines[botflow.DeadlineAutoClose])
		})
	}
	t.Run("without a window", func(t *testing.T) {
		t.Parallel()
		s := newScene(t)
		s.channel = botflow.ChannelRules{AutoClose: day}
		s.receive().take(ana)
		require.Zero(t, s.c.Deadlines[botflow.DeadlineWindow])
		require.True(t, s.c.WindowOpen(nine.Add(1000*day)))
		s.elapse(botflow.DeadlineAutoClose).is("BANDEJA(Cerradas)", botflow.ClosedEvent)
	})
	t.Run("a reopened chat isn't closed at once", func(t *testing.T) {
		t.Parallel()
		s := newScene(t)
		s.channel = botflow.ChannelRules{AutoClose: day}
		s.receive().elapse(botflow.DeadlineAutoClose).after(day).take(ana)
		require.Equal(t, s.now.Add(day), s.c.Deadlines[botflow.DeadlineAutoClose])
	})
}

func TestL21_ClockRotates(t *testing.T) {
	t.Parallel()
	s := waiting(t)
	s.contact.Affinity = "Ana"
	s.reassign["Ventas"], s.next = time.Minute, "Ben"
	s.take(ana)
	epoch := s.c.Epoch
	s.elapse(botflow.DeadlineAnswer).is("AGENTE(Ben)", botflow.Rotated)
	e := s.said(botflow.Rotated)
	require.Equal(t, [2]botflow.AgentID{"Ana", "Ben"}, [2]botflow.AgentID{e.Other, e.Agent})
	require.Equal(t, botflow.AgentID("Ben"), e.Decision.Chosen, "A12: recorded")
	require.Equal(t, epoch+1, s.c.Epoch)
	require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer], "restarted")
	require.Equal(t, uint32(1), s.c.Rotations)
	require.Nil(t, s.out.Contact, "N3: affinity untouched")
	require.Equal(t, nine, s.c.QueuedAt, "A5: kept by rotation")
	require.Equal(t, botflow.InboxID("Ventas"), s.c.Home(), "S9: kept")
}

func TestL22_NobodyElse(t *testing.T) {
	t.Parallel()
	s := waiting(t)
	s.reassign["Ventas"] = time.Minute
	s.take(ana)
	place, epoch := s.c.Place, s.c.Epoch
	s.elapse(botflow.DeadlineAnswer).is("AGENTE(Ana)", botflow.RotationSkipped)
	require.Equal(t, place, s.c.Place)
	require.Equal(t, epoch, s.c.Epoch)
	require.Equal(t, s.now.Add(time.Minute), s.c.Deadlines[botflow.DeadlineAnswer], "restarted")
	require.Zero(t, s.c.Rotations, "A10: only real rotations count")
}

func TestL57_RotationsAreExhausted(t *testing.T) {
	t.Parallel()
	begin := func(t *testing.T, fallback botflow.InboxID) *scene {
		t.Helper()
		s := waiting(t)
		s.reassign["Ventas"], s.next = time.Minute, "Ben"
		s.edit("Ventas", func(r *botflow.InboxRules) { r.MaxRotations, r.Fallback = 1, fallback })
		s.take(ana).elapse(botflow.DeadlineAnswer).is("AGENTE(Ben)", botflow.Rotated)
		s.next = "Ana"
		return s.elapse(botflow.DeadlineAnswer)
	}
	t.Run("to the fallback", func(t *testing.T) {
		t.Parallel()
		s := begin(t, "Soporte").is("BANDEJA(Soporte)", botflow.RotationsExhausted, botflow.Queued)
		require.Equal(t, botflow.AgentID("Ben"), s.said(botflow.RotationsExhausted).Other)
		require.Zero(t, s.c.Deadlines[botflow.DeadlineAnswer])
	})
	t.Run("without a fallback it stays, and the clock stays off", func(t *testing.T) {
		t.Parallel()
		s := begin(t, "").is("AGENTE(Ben)", botflow.RotationsExhausted)
		require.Zero(t, s.c.Deadlines[botflow.DeadlineAnswer])
		require.Zero(t, s.receive().c.Deadlines[botflow.DeadlineAnswer])
		s.do(ben, botflow.Transfer{Agent: "Ana"})
		require.NotZero(t, s.c.Deadlines[botflow.DeadlineAnswer], "until somebody is given the chat")
	})
}

func TestA10_WhatResetsTheCount(t *testing.T) {
	t.Parallel()
	rotated := func(t *testing.T) *scene {
		t.Helper()
		s := waiting(t)
		s.reassign["Ventas"], s.next = time.Minute, "Ben"
		s.take(ana).elapse(botflow.DeadlineAnswer)
		require.Equal(t, uint32(1), s.c.Rotations)
		return s
	}
	for _, tc := range []struct {
		name string
		act  func(*scene)
		want uint32
	}{
		{"an answer", func(s *scene) { s.do(ben, botflow.Reply{}) }, 0},
		{"a template of the owner's", func(s *scene) { s.do(ben, botflow.SendTemplate{}) }, 0},
		{"a take", func(s *scene) { s.do(ben, botflow.Return{}).take(ana) }, 0},
		{"an assignment by a supervisor", func(s *scene) { s.do(ben, botflow.Return{}).do(sup, botflow.Assign{Agent: "Ana"}) }, 0},
		{"a transfer to an agent", func(s *scene) { s.do(ben, botflow.Transfer{Agent: "Ana"}) }, 0},
		{"a new episode", func(s *scene) { s.elapse(botflow.DeadlineWindow).receive() }, 0},
		{"not an automatic message", func(s *scene) { s.do(ben, botflow.Reply{Automatic: true}) }, 1},
		{"not an automatic assignment", func(s *scene) {
			s.do(ben, botflow.Return{}).do(host, botflow.AutoAssign{Decision: botflow.Decision{Inbox: "Ventas", Chosen: "Ana"}})
		}, 1},
		{"not the contact", func(s *scene) { s.receive() }, 1},
		{"not a skipped rotation", func(s *scene) { s.next = ""; s.elapse(botflow.DeadlineAnswer) }, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := rotated(t)
			tc.act(s)
			require.Equal(t, tc.want, s.c.Rotations)
		})
	}
}

func TestA9_AnswerClock(t *testing.T) {
	t.Parallel()
	due := func(s *scene) botflow.Instant { return s.c.Deadlines[botflow.DeadlineAnswer] }
	begin := func(t *testing.T) *scene {
		t.Helper()
		s := waiting(t)
		s.reassign["Ventas"] = 10 * time.Minute
		return s
	}
	t.Run("starts at assignment when the contact waits", func(t *testing.T) {
		t.Parallel()
		s := begin(t).after(time.Hour).take(ana)
		require.Equal(t, s.now.Add(10*time.Minute), due(s))
	})
	t.Run("else at the contact's next message", func(t *testing.T) {
		t.Parallel()
		s := begin(t).take(ana).do(ana, botflow.Reply{}).do(ana, botflow.Transfer{Agent: "Ben"})
		require.Zero(t, due(s))
		s.after(time.Minute).receive()
		require.Equal(t, s.now.Add(10*time.Minute), due(s))
	})
	t.Run("later messages don't move it", func(t *testing.T) {
		t.Parallel()
		s := begin(t).take(ana)
		at := due(s)
		require.Equal(t, at, due(s.after(time.Minute).receive()))
	})
	t.Run("stops at the first human message and isn't armed again", func(t *testing.T) {
		t.Parallel()
		s := begin(t).take(ana).do(ana, botflow.Reply{})
		require.Zero(t, due(s))
		require.Zero(t, due(s.receive()))
	})
	t.Run("EveryTurn arms it at each message after an answer", func(t *testing.T) {
		t.Parallel()
		s := begin(t)
		s.edit("Ventas", func(r *botflow.InboxRules) { r.EveryTurn = true })
		s.take(ana).do(ana, botflow.Reply{}).after(time.Minute).receive()
		at := s.now.Add(10 * time.Minute)
		require.Equal(t, at, due(s))
		require.Equal(t, at, due(s.after(time.Minute).receive()), "but not moved by a second one")
	})
	t.Run("reading or marking isn't an answer", func(t *testing.T) {
		t.Parallel()
		s := begin(t).take(ana)
		at := due(s)
		require.Equal(t, at, due(s.do(ana, botflow.MarkRead{}).do(ana, botflow.AddNote{Text: "hm"})))
	})
	t.Run("a policy without a clock has none", func(t *testing.T) {
		t.Parallel()
		require.Zero(t, due(owned(t)))
	})
	t.Run("the opening template doesn't stop the clock of the next message", func(t *testing.T) {
		t.Parallel()
		for name, s := range map[string]*scene{"L33": awaiting(t), "L31": expired(t).do(ana, botflow.SendTemplate{})} {
			s.reassign[s.c.Home()] = 10 * time.Minute
			require.Zero(t, due(s), "%s: it answers what came before", name)
			s.receive()
			require.Equal(t, s.now.Add(10*time.Minute), due(s), name)
		}
	})
	t.Run("when it fires, the policy in force decides", func(t *testing.T) {
		t.Parallel()
		s := begin(t).take(ana)
		s.next = "Ben"
		delete(s.reassign, "Ventas")
		s.elapse(botflow.DeadlineAnswer)
		require.Equal(t, "AGENTE(Ana)", s.c.Place.String())
		require.Empty(t, s.out.Events)
		require.Zero(t, due(s))
	})
	t.Run("a closure that wasn't known when it started pauses it", func(t *testing.T) {
		t.Parallel()
		s := begin(t).take(ana)
		s.next, s.now = "Ben", due(s)
		cmd := botflow.Elapse{Deadline: botflow.DeadlineAnswer}
		env := s.env(host, cmd)
		env.ClockBy = s.now.Add(time.Hour)
		out, err := botflow.Step(s.c, cmd, env)
		require.NoError(t, err)
		require.Empty(t, out.Events)
		require.Equal(t, "AGENTE(Ana)", out.Next.Place.String())
		require.Equal(t, env.ClockBy, out.Next.Deadlines[botflow.DeadlineAnswer])
		require.Equal(t, botflow.ClockRunning, out.Next.Clock)
	})
	t.Run("the policy is TakenFrom's", func(t *testing.T) {
		t.Parallel()
		s := begin(t).do(sup, botflow.Move{Inbox: botflow.Personal("Ana")}).take(ana)
		require.Equal(t, s.now.Add(10*time.Minute), due(s))
	})
	t.Run("it ends with the ownership", func(t *testing.T) {
		t.Parallel()
		require.Zero(t, due(begin(t).take(ana).do(ana, botflow.Return{})))
		require.Zero(t, due(begin(t).take(ana).do(ana, botflow.Close{})))
	})
	t.Run("it ends where business time says", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		tomorrow := nine.Add(day)
		s.edit("Ventas", func(r *botflow.InboxRules) { r.AnswerBy = tomorrow })
		require.Equal(t, tomorrow, due(s.take(ana)))
	})
}

func TestL48_DeadlinesAtOneInstant(t *testing.T) {
	t.Parallel()
	at := nine.Add(time.Hour)
	var all [5]botflow.Instant
	for i := range all {
		all[i] = at
	}
	c := botflow.Conversation{Deadlines: all}
	var order []botflow.DeadlineKind
	for kind, when, ok := c.Due(at); ok; kind, when, ok = c.Due(at) {
		require.Equal(t, at, when)
		order = append(order, kind)
		c.Deadlines[kind] = 0
	}
	require.Equal(t, botflow.DeadlineKinds(), order)
	require.Equal(t, []botflow.Rank{botflow.RankEnding, botflow.RankEnding, botflow.RankEnding, botflow.RankRest, botflow.RankRest},
		ranks(order), "endings, then the rest")
	require.Less(t, botflow.RankPresence, botflow.RankEnding)
	require.Less(t, botflow.RankRest, botflow.RankAssignment)

	c.Deadlines[botflow.DeadlineWindow], c.Deadlines[botflow.DeadlineBotIdle] = at, at-1
	kind, _, ok := c.Due(at)
	require.True(t, ok)
	require.Equal(t, botflow.DeadlineBotIdle, kind, "time comes before rank")
	_, _, ok = c.Due(at - 2)
	require.False(t, ok, "nothing is due early")
}

func ranks(kinds []botflow.DeadlineKind) (list []botflow.Rank) {
	for _, k := range kinds {
		list = append(list, k.Rank())
	}
	return list
}

func TestWakeBefore(t *testing.T) {
	t.Parallel()
	early, late := botflow.Wake{At: 1, Rank: botflow.RankRest}, botflow.Wake{At: 2}
	require.True(t, early.Before(late))
	require.False(t, late.Before(early))
	require.True(t, late.Before(botflow.Wake{}), "nothing ahead comes last")
	require.False(t, botflow.Wake{}.Before(late))
	require.False(t, botflow.Wake{}.Before(botflow.Wake{}))
	require.True(t, botflow.Wake{At: 1}.Before(early), "the lower rank first")
	require.True(t, botflow.Wake{}.IsZero())
}

// Rules: I6, I10
func TestI6_DeadlineTakesEffectOnce(t *testing.T) {
	t.Parallel()
	s := waiting(t)
	s.reassign["Ventas"] = time.Minute
	s.take(ana).elapse(botflow.DeadlineAnswer)
	s.refuses(botflow.CodeIllegal, host, botflow.Elapse{Deadline: botflow.DeadlineAnswer})
	t.Run("I10 a clock that jumps back", func(t *testing.T) {
		t.Parallel()
		s := owned(t)
		was := s.c
		s.after(-time.Hour).receive()
		require.Equal(t, was.Updated, s.c.Updated)
		require.Equal(t, was.Updated, s.said(botflow.Received).At)
		require.Equal(t, was.Updated, s.c.LastInbound)
	})
	t.Run("the wake is the earliest deadline", func(t *testing.T) {
		t.Parallel()
		s := waiting(t).after(time.Hour).receive()
		require.Equal(t, botflow.Wake{At: s.now.Add(day), Rank: botflow.RankEnding}, s.c.Wake)
		s.reassign["Ventas"] = time.Minute
		s.take(ana)
		require.Equal(t, botflow.Wake{At: s.now.Add(time.Minute), Rank: botflow.RankRest}, s.c.Wake)
		s.do(ana, botflow.Close{})
		require.True(t, s.c.Wake.IsZero())
	})
}
