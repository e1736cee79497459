package routing

import (
	"math/bits"

	"github.com/repartogo/reparto/botflow"
)

// ask is the question of whom a chat goes to.
type ask struct {
	chat     *Waiting
	rotation bool            // the chat is owned and goes to somebody else (A10)
	owner    botflow.AgentID // by whom
}

// choice is the answer.
type choice struct {
	seat     *seat          // nil: nobody
	why      botflow.Reason // for nobody: what holds the inbox back; "": each candidate's own reason
	affinity *seat          // the seat of the contact's affinity agent, where affinity applies and they have one
	unsure   bool           // nobody, but seats that the window doesn't show may do
}

// byTurn tells whether the choice moves the inbox's turn.
func (c choice) byTurn() bool { return c.seat != nil && c.why == botflow.ReasonTurn }

// choose finds the agent for a chat: who has the contact's affinity first (N1), then by the inbox's strategy.
func (d *desk) choose(a ask) choice {
	c := choice{affinity: d.affinity(a), why: d.shut()}
	if c.why == botflow.ReasonClosedHours && a.rotation {
		c.why = "" // the answer clock pauses while the inbox is closed: when it fires, somebody is needed (A9)
	}
	switch {
	case c.why != "":
	case c.affinity != nil && d.barred(a, c.affinity) == "":
		c.seat, c.why = c.affinity, botflow.ReasonAffinity
	case d.affinityHold(a, c.affinity) != 0:
		c.why = botflow.ReasonAffinity
	default:
		if c.seat = d.pick(a); c.seat != nil {
			c.why = botflow.ReasonTurn
		}
		c.unsure = c.seat == nil && d.view.MoreSeats
	}
	return c
}

// pick takes the best of the line by the strategy; nil: nobody there may be given the chat.
func (d *desk) pick(a ask) *seat {
	p := &d.rules.Policy
	switch {
	case p.Strategy == Random:
		return d.drawn(a)
	case d.rules.Ranker != nil && !p.Strategy.Known():
		return d.ranked(a)
	}
	for _, s := range d.line {
		if d.heldBack(a, s) == "" {
			return s
		}
	}
	return nil
}

// drawn takes one of the eligible, each with the same chance: anybody of the line, and where that one is held back, anybody
// of those who aren't.
func (d *desk) drawn(a ask) *seat {
	entropy := mix(d.pass.entropy ^ hash(a.chat.Conversation))
	if len(d.line) == 0 {
		return nil
	}
	i, _ := bits.Mul64(entropy, uint64(len(d.line)))
	if s := d.line[i]; d.heldBack(a, s) == "" {
		return s
	}
	eligible := d.eligible(a)
	if len(eligible) == 0 {
		return nil
	}
	i, _ = bits.Mul64(mix(entropy), uint64(len(eligible)))
	return eligible[i]
}

// eligible lists those of the line who may be given the chat, in rank order.
func (d *desk) eligible(a ask) []*seat {
	list := make([]*seat, 0, len(d.line))
	for _, s := range d.line {
		if d.heldBack(a, s) == "" {
			list = append(list, s)
		}
	}
	return list
}

// ranked asks the host's own strategy: the first that it gives back and that is really eligible.
func (d *desk) ranked(a ask) *seat {
	eligible := d.eligible(a)
	if len(eligible) == 0 {
		return nil
	}
	window := make([]Seat, len(eligible))
	for i, s := range eligible {
		window[i] = s.Seat
	}
	for _, best := range d.rules.Ranker.Rank(*a.chat, window) {
		for _, s := range eligible {
			if s.Agent == best.Agent {
				return s
			}
		}
	}
	return nil
}

// affinity gives the seat of the contact's affinity agent. Affinity has no part in a rotation (A10).
func (d *desk) affinity(a ask) *seat {
	if a.rotation || a.chat.Affinity == "" {
		return nil
	}
	return d.find(a.chat.Affinity)
}

// affinityHold gives until when the chat is kept for its affinity agent: a member who isn't barred, but full or not
// available (N1). 0: it isn't. It isn't kept for an agent who has just returned it either.
func (d *desk) affinityHold(a ask, s *seat) botflow.Instant {
	wait := d.rules.Policy.AffinityWait
	if wait <= 0 || s == nil || s.Barred != "" || s.Ready() || d.returned(a, s) {
		return 0
	}
	if until := a.chat.EnteredAt.Add(wait); d.pass.now < until {
		return until
	}
	return 0
}

// returned tells whether the agent has returned the chat and this is still remembered (A11).
func (d *desk) returned(a ask, s *seat) bool {
	return s.Agent == a.chat.Returner && d.pass.now < a.chat.ReturnUntil
}

// heldBack gives the reason that keeps the chat from an agent who is ready; "": none.
func (d *desk) heldBack(a ask, s *seat) botflow.Reason {
	switch {
	case a.rotation && s.Agent == a.owner:
		return botflow.ReasonOwner
	case d.returned(a, s):
		return botflow.ReasonReturned
	case s.rampEnds(d.pass.now) != 0:
		return botflow.ReasonRampIn
	}
	return ""
}

// barred gives the agent's own reason not to be given the chat; "": none, they are eligible.
func (d *desk) barred(a ask, s *seat) botflow.Reason {
	switch {
	case a.rotation && s.Agent == a.owner:
		return botflow.ReasonOwner
	case s.Barred != "":
		return s.Barred
	case !s.available() && s.Status == botflow.Away:
		return botflow.ReasonAway
	case !s.available():
		return botflow.ReasonOffline
	case s.full():
		return botflow.ReasonFull
	}
	return d.heldBack(a, s)
}
