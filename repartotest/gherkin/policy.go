package gherkin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

// setting changes one setting of a policy by the words of a scenario.
type setting func(s *scene, p *routing.Policy, value string) error

// settings are the words of a policy's table.
func settings() map[string]setting {
	return map[string]setting{
		"eligible": func(_ *scene, p *routing.Policy, value string) (err error) {
			p.Eligible, err = lookUp("choice of agents", value, map[string]routing.Eligible{"online": routing.OnlineOnly, "all": routing.Everybody})
			return err
		},
		"limit":          func(_ *scene, p *routing.Policy, value string) error { return whole(&p.Limit, value) },
		"max rotations":  func(_ *scene, p *routing.Policy, value string) error { return whole(&p.MaxRotations, value) },
		"excluded":       (*scene).exclude,
		"fallback":       (*scene).fallBack,
		"reassign after": reassignAfter,
		"strategy":       strategy,
		"every turn":     func(_ *scene, p *routing.Policy, value string) error { return flip(&p.EveryTurn, value) },
		"limit manual":   func(_ *scene, p *routing.Policy, value string) error { return flip(&p.LimitManual, value) },
		"only open": func(_ *scene, p *routing.Policy, value string) error {
			on, err := onOff(value)
			p.IgnoreHours = !on
			return err
		},
		"affinity wait": func(_ *scene, p *routing.Policy, value string) (err error) {
			if p.AffinityWait = 0; nothing(value) {
				return nil
			}
			p.AffinityWait, err = duration(value)
			return err
		},
		"return memory": func(_ *scene, p *routing.Policy, value string) (err error) {
			p.ReturnMemory, err = orNone(value)
			return err
		},
	}
}

func whole(n *int, value string) (err error) {
	if *n, err = strconv.Atoi(value); err != nil || *n < 0 {
		return fmt.Errorf("%q is no number: write 0 for none, or a number above it", value)
	}
	return nil
}

func flip(set *bool, value string) (err error) {
	*set, err = onOff(value)
	return err
}

func reassignAfter(_ *scene, p *routing.Policy, value string) (err error) {
	if p.ReassignAfter = 0; nothing(value) {
		return nil
	}
	p.ReassignAfter, err = duration(value)
	return err
}

func strategy(_ *scene, p *routing.Policy, value string) (err error) {
	p.Strategy, err = lookUp("strategy", value, map[string]routing.Strategy{
		"round robin": routing.RoundRobin, "least loaded": routing.LeastLoaded, "free share": routing.FreeShare,
		"longest idle": routing.LongestIdle, "random": routing.Random, "fixed order": routing.FixedOrder,
	})
	return err
}

func (s *scene) exclude(p *routing.Policy, value string) (err error) {
	if p.Excluded = nil; nothing(value) {
		return nil
	}
	p.Excluded, err = s.staff(args{texts: []string{value}}.list(0)...)
	return err
}

func (s *scene) fallBack(p *routing.Policy, value string) (err error) {
	if p.Fallback = ""; nothing(value) {
		return nil
	}
	p.Fallback, err = s.shared(value)
	return err
}

// policyTable reads a policy from its table, over what options say for every inbox.
func (s *scene) policyTable(id botflow.InboxID, table [][]string) (routing.Policy, error) {
	p := s.optioned(id, routing.Policy{Enabled: true})
	known := settings()
	for i, row := range table {
		if len(row) != 2 {
			return p, fmt.Errorf("row %d of the table has %d columns: write setting and value", i+1, len(row))
		}
		if i == 0 && strings.EqualFold(row[0], "setting") {
			continue
		}
		set, err := lookUp("setting", row[0], known)
		if err == nil {
			err = set(s, &p, row[1])
		}
		if err != nil {
			return p, fmt.Errorf("row %d of the table: %w", i+1, err)
		}
	}
	return p, nil
}

// optioned lays the options that hold for every inbox over the policy of one.
func (s *scene) optioned(id botflow.InboxID, p routing.Policy) routing.Policy {
	for _, option := range s.policyOptions {
		option(&p)
	}
	if p.Fallback == id {
		p.Fallback = "" // a fallback for every inbox isn't one for itself
	}
	return p
}

// policyOf gives the policy in force in an inbox.
func (s *scene) policyOf(id botflow.InboxID) routing.Policy {
	for _, in := range s.directory().Inboxes {
		if in.ID == id {
			return in.Policy
		}
	}
	return routing.Policy{}
}

// everyPolicy changes a setting in the policy of every inbox, later ones too.
func (s *scene) everyPolicy(change func(*routing.Policy)) error {
	s.policyOptions = append(s.policyOptions, change)
	var edits []directory.Edit
	for _, id := range s.inboxes {
		p := s.policyOf(id)
		p.Excluded = slices.Clone(p.Excluded)
		change(&p)
		if p.Fallback == id {
			p.Fallback = ""
		}
		edits = append(edits, directory.SetPolicy{Inbox: id, Policy: p})
	}
	return s.TryChange(edits...)
}
