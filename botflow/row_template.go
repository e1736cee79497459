package botflow

// Rows of templates and campaigns.

// opening gives the chat to the agent whose template opens it. The template answers what came before; it never opens
// the window (L41).
func (s *step) opening(a AgentID) {
	s.begin(true)
	s.unwindowed()
	s.c.LastActivity, s.c.Unread = s.env.Now, false
	s.await()
	s.give(a, true)
}

func openByTemplate(s *step) error {
	a := s.env.By.Agent()
	if a == "" {
		return Invalid("actor", "is no agent: only an agent opens a chat by template")
	}
	s.say(Started)
	e := s.say(TemplateSent)
	e.Agent, e.Text = a, as[SendTemplate](s).Template
	s.opening(a)
	return nil
}

func restore(s *step) error {
	a := s.env.By.Agent()
	if a == "" {
		return Invalid("actor", "is no agent: only an agent restores a chat")
	}
	e := s.say(Restored)
	e.Agent, e.Text = a, as[SendTemplate](s).Template
	s.opening(a)
	return nil
}

// templateByOwner counts as an answer; with the window closed the chat awaits the contact from now (L56).
func templateByOwner(s *step) error {
	if s.env.By.Agent() != s.c.Place.Owner {
		return ErrNotOwner
	}
	s.c.LastActivity = s.env.Now
	e := s.say(TemplateSent)
	e.Agent, e.Text = s.c.Place.Owner, as[SendTemplate](s).Template
	s.answered()
	if !s.c.WindowOpen(s.env.Now) {
		s.await()
	}
	return nil
}

func campaign(s *step) error {
	s.c.Outgoing = true
	s.unwindowed()
	s.place(Place{State: StateExpired})
	return campaignOnly(s)
}

func campaignOnly(s *step) error {
	s.c.LastActivity = s.env.Now
	s.say(TemplateSent).Text = as[SendCampaign](s).Template
	return nil
}

func awaiting(s *step) bool { return s.was.AwaitingContact() }

func failOnly(s *step) error {
	cmd := as[ReportFailure](s)
	e := s.say(SendFailed)
	e.Message, e.Text = cmd.Message, cmd.Detail
	return nil
}

func failAndExpire(s *step) error {
	if err := failOnly(s); err != nil {
		return err
	}
	return expire(s)
}
