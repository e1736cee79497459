package reparto

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// matcher lets passes of one account run one after the other, each taking all that waits to be looked at. Whoever marks
// something and then gets the lock knows that a pass which began after the mark has seen it (DESIGN: lost wake-up).
type matcher struct {
	run   sync.Mutex
	mark  sync.Mutex
	dirty triggers
	at    botflow.Instant
	err   error // of the last pass
}

func (m *matcher) note(t triggers, now botflow.Instant) {
	m.mark.Lock()
	defer m.mark.Unlock()
	m.dirty.add(t)
	m.at = max(m.at, now)
}

func (m *matcher) take() (triggers, botflow.Instant) {
	m.mark.Lock()
	defer m.mark.Unlock()
	t := m.dirty
	m.dirty = triggers{}
	return t, m.at
}

func (m *matcher) pending() bool {
	m.mark.Lock()
	defer m.mark.Unlock()
	return !m.dirty.empty()
}

func (m *matcher) ended(err error) {
	m.mark.Lock()
	defer m.mark.Unlock()
	m.err = err
}

// failed gives the error of the last pass, if there is still something to look at.
func (m *matcher) failed() error {
	m.mark.Lock()
	defer m.mark.Unlock()
	return m.err
}

// settle matches after a commit, from a fresh read. A pass that fails never fails the command: what it was to look at
// stays marked, and the next command or tick tries again.
func (a *Account) settle(ctx context.Context, t triggers, now botflow.Instant) {
	a.matcher.note(t, now)
	_, _ = a.match(context.WithoutCancel(ctx))
}

// match runs passes until nothing is marked. It answers how many chats were assigned.
func (a *Account) match(ctx context.Context) (assigned int, err error) {
	a.matcher.run.Lock()
	defer a.matcher.run.Unlock()
	for a.matcher.pending() {
		t, now := a.matcher.take()
		n, err := a.pass(ctx, t, now)
		assigned += n
		a.matcher.ended(err)
		if err != nil {
			a.matcher.note(t, now)
			return assigned, err
		}
	}
	return assigned, nil
}

// The lengths of a first look; they double while a pass asks to look deeper.
const (
	queueWindow = 32
	seatWindow  = 64
)

// pass assigns what the triggers made assignable, and tells of the chats that have just entered and can be given to nobody.
func (a *Account) pass(ctx context.Context, t triggers, now botflow.Instant) (assigned int, err error) {
	snap, err := a.snapshot(ctx)
	if err != nil {
		return 0, err
	}
	queues := t.queues(snap)
	if t.all {
		if queues, err = a.waiting(ctx); err != nil {
			return 0, err
		}
	}
	assigned, err = a.assignAll(ctx, queues, now)
	for _, id := range t.entered {
		if err == nil {
			err = a.tellNobody(ctx, id, now)
		}
	}
	return assigned, err
}

// assignAll assigns from fresh views of the queues until a view yields nothing more.
func (a *Account) assignAll(ctx context.Context, queues []botflow.InboxID, now botflow.Instant) (assigned int, err error) {
	snap, err := a.snapshot(ctx)
	if err != nil {
		return 0, err
	}
	req := store.ViewRequest{Inboxes: queues, Queue: queueWindow, Seats: seatWindow, Members: botflow.MaxCandidates, Start: mix(uint64(now))}
	tries := 0
	for len(queues) > 0 && tries < maxTries {
		view, err := a.store.View(ctx, req)
		if err != nil {
			return assigned, err
		}
		a.rules(&view, snap, now)
		res := routing.Match(view)
		n, err := a.assign(ctx, snap, &view, &res)
		assigned += n
		switch {
		case errors.Is(err, errStale):
			tries++
			if snap, err = a.refresh(ctx); err != nil {
				return assigned, err
			}
		case errors.Is(err, errMoved):
			if tries++; n > 0 {
				tries = 0
			}
		case err != nil:
			return assigned, err
		case !res.More:
			return assigned, nil
		case res.Deeper:
			req.Queue *= 2
			req.Seats *= 2
		}
	}
	if len(queues) > 0 && tries == maxTries {
		return assigned, botflow.ErrConflict
	}
	return assigned, nil
}

// waiting lists all shared inboxes with waiting chats.
func (a *Account) waiting(ctx context.Context) (all []botflow.InboxID, err error) {
	const batch = 256
	for after := botflow.InboxID(""); ; {
		ids, err := a.store.Waiting(ctx, after, batch)
		if err != nil {
			return nil, err
		}
		all = append(all, ids...)
		if len(ids) < batch {
			return all, nil
		}
		after = ids[len(ids)-1]
	}
}

// rules puts the configuration beside what the store saw.
func (a *Account) rules(view *routing.View, snap *directory.Snapshot, now botflow.Instant) {
	for i := range view.Inboxes {
		for j := range view.Inboxes[i].Queue {
			now = max(now, view.Inboxes[i].Queue[j].EnteredAt) // by another process whose clock is ahead
		}
	}
	view.Now, view.Entropy = now, mix(uint64(now))
	for i := range view.Inboxes {
		v := &view.Inboxes[i]
		in, policy := snap.InboxRules(v.Inbox, now), snap.Policy(v.Inbox)
		v.Rules = routing.Rules{
			Policy: policy, Revision: snap.Revision(), Open: in.Open, NextOpening: in.NextOpening,
			Ranker: a.engine.cfg.Rankers[string(policy.Strategy)],
		}
	}
}

// errMoved says that what a pass decided on has changed before it could be committed: look again.
var errMoved = errors.New("reparto: the view has changed")

// assign commits what a pass decided. Each decision is checked again on the loaded rows, in order; at the first that no longer
// holds the rest is left to a fresh view.
func (a *Account) assign(ctx context.Context, snap *directory.Snapshot, view *routing.View, res *routing.Result) (assigned int, err error) {
	var again []routing.Again
	if !res.More { // before the last look it is provisional
		again = changedWakes(view, res)
	}
	if len(res.Assignments)+len(res.Nobody)+len(again) == 0 {
		return 0, nil
	}
	var moved bool
	err = a.write(ctx, matchKey(res, again), func(l store.Loaded) (store.Changeset, error) {
		assigned, moved = 0, false
		if l.Revision != snap.Revision() {
			return store.Changeset{}, errStale
		}
		m := &matching{world: world{
			snap: snap, loaded: &l, ledger: newLedger(l.Agents), now: view.Now, recorded: max(view.Now, botflow.Instant(a.last.Load())),
		}}
		m.load(&l)
		for i := range res.Assignments {
			if moved = !m.assign(&res.Assignments[i]); moved {
				break
			}
			assigned++
		}
		if !moved {
			m.nobody(res.Nobody)
			m.again(again)
		}
		m.cs.Agents = m.ledger.changed()
		return m.cs, m.err
	})
	if err == nil && moved {
		err = errMoved
	}
	return assigned, err
}

// tellNobody records that a pick found nobody for a chat that has entered a queue, wherever in the queue it stands: matching
// itself reads a queue no further than it has agents (A12).
func (a *Account) tellNobody(ctx context.Context, id botflow.ConversationID, now botflow.Instant) error {
	for range maxTries {
		l, err := a.store.Get(ctx, store.Key{Conversations: []botflow.ConversationID{id}})
		if err != nil || len(l.Conversations) == 0 {
			return err
		}
		c := &l.Conversations[0]
		snap, err := a.refresh(ctx)
		if err != nil {
			return err
		}
		inbox := c.Place.Inbox
		if c.NobodyTold || c.Place.State != botflow.StateInbox || !snap.Policy(inbox).Enabled || !snap.Exists(inbox) {
			return nil
		}
		view, decision, err := a.explain(ctx, snap, c, "", now)
		if err != nil || decision.Chosen != "" {
			return err
		}
		res := routing.Result{Nobody: []routing.Nobody{{Conversation: id, Inbox: inbox, Epoch: c.Epoch, Decision: decision}}}
		if _, err = a.assign(ctx, snap, &view, &res); !errors.Is(err, errStale) {
			return err
		}
	}
	return botflow.ErrConflict
}

// changedWakes gives the instants at which inboxes must be looked at again and that the store doesn't know yet.
func changedWakes(view *routing.View, res *routing.Result) []routing.Again {
	var changed []routing.Again
	for _, g := range res.Again {
		for i := range view.Inboxes {
			if v := &view.Inboxes[i]; v.Inbox == g.Inbox && v.Wake != g.At && g.At != botflow.Forever {
				changed = append(changed, g)
			}
		}
	}
	return changed
}

// matchKey names the rows of a pass.
func matchKey(res *routing.Result, again []routing.Again) store.Key {
	var k store.Key
	for i := range res.Assignments {
		d := &res.Assignments[i]
		k.Conversations = append(k.Conversations, d.Conversation)
		k = k.With(store.Key{Agents: []botflow.AgentID{d.Agent}, Inboxes: []botflow.InboxID{d.Inbox}})
	}
	for i := range res.Nobody {
		k.Conversations = append(k.Conversations, res.Nobody[i].Conversation)
	}
	for _, g := range again {
		k = k.With(store.Key{Inboxes: []botflow.InboxID{g.Inbox}})
	}
	return k
}

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
	return m.step(c, botflow.AutoAssign{Decision: d.Decision}, true) && m.turn(row, d)
}

// turn moves the inbox's turn (A6).
func (m *matching) turn(row *store.InboxState, d *routing.Assignment) bool {
	if d.ByTurn {
		row.Turn++
		last := store.Turn{Inbox: d.Inbox, Agent: d.Agent, Ordinal: row.Turn}
		m.cs.Turns = append(slices.DeleteFunc(m.cs.Turns, func(t store.Turn) bool { return t.Inbox == d.Inbox && t.Agent == d.Agent }), last)
		m.put(*row)
	}
	return true
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
