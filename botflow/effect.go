package botflow

// The effects that rows are made of.

// place moves the conversation, remembers the place before, and lets the epoch grow when the holder changes (L47).
func (s *step) place(p Place) {
	if s.c.Place.Same(p) {
		return
	}
	if was := s.c.Place; was.Bot != p.Bot || was.Assistant != p.Assistant || was.Owner != p.Owner {
		s.c.Epoch++
	}
	p.Since = s.env.Now
	s.c.Previous, s.c.Place = s.c.Place, p
}

// begin starts a new episode.
func (s *step) begin(outgoing bool) {
	c := &s.c
	c.Episode++
	c.EpisodeAt, c.OpenedAt = s.env.Now, s.env.Now
	c.Outgoing, c.Pended, c.HumanReplied, c.Private, c.Tolerant = outgoing, false, false, false, false
	c.Rotations, c.QueuedAt, c.Priority, c.Unanswered = 0, 0, 0, 0
	c.Returner, c.ReturnUntil, c.Scope, c.ClosedBy = "", 0, "", ""
}

// inbound keeps the books of a contact's message.
func (s *step) inbound() {
	c, now := &s.c, s.env.Now
	c.LastInbound, c.LastActivity, c.Unread = now, now, true
	if c.Unanswered == 0 {
		c.Unanswered = now
	}
	c.WindowEnds = Forever
	if w := s.env.Channel.Window; w > 0 {
		c.WindowEnds = now.Add(w)
	}
	c.Deadlines[DeadlineTemplate] = 0
	cmd := as[Receive](s)
	e := s.say(Received)
	e.By, e.Message, e.SentAt = Actor{Kind: ActorContact}, cmd.Message, cmd.SentAt
}

// answered keeps the books of a human's answer: read, nothing unanswered, the answer clock stopped (A9).
func (s *step) answered() {
	c := &s.c
	c.Unread, c.Unanswered, c.HumanReplied = false, 0, true
	c.Rotations = 0
	s.clock(ClockAnswered)
}

// enter puts the conversation into an inbox that isn't Closed.
func (s *step) enter(id InboxID) {
	c := &s.c
	s.place(Place{State: StateInbox, Inbox: id})
	c.NobodyTold = false
	if id.Shared() {
		c.TakenFrom, c.Private = id, false
		if c.QueuedAt == 0 {
			c.QueuedAt = s.env.Now
		}
	}
	s.say(Queued).Inbox = id
}

// give makes the agent the owner. By hand resets the count of rotations (A10); a returner's bar ends when somebody else
// owns the chat (A11).
func (s *step) give(a AgentID, byHand bool) {
	c := &s.c
	s.place(Place{State: StateAgent, Owner: a})
	c.LastOwner = a
	if byHand {
		c.Rotations = 0
	}
	if c.Returner != a {
		c.Returner, c.ReturnUntil = "", 0
	}
	s.startClock()
}

// startClock starts the answer clock at an assignment: now if the contact waits for an answer, else at their next
// message (A9).
func (s *step) startClock() {
	s.clock(ClockIdle)
	if s.c.Unanswered != 0 {
		s.runClock()
	}
}

// clock sets the answer clock to a state in which it doesn't run.
func (s *step) clock(to Clock) {
	s.c.Clock, s.c.ClockFrom, s.c.Deadlines[DeadlineAnswer] = to, 0, 0
}

// runClock lets the answer clock run if the governing policy has one.
func (s *step) runClock() {
	if by := s.env.Home.AnswerBy; by != 0 {
		s.c.Clock, s.c.ClockFrom, s.c.Deadlines[DeadlineAnswer] = ClockRunning, s.env.Now, by
	}
}

// bar keeps the chat from being given back at once to the agent that it leaves (A11).
func (s *step) bar(a AgentID, in InboxRules) {
	s.c.Returner, s.c.ReturnUntil = "", 0
	if in.ReturnMemory > 0 {
		s.c.Returner, s.c.ReturnUntil = a, s.env.Now.Add(in.ReturnMemory)
	}
}

// pend says that a human is needed, once per episode and never in one that an agent began (L40).
func (s *step) pend() {
	if s.c.Pended || s.c.Outgoing {
		return
	}
	s.c.Pended = true
	s.say(Pending)
}

// notice says that the business is closed, once before each opening (F10).
func (s *step) notice(in InboxRules) {
	if in.Open || s.env.Now < s.c.NoticeUntil {
		return
	}
	s.c.NoticeUntil = in.NextOpening
	e := s.say(OutOfHours)
	e.Inbox, e.Until = in.ID, in.NextOpening
}

// shut puts the conversation into Closed.
func (s *step) shut(why Reason) error {
	c := &s.c
	e := s.say(ClosedEvent)
	e.Reason, e.Other = why, c.Place.Owner
	c.Tolerant = why == ReasonByHand && c.Place.State == StateAgent
	c.ClosedBy = why
	s.place(Place{State: StateInbox, Inbox: Closed})
	return nil
}

// await starts the wait for the contact's answer to a template, on a channel that has a window (L32).
func (s *step) await() {
	if s.env.Channel.Window > 0 && s.env.Channel.TemplateWait > 0 {
		s.c.Deadlines[DeadlineTemplate] = s.env.Now.Add(s.env.Channel.TemplateWait)
	}
}

// unwindowed opens free text for good on a channel without a window.
func (s *step) unwindowed() {
	if s.env.Channel.Window == 0 {
		s.c.WindowEnds = Forever
	}
}
