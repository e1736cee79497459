package gherkin

import (
	"fmt"
	"slices"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
)

func whenOthers() []Step {
	k := []string{"Ana", "K"}
	return []Step{
		{
			Number: 49, English: `"{agent}" sets the affinity of "{contact}" to "{colleague}"`, Spanish: `"{agent}" fija la afinidad de "{contact}" con "{colleague}"`,
			Values: []string{"Ana", "K", "Ana"},
			do: act(func(s *scene, a args) (botflow.Command, error) {
				return botflow.SetAffinity{Agent: s.whoever(a.text(2))}, nil
			}),
		},
		{
			Number: 49, English: `"{agent}" clears the affinity of "{contact}"`, Spanish: `"{agent}" quita la afinidad de "{contact}"`, Values: k,
			do: plain(botflow.SetAffinity{}),
		},
		{
			Number: 50, English: `"{agent}" goes "{presence}"`, Spanish: `"{agent}" pasa a "{presence}"`,
			Values: []string{"Ana", "Away"}, Valores: []string{"Ana", "ausente"}, do: (*scene).goes,
		},
		{
			Number: 51, English: `"{agent}" does anything`, Spanish: `"{agent}" hace algo`, Values: []string{"Ana"}, do: func(s *scene, a args) error {
				id := s.whoever(a.text(0))
				return s.Try(botflow.ByAgent(id), reparto.Agent(id), botflow.Touch{})
			},
		},
		{
			Number: 52, English: `"{agent}" notes "{text}" on "{contact}"`, Spanish: `"{agent}" anota "{text}" en "{contact}"`,
			Values: []string{"Ana", "pide factura", "K"}, do: func(s *scene, a args) error {
				return s.Try(botflow.ByAgent(s.whoever(a.text(0))), s.Chat(a.contact(2)), botflow.AddNote{Text: a.text(1)})
			},
		},
		{
			Number: 53, English: `"{agent}" tags "{contact}" with "{tag}"`, Spanish: `"{agent}" etiqueta a "{contact}" con "{tag}"`, Values: []string{"Ana", "K", "vip"},
			do: act(func(_ *scene, a args) (botflow.Command, error) {
				return botflow.AddTag{Tag: botflow.Tag(a.text(2))}, nil
			}),
		},
		{
			Number: 53, English: `"{agent}" untags "{contact}" from "{tag}"`, Spanish: `"{agent}" quita a "{contact}" la etiqueta "{tag}"`, Values: []string{"Ana", "K", "vip"},
			do: act(func(_ *scene, a args) (botflow.Command, error) {
				return botflow.RemoveTag{Tag: botflow.Tag(a.text(2))}, nil
			}),
		},
		{Number: 54, English: `"{agent}" marks "{contact}" read`, Spanish: `"{agent}" marca a "{contact}" como leído`, Values: k, do: plain(botflow.MarkRead{})},
		{Number: 54, English: `"{agent}" marks "{contact}" unread`, Spanish: `"{agent}" marca a "{contact}" como no leído`, Values: k, do: plain(botflow.MarkUnread{})},
		{Number: 54, English: `"{agent}" marks "{contact}" private`, Spanish: `"{agent}" marca a "{contact}" como privado`, Values: k, do: plain(botflow.SetPrivate{Private: true})},
	}
}

// whenChanged are the changes of the configuration in the middle of a scenario.
func whenChanged() []Step {
	seat := []string{"Ana", "Ventas"}
	return []Step{
		{
			Number: 55, English: `the limit of inbox "{inbox}" becomes {n}`, Spanish: `el límite de la bandeja "{inbox}" pasa a {n}`,
			Values: []string{"Soporte", "12"}, do: (*scene).limitBecomes,
		},
		{
			Number: 56, English: `agent "{agent}" is removed`, Spanish: `se elimina al agente "{agent}"`, Values: []string{"Ana"},
			do: func(s *scene, a args) error { return s.TryChange(directory.RemoveAgent{ID: s.whoever(a.text(0))}) },
		},
		{
			Number: 57, English: `"{agent}" joins inbox "{inbox}"`, Spanish: `"{agent}" entra en la bandeja "{inbox}"`, Values: seat,
			do: func(s *scene, a args) error {
				return s.TryChange(directory.Join{Agent: s.whoever(a.text(0)), Inbox: s.inbox(a.text(1))})
			},
		},
		{
			Number: 57, English: `"{agent}" leaves inbox "{inbox}"`, Spanish: `"{agent}" sale de la bandeja "{inbox}"`, Values: seat,
			do: func(s *scene, a args) error {
				if _, err := s.one(a.text(0)); err != nil {
					return err
				}
				return s.TryChange(directory.Part{Agent: botflow.AgentID(a.text(0)), Inbox: s.inbox(a.text(1))})
			},
		},
		{
			Number: 58, English: `inbox "{inbox}" is deleted`, Spanish: `se borra la bandeja "{inbox}"`, Values: []string{"Ventas"},
			do: func(s *scene, a args) error { return s.deleteInbox(a.text(0), "") },
		},
		{
			Number: 58, English: `inbox "{inbox}" is deleted into "{destination}"`, Spanish: `se borra la bandeja "{inbox}" hacia "{destination}"`,
			Values: []string{"Ventas", "Soporte"}, do: func(s *scene, a args) error { return s.deleteInbox(a.text(0), s.inbox(a.text(1))) },
		},
		{
			Number: 59, English: `the schedule of "{inbox}" becomes:`, Spanish: `el horario de "{inbox}" pasa a ser:`, Values: []string{"General"},
			Table: weekExample(), do: func(s *scene, a args) error { return s.setWeek(a.text(0), a.table) },
		},
		{
			Number: 59, English: `"{inbox}" closes in an emergency until "{time}"`, Spanish: `"{inbox}" cierra de emergencia hasta las "{time}"`,
			Values: []string{"General", "12:00:00"}, do: func(s *scene, a args) error { return s.shut(a.text(0), a.text(1)) },
		},
	}
}

func (s *scene) limitBecomes(a args) error {
	id, err := s.shared(a.text(0))
	if err != nil {
		return err
	}
	p := s.policyOf(id)
	if p.Limit, err = a.number(1); err != nil {
		return err
	}
	return s.TryChange(directory.SetPolicy{Inbox: id, Policy: p})
}

func (s *scene) deleteInbox(name string, into botflow.InboxID) error {
	id := s.inbox(name)
	err := s.TryChange(directory.DeleteInbox{ID: id, Into: into})
	if err == nil {
		s.inboxes = slices.DeleteFunc(s.inboxes, func(known botflow.InboxID) bool { return known == id })
	}
	return err
}

// place prints a place as scenarios write it: BANDEJA "Ventas".
func (s *scene) place(state, name string) string {
	if state == "BANDEJA" {
		name = string(s.inbox(name))
	}
	return fmt.Sprintf("%s(%s)", state, name)
}
