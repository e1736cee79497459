package reparto

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// ledger is the agents' rows of one decision, as they change within it.
type ledger struct {
	rows  []botflow.Presence
	dirty []bool
}

func newLedger(loaded []botflow.Presence) *ledger {
	return &ledger{rows: slices.Clone(loaded), dirty: make([]bool, len(loaded))}
}

// row gives an agent's row, or nil if it isn't loaded.
func (g *ledger) row(id botflow.AgentID) *botflow.Presence {
	for i := range g.rows {
		if g.rows[i].Agent == id {
			return &g.rows[i]
		}
	}
	return nil
}

// put replaces a row.
func (g *ledger) put(p botflow.Presence) {
	for i := range g.rows {
		if g.rows[i].Agent == p.Agent && g.rows[i] != p {
			g.rows[i], g.dirty[i] = p, true
		}
	}
}

// changed gives the rows that a changeset must hold.
func (g *ledger) changed() []botflow.Presence {
	var out []botflow.Presence
	for i := range g.rows {
		if g.dirty[i] {
			out = append(out, g.rows[i])
		}
	}
	return out
}

// shift moves load from the owner before a step to the one after it. A row that isn't loaded is asked for.
func (g *ledger) shift(before, after botflow.AgentID, now botflow.Instant, automatic bool) error {
	if before == after {
		return nil
	}
	var rows [2]botflow.Presence
	for i, id := range [...]botflow.AgentID{before, after} {
		if id == "" {
			continue
		}
		p := g.row(id)
		if p == nil {
			return &store.More{Key: store.Key{Agents: []botflow.AgentID{id}}}
		}
		rows[i] = *p
	}
	from, to := botflow.Shift(rows[0], rows[1], now, automatic)
	for _, p := range [...]botflow.Presence{from, to} {
		if p.Agent != "" {
			g.put(p)
		}
	}
	return nil
}

// full tells whether an agent may not be given another chat of this inbox by hand: option LimitManual, and at the limit (A4).
func (g *ledger) full(snap *directory.Snapshot, inbox botflow.InboxID, agent botflow.AgentID) (bool, error) {
	policy := snap.Policy(inbox)
	if agent == "" || !policy.LimitManual {
		return false, nil
	}
	limit := policy.Limit
	if a, ok := snap.Agent(agent); ok && a.Limit > 0 {
		limit = a.Limit
	}
	p := g.row(agent)
	if p == nil {
		return false, &store.More{Key: store.Key{Agents: []botflow.AgentID{agent}}}
	}
	return limit > 0 && p.Load >= limit, nil
}
