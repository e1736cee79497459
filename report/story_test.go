package report_test

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// on gives an instant of Monday, 2 March 2026, in UTC: on("10:00:05").
func on(clock string) botflow.Instant {
	t, err := time.Parse("2006-01-02 15:04:05", "2026-03-02 "+clock)
	if err != nil {
		panic(err)
	}
	return botflow.InstantOf(t)
}

// story tells what happened to one conversation.
type story struct {
	place  botflow.Place
	home   botflow.InboxID
	next   botflow.Event // what all its events have: subject, number, episode
	events []botflow.Event
}

func newStory(id botflow.ConversationID) *story {
	return &story{home: botflow.General, next: botflow.Event{Subject: botflow.OfConversation(id), Seq: 1, Contact: "Kim", Channel: "whatsapp"}}
}

// Events of a step, to be handed to [story.step].
func by(agent botflow.AgentID, kind botflow.EventType) botflow.Event {
	return botflow.Event{Type: kind, By: botflow.ByAgent(agent)}
}

func is(kinds ...botflow.EventType) []botflow.Event {
	var all []botflow.Event
	for _, k := range kinds {
		all = append(all, botflow.Event{Type: k})
	}
	return all
}

// step takes the conversation to a place; all events of a step carry the places before and after it.
func (s *story) step(at botflow.Instant, to botflow.Place, events ...botflow.Event) *story {
	from := s.place
	if !from.Same(to) {
		to.Since = at
	} else {
		to.Since = from.Since
	}
	if to.State == botflow.StateInbox && to.Inbox.Shared() {
		s.home = to.Inbox
	}
	for _, e := range events {
		e.Subject, e.Seq, e.Contact, e.Channel = s.next.Subject, s.next.Seq, s.next.Contact, s.next.Channel
		if e.Type == botflow.Started || e.Type == botflow.Restored {
			s.next.Episode++
		}
		e.Episode, e.At, e.Recorded, e.From, e.To, e.Home = s.next.Episode, at, at, from, to, s.home
		s.next.Seq++
		s.events = append(s.events, e)
	}
	s.place = to
	return s
}

func (s *story) stay(at botflow.Instant, events ...botflow.Event) *story {
	return s.step(at, s.place, events...)
}

// The places.
func owned(a botflow.AgentID) botflow.Place {
	return botflow.Place{State: botflow.StateAgent, Owner: a}
}

func in(i botflow.InboxID) botflow.Place { return botflow.Place{State: botflow.StateInbox, Inbox: i} }

func bot() botflow.Place     { return botflow.Place{State: botflow.StateBot, Bot: "flow"} }
func expired() botflow.Place { return botflow.Place{State: botflow.StateExpired} }

// arrive is a first message that needs a person at once.
func (s *story) arrive(at string, inbox botflow.InboxID) *story {
	return s.step(on(at), in(inbox), is(botflow.Started, botflow.Received, botflow.Pending, botflow.Queued)...)
}

func (s *story) take(at string, a botflow.AgentID) *story {
	return s.step(on(at), owned(a), by(a, botflow.Taken))
}

func (s *story) answer(at string) *story {
	return s.stay(on(at), by(s.place.Owner, botflow.Answered))
}

func (s *story) close(at string, reason botflow.Reason, tags ...botflow.Tag) *story {
	return s.step(on(at), in(botflow.Closed), botflow.Event{Type: botflow.ClosedEvent, Reason: reason, Tags: tags})
}

func (s *story) expire(at string, tags ...botflow.Tag) *story {
	return s.step(on(at), expired(), botflow.Event{Type: botflow.Expired, Tags: tags})
}

// presence tells the statuses of one agent.
func presence(a botflow.AgentID, changes ...botflow.Event) []botflow.Event {
	for i := range changes {
		changes[i].Subject, changes[i].Seq, changes[i].Type = botflow.OfAgent(a), uint64(i+1), botflow.PresenceChanged
	}
	return changes
}

func turned(at string, was, is botflow.Status) botflow.Event {
	return botflow.Event{At: on(at), Was: was, Is: is}
}
