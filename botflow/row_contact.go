package botflow

// Rows of the contact: messages in, leaving, being forgotten.

func hasFlowBot(s *step) bool { return s.env.Channel.Bot != "" }

func assistantFirst(s *step) bool { return s.env.First.Kind == Assistant }

func assistantGone(s *step) bool { return !s.env.BotUsable }

// tolerated: the contact is back soon enough after an agent closed the chat by hand. The window doesn't matter (L27).
func tolerated(s *step) bool {
	t := s.env.Channel.Tolerance
	return s.was.Tolerant && t > 0 && s.env.Now < s.was.Place.Since.Add(t) && s.env.Enabled
}

func reopenForOwner(s *step) error {
	e := s.say(Reopened)
	e.Agent = s.c.LastOwner
	s.inbound()
	s.c.OpenedAt, s.c.Tolerant = s.env.Now, false
	s.give(s.c.LastOwner, false)
	return nil
}

func (s *step) start() {
	s.begin(false)
	e := s.say(Started)
	if s.env.First != (Responder{}) {
		first := s.env.First
		e.Responder = &first
	}
	s.inbound()
}

func startFlow(s *step) error {
	s.start()
	s.place(Place{State: StateBot, Bot: s.env.Channel.Bot})
	return nil
}

func startAssistant(s *step) error {
	s.start()
	s.c.Scope = s.env.Entry.ID
	s.place(Place{State: StateBot, Bot: s.env.First.Bot, Assistant: true})
	return nil
}

func startHumans(s *step) error {
	s.start()
	s.unknown("")
	s.queueFromOutside()
	return nil
}

func receive(s *step) error {
	s.inbound()
	return nil
}

func receiveAndHandOff(s *step) error {
	s.inbound()
	return handOff(s)
}

func receiveWaiting(s *step) error {
	s.inbound()
	s.notice(s.env.Home)
	return nil
}

// receiveOwned starts the answer clock where it waits for the contact, and with EveryTurn after each answer (A9).
func receiveOwned(s *step) error {
	s.inbound()
	if s.c.Clock == ClockIdle || s.c.Clock == ClockAnswered && s.env.Home.EveryTurn {
		s.runClock()
	}
	return nil
}

func leave(s *step) error {
	s.say(Left).By = Actor{Kind: ActorContact}
	return s.shut(ReasonContact)
}

// forget leaves what counts: its numbers go on, and nothing else of it is known (E4).
func forget(s *step) error {
	s.say(Forgotten)
	s.place(Place{})
	s.c = Conversation{
		ID: s.c.ID, Channel: s.c.Channel, Contact: s.c.Contact, Place: s.c.Place,
		Seq: s.c.Seq, Episode: s.c.Episode, Epoch: s.c.Epoch, Updated: s.c.Updated,
	}
	s.forget = true
	return nil
}

// unknown says that an inbox was named, or remembered, which can't be entered (L49).
func (s *step) unknown(named InboxID) {
	if !s.env.Unknown {
		return
	}
	e := s.say(UnknownInbox)
	e.Inbox = named
	if named == "" {
		e.Inbox = s.c.Scope
	}
}

// queueFromOutside brings a chat to people: Pending, the notice, the inbox.
func (s *step) queueFromOutside() {
	s.pend()
	s.notice(s.env.Entry)
	s.enter(s.env.Entry.ID)
}
