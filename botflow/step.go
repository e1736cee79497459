package botflow

import "slices"

// step is one call of Step at work: the conversation as it was, as it becomes, and what is said of it.
type step struct {
	was     Conversation
	c       Conversation
	cmd     Command
	env     Env
	rule    string
	contact *Contact
	notes   []Note
	events  []Event
	forget  bool
}

// Step takes one command on one conversation. It changes nothing that it is given. A Now before the conversation's last
// step counts as the time of that step (I10). A refusal is an *[Error] or a *[TakenError] and means that nothing happens: the place doesn't know the command ([ErrIllegal], or a more telling code), or something that
// the command names is wrong. The caller has asked package inbox before whether the actor may do this.
// An outcome without events is legal: the command asked for what is so already.
func Step(c Conversation, cmd Command, env Env) (Outcome, error) {
	if err := cmd.Check(); err != nil {
		return Outcome{}, err
	}
	i := index(cmd)
	if i < 0 {
		return Outcome{}, Invalid("command", "is not one of a conversation: "+string(cmd.Name()))
	}
	c = c.Under(env.Channel)
	spot := c.Place.Spot()
	env.Now = max(env.Now, c.Updated)
	s := step{was: c, c: c, cmd: cmd, env: env}
	if err := s.inCharge(); err != nil {
		return Outcome{}, err
	}
	if err := s.isDue(); err != nil {
		return Outcome{}, err
	}
	for _, r := range table[spot][i] {
		if r.when != nil && !r.when(&s) {
			continue
		}
		s.rule = r.Rule
		s.events = make([]Event, 0, len(r.Events))
		if err := r.do(&s); err != nil {
			return Outcome{}, err
		}
		return s.finish(), nil
	}
	return Outcome{}, s.refusal(spot)
}

// refusal is the typed error of a place that doesn't know a command.
func (s *step) refusal(spot Spot) error {
	if spot == SpotNone {
		return ErrNotFound
	}
	switch s.cmd.(type) {
	case HandOff:
		return ErrNotInCharge
	case Reply:
		if !s.was.WindowOpen(s.env.Now) {
			return ErrSessionExpired
		}
		return ErrNotOwner
	case SendTemplate:
		return ErrNotOwner
	case Assign:
		switch {
		case spot == SpotOwned && s.was.Place.Owner == s.env.By.Agent():
			return ErrSamePlace // L44
		case spot == SpotOwned:
			return &TakenError{}
		}
	}
	return illegal(s.cmd, "isn't possible in "+spot.String())
}

func illegal(cmd Command, why string) error {
	return &Error{Code: CodeIllegal, Field: string(cmd.Name()), Detail: why}
}

// isDue refuses a deadline that isn't set, or hasn't come: none takes effect early or twice (I6). Where no deadline is
// ever set, the end of the window is told of in vain (L30).
func (s *step) isDue() error {
	cmd, ok := s.cmd.(Elapse)
	if !ok || !slices.Contains(open, s.was.Place.Spot()) {
		return nil
	}
	if at := s.was.Deadlines[cmd.Deadline]; at == 0 || s.env.Now < at {
		return illegal(cmd, "isn't due: the deadline "+cmd.Deadline.String()+" is "+at.String())
	}
	return nil
}

// inCharge refuses a bot that doesn't hold the chat, and anybody who acts on an old epoch (L47, L49).
func (s *step) inCharge() error {
	if by := s.env.By; by.Kind == ActorBot && (by.ID == "" || by.Bot() != s.was.Place.Bot) {
		return ErrNotInCharge
	}
	var epoch uint64
	switch cmd := s.cmd.(type) {
	case Reply:
		epoch = cmd.Epoch
	case HandOff:
		epoch = cmd.Epoch
	case Close:
		epoch = cmd.Epoch
	case Return:
		epoch = cmd.Epoch
	case Transfer:
		epoch = cmd.Epoch
	case SendTemplate:
		epoch = cmd.Epoch
	}
	if epoch != 0 && epoch != s.was.Epoch {
		return ErrNotInCharge
	}
	return nil
}

// as gives the command as the type that its row is for.
func as[T Command](s *step) T {
	cmd, _ := s.cmd.(T)
	return cmd
}

// say adds an event. What is common to all events of the step is filled in by finish.
func (s *step) say(t EventType) *Event {
	s.events = append(s.events, Event{Type: t})
	return &s.events[len(s.events)-1]
}

// finish numbers the events, sets the deadlines that follow from the place, and hands over the outcome.
func (s *step) finish() Outcome {
	s.c.Updated = max(s.env.Now, s.c.Updated)
	s.arm()
	for i := range s.events {
		e := &s.events[i]
		s.c.Seq++
		e.Subject, e.Seq = OfConversation(s.c.ID), s.c.Seq
		e.At, e.Recorded, e.Rule = s.env.Now, s.env.Recorded, s.rule
		if e.By == (Actor{}) {
			e.By = s.env.By
		}
		e.Channel, e.Contact = s.c.Channel, s.c.Contact
		if s.forget {
			e.Contact = "" // what is left of a forgotten chat is anonymous (E4)
		}
		e.Episode, e.Epoch = s.c.Episode, s.c.Epoch
		e.From, e.To, e.Home = s.was.Place, s.c.Place, s.c.Home()
		switch e.Type {
		case ClosedEvent, Left, Expired:
			e.Tags = s.c.Tags
		case Noted, Transferred, Returned:
			for n := range s.notes {
				s.notes[n].Seq = e.Seq
			}
		default:
		}
	}
	return Outcome{Next: s.c, Contact: s.contact, Notes: s.notes, Events: s.events, Forget: s.forget}
}

// arm sets the deadlines that follow from the place: window, auto-close, idle bot. Those of the answer clock and of a
// template are set where they start.
func (s *step) arm() {
	c := &s.c
	if c.Place.State != StateAgent {
		s.clock(ClockIdle)
	}
	if !c.open() {
		c.Deadlines[DeadlineTemplate] = 0
	}
	for _, k := range [...]DeadlineKind{DeadlineWindow, DeadlineAutoClose, DeadlineBotIdle} {
		c.Deadlines[k] = c.follows(k, &s.env.Channel)
	}
	_, c.Wake, _ = c.Next()
}

// open tells whether the episode is going on: in BOT, BANDEJA or AGENTE.
func (c *Conversation) open() bool {
	return c.Place.State == StateBot || c.Place.State == StateAgent || c.Place.State == StateInbox && c.Place.Inbox != Closed
}

// follows gives the deadline that follows from the place and the channel's settings; 0: none.
func (c *Conversation) follows(k DeadlineKind, ch *ChannelRules) Instant {
	switch {
	case !c.open():
	case k == DeadlineWindow && ch.OnWindowEnd != WindowNothing && c.WindowEnds != Forever && !c.AwaitingContact():
		return c.WindowEnds
	case k == DeadlineAutoClose && ch.AutoClose > 0:
		from := c.LastInbound
		if ch.AutoCloseFrom == FromLastInteraction {
			from = c.LastActivity
		}
		return max(from, c.OpenedAt).Add(ch.AutoClose)
	case k == DeadlineBotIdle && ch.BotIdleAfter > 0 && c.Place.State == StateBot:
		return c.LastInbound.Add(ch.BotIdleAfter)
	}
	return 0
}
