package record

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// plan makes up the day: who works when, who writes when, and the scenes worth showing.
func (s *simulation) plan() {
	s.hire("Ana", "08:52:10", "12:30", "18:02")
	s.hire("Beto", "08:54:31", "13:10", "18:31")
	s.hire("Carla", "08:55:02", "13:50", "19:01")
	s.hire("Diego", "08:58:47", "12:55", "19:03")
	s.hire("Elena", "08:53:25", "12:40", "18:00")
	facu := s.hire("Facu", "10:57:12", "14:20", "20:05")
	facu.away = append(facu.away, absence{monday("16:05"), monday("17:12"), false}) // leaves without a word
	s.later(monday("17:12"), func() { s.act(action{Who: "Facu", Does: "touch"}) })
	s.hire("Gina", "08:56:40", "13:30", "17:30")
	s.hire("Hugo", "09:59:05", "14:00", "19:02")
	crowd := &crowd{people(s.rng, 160)}
	s.sunday(crowd)
	s.scenes(crowd)
	s.trouble(crowd)
	s.campaign(crowd)
	s.evening(crowd)
	s.routine(crowd)
	s.noise()
}

// crowd gives out contacts, each once.
type crowd struct{ left []person }

func (c *crowd) next() person {
	p := c.left[0]
	c.left = c.left[1:]
	return p
}

// routine fills the opening hours with plain chats.
func (s *simulation) routine(crowd *crowd) {
	for _, slot := range []struct {
		from, to        string
		ventas, soporte int
	}{
		{"09:05", "10:00", 6, 3},
		{"10:00", "11:00", 8, 3},
		{"11:00", "12:00", 7, 3},
		{"12:38", "12:56", 2, 13}, // the lamps' app is down: everybody writes at once, at lunch
		{"14:00", "15:00", 4, 2},
		{"15:00", "16:00", 7, 3},
		{"16:00", "17:00", 5, 3},
		{"17:00", "18:00", 4, 2},
		{"18:00", "18:50", 3, 3},
	} {
		from, to := monday(slot.from), monday(slot.to)
		for i := range slot.ventas + slot.soporte {
			v := visit{at: from.Add(s.between(0, to.Sub(from))), inbox: "Ventas", more: s.rng.IntN(2), tag: s.chance(35), thanks: s.chance(8), image: s.chance(8), likes: s.chance(6)}
			if i >= slot.ventas {
				v.inbox, v.more = "Soporte", 1+s.rng.IntN(2)
			}
			if slot.from == "12:38" && v.inbox == "Soporte" {
				v.wants = pick(s.rng, []string{"La app no conecta con ninguna luz", "Se cayó la app?", "Las luces no responden desde el celu", "La app dice sin conexión"})
			}
			s.visits(crowd.next(), v)
		}
	}
}

// sunday: the shop is closed; some windows will end on Monday.
func (s *simulation) sunday(crowd *crowd) {
	s.visits(crowd.next(), visit{at: on("Sun", "10:41"), choice: "-", inbox: "Ventas"})
	s.visits(crowd.next(), visit{at: on("Sun", "10:52")}) // not understood: waits in General, and nobody looks there in time
	s.visits(crowd.next(), visit{at: on("Sun", "11:17"), inbox: "Ventas", open: true, wants: "Tienen la araña Roma? Es para un regalo", expired: s.restore})
	s.visits(crowd.next(), visit{at: on("Sun", "13:02"), choice: "-", inbox: "Soporte"})
	s.visits(crowd.next(), visit{at: on("Sun", "16:30"), inbox: "Ventas", tag: true})
	s.visits(crowd.next(), visit{at: on("Sun", "18:12"), inbox: "Soporte", more: 1})
	s.visits(crowd.next(), visit{at: on("Sun", "21:20"), inbox: "Ventas", night: []string{"Hacen lámparas a medida?", "Bueno, gracias!"}})
	s.visits(crowd.next(), visit{at: on("Sun", "22:05"), inbox: "Soporte", more: 1, night: []string{"No me anda el control", "Quiero hablar con una persona"}})
	s.visits(crowd.next(), visit{at: on("Mon", "00:34"), inbox: "Ventas", night: []string{"Siguen abiertos?", "gracias igual"}})
	// Begun with the assistant, which has gone when the contact writes again: people, and a notice.
	p := crowd.next()
	s.visits(p, visit{at: on("Mon", "01:50"), inbox: "Ventas", night: []string{"Tienen focos cálidos?"}})
	s.later(on("Mon", "07:48"), func() { s.chats[botflow.ContactID(p.phone)].write("Hola, me contestan?") })
	s.visits(crowd.next(), visit{at: on("Mon", "07:15"), inbox: "Ventas", tag: true})
	s.visits(crowd.next(), visit{at: on("Mon", "08:20"), inbox: "Soporte", more: 1})
	s.visits(crowd.next(), visit{at: on("Mon", "08:47"), inbox: "Ventas"})
}

// restore: the window has ended before the contact came back. Free text is refused; a template reaches them.
func (s *simulation) restore(c *chat) {
	c.expired = nil
	seller := botflow.AgentID("Carla")
	s.later(s.now.Add(9*time.Minute), func() { c.act(seller, action{Does: "answer", Text: "Hola, ¿pudiste ver el presupuesto?"}) })
	s.later(monday("15:10:21"), func() {
		c.act(seller, action{Does: "template", Template: "seguimiento_presupuesto"})
		c.open = false
		s.later(monday("15:26:40"), func() {
			c.answers = 1
			c.press("Sí, me interesa")
		})
	})
}

// evening: after closing time there is nobody, and from eight on the assistant.
func (s *simulation) evening(crowd *crowd) {
	s.visits(crowd.next(), visit{at: monday("19:10"), inbox: "Ventas"})
	s.visits(crowd.next(), visit{at: monday("19:22"), inbox: "Soporte", more: 1})
	s.visits(crowd.next(), visit{at: monday("19:31"), inbox: "Soporte", more: 2})
	s.visits(crowd.next(), visit{at: monday("19:40"), inbox: "Ventas"})
	s.visits(crowd.next(), visit{at: monday("20:15"), inbox: "Ventas", night: []string{"Qué precio tiene el velador Nube?", "Genial, gracias"}})
	s.visits(crowd.next(), visit{at: monday("20:48"), inbox: "Soporte", night: []string{"La lámpara hace chispas, es urgente", "Quiero una persona ya"}})
	s.visits(crowd.next(), visit{at: monday("21:33"), inbox: "Ventas", night: []string{"Abren mañana?"}})
	s.visits(crowd.next(), visit{at: monday("22:10"), inbox: "Ventas", night: []string{"Tienen local?", "gracias!!"}})
	s.visits(crowd.next(), visit{at: monday("23:05"), inbox: "Soporte", night: []string{"Cómo vinculo la app?", "Mejor una persona"}})
}
