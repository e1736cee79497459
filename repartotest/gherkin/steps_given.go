package gherkin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/repartotest"
	"github.com/repartogo/reparto/schedule"
)

// The numbers at which the steps of When and of Then begin.
const (
	firstWhen = 30
	firstThen = 70
)

func policyExample() []string {
	return []string{
		"| setting        | value       |", "| eligible       | online      |", "| limit          | 3           |",
		"| reassign after | 2m          |", "| strategy       | round robin |",
	}
}

func weekExample() []string {
	return []string{"| day     | from  | to    |", "| Mon-Fri | 09:00 | 18:00 |", "| Sat     | 09:00 | 13:00 |"}
}

func givenSteps() []Step {
	return append(givenPeople(), append(givenInboxes(), givenSettings()...)...)
}

func givenPeople() []Step {
	return []Step{
		{
			Number: 1, English: `it is "{time}" in "{zone}"`, Spanish: `es "{time}" en "{zone}"`,
			Values: []string{"2026-03-02 10:00:00", "America/Argentina/Buenos_Aires"}, do: (*scene).begin,
		},
		{Number: 2, English: `agents "{agents}"`, Spanish: `los agentes "{agents}"`, Values: []string{"Ana, Beto"}, do: hire(botflow.RoleAgent)},
		{
			Number: 3, English: `supervisors "{agents}"`, Spanish: `los supervisores "{agents}"`, Values: []string{"Sol"}, //nolint:misspell // Spanish
			do: hire(botflow.RoleSupervisor),
		},
		{
			Number: 3, English: `admins "{agents}"`, Spanish: `los administradores "{agents}"`, Values: []string{"Ada"},
			do: hire(botflow.RoleAdmin),
		},
		{
			Number: 7, English: `agent "{agent}" is "{presence}"`, Spanish: `el agente "{agent}" está "{presence}"`,
			Values: []string{"Ana", "Away"}, Valores: []string{"Ana", "ausente"}, do: (*scene).is,
		},
		{Number: 8, English: `inactivity counts`, Spanish: `la inactividad cuenta`, do: func(s *scene, _ args) error { s.inactivityCounts(); return nil }},
		{
			Number: 9, English: `agent "{agent}" has a limit of {n}`, Spanish: `el agente "{agent}" tiene un límite de {n}`,
			Values: []string{"Ana", "3"}, do: (*scene).ownLimit,
		},
		{
			Number: 10, English: `agent "{agent}" holds {n} answered chats`, Spanish: `el agente "{agent}" tiene {n} chats respondidos`,
			Values: []string{"Ana", "9"}, do: (*scene).holds,
		},
		{
			Number: 23, English: `agent "{agent}" may not restore`, Spanish: `el agente "{agent}" no puede restaurar`, Values: []string{"Eva"},
			do: func(s *scene, a args) error {
				id, err := s.one(a.text(0))
				if err == nil {
					s.Agent(id, func(x *directory.Agent) { x.CannotRestore = true })
				}
				return err
			},
		},
	}
}

// begin says where and when the scenario is. It is read before the first step is played; here is left what contradicts it.
func (s *scene) begin(a args) error {
	zone, err := loadZone(a.text(1))
	if err != nil {
		return err
	}
	t, err := parseMoment(a.text(0), time.Time{}, zone)
	switch {
	case err != nil:
		return err
	case zone.String() != s.zone.String():
		return fmt.Errorf("the scenario is in %s already: it can't be in %s too", s.zone, zone)
	case t.Before(s.Now()):
		return fmt.Errorf("it is %s already: time can't go back to %s", s.Now().Format(time.DateTime), a.text(0))
	case t.Equal(s.Now()):
		return nil
	}
	s.Till(t)
	return nil
}

// hire adds people of a role. Who is there already in that role stays as they are.
func hire(role botflow.Role) func(*scene, args) error {
	return func(s *scene, a args) error {
		d := s.directory()
		var ids []botflow.AgentID
		for _, name := range a.list(0) {
			id := botflow.AgentID(name)
			known := slices.IndexFunc(d.Agents, func(x directory.Agent) bool { return x.ID == id })
			switch {
			case known >= 0 && d.Agents[known].Role != role:
				return fmt.Errorf("%q is %s already: one person has one role", name, d.Agents[known].Role)
			case !s.agents[name]:
				ids = append(ids, id)
			}
			s.agents[name] = true
		}
		s.People(role, ids...)
		for _, id := range ids {
			for _, option := range s.personOptions {
				s.Agent(id, option)
			}
		}
		return nil
	}
}

func (s *scene) is(a args) error {
	id, err := s.one(a.text(0))
	if err != nil {
		return err
	}
	to, err := status(a.text(1))
	if err == nil {
		s.Is(id, to)
	}
	return err
}

func (s *scene) ownLimit(a args) error {
	id, err := s.one(a.text(0))
	if err != nil {
		return err
	}
	n, err := a.number(1)
	if err == nil {
		s.Agent(id, func(x *directory.Agent) { x.Limit = n })
	}
	return err
}

func (s *scene) holds(a args) error {
	id, err := s.one(a.text(0))
	if err != nil {
		return err
	}
	n, err := a.number(1)
	if err == nil {
		s.Holds(id, n)
	}
	return err
}

func givenInboxes() []Step {
	return []Step{
		{
			Number: 4, English: `inbox "{inbox}" with members "{agents}"`, Spanish: `la bandeja "{inbox}" con los miembros "{agents}"`,
			Values: []string{"Ventas", "Ana, Beto"}, do: (*scene).makeInbox,
		},
		{
			Number: 5, English: `inbox "{inbox}" uses preset "{preset}"`, Spanish: `la bandeja "{inbox}" usa el preset "{preset}"`,
			Values: []string{"Ventas", "sales"}, Valores: []string{"Ventas", "ventas"}, do: (*scene).usePreset,
		},
		{
			Number: 6, English: `inbox "{inbox}" assigns with:`, Spanish: `la bandeja "{inbox}" asigna con:`,
			Values: []string{"Ventas"}, Table: policyExample(), do: (*scene).assignWith,
		},
		{
			Number: 14, English: `the schedule of "{inbox}" is:`, Spanish: `el horario de "{inbox}" es:`, Values: []string{"General"},
			Table: weekExample(), do: func(s *scene, a args) error { return s.setWeek(a.text(0), a.table) },
		},
		{
			Number: 15, English: `"{date}" is a holiday in "{inbox}"`, Spanish: `"{date}" es feriado en "{inbox}"`,
			Values: []string{"2026-03-24", "General"}, do: func(s *scene, a args) error { return s.setDate(a.text(1), a.text(0)) },
		},
		{
			Number: 16, English: `"{date}" has hours "{from}" to "{to}" in "{inbox}"`, Spanish: `"{date}" tiene horario de "{from}" a "{to}" en "{inbox}"`,
			Values: []string{"2026-12-24", "09:00", "13:00", "General"},
			do: func(s *scene, a args) error {
				return s.setDate(a.text(3), a.text(0), clockOf(a.text(1))+"-"+clockOf(a.text(2)))
			},
		},
		{
			Number: 24, English: `the last one assigned in "{inbox}" was "{agent}"`, Spanish: `el último asignado en "{inbox}" fue "{agent}"`,
			Values: []string{"Ventas", "Caro"}, do: (*scene).lastAssigned,
		},
	}
}

func (s *scene) makeInbox(a args) error {
	id := s.inbox(a.text(0))
	var members []botflow.AgentID
	if names := a.list(1); len(names) > 0 {
		var err error
		if members, err = s.staff(names...); err != nil {
			return err
		}
	}
	edits := []directory.Edit{directory.PutInbox{ID: id, Members: members}}
	if p := s.optioned(id, s.policyOf(id)); len(s.policyOptions) > 0 {
		edits = append(edits, directory.SetPolicy{Inbox: id, Policy: p})
	}
	if err := s.TryChange(edits...); err != nil {
		return err
	}
	if !slices.Contains(s.inboxes, id) {
		s.inboxes = append(s.inboxes, id)
	}
	return nil
}

func (s *scene) usePreset(a args) error {
	id, err := s.shared(a.text(0))
	if err != nil {
		return err
	}
	p, err := preset(a.text(1))
	if err != nil {
		return err
	}
	return s.TryChange(directory.SetPolicy{Inbox: id, Policy: s.optioned(id, p)})
}

func (s *scene) assignWith(a args) error {
	id, err := s.shared(a.text(0))
	if err != nil {
		return err
	}
	p, err := s.policyTable(id, a.table)
	if err != nil {
		return err
	}
	return s.TryChange(directory.SetPolicy{Inbox: id, Policy: p})
}

func (s *scene) lastAssigned(a args) error {
	id, err := s.shared(a.text(0))
	if err != nil {
		return err
	}
	agent, err := s.one(a.text(1))
	if err == nil {
		s.LastAssigned(id, agent)
	}
	return err
}

func givenSettings() []Step {
	return append(givenChannels(), []Step{
		{
			Number: 17, English: `an assistant is active in "{inbox}"`, Spanish: `un asistente está activo en "{inbox}"`, Values: []string{"General"},
			do: func(s *scene, a args) error {
				return s.assistant(a.text(0), func(it *directory.Assistant) { it.State = directory.Active })
			},
		},
		{
			Number: 18, English: `the assistant of "{inbox}" works "{from}" to "{to}"`, Spanish: `el asistente de "{inbox}" trabaja de "{from}" a "{to}"`,
			Values: []string{"General", "18:00", "09:00"}, do: (*scene).works,
		},
		{
			Number: 19, English: `the assistant of "{inbox}" is "{state}"`, Spanish: `el asistente de "{inbox}" está "{state}"`,
			Values: []string{"General", "Draft"}, Valores: []string{"General", "Borrador"}, do: func(s *scene, a args) error {
				state, err := assistantState(a.text(1))
				if err != nil {
					return err
				}
				return s.assistant(a.text(0), func(it *directory.Assistant) { it.State = state })
			},
		},
		{
			Number: 20, English: `the priority of "{inbox}" is "{priority}"`, Spanish: `la prioridad de "{inbox}" es "{priority}"`,
			Values: []string{"General", "Humans"}, Valores: []string{"General", "Asesores Humanos"}, do: func(s *scene, a args) error {
				id, err := s.shared(a.text(0))
				if err != nil {
					return err
				}
				return s.prioritise(id, a.text(1))
			},
		},
		{
			Number: 21, English: `the closing tolerance is "{duration}"`, Spanish: `la tolerancia de cerrado es "{duration}"`, Values: []string{"30m"},
			do: func(s *scene, a args) error { return s.tolerance(a.text(0)) },
		},
		{
			Number: 22, English: `option "{option}" is "{value}"`, Spanish: `la opción "{option}" es "{value}"`,
			Values: []string{"TakenVisibleTo", "InboxMembers"}, do: func(s *scene, a args) error { return s.option(a.text(0), a.text(1)) },
		},
		{
			Number: 25, English: `tags "{tags}" exist`, Spanish: `existen las etiquetas "{tags}"`, Values: []string{"vip, reclamo"},
			do: func(s *scene, a args) error {
				var tags []botflow.Tag
				known := s.directory().Tags
				for _, tag := range a.list(0) {
					if !slices.Contains(known, botflow.Tag(tag)) {
						tags = append(tags, botflow.Tag(tag))
					}
				}
				s.Tags(tags...)
				return nil
			},
		},
	}...)
}

func givenChannels() []Step {
	return []Step{
		{
			Number: 11, English: `channel "{channel}" has no window`, Spanish: `el canal "{channel}" no tiene ventana`, Values: []string{"webchat"},
			do: onChannel(func(ch *directory.Channel, _ args) error { ch.Window = botflow.None; return nil }),
		},
		{
			Number: 11, English: `channel "{channel}" has a window of "{duration}"`, Spanish: `el canal "{channel}" tiene una ventana de "{duration}"`,
			Values: []string{"webchat", "24h"}, do: onChannel(func(ch *directory.Channel, a args) (err error) { ch.Window, err = orNone(a.text(1)); return err }),
		},
		{
			Number: 12, English: `no bot answers on "{channel}"`, Spanish: `ningún bot atiende en "{channel}"`, Values: []string{"whatsapp"},
			do: onChannel(func(ch *directory.Channel, _ args) error { ch.Bot = ""; return nil }),
		},
		{
			Number: 12, English: `a flow bot answers on "{channel}"`, Spanish: `un bot atiende en "{channel}"`, Values: []string{"whatsapp"},
			do: onChannel(func(ch *directory.Channel, _ args) error { ch.Bot = repartotest.FlowBot; return nil }),
		},
		{
			Number: 13, English: `channel "{channel}" enters inbox "{inbox}"`, Spanish: `el canal "{channel}" entra en la bandeja "{inbox}"`,
			Values: []string{"whatsapp", "Soporte"}, do: func(s *scene, a args) error {
				id, err := s.shared(a.text(1))
				if err != nil {
					return err
				}
				return onChannel(func(ch *directory.Channel, _ args) error { ch.Inbox = id; return nil })(s, a)
			},
		},
	}
}

// onChannel changes the channel that a step names first.
func onChannel(change func(*directory.Channel, args) error) func(*scene, args) error {
	return func(s *scene, a args) (err error) {
		s.Channel(s.channel(a.text(0)), func(ch *directory.Channel) { err = change(ch, a) })
		return err
	}
}

func (s *scene) assistant(name string, change func(*directory.Assistant)) error {
	scope, err := s.shared(name)
	if err == nil {
		s.Assistant(scope, change)
	}
	return err
}

func (s *scene) works(a args) error {
	hours, err := schedule.Weekly(s.zone.String(), strings.Join([]string{"Mon-Sun ", clockOf(a.text(1)), "-", clockOf(a.text(2))}, ""))
	if err != nil {
		return err
	}
	return s.assistant(a.text(0), func(it *directory.Assistant) { it.Hours = &hours })
}

func (s *scene) prioritise(id botflow.InboxID, value string) error {
	p, err := priority(value)
	if err != nil {
		return err
	}
	return s.TryChange(directory.SetPriority{Inbox: id, Priority: p})
}
