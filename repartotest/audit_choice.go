package repartotest

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// turnKey names an agent's place in an inbox's turn.
type turnKey struct {
	inbox botflow.InboxID
	agent botflow.AgentID
}

// choice judges whom a chat was given to and why, by a turn and affinities of the audit's own.
func (a *Audit) choice(c *auditedChat, e *botflow.Event) {
	if e.Decision == nil || e.Type != botflow.Assigned && e.Type != botflow.Rotated && e.Type != botflow.RotationSkipped {
		return
	}
	a.inTurnOrder(e.Decision)
	if e.Type == botflow.Assigned {
		a.affine(e)
		a.longestWaiting(c, e)
	}
	if e.Decision.Why == botflow.ReasonTurn {
		a.picks++
		a.turns[turnKey{e.Decision.Inbox, e.Agent}] = a.picks
	}
}

// inTurnOrder: the candidates stand in the order of the turn, and round robin takes the first whom nothing bars (A6, A12).
func (a *Audit) inTurnOrder(d *botflow.Decision) {
	var turn uint64
	var position int
	for _, c := range d.Candidates {
		seat, ok := a.snap.Seat(a.snap.Resolve(d.Inbox), c.Agent)
		if !ok {
			continue // an affinity agent who is no member
		}
		next := a.turns[turnKey{d.Inbox, c.Agent}]
		late := next < turn || next == turn && seat.Position < position
		a.bad(!late, "A6: %s stands too late among %v", c.Agent, d.Candidates)
		turn, position = next, seat.Position
	}
	if d.Strategy != routing.RoundRobin.String() || d.Why != botflow.ReasonTurn {
		return
	}
	first := slices.IndexFunc(d.Candidates, func(c botflow.Candidate) bool {
		return c.Reason == botflow.ReasonNotTurn || c.Reason == botflow.ReasonTurn
	})
	a.bad(first >= 0 && d.Candidates[first].Agent == d.Chosen, "A6: it was another's turn than %s's: %v", d.Chosen, d.Candidates)
}

// affine: whoever has the contact's affinity is given the chat, or something bars them (N1).
func (a *Audit) affine(e *botflow.Event) {
	agent := a.affinity[e.Contact]
	if agent == "" {
		a.bad(e.Decision.Why != botflow.ReasonAffinity, "N1: %s has no affinity", e.Contact)
		return
	}
	at := slices.IndexFunc(e.Decision.Candidates, func(c botflow.Candidate) bool { return c.Agent == agent })
	if at < 0 {
		a.bad(false, "A12: %s has the affinity and isn't recorded", agent)
		return
	}
	a.bad(e.Decision.Candidates[at].Reason != botflow.ReasonNotTurn, "N1: %s has the affinity of %s, and the turn counted", agent, e.Contact)
}

// longestWaiting: no chat that nothing holds back waits ahead of this one in the same inbox (A5).
func (a *Audit) longestWaiting(c *auditedChat, e *botflow.Event) {
	for _, o := range a.order {
		if a.racing || o == c || o.place.State != botflow.StateInbox || o.place.Inbox != e.Decision.Inbox || o.returned || a.affinity[o.contact] != "" {
			continue
		}
		ahead := o.priority > c.priority || o.priority == c.priority && o.queuedAt < c.queuedAt
		a.bad(!ahead, "A5: %s waits longer in %s than %s", o.contact, e.Decision.Inbox, c.contact)
	}
}

// follow keeps the affinities and each chat's place in the queue.
func (a *Audit) follow(c *auditedChat, e *botflow.Event) {
	switch e.Type {
	case botflow.AffinityChanged:
		a.affinity[c.contact] = e.Agent
	case botflow.Started, botflow.Restored:
		c.queuedAt, c.priority, c.returned = 0, 0, false
	case botflow.HandedOff, botflow.PriorityChanged:
		c.priority = e.Priority
	case botflow.Returned, botflow.Transferred:
		c.returned = e.Rule == "L18" || e.Rule == "L19"
	case botflow.Queued:
		if e.Inbox.Shared() && c.queuedAt == 0 {
			c.queuedAt = e.At
		}
	case botflow.Forgotten:
		c.gone = true
		a.forgotten(c.contact)
	}
	if e.To.State == botflow.StateAgent {
		c.returned = false
	}
}

// forgotten: what is known of a contact goes with their last chat (E4).
func (a *Audit) forgotten(contact botflow.ContactID) {
	for _, c := range a.order {
		if c.contact == contact && !c.gone {
			return
		}
	}
	delete(a.affinity, contact)
}

// took notes that an agent was given a chat by an inbox's turn.
func (a *Audit) took(id botflow.InboxID, agent botflow.AgentID) {
	a.picks++
	a.turns[turnKey{id, agent}] = a.picks
}
