package record

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// visit is one time that a contact needs the shop, and what is special about it. The zero value of everything special is a
// plain chat: a greeting, a choice, a question or two, and an agent who closes it.
type visit struct {
	at       time.Time
	inbox    botflow.InboxID // what the contact wants; "": doesn't know, and confuses the bot
	opening  string          // "": a greeting
	choice   string          // "": one that fits the inbox; "-": never answers the menu
	wants    string          // "": a question that fits the inbox
	more     int             // further messages, each after an answer
	night    []string        // what is said to the assistant
	thanks   bool            // writes once more after the closing
	open     bool            // nobody closes it
	ignored  int             // how many agents let it go by, one after the other
	late     bool            // the last of those answers all the same, too late
	tag      bool
	note     string
	first    func(c *chat, owner botflow.AgentID) // what the first owner does instead of answering
	answered func(c *chat, owner botflow.AgentID) // what the owner does after the first answer
	again    time.Duration                        // the opening is delivered a second time after this; 0: no
	delayed  time.Duration                        // the question travels this long
	swapped  bool                                 // the question overtakes the choice
	image    bool                                 // the question is a picture
	likes    bool                                 // puts a thumb under the last answer
	expired  func(c *chat)
}

// chat is one contact's side of a conversation.
type chat struct {
	sim *simulation
	person
	visit
	owner   botflow.AgentID
	inbox   botflow.InboxID // the shared one it was in last
	asked   bool            // the question was written
	told    int             // messages to people or to the assistant so far
	answers int             // of people, in this visit
	ignores int
	unclear int
	wrapped bool
}

// visits plans a contact's visits.
func (s *simulation) visits(p person, all ...visit) *chat {
	c := &chat{sim: s, person: p}
	s.chats[botflow.ContactID(p.phone)] = c
	for _, v := range all {
		s.later(v.at, func() { c.begin(v) })
	}
	return c
}

func (c *chat) begin(v visit) {
	*c = chat{sim: c.sim, person: c.person, visit: v, owner: c.owner, inbox: c.inbox}
	opening := v.opening
	if opening == "" {
		opening = pick(c.sim.rng, greetings())
	}
	id := c.write(opening)
	if v.again > 0 {
		sent := c.sim.now.Add(-time.Second)
		c.sim.later(c.sim.now.Add(v.again), func() {
			c.sim.deliver(envelop(c.sim.now, inbound(c.person, text(c.person, id, opening, sent))))
		})
	}
}

// write sends a text that arrives at once.
func (c *chat) write(body string) (id string) {
	id = wamid(c.sim.rng, c.phone)
	c.sim.deliver(envelop(c.sim.now, inbound(c.person, text(c.person, id, body, c.sim.now.Add(-time.Second)))))
	return id
}

// press answers a template by its button.
func (c *chat) press(label string) {
	m := button(c.person, wamid(c.sim.rng, c.phone), label, wamid(c.sim.rng, c.phone), c.sim.now.Add(-time.Second))
	c.sim.deliver(envelop(c.sim.now, inbound(c.person, m)))
}

// hear reacts to what happened to the chat.
func (c *chat) hear(e *botflow.Event) {
	if e.To.State == botflow.StateInbox && e.To.Inbox.Shared() {
		c.inbox = e.To.Inbox
	}
	switch {
	case e.To.State != botflow.StateAgent:
		c.owner = ""
	case e.To.Owner != c.owner:
		c.owner = e.To.Owner
		c.owned(e)
		return
	}
	switch e.Type {
	case botflow.BotReplied:
		c.bot(e)
	case botflow.Received:
		if c.owner != "" && c.answers > 0 {
			c.attend(20*time.Second, 50*time.Second)
		}
	case botflow.Answered:
		c.replied()
	case botflow.ClosedEvent:
		c.closed(e)
	case botflow.Expired:
		if c.expired != nil {
			c.expired(c)
		}
	default:
	}
}

// bot answers the bot in charge.
func (c *chat) bot(e *botflow.Event) {
	switch {
	case e.To.Assistant:
		if c.told < len(c.night) {
			c.told++
			c.sim.in(15*time.Second, 50*time.Second, func() { c.write(c.night[c.told-1]) })
		}
	case e.To.State != botflow.StateBot || c.choice == "-":
	case c.visit.inbox == "":
		c.unclear++
		lines := []string{"necesito ayuda", "quiero hablar con alguien"}
		c.sim.in(10*time.Second, 30*time.Second, func() { c.write(lines[min(c.unclear, 2)-1]) })
	case !c.asked:
		c.asked = true
		c.sim.in(8*time.Second, 40*time.Second, c.choose)
	}
}

// choose answers the menu, and then says what it is about.
func (c *chat) choose() {
	choice := c.choice
	if choice == "" {
		choice = pick(c.sim.rng, choices(c.visit.inbox))
	}
	if c.swapped {
		c.swap(choice)
		return
	}
	c.write(choice)
	if c.night == nil {
		c.sim.in(5*time.Second, 15*time.Second, c.ask)
	}
}

// ask writes the question.
func (c *chat) ask() {
	body := c.wants
	if body == "" {
		body = pick(c.sim.rng, questions(c.visit.inbox))
	}
	id, sent := wamid(c.sim.rng, c.phone), c.sim.now.Add(-time.Second)
	m := text(c.person, id, body, sent)
	if c.image {
		m = content(c.person, id, "image", sent)
		m["image"] = map[string]any{"caption": body, "mime_type": "image/jpeg", "id": "1003383421387256"}
	}
	c.sim.later(c.sim.now.Add(c.delayed), func() { c.sim.deliver(envelop(c.sim.now, inbound(c.person, m))) })
}

// swap delivers the question before the choice, though it was written after it.
func (c *chat) swap(choice string) {
	sent := c.sim.now.Add(-10 * time.Second)
	first := text(c.person, wamid(c.sim.rng, c.phone), choice, sent)
	second := text(c.person, wamid(c.sim.rng, c.phone), pick(c.sim.rng, questions(c.visit.inbox)), sent.Add(4*time.Second))
	c.sim.deliver(envelop(c.sim.now, inbound(c.person, second)))
	c.sim.in(3*time.Second, 6*time.Second, func() { c.sim.deliver(envelop(c.sim.now, inbound(c.person, first))) })
}

// replied goes on after an answer of a person.
func (c *chat) replied() {
	c.answers++
	c.sim.receipts(c)
	owner := c.owner
	if c.answers == 1 && c.answered != nil {
		c.sim.soon(owner, 10*time.Second, 20*time.Second, c.ownedBy(owner), func() { c.answered(c, owner) })
	}
	if c.more > 0 {
		c.more--
		c.sim.in(30*time.Second, 3*time.Minute, func() { c.write(pick(c.sim.rng, replies(c.visit.inbox))) })
		return
	}
	c.wrapUp()
}

// closed says thank you, sometimes, or puts a thumb.
func (c *chat) closed(e *botflow.Event) {
	if c.likes {
		c.likes = false
		c.sim.in(5*time.Second, 40*time.Second, func() {
			m := content(c.person, wamid(c.sim.rng, c.phone), "reaction", c.sim.now)
			m["reaction"] = map[string]any{"message_id": wamid(c.sim.rng, c.phone), "emoji": "👍"}
			c.sim.deliver(envelop(c.sim.now, inbound(c.person, m)))
		})
	}
	if c.thanks && e.Reason == botflow.ReasonByHand {
		c.thanks, c.wrapped = false, false
		c.sim.in(time.Minute, 8*time.Minute, func() { c.write(pick(c.sim.rng, thanks())) })
	}
}

func (c *chat) ownedBy(a botflow.AgentID) func() bool {
	return func() bool { return c.owner == a }
}
