package report

import "github.com/repartogo/reparto/botflow"

// chat is what must be remembered of a conversation between its events.
type chat struct {
	place   botflow.Place
	home    botflow.InboxID // of the last event
	left    botflow.InboxID // the home before the last change of place
	episode uint32
	whole   bool            // the episode was seen from its beginning
	pending botflow.Instant // when Pending was seen in this episode; 0: not
	asked   botflow.InboxID // the home at Pending
	queued  botflow.Instant // when the present wait began; 0: it doesn't wait, or its beginning wasn't seen
	waited  bool            // a wait has ended with an owner in this episode
	replied bool            // a person has answered in this episode
	given   bool            // counted as abandoned in this episode
	marks   []mark          // since it last ended: its tags aren't known before it ends
}

// settled tells whether nothing that is still to come in this episode depends on what is remembered.
func (c *chat) settled() bool {
	return (c.pending == 0 || c.replied) && (c.waited || !c.whole)
}

// addChat counts an event of a conversation; seen says that there were events before it, gap that some are missing.
func (f *Fold) addChat(e *botflow.Event, seen, gap bool) {
	c := f.chats[e.Subject.ID]
	if c == nil || gap {
		c = &chat{place: unseen(c, e, seen && !gap), home: e.Home}
		f.chats[e.Subject.ID] = c
	}
	if e.Episode != c.episode {
		*c = chat{place: c.place, home: c.home, episode: e.Episode}
	}
	if e.Type == botflow.Started || e.Type == botflow.Restored {
		c.whole = true
	}
	f.move(c, e)
	f.tally(c, e)
	if e.Type == botflow.Expired || e.Type == botflow.Forgotten || e.Type == botflow.ClosedEvent && c.settled() {
		delete(f.chats, e.Subject.ID)
	}
}

// unseen gives the place before an event of a chat that isn't followed. It is the event's own From, unless an earlier
// event of the same step has moved the chat already: the last one known ended it (dropped), or came just before a gap.
func unseen(old *chat, e *botflow.Event, dropped bool) botflow.Place {
	ended := e.From.Spot() == botflow.SpotClosed || e.From.Spot() == botflow.SpotExpired
	if dropped && !ended || old != nil && old.place.Same(e.To) {
		return e.To
	}
	return e.From
}

// move follows the conversation's place: an ownership that ends is handling time, a wait that ends with an owner is
// waiting time. All events of a step carry the same places, so only the first of them moves anything.
func (f *Fold) move(c *chat, e *botflow.Event) {
	was, to := c.place, e.To
	if was.Same(to) || to.State == botflow.StateNone && e.Type != botflow.Forgotten {
		c.home = e.Home
		return
	}
	c.left = c.home
	if was.State == botflow.StateAgent && was.Since != 0 {
		f.measure(c, handling, f.here(e, c.left, was.Owner), e.At, was.Since)
	}
	if to.Since == 0 {
		to.Since = e.At
	}
	c.place, c.home = to, e.Home
	if to.State == botflow.StateAgent && c.queued != 0 {
		f.measure(c, waiting, f.here(e, c.left, to.Owner), e.At, c.queued)
		if c.whole && !c.waited {
			f.measure(c, firstWait, f.here(e, c.left, to.Owner), e.At, c.queued)
		}
		c.waited = true
	}
	if to.Spot() != botflow.SpotWaiting {
		c.queued = 0
	}
}

// tally counts what the event tells by its type.
func (f *Fold) tally(c *chat, e *botflow.Event) {
	switch e.Type {
	case botflow.Started, botflow.Restored:
		f.begin(c, e)
	case botflow.Pending:
		if c.pending == 0 {
			c.pending, c.asked = e.At, e.Home
			f.once(c, pending, f.here(e, e.Home, ""))
		}
	case botflow.Queued:
		if c.queued == 0 && e.To.State == botflow.StateInbox && e.To.Inbox.Shared() {
			c.queued = e.At
		}
	case botflow.Answered:
		if !e.Automatic {
			f.answer(c, e)
		}
	case botflow.TemplateSent:
		if e.From.State == botflow.StateAgent && e.By.Agent() == e.From.Owner {
			f.answer(c, e)
		}
	case botflow.OutOfHours:
		f.once(c, outOfHours, f.here(e, e.Home, ""))
	case botflow.Rotated:
		f.once(c, rotated, f.here(e, c.left, e.From.Owner))
	case botflow.RotationSkipped:
		f.once(c, rotationSkipped, f.here(e, e.Home, e.From.Owner))
	case botflow.Transferred:
		f.once(c, transferred, f.here(e, c.left, e.From.Owner))
	case botflow.Returned:
		f.once(c, returned, f.here(e, c.left, e.From.Owner))
	case botflow.Reopened:
		f.once(c, reopened, f.here(e, e.Home, e.To.Owner))
	case botflow.Left, botflow.Expired, botflow.ClosedEvent:
		f.end(c, e)
	default: // the others bring no figure of their own
	}
}

// begin counts a new episode.
func (f *Fold) begin(c *chat, e *botflow.Event) {
	switch by := e.By.Agent(); {
	case e.Type == botflow.Restored:
		f.once(c, restored, f.here(e, e.Home, e.To.Owner))
	case by != "":
		f.once(c, opened, f.here(e, e.Home, by))
	default:
		f.once(c, arrived, f.here(e, e.Home, ""))
	}
}

// end counts how an episode ended, with its tags.
func (f *Fold) end(c *chat, e *botflow.Event) {
	at := f.here(e, e.Home, e.From.Owner)
	switch e.Type {
	case botflow.Left:
		f.once(c, left, at)
	case botflow.Expired:
		f.once(c, expired, at)
	default:
		f.put(c, mark{slot: at, what: closed, reason: e.Reason})
	}
	if e.Type != botflow.ClosedEvent || e.Reason == botflow.ReasonAutomatic {
		f.abandon(c, e)
	}
	f.tag(c, e.Tags)
}

// answer counts the first answer of a person after Pending.
func (f *Fold) answer(c *chat, e *botflow.Event) {
	if c.pending != 0 && !c.replied {
		at := f.since(c, e.From.Owner)
		f.measure(c, firstResponse, at, e.At, c.pending)
		if e.At.Sub(c.pending) < f.within {
			f.once(c, inTime, at)
		}
	}
	c.replied = true
}

// abandon counts an episode that needed a person and ended before any had answered; at most once an episode.
func (f *Fold) abandon(c *chat, e *botflow.Event) {
	if c.pending != 0 && !c.replied && !c.given {
		c.given = true
		f.once(c, abandoned, f.since(c, e.From.Owner))
	}
}

// here is the slot of what happens now.
func (f *Fold) here(e *botflow.Event, inbox botflow.InboxID, agent botflow.AgentID) slot {
	return slot{period: f.calendar.start(e.At), inbox: inbox, agent: agent}
}

// since is the slot of what belongs to the episode's Pending.
func (f *Fold) since(c *chat, agent botflow.AgentID) slot {
	return slot{period: f.calendar.start(c.pending), inbox: c.asked, agent: agent}
}

func (f *Fold) once(c *chat, what figure, at slot) { f.put(c, mark{slot: at, what: what}) }

func (f *Fold) measure(c *chat, what figure, at slot, to, from botflow.Instant) {
	f.put(c, mark{slot: at, what: what, length: max(int64(to-from), 0)})
}

func (f *Fold) put(c *chat, m mark) {
	f.count(m)
	c.marks = append(c.marks, m)
}

// tag counts again, for each tag, what the chat has brought since it last ended.
func (f *Fold) tag(c *chat, tags []botflow.Tag) {
	for _, t := range tags {
		for _, m := range c.marks {
			m.slot.tag = t
			f.count(m)
		}
	}
	c.marks = nil
}
