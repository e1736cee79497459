package botflow_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// nine is Monday 2 March 2026, 09:00 UTC, when every scene begins.
var nine = botflow.InstantOf(time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC))

const day = 24 * time.Hour

// scene plays commands on one conversation in a small world: what Need asks for is answered from its fields.
type scene struct {
	t   require.TestingT
	c   botflow.Conversation
	now botflow.Instant

	channel  botflow.ChannelRules
	inboxes  map[botflow.InboxID]botflow.InboxRules // those that exist
	reassign map[botflow.InboxID]time.Duration      // answer clocks; none by default
	first    botflow.Responder                      // humans by default
	gone     bool                                   // the assistant in charge is no longer usable
	disabled map[botflow.AgentID]bool
	full     bool            // whoever is named is at their limit (LimitManual)
	next     botflow.AgentID // whom a rotation finds
	contact  botflow.Contact

	out     botflow.Outcome // of the last step
	journal []botflow.Event
}

// newScene is a chat of juan's on a channel with a day's window and no bot; inboxes General, Ventas, Soporte and those
// of Ana and Ben are open.
func newScene(t require.TestingT) *scene {
	s := &scene{
		t: t, now: nine,
		c:        botflow.Conversation{ID: "c1", Channel: "wa", Contact: "juan"},
		channel:  botflow.ChannelRules{Window: day, TemplateWait: day},
		inboxes:  map[botflow.InboxID]botflow.InboxRules{},
		reassign: map[botflow.InboxID]time.Duration{},
		disabled: map[botflow.AgentID]bool{},
		contact:  botflow.Contact{ID: "juan"},
	}
	for _, id := range []botflow.InboxID{botflow.General, "Ventas", "Soporte"} {
		s.inboxes[id] = botflow.InboxRules{ID: id, Exists: true, Open: true, ReturnMemory: 5 * time.Minute}
	}
	for _, a := range []botflow.AgentID{"Ana", "Ben"} {
		s.inboxes[botflow.Personal(a)] = botflow.InboxRules{ID: botflow.Personal(a), Exists: true, Open: true}
	}
	return s
}

// fork gives a scene that goes on from here without changing this one.
func (s *scene) fork(t require.TestingT) *scene {
	f := *s
	f.t = t
	f.inboxes, f.reassign, f.disabled = maps.Clone(s.inboxes), maps.Clone(s.reassign), maps.Clone(s.disabled)
	f.journal = slices.Clone(s.journal)
	return &f
}

// edit changes the rules of an inbox.
func (s *scene) edit(id botflow.InboxID, change func(*botflow.InboxRules)) {
	r := s.inboxes[id]
	change(&r)
	s.inboxes[id] = r
}

func (s *scene) rules(id botflow.InboxID) botflow.InboxRules {
	r, ok := s.inboxes[id]
	if !ok {
		return botflow.InboxRules{ID: id}
	}
	if d := s.reassign[id]; d > 0 {
		r.AnswerBy = s.now.Add(d)
	}
	return r
}

func (s *scene) env(by botflow.Actor, cmd botflow.Command) botflow.Env {
	f := botflow.Need(&s.c, cmd, s.channel)
	env := botflow.Env{
		Now: s.now, Recorded: s.now, By: by, Channel: s.channel, Home: s.rules(f.Home), Contact: s.contact, Full: s.full,
	}
	if f.Target != "" {
		env.Target = s.rules(f.Target)
	}
	if f.Enter {
		id, unknown := botflow.Entry(&s.c, f.Named, s.channel, func(id botflow.InboxID) bool { return s.inboxes[id].Exists })
		env.Entry, env.Unknown = s.rules(id), unknown
	}
	if f.First {
		env.First = s.first
	}
	if f.Bot {
		env.BotUsable = !s.gone
	}
	if f.Agent != "" {
		env.Enabled = !s.disabled[f.Agent]
	}
	if f.Pick && s.next != "" {
		env.Next = s.next
		env.Decision = &botflow.Decision{Inbox: f.Home, Chosen: s.next, Why: botflow.ReasonTurn}
	}
	return env
}

// try takes a step and keeps what came of it.
func (s *scene) try(by botflow.Actor, cmd botflow.Command) error {
	out, err := botflow.Step(s.c, cmd, s.env(by, cmd))
	if err != nil {
		return err
	}
	s.out, s.c = out, out.Next
	s.journal = append(s.journal, out.Events...)
	if out.Contact != nil {
		s.contact = *out.Contact
	}
	return nil
}

func (s *scene) do(by botflow.Actor, cmd botflow.Command) *scene {
	s.help()
	require.NoError(s.t, s.try(by, cmd), "%s by %s in %s", cmd.Name(), by, s.c.Place)
	return s
}

// refuses checks that the command changes nothing and says why.
func (s *scene) refuses(code botflow.Code, by botflow.Actor, cmd botflow.Command) {
	s.help()
	before := s.c
	err := s.try(by, cmd)
	require.Error(s.t, err, "%s by %s in %s", cmd.Name(), by, s.c.Place)
	require.Equal(s.t, code, botflow.CodeOf(err), err.Error())
	require.Equal(s.t, before, s.c)
}

func (s *scene) help() {
	if t, ok := s.t.(*testing.T); ok {
		t.Helper()
	}
}

// Whoever acts in the scenes.
var (
	host = botflow.System()
	ana  = botflow.ByAgent("Ana")
	ben  = botflow.ByAgent("Ben")
	sup  = botflow.ByAgent("Sup") // a supervisor; permissions are package inbox's affair
	flow = botflow.ByBot("flow")
	iris = botflow.ByBot("iris") // the assistant
)

func (s *scene) after(d time.Duration) *scene { s.now = s.now.Add(d); return s }

func (s *scene) receive() *scene {
	s.help()
	return s.do(host, botflow.Receive{Message: "m"})
}

func (s *scene) take(by botflow.Actor) *scene { s.help(); return s.do(by, botflow.Take{}) }

// elapse moves the time to the deadline and applies it.
func (s *scene) elapse(k botflow.DeadlineKind) *scene {
	s.help()
	at := s.c.Deadlines[k]
	require.NotZero(s.t, at, "the deadline %s is set", k)
	s.now = max(s.now, at)
	return s.do(host, botflow.Elapse{Deadline: k})
}

// is checks the place, and the events of the last step in order.
func (s *scene) is(place string, events ...botflow.EventType) *scene {
	s.help()
	require.Equal(s.t, place, s.c.Place.String())
	require.Equal(s.t, events, types(s.out.Events))
	return s
}

func types(events []botflow.Event) []botflow.EventType {
	var list []botflow.EventType
	for _, e := range events {
		list = append(list, e.Type)
	}
	return list
}

// said gives the event of the last step with this type.
func (s *scene) said(what botflow.EventType) botflow.Event {
	s.help()
	for _, e := range s.out.Events {
		if e.Type == what {
			return e
		}
	}
	require.Fail(s.t, "no event "+string(what), "%v", types(s.out.Events))
	return botflow.Event{}
}

// count tells how often an event has happened since the scene began.
func (s *scene) count(what botflow.EventType) (n int) {
	for _, e := range s.journal {
		if e.Type == what {
			n++
		}
	}
	return n
}

// The usual ways to each place. The last two steps are a minute apart.

func inFlow(t require.TestingT) *scene {
	s := newScene(t)
	s.channel.Bot = "flow"
	return s.receive().after(time.Minute)
}

func inAssistant(t require.TestingT) *scene {
	s := newScene(t)
	s.channel.Inbox = "Soporte"
	s.first = botflow.Responder{Kind: botflow.Assistant, Bot: "iris", Scope: "Soporte"}
	return s.receive().after(time.Minute)
}

func waiting(t require.TestingT) *scene {
	s := newScene(t)
	s.channel.Inbox = "Ventas"
	return s.receive().after(time.Minute)
}

func owned(t require.TestingT) *scene { return waiting(t).take(ana).after(time.Minute) }

func shut(t require.TestingT) *scene { return owned(t).do(ana, botflow.Close{}).after(time.Minute) }

func expired(t require.TestingT) *scene {
	return owned(t).elapse(botflow.DeadlineWindow).after(time.Minute)
}

// awaiting is a chat that Ana opened by template; the contact never wrote.
func awaiting(t require.TestingT) *scene {
	return newScene(t).do(ana, botflow.SendTemplate{Template: "hola"}).after(time.Minute)
}
