package reparto_test

import (
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// turnKey names an agent's place in an inbox's turn.
type turnKey struct {
	inbox botflow.InboxID
	agent botflow.AgentID
}

// choice judges whom a chat was given to and why, by a turn and affinities of the audit's own.
func (a *audit) choice(c *auditedChat, e *botflow.Event) {
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
func (a *audit) inTurnOrder(d *botflow.Decision) {
	type rank struct {
		turn     uint64
		position int
	}
	var last rank
	for _, c := range d.Candidates {
		seat, ok := a.snap.Seat(a.snap.Resolve(d.Inbox), c.Agent)
		if !ok {
			continue // an affinity agent who is no member
		}
		next := rank{a.turns[turnKey{d.Inbox, c.Agent}], seat.Position}
		require.False(a.t, next.turn < last.turn || next.turn == last.turn && next.position < last.position, "A6: %s stands too late among %v", c.Agent, d.Candidates)
		last = next
	}
	if d.Strategy == routing.RoundRobin.String() && d.Why == botflow.ReasonTurn {
		first := slices.IndexFunc(d.Candidates, func(c botflow.Candidate) bool {
			return c.Reason == botflow.ReasonNotTurn || c.Reason == botflow.ReasonTurn
		})
		require.Equal(a.t, d.Chosen, d.Candidates[first].Agent, "A6: it was another's turn: %v", d.Candidates)
	}
}

// affine: whoever has the contact's affinity is given the chat, or something bars them (N1).
func (a *audit) affine(e *botflow.Event) {
	agent := a.affinity[e.Contact]
	if agent == "" {
		require.NotEqual(a.t, botflow.ReasonAffinity, e.Decision.Why, "N1: %s has no affinity", e.Contact)
		return
	}
	at := slices.IndexFunc(e.Decision.Candidates, func(c botflow.Candidate) bool { return c.Agent == agent })
	require.GreaterOrEqual(a.t, at, 0, "A12: %s has the affinity and isn't recorded", agent)
	require.NotEqual(a.t, botflow.ReasonNotTurn, e.Decision.Candidates[at].Reason, "N1: %s has the affinity of %s", agent, e.Contact)
}

// longestWaiting: no chat that nothing holds back waits ahead of this one in the same inbox (A5). Where commands race, a chat
// may have come after the pass looked.
func (a *audit) longestWaiting(c *auditedChat, e *botflow.Event) {
	for id, o := range a.chats {
		if a.racing || o == c || o.place.State != botflow.StateInbox || o.place.Inbox != e.Decision.Inbox || o.returned || a.affinity[o.contact] != "" {
			continue
		}
		ahead := o.priority > c.priority || o.priority == c.priority && o.queuedAt < c.queuedAt
		require.False(a.t, ahead, "A5: %s waits longer in %s than %s", id, e.Decision.Inbox, e.Subject.ID)
	}
}

// follow keeps the affinities and each chat's place in the queue.
func (a *audit) follow(c *auditedChat, e *botflow.Event) {
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
func (a *audit) forgotten(contact botflow.ContactID) {
	for _, c := range a.chats {
		if c.contact == contact && !c.gone {
			return
		}
	}
	delete(a.affinity, contact)
}
