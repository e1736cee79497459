package gherkin

import (
	"fmt"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/repartotest"
)

func whenSteps() []Step {
	return append(append(whenContact(), whenTime()...), append(whenBot(), append(whenAgent(), append(whenOthers(), whenChanged()...)...)...)...)
}

// contact gives the contact whom a place names.
func (a args) contact(i int) botflow.ContactID { return botflow.ContactID(a.texts[i]) }

// system lets the host's own code give a command on the chat of the contact in place i.
func system(i int, cmd botflow.Command) func(*scene, args) error {
	return func(s *scene, a args) error { return s.Try(botflow.System(), s.Chat(a.contact(i)), cmd) }
}

func whenContact() []Step {
	return []Step{
		{
			Number: 30, English: `"{contact}" writes`, Spanish: `"{contact}" escribe`, Values: []string{"K"},
			do: func(s *scene, a args) error { return s.writes(a.contact(0)) },
		},
		{
			Number: 30, English: `"{contact}" writes on "{channel}"`, Spanish: `"{contact}" escribe en "{channel}"`, Values: []string{"K", "webchat"},
			do: func(s *scene, a args) error {
				s.On(a.contact(0), s.channel(a.text(1)))
				return s.writes(a.contact(0))
			},
		},
		{
			Number: 31, English: `"{contact}" writes again with the same message id`, Spanish: `"{contact}" escribe otra vez con el mismo identificador`,
			Values: []string{"K"}, do: func(s *scene, a args) error {
				last, ok := s.last[a.contact(0)]
				if !ok {
					return fmt.Errorf("%s hasn't written yet", a.text(0))
				}
				return s.Try(botflow.System(), s.Chat(a.contact(0)), last)
			},
		},
		{Number: 47, English: `a campaign template is sent to "{contact}"`, Spanish: `se envía una plantilla de campaña a "{contact}"`, Values: []string{"K"}, do: system(0, botflow.SendCampaign{})},
		{Number: 48, English: `sending to "{contact}" fails`, Spanish: `falla el envío a "{contact}"`, Values: []string{"K"}, do: system(0, botflow.ReportFailure{})},
		{Number: 61, English: `"{contact}" leaves`, Spanish: `"{contact}" se va`, Values: []string{"K"}, do: system(0, botflow.Leave{})},
	}
}

func (s *scene) writes(k botflow.ContactID) error {
	message := s.NextMessage()
	s.last[k] = message
	return s.Try(botflow.System(), s.Chat(k), message)
}

func whenTime() []Step {
	return []Step{
		{
			Number: 32, English: `it is "{time}"`, Spanish: `son las "{time}"`, Values: []string{"10:05:00"}, do: func(s *scene, a args) error {
				t, err := s.ahead(a.text(0))
				if err == nil {
					s.Till(t)
				}
				return err
			},
		},
		{
			Number: 33, English: `"{duration}" pass`, Spanish: `pasan "{duration}"`, Values: []string{"90s"}, do: func(s *scene, a args) error {
				d, err := duration(a.text(0))
				if err == nil {
					s.Pass(d)
				}
				return err
			},
		},
		{
			Number: 34, English: `the clock jumps to "{time}" without ticks, then ticks once`, Spanish: `el reloj salta a "{time}" sin avisos y avisa una vez`,
			Values: []string{"16:02:10"}, do: func(s *scene, a args) error {
				t, err := s.ahead(a.text(0))
				if err == nil {
					s.Jump(t.Sub(s.Now()))
					s.Tick()
				}
				return err
			},
		},
		{
			Number: 60, English: `the process restarts`, Spanish: `el proceso se reinicia`,
			do: func(s *scene, _ args) error { s.Restart(); return nil },
		},
	}
}

func whenBot() []Step {
	return []Step{
		{
			Number: 35, English: `the bot hands "{contact}" over to "{inbox}"`, Spanish: `el bot deriva a "{contact}" a "{inbox}"`,
			Values: []string{"K", "Ventas"}, do: func(s *scene, a args) error { return s.botHands(repartotest.FlowBot, a.contact(0), a.text(1)) },
		},
		{
			Number: 35, English: `the bot hands "{contact}" over`, Spanish: `el bot deriva a "{contact}"`, Values: []string{"K"},
			do: func(s *scene, a args) error { return s.botHands(repartotest.FlowBot, a.contact(0), "") },
		},
		{
			Number: 36, English: `the assistant hands "{contact}" over to "{inbox}"`, Spanish: `el asistente deriva a "{contact}" a "{inbox}"`,
			Values: []string{"K", "Soporte"}, do: func(s *scene, a args) error { return s.botHands(s.AssistantFor(a.contact(0)), a.contact(0), a.text(1)) },
		},
		{
			Number: 36, English: `the assistant hands "{contact}" over`, Spanish: `el asistente deriva a "{contact}"`, Values: []string{"K"},
			do: func(s *scene, a args) error { return s.botHands(s.AssistantFor(a.contact(0)), a.contact(0), "") },
		},
		{
			Number: 37, English: `the bot closes "{contact}"`, Spanish: `el bot cierra a "{contact}"`, Values: []string{"K"},
			do: func(s *scene, a args) error {
				return s.Try(botflow.ByBot(s.BotFor(a.contact(0))), s.Chat(a.contact(0)), botflow.Close{})
			},
		},
	}
}

func (s *scene) botHands(bot botflow.BotID, k botflow.ContactID, to string) error {
	cmd := botflow.HandOff{}
	if to != "" {
		cmd.Inbox = s.inbox(to)
	}
	return s.Try(botflow.ByBot(bot), s.Chat(k), cmd)
}

// act lets the agent in place 0 give a command on the chat of the contact in place 1.
func act(make func(s *scene, a args) (botflow.Command, error)) func(*scene, args) error {
	return func(s *scene, a args) error {
		cmd, err := make(s, a)
		if err != nil {
			return err
		}
		return s.Try(botflow.ByAgent(s.whoever(a.text(0))), s.Chat(a.contact(1)), cmd)
	}
}

// plain is act for a command without fields of its own.
func plain(cmd botflow.Command) func(*scene, args) error {
	return act(func(*scene, args) (botflow.Command, error) { return cmd, nil })
}

func whenAgent() []Step {
	k := []string{"Ana", "K"}
	return []Step{
		{Number: 38, English: `"{agent}" takes "{contact}"`, Spanish: `"{agent}" toma a "{contact}"`, Values: k, do: plain(botflow.Take{})},
		{Number: 39, English: `"{agent}" answers "{contact}"`, Spanish: `"{agent}" responde a "{contact}"`, Values: k, do: plain(botflow.Reply{})},
		{Number: 40, English: `an automatic greeting of "{agent}" is sent to "{contact}"`, Spanish: `se envía a "{contact}" un saludo automático de "{agent}"`, Values: k, do: (*scene).greets},
		{Number: 41, English: `"{agent}" returns "{contact}"`, Spanish: `"{agent}" devuelve a "{contact}"`, Values: k, do: plain(botflow.Return{})},
		{
			Number: 42, English: `"{agent}" transfers "{contact}" to inbox "{inbox}"`, Spanish: `"{agent}" deriva a "{contact}" a la bandeja "{inbox}"`,
			Values: []string{"Ana", "K", "Soporte"},
			do: act(func(s *scene, a args) (botflow.Command, error) {
				return botflow.Transfer{Inbox: s.inbox(a.text(2))}, nil
			}),
		},
		{
			Number: 43, English: `"{agent}" transfers "{contact}" to agent "{colleague}"`, Spanish: `"{agent}" deriva a "{contact}" al agente "{colleague}"`,
			Values: []string{"Ana", "K", "Beto"},
			do: act(func(s *scene, a args) (botflow.Command, error) {
				return botflow.Transfer{Agent: s.whoever(a.text(2))}, nil
			}),
		},
		{
			Number: 44, English: `"{agent}" assigns "{contact}" to "{colleague}"`, Spanish: `"{agent}" asigna a "{contact}" a "{colleague}"`,
			Values: []string{"Sol", "K", "Beto"},
			do: act(func(s *scene, a args) (botflow.Command, error) {
				return botflow.Assign{Agent: s.whoever(a.text(2))}, nil
			}),
		},
		{Number: 45, English: `"{agent}" closes "{contact}"`, Spanish: `"{agent}" cierra a "{contact}"`, Values: k, do: plain(botflow.Close{})},
		{Number: 46, English: `"{agent}" sends a template to "{contact}"`, Spanish: `"{agent}" envía una plantilla a "{contact}"`, Values: k, do: plain(botflow.SendTemplate{})},
		{
			Number: 62, English: `"{agent}" sets the priority of "{contact}" to {n}`, Spanish: `"{agent}" fija la prioridad de "{contact}" en {n}`,
			Values: []string{"Sol", "K", "5"}, do: act(func(_ *scene, a args) (botflow.Command, error) {
				n, err := a.number(2)
				return botflow.SetPriority{Priority: int32(n)}, err //nolint:gosec // the command's range is checked by the number's
			}),
		},
		{
			Number: 63, English: `"{agent}" moves "{contact}" to inbox "{inbox}"`, Spanish: `"{agent}" mueve a "{contact}" a la bandeja "{inbox}"`,
			Values: []string{"Sol", "K", "Soporte"},
			do:     act(func(s *scene, a args) (botflow.Command, error) { return botflow.Move{Inbox: s.inbox(a.text(2))}, nil }),
		},
	}
}

// greets sends an automatic greeting in an agent's name.
func (s *scene) greets(a args) error {
	return s.Try(s.Greeter(s.whoever(a.text(0)), a.contact(1)), s.Chat(a.contact(1)), botflow.Reply{Automatic: true})
}

// goes lets an agent change their own presence.
func (s *scene) goes(a args) error {
	to, err := status(a.text(1))
	if err != nil {
		return err
	}
	id := s.whoever(a.text(0))
	var cmd botflow.Command = botflow.SetPresence{Status: to}
	if to == botflow.Offline {
		cmd = botflow.SignOut{}
	}
	return s.Try(botflow.ByAgent(id), reparto.Agent(id), cmd)
}
