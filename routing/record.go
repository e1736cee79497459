package routing

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// decision records the choice: the members in turn order with a reason each, the chosen and the affinity agent always
// among them (A12).
func (d *desk) decision(a ask, c choice) botflow.Decision {
	r := botflow.Decision{
		Inbox: d.view.Inbox, Revision: d.rules.Revision, Strategy: d.strategy(), Why: c.why, Total: d.rules.Members,
		Candidates: make([]botflow.Candidate, 0, len(d.members)+2),
	}
	if c.seat != nil {
		r.Chosen = c.seat.Agent
	}
	for _, s := range d.members {
		r.Candidates = append(r.Candidates, botflow.Candidate{Agent: s.Agent, Reason: d.reason(a, c, s)})
	}
	if r.Why == "" && len(d.members) == d.rules.Members {
		r.Why = common(r.Candidates)
	}
	extra := d.unlisted(a, c)
	r.Candidates = append(r.Candidates[:min(len(r.Candidates), botflow.MaxCandidates-len(extra))], extra...)
	return r
}

// unlisted gives the candidates that belong in the record though they aren't among the first members: the contact's
// affinity agent, member or not, and the chosen one.
func (d *desk) unlisted(a ask, c choice) []botflow.Candidate {
	var extra []botflow.Candidate
	if !a.rotation && a.chat.Affinity != "" && c.affinity == nil {
		extra = append(extra, botflow.Candidate{Agent: a.chat.Affinity, Reason: botflow.ReasonNotMember})
	}
	if s := c.affinity; s != nil && !slices.Contains(d.members, s) {
		extra = append(extra, botflow.Candidate{Agent: s.Agent, Reason: d.reason(a, c, s)})
	}
	if s := c.seat; s != nil && s != c.affinity && !slices.Contains(d.members, s) {
		extra = append(extra, botflow.Candidate{Agent: s.Agent, Reason: d.reason(a, c, s)})
	}
	return extra
}

// strategy names the order that decided: an unknown name without its ranker is round robin.
func (d *desk) strategy() string {
	s := d.rules.Policy.Strategy
	if !s.Known() && d.rules.Ranker == nil {
		s = RoundRobin
	}
	return s.String()
}

// reason says why a candidate was or wasn't chosen.
func (d *desk) reason(a ask, c choice, s *seat) botflow.Reason {
	own := d.barred(a, s)
	switch {
	case s == c.seat:
		return c.why
	case own != "":
		return own
	case c.seat == nil && c.why != "":
		return c.why // what holds back the whole inbox, or keeps the chat for another
	}
	return botflow.ReasonNotTurn
}

// common gives the reason that all the candidates have, "" where they differ. That it isn't anybody's turn explains
// nothing.
func common(list []botflow.Candidate) botflow.Reason {
	if len(list) == 0 || list[0].Reason == botflow.ReasonNotTurn {
		return ""
	}
	for _, c := range list[1:] {
		if c.Reason != list[0].Reason {
			return ""
		}
	}
	return list[0].Reason
}
