package botflow

// Rows of time: windows, auto-closing, the answer clock, idle bots.

func elapsed(k DeadlineKind) func(*step) bool {
	return func(s *step) bool { return as[Elapse](s).Deadline == k }
}

func windowCloses(s *step) bool {
	return as[Elapse](s).Deadline == DeadlineWindow && s.env.Channel.OnWindowEnd == WindowCloses
}

// setAnew: what follows from the settings in force isn't due now (F9); finish sets the deadline by them.
func setAnew(s *step) bool {
	k := as[Elapse](s).Deadline
	if k != DeadlineWindow && k != DeadlineAutoClose && k != DeadlineBotIdle {
		return false
	}
	by := s.was.follows(k, &s.env.Channel)
	return by == 0 || by > s.env.Now
}

func nothing(*step) error { return nil }

func closeAutomatically(s *step) error { return s.shut(ReasonAutomatic) }

// expire ends the session: whoever holds the chat is released, and who owned it last is remembered (S6).
func expire(s *step) error {
	s.say(Expired).Other = s.c.Place.Owner
	s.c.Tolerant = false
	s.place(Place{State: StateExpired})
	return nil
}

func clockGone(s *step) bool {
	return as[Elapse](s).Deadline == DeadlineAnswer && s.env.Home.AnswerBy == 0
}

func stopClock(s *step) error {
	s.clock(ClockIdle)
	return nil
}

// clockHeld: by the hours and the policy in force now the answer clock hasn't run out yet, because the inbox was closed
// for a while that wasn't known when it started, or because it was given more time (A9).
func clockHeld(s *step) bool {
	return as[Elapse](s).Deadline == DeadlineAnswer && s.env.ClockBy > s.env.Now
}

func holdClock(s *step) error {
	s.c.Deadlines[DeadlineAnswer] = s.env.ClockBy
	return nil
}

func exhausted(s *step) bool {
	most := s.env.Home.MaxRotations
	return as[Elapse](s).Deadline == DeadlineAnswer && most > 0 && int64(s.was.Rotations) >= int64(most)
}

// exhaust sends the chat to the fallback; without one it stays, and the clock stays off (L57).
func exhaust(s *step) error {
	e := s.say(RotationsExhausted)
	e.Other, e.Inbox = s.c.Place.Owner, s.env.Home.Fallback
	if s.env.Home.Fallback != "" {
		s.enter(s.env.Home.Fallback)
		return nil
	}
	s.clock(ClockExhausted)
	return nil
}

func someoneNext(s *step) bool {
	return as[Elapse](s).Deadline == DeadlineAnswer && s.env.Next != ""
}

func rotate(s *step) error {
	e := s.say(Rotated)
	e.Agent, e.Other, e.Decision = s.env.Next, s.c.Place.Owner, s.env.Decision
	s.c.Rotations++
	s.give(s.env.Next, false)
	return nil
}

func skipRotation(s *step) error {
	e := s.say(RotationSkipped)
	e.Agent, e.Decision = s.c.Place.Owner, s.env.Decision
	s.startClock()
	return nil
}

func idleCloses(s *step) bool {
	return as[Elapse](s).Deadline == DeadlineBotIdle && s.env.Channel.BotIdleAction == IdleCloses
}
