package botflow

// Rows of the bots, and of supervisors who intervene.

func byBot(s *step) bool { return s.env.By.Kind == ActorBot }

func (s *step) handedOff() {
	e := s.say(HandedOff)
	e.Inbox = s.env.Entry.ID
	if s.env.First != (Responder{}) {
		first := s.env.First
		e.Responder = &first
	}
	named := InboxID("")
	if cmd, ok := s.cmd.(HandOff); ok {
		named = cmd.Inbox
		if cmd.Priority != nil {
			s.c.Priority = *cmd.Priority
		}
	}
	e.Priority = s.c.Priority
	s.unknown(named)
}

func handOff(s *step) error {
	s.handedOff()
	s.queueFromOutside()
	return nil
}

func handOffToAssistant(s *step) error {
	s.handedOff()
	s.c.Scope = s.env.Entry.ID
	s.place(Place{State: StateBot, Bot: s.env.First.Bot, Assistant: true})
	return nil
}

// botReply is free text too: no window, no text (L35).
func botReply(s *step) error {
	switch {
	case !s.c.WindowOpen(s.env.Now):
		return ErrSessionExpired
	case s.env.By.Kind == ActorAgent:
		return ErrNotOwner
	}
	s.c.LastActivity = s.env.Now
	s.say(BotReplied).Automatic = as[Reply](s).Automatic
	return nil
}

func closeBot(s *step) error { return s.shut(ReasonBot) }

func takeFromBot(s *step) error {
	if s.env.By.Agent() == "" {
		return errAgentTakes()
	}
	s.pend()
	return take(s)
}

func moveFromBot(s *step) error {
	if err := s.checkTarget(); err != nil {
		return err
	}
	s.pend()
	s.moved()
	return nil
}
