package botflow

// Rows of waiting and closed chats: taking, assigning, moving.

func errAgentTakes() error { return Invalid("actor", "is no agent: only an agent takes a chat") }

// take makes the asking agent the owner, from wherever the permission matrix lets them.
func take(s *step) error {
	a := s.env.By.Agent()
	switch {
	case a == "":
		return errAgentTakes()
	case a == s.was.Place.Owner:
		return ErrSamePlace
	case s.env.Full:
		return ErrLimit
	}
	e := s.say(Taken)
	e.Agent, e.Other, e.Inbox = a, s.was.Place.Owner, s.was.Place.Inbox
	s.give(a, true)
	return nil
}

func takeOutOfClosed(s *step) error {
	if s.env.By.Agent() == "" {
		return errAgentTakes()
	}
	if s.env.Full {
		return ErrLimit
	}
	s.reopen()
	return take(s)
}

// reopen resumes the episode of a closed chat. With the window closed the chat awaits the contact from now (L29, L32).
func (s *step) reopen() {
	s.say(Reopened)
	s.c.OpenedAt = s.env.Now
	s.c.Tolerant = false
	if !s.c.WindowOpen(s.env.Now) {
		s.await()
	}
}

// decidedHere: only shared inboxes assign (A8), and a decision made for an inbox that the chat has left is too old.
func decidedHere(s *step) bool {
	in := s.was.Place.Inbox
	return in.Shared() && as[AutoAssign](s).Decision.Inbox == in
}

func autoAssign(s *step) error {
	d := as[AutoAssign](s).Decision
	if !s.env.Enabled {
		return &Error{Code: CodeNoAgent, Field: string(d.Chosen)}
	}
	e := s.say(Assigned)
	e.Agent, e.Inbox, e.Decision = d.Chosen, s.was.Place.Inbox, &d
	s.give(d.Chosen, false)
	return nil
}

// toOneself: assigning to oneself is a take (L46).
func toOneself(s *step) bool { return as[Assign](s).Agent == s.env.By.Agent() }

func assign(s *step) error {
	a := as[Assign](s).Agent
	switch {
	case !s.env.Enabled:
		return &Error{Code: CodeNoAgent, Field: string(a)}
	case s.env.Full:
		return ErrLimit
	}
	e := s.say(Assigned)
	e.Agent, e.Inbox = a, s.was.Place.Inbox
	s.give(a, true)
	return nil
}

func assignOutOfClosed(s *step) error {
	a := as[Assign](s).Agent
	if !s.env.Enabled {
		return &Error{Code: CodeNoAgent, Field: string(a)}
	}
	if s.env.Full {
		return ErrLimit
	}
	s.reopen()
	return assign(s)
}

// checkTarget refuses a destination that no chat can be moved to (L46, L49).
func (s *step) checkTarget() error {
	t := s.env.Target
	switch {
	case t.ID == Closed:
		return Invalid("inbox", "is Closed: close the chat instead")
	case !t.Exists:
		return &Error{Code: CodeNoInbox, Field: string(t.ID)}
	case s.was.Place.State == StateInbox && s.was.Place.Inbox == t.ID:
		return ErrSamePlace
	}
	return nil
}

func (s *step) moved() {
	s.say(Moved).Inbox = s.env.Target.ID
	s.enter(s.env.Target.ID)
}

func move(s *step) error {
	if err := s.checkTarget(); err != nil {
		return err
	}
	s.moved()
	return nil
}

func moveOutOfClosed(s *step) error {
	if err := s.checkTarget(); err != nil {
		return err
	}
	if !s.c.WindowOpen(s.env.Now) {
		return ErrSessionExpired
	}
	s.reopen()
	s.moved()
	return nil
}

// drain: what a deleted inbox holds goes to a shared one (S8).
func drain(s *step) error {
	if !s.env.Target.ID.Shared() {
		return Invalid("into", "is not a shared inbox")
	}
	if err := s.checkTarget(); err != nil {
		return err
	}
	s.moved()
	return nil
}

// inPersonal: the inbox goes with the agent who is removed, its chats to where they were taken from (S8).
func inPersonal(s *step) bool {
	_, ok := s.was.Place.Inbox.Owner()
	return ok
}

func releasePersonal(s *step) error {
	s.say(Moved).Inbox = s.env.Home.ID
	s.enter(s.env.Home.ID)
	return nil
}

func noteNobody(s *step) error {
	if s.c.NobodyTold {
		return nil
	}
	d := as[NoteNobody](s).Decision
	s.c.NobodyTold = true
	e := s.say(NobodyEligible)
	e.Inbox, e.Decision = d.Inbox, &d
	return nil
}
