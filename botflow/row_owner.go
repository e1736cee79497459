package botflow

// Rows of owned chats: answering, giving away, closing.

// reply is the owner's message; the host's own code may send automatic ones in the owner's name. An automatic message
// is never an answer (L43).
func reply(s *step) error {
	cmd := as[Reply](s)
	switch {
	case !s.c.WindowOpen(s.env.Now):
		return ErrSessionExpired
	case s.env.By.Agent() == s.c.Place.Owner:
	case s.env.By.Kind != ActorSystem || !cmd.Automatic:
		return ErrNotOwner
	}
	s.c.LastActivity = s.env.Now
	e := s.say(Answered)
	e.Agent, e.Automatic = s.c.Place.Owner, cmd.Automatic
	if !cmd.Automatic {
		s.answered()
	}
	return nil
}

// toHome: a transfer to the inbox that the chat was taken from is a return (L46).
func toHome(s *step) bool {
	cmd := as[Transfer](s)
	return cmd.Inbox != "" && cmd.Inbox == s.env.Home.ID
}

func toInbox(s *step) bool { return as[Transfer](s).Inbox != "" }

func giveBack(s *step) error {
	from := s.c.Place.Owner
	s.bar(from, s.env.Home)
	e := s.say(Returned)
	e.Other, e.Inbox = from, s.env.Home.ID
	s.comment(e)
	s.enter(s.env.Home.ID)
	return nil
}

// release is a return that nobody asked for: the owner is gone.
func release(s *step) error {
	e := s.say(Returned)
	e.Other, e.Inbox = s.c.Place.Owner, s.env.Home.ID
	s.enter(s.env.Home.ID)
	return nil
}

func transferToInbox(s *step) error {
	if err := s.checkTarget(); err != nil {
		return err
	}
	from, memory := s.c.Place.Owner, s.env.Target
	if !memory.ID.Shared() {
		memory = s.env.Home // a Personal inbox has no policy; the one that governs the chat there is that of TakenFrom
	}
	s.bar(from, memory)
	e := s.say(Transferred)
	e.Other, e.Inbox = from, s.env.Target.ID
	s.comment(e)
	s.enter(s.env.Target.ID)
	return nil
}

func transferToAgent(s *step) error {
	a := as[Transfer](s).Agent
	switch {
	case a == s.c.Place.Owner:
		return ErrSamePlace
	case !s.env.Enabled:
		return &Error{Code: CodeNoAgent, Field: string(a)}
	case s.env.Full:
		return ErrLimit
	}
	e := s.say(Transferred)
	e.Agent, e.Other = a, s.c.Place.Owner
	s.comment(e)
	s.give(a, true)
	return nil
}

// comment keeps what a transfer says in private as an internal note (L46).
func (s *step) comment(e *Event) {
	cmd, ok := s.cmd.(Transfer)
	if !ok || cmd.Comment == "" {
		return
	}
	e.Text = cmd.Comment
	s.notes = append(s.notes, Note{Conversation: s.c.ID, By: s.env.By, At: s.env.Now, Text: cmd.Comment})
}

func closeByHand(s *step) error { return s.shut(ReasonByHand) }
