package record

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// simulation is the day being made up: who is going to do what when, and what was recorded so far.
type simulation struct {
	shop     Shop
	rng      *rand.Rand
	now      time.Time
	last     time.Time // of the last recorded line: no two have the same second, so that their order is plain
	agenda   []plan    // by time, then in the order in which they were made
	chats    map[botflow.ContactID]*chat
	staff    map[botflow.AgentID]*agent
	messages bytes.Buffer
	agents   bytes.Buffer
	err      error
}

func newSimulation(shop Shop) *simulation {
	return &simulation{
		shop: shop, rng: rand.New(rand.NewPCG(2026, 3)), now: clockTime(Begins),
		chats: map[botflow.ContactID]*chat{}, staff: map[botflow.AgentID]*agent{},
	}
}

func clockTime(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err) // a constant of this package is wrong
	}
	return t.In(time.FixedZone("", -3*60*60)) // never the machine's own zone, which may have the same offset
}

// on gives a time of the weekend's second half: "Sun 15:04:05" or "Mon 15:04".
func on(day, at string) time.Time {
	date := map[string]string{"Sun": "2026-03-01T", "Mon": "2026-03-02T"}[day]
	if len(at) == len("15:04") {
		at += ":00"
	}
	return clockTime(date + at + "-03:00")
}

// later plans something.
func (s *simulation) later(at time.Time, do func()) {
	at = at.Truncate(time.Second)
	i, _ := slices.BinarySearchFunc(s.agenda, at.Add(1), func(p plan, t time.Time) int { return p.at.Compare(t) })
	s.agenda = slices.Insert(s.agenda, i, plan{at, do})
}

// in plans something for a random time between the two delays.
func (s *simulation) in(from, to time.Duration, do func()) {
	s.later(s.now.Add(s.between(from, to)), do)
}

func (s *simulation) between(from, to time.Duration) time.Duration {
	return from + time.Duration(s.rng.Int64N(int64(to-from)+1))
}

func (s *simulation) chance(percent int) bool { return s.rng.IntN(100) < percent }

// run lets the agenda happen until the day ends, and everybody react to what comes of it.
func (s *simulation) run() error {
	end := clockTime(Ends)
	for s.err == nil && s.now.Before(end) {
		target := end
		if len(s.agenda) > 0 && s.agenda[0].at.Before(end) {
			target = s.agenda[0].at
		}
		if target = maxTime(target, s.last.Add(time.Second)); !target.Before(end) {
			target = end
		}
		s.now, s.err = s.shop.Advance(target)
		s.now = s.now.In(end.Location()) // the recording is written in the shop's time
		if s.react() || s.err != nil || s.now.Before(target) || target.Equal(end) {
			continue // time stopped earlier, or there is something sooner now
		}
		next := s.agenda[0]
		s.agenda = s.agenda[1:]
		next.do()
		s.react()
	}
	return s.err
}

// react shows everybody what happened, and tells whether anything did.
func (s *simulation) react() bool {
	news := s.shop.News()
	for i := range news {
		e := &news[i]
		if c := s.chats[e.Contact]; c != nil && e.Subject.Kind == botflow.SubjectConversation {
			c.hear(e)
		}
	}
	return len(news) > 0
}

// deliver records a call of the webhook and makes it.
func (s *simulation) deliver(d delivery) {
	line, err := write(&s.messages, d)
	if err == nil && s.err == nil {
		s.err = s.shop.Deliver(line)
	}
	s.last = s.now
}

// act records what somebody at the shop does, and does it.
func (s *simulation) act(a action) {
	a.At = s.now.Format(time.RFC3339)
	if a.Chat != "" {
		a.Channel = channel
	}
	line, err := write(&s.agents, a)
	if err == nil && s.err == nil {
		s.err = s.shop.Act(line)
	}
	s.last = s.now
	if agent := s.staff[a.Who]; agent != nil {
		agent.seen = s.now
	}
}

// action is one line of agents.jsonl.
type action struct {
	At       string          `json:"at"`
	Who      botflow.AgentID `json:"who,omitempty"`
	Does     string          `json:"does"`
	Channel  string          `json:"channel,omitempty"`
	Chat     string          `json:"chat,omitempty"`
	Name     string          `json:"name,omitempty"`
	Agent    botflow.AgentID `json:"agent,omitempty"`
	Inbox    botflow.InboxID `json:"inbox,omitempty"`
	Tag      string          `json:"tag,omitempty"`
	Template string          `json:"template,omitempty"`
	Text     string          `json:"text,omitempty"`
}

// plan is one thing to happen.
type plan struct {
	at time.Time
	do func()
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
