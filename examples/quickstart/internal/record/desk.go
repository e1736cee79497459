package record

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// owned is the moment at which an agent gets the chat.
func (c *chat) owned(e *botflow.Event) {
	owner := c.owner
	if c.ignores < c.ignored {
		c.ignores++
		if c.late && c.ignores == c.ignored {
			// They see it at last, when it has just gone to somebody else.
			c.sim.later(c.sim.now.Add(66*time.Second), func() { c.act(owner, action{Does: "answer", Text: "¡Hola! Perdón la demora."}) })
		}
		return
	}
	if first := c.first; first != nil {
		c.sim.soon(owner, 20*time.Second, 40*time.Second, c.ownedBy(owner), func() {
			c.first = nil
			first(c, owner)
		})
		return
	}
	if e.Type == botflow.Restored || e.Type == botflow.Started || e.Type == botflow.TemplateSent {
		return // they wrote first
	}
	if c.inbox == "Ventas" {
		c.attend(8*time.Second, 40*time.Second)
	} else {
		c.attend(30*time.Second, 3*time.Minute)
	}
}

// attend lets the owner answer after a while.
func (c *chat) attend(from, to time.Duration) {
	owner := c.owner
	c.sim.soon(owner, from, to, c.ownedBy(owner), func() { c.answer(owner) })
}

func (c *chat) answer(by botflow.AgentID) {
	body := pick(c.sim.rng, answers(c.visit.inbox))
	if c.answers == 0 {
		body = "Hola " + given(c.name) + ", soy " + string(by) + ". " + body
	}
	c.act(by, action{Does: "answer", Text: body})
}

// wrapUp lets the owner put a tag and close.
func (c *chat) wrapUp() {
	if c.wrapped || c.open {
		return
	}
	c.wrapped = true
	owner := c.owner
	slow := time.Minute
	if c.inbox == "Soporte" {
		slow = 5 * time.Minute
	}
	if c.note != "" {
		note := c.note
		c.note = ""
		c.sim.soon(owner, 15*time.Second, 30*time.Second, c.ownedBy(owner), func() { c.act(owner, action{Does: "note", Text: note}) })
	}
	if c.tag {
		c.tag = false
		tag := tagOf(c.sim.rng, c.visit.inbox)
		c.sim.soon(owner, 30*time.Second, slow, c.ownedBy(owner), func() { c.act(owner, action{Does: "tag", Tag: tag}) })
	}
	c.sim.soon(owner, slow, 2*slow, c.ownedBy(owner), func() { c.act(owner, action{Does: "close"}) })
}

// act is an act on this chat.
func (c *chat) act(by botflow.AgentID, a action) {
	a.Who, a.Chat = by, c.phone
	c.sim.act(a)
}

// receipts tells, now and then, what became of an answer; "read" sometimes comes before "delivered".
func (s *simulation) receipts(c *chat) {
	if !s.chance(25) {
		return
	}
	id := wamid(s.rng, c.phone)
	order := []string{"delivered", "read"}
	if s.chance(20) {
		order = []string{"read", "delivered"}
	}
	for i, status := range order[:1+s.rng.IntN(2)] {
		s.later(s.now.Add(time.Duration(2+4*i)*time.Second), func() {
			s.deliver(envelop(s.now, receipt(c.person, id, status, s.now, nil)))
		})
	}
}
