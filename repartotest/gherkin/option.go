package gherkin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
)

// option sets one option of the rules by its name there.
func (s *scene) option(name, value string) error {
	all := s.options()
	set, err := lookUp("option", name, all)
	if err != nil {
		return err
	}
	if err := set(value); err != nil {
		return fmt.Errorf("option %q: %w", name, err)
	}
	return nil
}

// options are the options that the rules name, by kind: of the matrix, of every policy, of every channel, of the account.
func (s *scene) options() map[string]func(value string) error {
	all := map[string]func(string) error{
		"TakenVisibleTo":  s.visibleTo(inbox.TakenVisibleToInboxMembers, "Owner"),
		"ClosedVisibleTo": s.visibleTo(inbox.ClosedVisibleToInboxMembers, "Everybody"),
		"Tolerance":       s.tolerance,
		"InactiveAfter":   s.inactiveAfter,
		"RampIn":          s.rampIn,
		"Attends":         s.attends,
		"CanRestore":      s.canRestore,
		"Priority":        func(value string) error { return s.prioritise(botflow.General, value) },
	}
	for _, o := range inbox.Options() {
		if !strings.Contains(string(o), "=") {
			all[string(o)] = s.matrixSwitch(o)
		}
	}
	for name, word := range map[string]string{
		"Eligible": "eligible", "Excluded": "excluded", "Limit": "limit", "ReassignAfter": "reassign after", "Strategy": "strategy",
		"MaxRotations": "max rotations", "Fallback": "fallback", "EveryTurn": "every turn", "AssignOnlyOpen": "only open",
		"LimitManual": "limit manual", "AffinityWait": "affinity wait", "ReturnMemory": "return memory",
	} {
		all[name] = s.policyOption(settings()[word])
	}
	all["Enabled"] = s.policyOption(func(_ *scene, p *routing.Policy, value string) error { return flip(&p.Enabled, value) })
	for name, set := range channelSettings() {
		all[name] = s.channelOption(set)
	}
	return all
}

func (s *scene) directory() directory.Directory {
	d, _, err := s.Account().Directory(context.Background())
	if err != nil {
		panic(failure(err.Error()))
	}
	return d
}

// permit switches an option of the matrix on or off.
func (s *scene) permit(o inbox.Option, on bool) error {
	options := s.directory().Options
	options.Permissions.Options = slices.DeleteFunc(options.Permissions.Options, func(x inbox.Option) bool { return x == o })
	if on {
		options.Permissions.Options = append(options.Permissions.Options, o)
	}
	return s.TryChange(directory.SetOptions{Options: options})
}

func (s *scene) matrixSwitch(o inbox.Option) func(string) error {
	return func(value string) error {
		on, err := onOff(value)
		if err != nil {
			return err
		}
		return s.permit(o, on)
	}
}

func (s *scene) visibleTo(o inbox.Option, byDefault string) func(string) error {
	return func(value string) error {
		on, err := lookUp("audience", value, map[string]bool{"InboxMembers": true, byDefault: false, "off": false, "on": true})
		if err != nil {
			return err
		}
		return s.permit(o, on)
	}
}

func (s *scene) policyOption(set setting) func(string) error {
	return func(value string) error {
		var probe routing.Policy
		if err := set(s, &probe, value); err != nil {
			return err
		}
		return s.everyPolicy(func(p *routing.Policy) { _ = set(s, p, value) })
	}
}

func (s *scene) channelOption(set func(*directory.Channel, string) error) func(string) error {
	return func(value string) error {
		var probe directory.Channel
		if err := set(&probe, value); err != nil {
			return err
		}
		change := func(ch *directory.Channel) { _ = set(ch, value) }
		s.channelOptions = append(s.channelOptions, change)
		for _, id := range s.channels {
			s.Channel(id, change)
		}
		return nil
	}
}

func channelSettings() map[string]func(*directory.Channel, string) error {
	return map[string]func(*directory.Channel, string) error{
		"Window":    func(ch *directory.Channel, value string) (err error) { ch.Window, err = orNone(value); return err },
		"AutoClose": func(ch *directory.Channel, value string) (err error) { ch.AutoClose, err = orNone(value); return err },
		"BotIdleAfter": func(ch *directory.Channel, value string) (err error) {
			ch.BotIdleAfter, err = orNone(value)
			return err
		},
		"AutoCloseFrom": func(ch *directory.Channel, value string) (err error) {
			ch.AutoCloseFrom, err = lookUp("beginning", value, map[string]botflow.CountFrom{
				"LastInbound": botflow.FromLastInbound, "LastInteraction": botflow.FromLastInteraction,
			})
			return err
		},
		"OnWindowEnd": func(ch *directory.Channel, value string) (err error) {
			ch.OnWindowEnd, err = lookUp("end of a window", value, map[string]botflow.WindowEnd{
				"EXPIRADO": botflow.WindowExpires, "Expired": botflow.WindowExpires, "Closed": botflow.WindowCloses,
				"Cerradas": botflow.WindowCloses, "Nothing": botflow.WindowNothing,
			})
			return err
		},
		"BotIdleAction": func(ch *directory.Channel, value string) (err error) {
			ch.BotIdleAction, err = lookUp("action", value, map[string]botflow.IdleAction{
				"hand over": botflow.IdleHandsOff, "HandOver": botflow.IdleHandsOff, "hand-off": botflow.IdleHandsOff, "HandOff": botflow.IdleHandsOff,
				"hand off": botflow.IdleHandsOff, "hands off": botflow.IdleHandsOff, "L5": botflow.IdleHandsOff,
				"close": botflow.IdleCloses, "closes": botflow.IdleCloses, "L9": botflow.IdleCloses,
			})
			return err
		},
	}
}

func (s *scene) tolerance(value string) error {
	d := directory.Options{}.Tolerance
	if !nothing(value) {
		var err error
		if d, err = duration(value); err != nil {
			return err
		}
	}
	s.Options(func(o *directory.Options) { o.Tolerance = d })
	return nil
}

// inactiveAfter waits for "inactivity counts".
func (s *scene) inactiveAfter(value string) (err error) {
	if s.inactive, err = orNone(value); err == nil && s.counting {
		s.Options(func(o *directory.Options) { o.InactiveAfter = s.inactive })
	}
	return err
}

func (s *scene) inactivityCounts() {
	s.counting = true
	s.InactivityCounts()
	if s.inactive != 0 {
		s.Options(func(o *directory.Options) { o.InactiveAfter = s.inactive })
	}
}

// rampIn reads "2 per 10m", or "off".
func (s *scene) rampIn(value string) error {
	var ramp routing.RampIn
	if !nothing(value) {
		n, period, ok := strings.Cut(strings.NewReplacer("/", " per ", " in ", " per ", " each ", " per ").Replace(value), " per ")
		if !ok {
			return fmt.Errorf("%q is no ramp-in: write one such as \"2 per 10m\"", value)
		}
		if err := whole(&ramp.Limit, strings.TrimSpace(n)); err != nil {
			return err
		}
		var err error
		if ramp.Period, err = duration(strings.TrimSpace(period)); err != nil {
			return err
		}
	}
	s.Options(func(o *directory.Options) { o.RampIn = ramp })
	return nil
}

// attends and canRestore are of an agent: "on" and "off" are for everybody, also who comes later; names for those alone.
func (s *scene) attends(value string) error {
	return s.everybody(value, func(a *directory.Agent, on bool) { a.Attends = on })
}

func (s *scene) canRestore(value string) error {
	return s.everybody(value, func(a *directory.Agent, on bool) { a.CannotRestore = !on })
}

func (s *scene) everybody(value string, change func(a *directory.Agent, on bool)) error {
	on, err := onOff(value)
	if err != nil {
		staff, unknown := s.staff(args{texts: []string{value}}.list(0)...)
		for _, id := range staff {
			s.Agent(id, func(a *directory.Agent) { change(a, true) })
		}
		return unknown
	}
	all := func(a *directory.Agent) { change(a, on) }
	s.personOptions = append(s.personOptions, all)
	for _, a := range s.directory().Agents {
		s.Agent(a.ID, all)
	}
	return nil
}
