package record

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// scenes are the chats in which something is done on purpose.
func (s *simulation) scenes(crowd *crowd) {
	// Somebody of one's own: the contact comes back hours later to the same agent, whoever's turn it is.
	s.visits(crowd.next(),
		visit{at: monday("09:31"), inbox: "Ventas", tag: true, answered: func(c *chat, owner botflow.AgentID) {
			c.act(owner, action{Does: "affinity", Agent: owner})
		}},
		visit{at: monday("16:19"), inbox: "Ventas", more: 1, opening: "Hola de nuevo!"})
	s.visits(crowd.next(),
		visit{at: monday("11:05"), inbox: "Soporte", more: 1, answered: func(c *chat, owner botflow.AgentID) {
			c.act(owner, action{Does: "affinity", Agent: owner})
		}},
		visit{at: monday("15:35"), inbox: "Soporte", more: 1, opening: "Buenas, otra vez yo"})
	// Nobody notices in time: a chain of rotations. The last of them answers when it is too late.
	s.visits(crowd.next(), visit{at: monday("13:14"), inbox: "Ventas", ignored: 3, late: true, wants: "Hola? Necesito 40 plafones para una obra", tag: true})
	s.visits(crowd.next(), visit{at: monday("10:22"), inbox: "Ventas", ignored: 1})
	s.visits(crowd.next(), visit{at: monday("17:40"), inbox: "Ventas", ignored: 2})
	s.visits(crowd.next(), visit{at: monday("11:31"), inbox: "Soporte", ignored: 1, more: 1})
	// Given back, passed on to another inbox, passed on to a colleague.
	s.visits(crowd.next(), visit{at: monday("11:12"), inbox: "Soporte", more: 1, wants: "Necesito la factura A del mes pasado", first: func(c *chat, owner botflow.AgentID) {
		c.act(owner, action{Does: "return"})
	}})
	s.visits(crowd.next(), visit{at: monday("10:41"), inbox: "Ventas", more: 1, wants: "Compré una lámpara y no prende", tag: true, first: func(c *chat, owner botflow.AgentID) {
		c.act(owner, action{Does: "transfer", Inbox: "Soporte", Text: "Es una garantía, tiene la factura"})
	}})
	s.visits(crowd.next(), visit{at: monday("15:52"), inbox: "Ventas", more: 1, wants: "Soy revendedor, precio por mayor?", tag: true, note: "Revendedor de Rosario, pide lista de mayorista", first: func(c *chat, owner botflow.AgentID) {
		colleague := botflow.AgentID("Ana")
		if owner == colleague {
			colleague = "Beto"
		}
		c.act(owner, action{Does: "transfer", Agent: colleague, Text: "Mayorista: es de tu zona"})
	}})
	s.visits(crowd.next(), visit{at: monday("12:53"), inbox: "Soporte", choice: "2 urgente!!", more: 1, wants: "La lámpara larga olor a quemado", tag: true, note: "Le pedí que la desenchufe. Cambio sin cargo."})
	s.visits(crowd.next(), visit{at: monday("14:12"), inbox: "Ventas", thanks: true, more: 1})
	s.visits(crowd.next(), visit{at: monday("09:48"), inbox: "Ventas", thanks: true, tag: true})
	s.general(crowd)
}

// general: whom the bot doesn't understand waits in General, which nobody is assigned from, until somebody takes it.
func (s *simulation) general(crowd *crowd) {
	s.byHand(crowd.next(), monday("10:12"), func(c *chat) {
		c.act("Beto", action{Does: "take"})
		s.later(s.now.Add(3*time.Second), func() { c.act("Carla", action{Does: "take"}) })
	})
	s.byHand(crowd.next(), monday("14:40"), func(c *chat) { c.act("Silvia", action{Does: "assign", Agent: "Elena"}) })
	s.byHand(crowd.next(), monday("16:44"), func(c *chat) { c.act("Silvia", action{Does: "move", Inbox: "Ventas"}) })
}

func (s *simulation) byHand(p person, at time.Time, do func(c *chat)) {
	c := s.visits(p, visit{at: at, more: 1})
	s.later(at.Add(3*time.Minute), func() { do(c) })
}

// trouble is what channels do: the same delivery twice, late ones, overtaken ones, failures.
func (s *simulation) trouble(crowd *crowd) {
	s.visits(crowd.next(), visit{at: monday("09:20"), inbox: "Ventas", again: 4 * time.Second})
	s.visits(crowd.next(), visit{at: monday("10:03"), inbox: "Soporte", again: 95 * time.Second, more: 1})
	s.visits(crowd.next(), visit{at: monday("11:44"), inbox: "Ventas", again: 5*time.Hour + 12*time.Minute})
	s.visits(crowd.next(), visit{at: monday("15:03"), inbox: "Ventas", delayed: 11 * time.Minute})
	s.visits(crowd.next(), visit{at: monday("15:44"), inbox: "Ventas", swapped: true})
	s.visits(crowd.next(), visit{at: monday("17:21"), inbox: "Soporte", swapped: true, more: 1})
	// A message of a kind that the channel doesn't pass on: the bot doesn't understand it.
	strange := crowd.next()
	s.visits(strange, visit{at: monday("14:25"), inbox: "Ventas"})
	s.later(monday("14:25").Add(4*time.Second), func() {
		m := content(strange, wamid(s.rng, strange.phone), "unsupported", s.now)
		m["errors"] = []map[string]any{{"code": 131051, "title": "Message type unknown"}}
		s.deliver(envelop(s.now, inbound(strange, m)))
	})
	// An answer that doesn't reach the contact changes nothing; a template that doesn't ends the chat that it began.
	s.visits(crowd.next(), visit{at: monday("12:05"), inbox: "Ventas", more: 1, answered: func(c *chat, _ botflow.AgentID) { s.fail(c, wamid(s.rng, c.phone)) }})
	p := crowd.next()
	c := s.visits(p)
	c.open = true
	s.later(monday("14:31:15"), func() {
		c.act("Diego", action{Does: "template", Name: p.name, Template: "retiro_en_local"})
		s.later(s.now.Add(41*time.Second), func() { s.fail(c, wamid(s.rng, c.phone)) })
	})
}

// fail is the report, made twice, that a message couldn't be delivered.
func (s *simulation) fail(c *chat, id string) {
	why := map[string]any{"code": 131026, "title": "Message undeliverable"}
	at := s.now
	for _, after := range []time.Duration{0, 30 * time.Second} {
		s.later(at.Add(after), func() { s.deliver(envelop(s.now, receipt(c.person, id, "failed", at, why))) })
	}
}

// campaign goes to contacts who haven't written before; some answer by its button.
func (s *simulation) campaign(crowd *crowd) {
	at := monday("11:00:05")
	for i := range 14 {
		p := crowd.next()
		c := s.visits(p)
		s.later(at.Add(time.Duration(i)*time.Second), func() {
			s.act(action{Does: "campaign", Chat: p.phone, Name: p.name, Template: "novedades_marzo"})
		})
		if i%5 == 1 {
			s.later(at.Add(s.between(9*time.Minute, 3*time.Hour)), func() {
				c.visit = visit{inbox: "Ventas", more: 1}
				c.asked = true
				c.press("Hablar con ventas")
			})
		}
	}
}

// noise is what a webhook brings beside messages.
func (s *simulation) noise() {
	s.later(monday("06:02"), func() {
		s.deliver(envelop(s.now, change{map[string]any{"event": "APPROVED", "message_template_name": "novedades_marzo", "message_template_language": "es_AR"}, "message_template_status_update"}))
	})
	s.later(monday("12:20"), func() {
		s.deliver(envelop(s.now, change{map[string]any{"event": "PHONE_NUMBER_QUALITY_UPDATE", "current_limit": "TIER_1K"}, "account_update"}))
	})
}
