package reparto

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// matching folds the decisions of a pass into one changeset.
type matching struct {
	world
	chats   map[botflow.ConversationID]*botflow.Conversation
	inboxes map[botflow.InboxID]*store.InboxState
	cs      store.Changeset
	err     error
}

func (m *matching) load(l *store.Loaded) {
	m.chats = make(map[botflow.ConversationID]*botflow.Conversation, len(l.Conversations))
	for i := range l.Conversations {
		m.chats[l.Conversations[i].ID] = &l.Conversations[i]
	}
	m.inboxes = make(map[botflow.InboxID]*store.InboxState, len(l.Inboxes))
	for i := range l.Inboxes {
		m.inboxes[l.Inboxes[i].ID] = &l.Inboxes[i]
	}
}

// still finds a chat that waits where the pass saw it.
func (m *matching) still(id botflow.ConversationID, inbox botflow.InboxID, epoch uint64) *botflow.Conversation {
	c := m.chats[id]
	if c == nil || c.Epoch != epoch || c.Place.State != botflow.StateInbox || c.Place.Inbox != inbox {
		return nil
	}
	return c
}

// ready checks the agent again on the loaded row: a seat, a status and a load that the policy allows (A14).
func (m *matching) ready(inbox botflow.InboxID, agent botflow.AgentID) bool {
	rules, ok := m.snap.Seat(inbox, agent)
	p := m.ledger.row(agent)
	if !ok || p == nil {
		return false
	}
	seat := routing.Seat{SeatRules: rules, Load: p.Load, Status: p.Status, Since: p.Since, IdleFrom: p.IdleFrom, Ramped: p.Ramped}
	return seat.Ready() && !seat.Ramping(m.now)
}

// assign takes one decision if it still holds, and says whether it did.
func (m *matching) assign(d *routing.Assignment) bool {
	c, row := m.still(d.Conversation, d.Inbox, d.Epoch), m.inboxes[d.Inbox]
	if c == nil || row == nil || row.Turn != d.Turn || !m.ready(d.Inbox, d.Agent) {
		return false
	}
	if c.Returner == d.Agent && m.now < c.ReturnUntil {
		return false
	}
	if !m.step(c, botflow.AutoAssign{Decision: d.Decision}, true) {
		return false
	}
	m.turn(row, d)
	return true
}

// turn moves the inbox's turn (A6).
func (m *matching) turn(row *store.InboxState, d *routing.Assignment) {
	if !d.ByTurn {
		return
	}
	row.Turn++
	last := store.Turn{Inbox: d.Inbox, Agent: d.Agent, Ordinal: row.Turn}
	m.cs.Turns = append(slices.DeleteFunc(m.cs.Turns, func(t store.Turn) bool { return t.Inbox == d.Inbox && t.Agent == d.Agent }), last)
	m.put(*row)
}

// put sets an inbox's row in the changeset, once.
func (m *matching) put(row store.InboxState) {
	at := slices.IndexFunc(m.cs.Inboxes, func(s store.InboxState) bool { return s.ID == row.ID })
	if at < 0 {
		m.cs.Inboxes = append(m.cs.Inboxes, row)
		return
	}
	m.cs.Inboxes[at] = row
}

// step takes a step of the engine's own.
func (m *matching) step(c *botflow.Conversation, cmd botflow.Command, automatic bool) bool {
	w := m.world
	w.now = max(m.now, c.Updated)
	env, err := w.env(c, cmd)
	if err != nil {
		m.err = err
		return false
	}
	out, err := botflow.Step(*c, cmd, env)
	if err == nil && len(out.Events) > 0 {
		err = w.fold(&m.cs, c, out, automatic)
	}
	m.err = err
	return err == nil
}

// nobody records the picks that found nobody, where that wasn't told yet.
func (m *matching) nobody(all []routing.Nobody) {
	for i := range all {
		n := &all[i]
		if c := m.still(n.Conversation, n.Inbox, n.Epoch); c != nil && m.err == nil {
			m.step(c, botflow.NoteNobody{Decision: n.Decision}, false)
		}
	}
}

// again sets when inboxes must be looked at by time alone.
func (m *matching) again(all []routing.Again) {
	for _, g := range all {
		if row := m.inboxes[g.Inbox]; row != nil && row.Wake != g.At {
			row.Wake = g.At
			m.put(*row)
		}
	}
}
