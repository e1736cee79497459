package gherkin

import (
	"errors"
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// stepFails is the number of the step that expects a refusal.
const stepFails = 78

func thenSteps() []Step {
	return append(append(thenPlaces(), thenSeen()...), append(thenTold(), append(thenKnown(), thenHours()...)...)...)
}

// in demands a state that needs no name.
func in(demand func(p botflow.Place) bool, words string) func(*scene, args) error {
	return func(s *scene, a args) error {
		if p := s.Get(a.contact(0)).Place; !demand(p) {
			return fmt.Errorf("%s is in %s, not %s\n%s", a.text(0), p, words, s.Story(a.contact(0)))
		}
		return nil
	}
}

// was demands the place before; state with the name in place 1 if it has one.
func was(state string) func(*scene, args) error {
	return func(s *scene, a args) error {
		if state == "BOT" || state == "EXPIRADO" {
			if p := s.Get(a.contact(0)).Previous; p.State.String() != state {
				return fmt.Errorf("%s was in %s before, not in %s\n%s", a.text(0), p, state, s.Story(a.contact(0)))
			}
			return nil
		}
		s.Was(a.contact(0), s.place(state, a.text(1)))
		return nil
	}
}

func thenPlaces() []Step {
	k := []string{"K"}
	is := func(state botflow.State) func(botflow.Place) bool {
		return func(p botflow.Place) bool { return p.State == state }
	}
	with := func(assistant bool) func(botflow.Place) bool {
		return func(p botflow.Place) bool { return p.State == botflow.StateBot && p.Assistant == assistant }
	}
	closed := func(p botflow.Place) bool { return p.State == botflow.StateInbox && p.Inbox == botflow.Closed }
	return []Step{
		{Number: 70, English: `"{contact}" is in BOT`, Spanish: `"{contact}" está en BOT`, Values: k, do: in(is(botflow.StateBot), "in BOT")},
		{Number: 71, English: `"{contact}" is with the assistant`, Spanish: `a "{contact}" lo atiende el asistente`, Values: k, do: in(with(true), "with the assistant")},
		{Number: 71, English: `"{contact}" is with the flow bot`, Spanish: `a "{contact}" lo atiende el bot`, Values: k, do: in(with(false), "with the flow bot")},
		{
			Number: 72, English: `"{contact}" is in BANDEJA "{inbox}"`, Spanish: `"{contact}" está en BANDEJA "{inbox}"`, Values: []string{"K", "Ventas"},
			do: func(s *scene, a args) error { s.In(a.contact(0), s.place("BANDEJA", a.text(1))); return nil },
		},
		{
			Number: 73, English: `"{contact}" is in AGENTE "{agent}"`, Spanish: `"{contact}" está en AGENTE "{agent}"`, Values: []string{"K", "Ana"},
			do: func(s *scene, a args) error {
				if _, err := s.one(a.text(1)); err != nil {
					return err
				}
				s.In(a.contact(0), s.place("AGENTE", a.text(1)))
				return nil
			},
		},
		{Number: 74, English: `"{contact}" is in EXPIRADO`, Spanish: `"{contact}" está en EXPIRADO`, Values: k, do: in(is(botflow.StateExpired), "in EXPIRADO")},
		{Number: 75, English: `"{contact}" is closed`, Spanish: `"{contact}" está cerrado`, Values: k, do: in(closed, "closed")},
		{Number: 76, English: `the previous state of "{contact}" is BOT`, Spanish: `el estado previo de "{contact}" es BOT`, Values: k, do: was("BOT")},
		{
			Number: 76, English: `the previous state of "{contact}" is BANDEJA "{inbox}"`, Spanish: `el estado previo de "{contact}" es BANDEJA "{inbox}"`,
			Values: []string{"K", "Ventas"}, do: was("BANDEJA"),
		},
		{
			Number: 76, English: `the previous state of "{contact}" is AGENTE "{agent}"`, Spanish: `el estado previo de "{contact}" es AGENTE "{agent}"`,
			Values: []string{"K", "Ana"}, do: was("AGENTE"),
		},
		{Number: 76, English: `the previous state of "{contact}" is EXPIRADO`, Spanish: `el estado previo de "{contact}" es EXPIRADO`, Values: k, do: was("EXPIRADO")},
	}
}

func thenTold() []Step {
	return []Step{
		{
			Number: stepFails, English: `it fails with "{code}"`, Spanish: `falla con "{code}"`, Values: []string{"not owner"}, do: (*scene).fails,
		},
		{
			Number: 79, English: `there are {n} "{event}" events for "{contact}"`, Spanish: `hay {n} eventos "{event}" de "{contact}"`,
			Values: []string{"1", "Pending", "K"}, do: (*scene).toldOf,
		},
		{
			Number: 80, English: `"{contact}" rotated from "{agent}" to "{colleague}" at "{time}"`, Spanish: `"{contact}" rotó de "{agent}" a "{colleague}" a las "{time}"`,
			Values: []string{"K", "Ana", "Beto", "16:01:00"}, do: (*scene).rotated,
		},
		{
			Number: 85, English: `the decision for "{contact}" skips "{agent}" as "{reason}"`, Spanish: `la decisión de "{contact}" descarta a "{agent}" por "{reason}"`,
			Values: []string{"K", "Beto", "offline"}, do: func(s *scene, a args) error {
				id, err := s.one(a.text(1))
				if err != nil {
					return err
				}
				why, err := reason(a.text(2))
				if err == nil {
					s.Skips(a.contact(0), id, why)
				}
				return err
			},
		},
		{
			Number: 86, English: `nobody could be assigned to "{contact}"`, Spanish: `no se pudo asignar a nadie para "{contact}"`, Values: []string{"K"},
			do: func(s *scene, a args) error { s.Nobody(a.contact(0)); return nil },
		},
		{
			Number: 87, English: `"{contact}" waits because of "{reason}"`, Spanish: `"{contact}" espera por "{reason}"`, Values: []string{"K", "full"},
			do: func(s *scene, a args) error {
				why, err := reason(a.text(1))
				if err == nil {
					s.Waits(a.contact(0), why)
				}
				return err
			},
		},
	}
}

func thenKnown() []Step {
	return []Step{
		{
			Number: 90, English: `the affinity of "{contact}" is "{agent}"`, Spanish: `la afinidad de "{contact}" es "{agent}"`, Values: []string{"K", "Caro"},
			do: func(s *scene, a args) error {
				id, err := s.one(a.text(1))
				if err == nil {
					s.Affinity(a.contact(0), id)
				}
				return err
			},
		},
		{
			Number: 90, English: `"{contact}" has no affinity`, Spanish: `"{contact}" no tiene afinidad`, Values: []string{"K"},
			do: func(s *scene, a args) error { s.Affinity(a.contact(0), ""); return nil },
		},
		{
			Number: 91, English: `the episode of "{contact}" is {n}`, Spanish: `el episodio de "{contact}" es {n}`, Values: []string{"K", "2"},
			do: func(s *scene, a args) error {
				n, err := a.number(1)
				if err == nil {
					s.Episode(a.contact(0), uint32(n)) //nolint:gosec // a number of its own kind
				}
				return err
			},
		},
	}
}

// fails demands that the step before was refused with a code.
func (s *scene) fails(a args) error {
	want := botflow.Code(a.text(0))
	if !slices.Contains(codes(), want) {
		return fmt.Errorf("%q is no error of the library: write one of %q", want, codes())
	}
	err := s.refusal
	if s.refusal = nil; err == nil {
		return errors.New("the step before didn't fail\n" + s.Story(""))
	}
	if code := botflow.CodeOf(err); code != want {
		return fmt.Errorf("it failed with %q, not with %q: %w\n%s", code, want, err, s.Story(""))
	}
	return nil
}

func (s *scene) toldOf(a args) error {
	what, err := event(a.text(1))
	if err != nil {
		return err
	}
	n, err := a.number(0)
	if err == nil {
		s.Told(a.contact(2), what, n)
	}
	return err
}

func (s *scene) rotated(a args) error {
	staff, err := s.staff(a.text(1), a.text(2))
	if err != nil {
		return err
	}
	at, err := s.told(a.text(3))
	if err == nil {
		s.Rotated(a.contact(0), staff[0], staff[1], at)
	}
	return err
}

func thenSeen() []Step {
	list := func(order inbox.Order, view, agent, contacts int) func(*scene, args) error {
		return func(s *scene, a args) error { return s.lists(a, order, view, agent, contacts) }
	}
	return []Step{
		{
			Number: 77, English: `"{agents}" see "{contact}"`, Spanish: `"{agents}" ven a "{contact}"`, Values: []string{"Ana, Beto", "K"},
			do: func(s *scene, a args) error {
				staff, err := s.staff(a.list(0)...)
				s.Sees(a.contact(1), staff...)
				return err
			},
		},
		{
			Number: 77, English: `"{agents}" does not see "{contact}"`, Spanish: `"{agents}" no ve a "{contact}"`, Values: []string{"Dani", "K"},
			do: func(s *scene, a args) error {
				staff, err := s.staff(a.list(0)...)
				s.Hidden(a.contact(1), staff...)
				return err
			},
		},
		{
			Number: 81, English: `the load of "{agent}" is {n}`, Spanish: `la carga de "{agent}" es {n}`, Values: []string{"Ana", "3"},
			do: func(s *scene, a args) error {
				id, err := s.one(a.text(0))
				if err != nil {
					return err
				}
				n, err := a.number(1)
				if err == nil {
					s.Load(id, n)
				}
				return err
			},
		},
		{Number: 82, English: `the list of "{agent}" by waiting is "{contacts}"`, Spanish: `la lista de "{agent}" por espera es "{contacts}"`, Values: []string{"Ana", "K, L"}, do: list(inbox.ByWaiting, -1, 0, 1)},
		{Number: 82, English: `the list of "{agent}" by recency is "{contacts}"`, Spanish: `la lista de "{agent}" por actividad es "{contacts}"`, Values: []string{"Ana", "K, L"}, do: list(inbox.ByRecency, -1, 0, 1)},
		{Number: 82, English: `the "{view}" list of "{agent}" by waiting is "{contacts}"`, Spanish: `la lista "{view}" de "{agent}" por espera es "{contacts}"`, Values: []string{"Mine", "Ana", "K"}, do: list(inbox.ByWaiting, 0, 1, 2)},
		{Number: 82, English: `the "{view}" list of "{agent}" by recency is "{contacts}"`, Spanish: `la lista "{view}" de "{agent}" por actividad es "{contacts}"`, Values: []string{"Mine", "Ana", "K"}, do: list(inbox.ByRecency, 0, 1, 2)},
		{
			Number: 83, English: `the counter "{view}" of "{agent}" is {n}`, Spanish: `el contador "{view}" de "{agent}" es {n}`, Values: []string{"Unassigned", "Ana", "2"},
			do: (*scene).counts,
		},
		{
			Number: 84, English: `"{agent}" is "{presence}" because of "{cause}"`, Spanish: `"{agent}" está "{presence}" por "{cause}"`,
			Values: []string{"Ana", "Offline", "inactivity"}, Valores: []string{"Ana", "desconectado", "inactivity"}, do: (*scene).isBecause,
		},
	}
}

func (s *scene) lists(a args, order inbox.Order, viewAt, agentAt, contactsAt int) (err error) {
	tray := inbox.ViewAll
	if viewAt >= 0 {
		if tray, err = view(a.text(viewAt)); err != nil {
			return err
		}
	}
	id, err := s.one(a.text(agentAt))
	if err != nil {
		return err
	}
	var want []botflow.ContactID
	for _, name := range a.list(contactsAt) {
		want = append(want, botflow.ContactID(name))
	}
	s.Lists(id, tray, order, want...)
	return nil
}

func (s *scene) counts(a args) error {
	id, err := s.one(a.text(1))
	if err != nil {
		return err
	}
	n, err := a.number(2)
	if err != nil {
		return err
	}
	if a.text(0) == "UnreadMine" {
		s.CountsUnread(id, n)
		return nil
	}
	tray, err := view(a.text(0))
	if err == nil {
		s.Counts(id, tray, n)
	}
	return err
}

func (s *scene) isBecause(a args) error {
	id, err := s.one(a.text(0))
	if err != nil {
		return err
	}
	is, err := status(a.text(1))
	if err != nil {
		return err
	}
	cause := botflow.Cause(a.text(2))
	known := []botflow.Cause{botflow.CauseChosen, botflow.CauseSignOut, botflow.CauseInactivity, botflow.CauseActivity, botflow.CauseRemoved}
	if !slices.Contains(known, cause) {
		return fmt.Errorf("%q is no cause of a presence: write one of %q", cause, known)
	}
	s.Status(id, is, cause)
	return nil
}

func thenHours() []Step {
	return []Step{
		{
			Number: 88, English: `"{inbox}" is open at "{time}"`, Spanish: `"{inbox}" está abierto a las "{time}"`, Values: []string{"General", "2026-03-02 10:00:00"},
			do: func(s *scene, a args) error { return s.isOpen(a.text(0), a.text(1), true) },
		},
		{
			Number: 88, English: `"{inbox}" is closed at "{time}"`, Spanish: `"{inbox}" está cerrado a las "{time}"`, Values: []string{"General", "2026-03-02 18:00:00"},
			do: func(s *scene, a args) error { return s.isOpen(a.text(0), a.text(1), false) },
		},
		{
			Number: 89, English: `"{inbox}" next opens at "{time}"`, Spanish: `"{inbox}" abre a las "{time}"`, Values: []string{"General", "2026-03-02 09:00:00"},
			do: func(s *scene, a args) error { return s.opens(a.text(0), a.text(1)) },
		},
		{
			Number: 89, English: `"{inbox}" never opens`, Spanish: `"{inbox}" nunca abre`, Values: []string{"General"},
			do: func(s *scene, a args) error { return s.opens(a.text(0), "") },
		},
		{
			Number: 92, English: `every invariant holds`, Spanish: `se cumplen todos los invariantes`,
			do: func(s *scene, _ args) error { s.Sound(); return nil },
		},
	}
}
