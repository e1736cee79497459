package reparto

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// matcher lets passes of one account run one after the other, each taking all that waits to be looked at. Whoever marks
// something and then gets the lock knows that a pass which began after the mark has seen it (DESIGN: lost wake-up).
type matcher struct {
	run   gate
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

// failed gives the error of the last pass.
func (m *matcher) failed() error {
	m.mark.Lock()
	defer m.mark.Unlock()
	return m.err
}

// matchTimeout bounds the matching that a caller waits for after their commit.
const matchTimeout = 5 * time.Second

// settle matches after a commit, from a fresh read. A pass that fails never fails the command: what it was to look at
// stays marked, and the next command or tick tries again.
func (a *Account) settle(ctx context.Context, t triggers, now botflow.Instant) {
	if t.empty() && !a.matcher.pending() {
		return
	}
	a.matcher.note(t, now)
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), matchTimeout)
	defer stop()
	if _, err := a.match(ctx); err != nil {
		a.engine.failed(a.id, err)
	}
}

// match runs a pass over all that is marked. It answers how many chats were assigned.
func (a *Account) match(ctx context.Context) (assigned int, err error) {
	if err := a.matcher.run.enter(ctx); err != nil {
		return 0, err
	}
	defer a.matcher.run.leave()
	if !a.matcher.pending() {
		return 0, nil // whoever had the lock before has seen to it
	}
	t, now := a.matcher.take()
	return a.tried(ctx, t, now, now)
}

// tried runs a pass whose triggers are marked again if it fails, a host's ranker that panics included.
func (a *Account) tried(ctx context.Context, t triggers, now, recorded botflow.Instant) (assigned int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("reparto: matching panicked: %v", r)
		}
		a.matcher.ended(err)
		if err != nil {
			a.matcher.note(t, now)
		}
	}()
	return a.pass(ctx, t, now, recorded)
}

// The lengths of a first look; they double while a pass asks to look deeper. A queue that was given away whole is a queue that drains: the
// next look takes more of it at once.
const (
	queueWindow = 32
	drainWindow = 128
	seatWindow  = 64
)

// pass assigns what the triggers made assignable, and tells of the chats that have just entered and can be given to nobody.
func (a *Account) pass(ctx context.Context, t triggers, now, recorded botflow.Instant) (assigned int, err error) {
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
	seen := map[botflow.ConversationID]bool{}
	assigned, err = a.assignAll(ctx, queues, now, recorded, seen)
	for _, id := range t.entered {
		if err == nil && !seen[id] {
			err = a.tellNobody(ctx, id, now, recorded)
		}
	}
	return assigned, err
}

// assignAll assigns from fresh views of the queues until a view yields nothing more. It notes the chats that were decided on.
func (a *Account) assignAll(
	ctx context.Context, queues []botflow.InboxID, now, recorded botflow.Instant, seen map[botflow.ConversationID]bool,
) (assigned int, err error) {
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
		n, err := a.assign(ctx, snap, &view, &res, recorded)
		assigned += n
		if err == nil {
			decidedOn(&res, seen)
		}
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
		case n >= req.Queue:
			req.Queue = max(req.Queue, drainWindow)
		}
	}
	if len(queues) > 0 && tries == maxTries {
		return assigned, botflow.ErrConflict
	}
	return assigned, nil
}

// decidedOn notes the chats that a pass gave to somebody or to nobody.
func decidedOn(res *routing.Result, seen map[botflow.ConversationID]bool) {
	for i := range res.Assignments {
		seen[res.Assignments[i].Conversation] = true
	}
	for i := range res.Nobody {
		seen[res.Nobody[i].Conversation] = true
	}
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
	view.Now, view.Entropy = now, mix(uint64(now))
	for i := range view.Inboxes {
		v := &view.Inboxes[i]
		in, policy := snap.InboxRules(v.Inbox, now), snap.Policy(v.Inbox)
		v.Rules = routing.Rules{
			Policy: policy, Revision: snap.Revision(), Open: in.Open, NextOpening: in.NextOpening, Members: len(snap.SeatsOf(v.Inbox)),
			Ranker: a.engine.cfg.Rankers[string(policy.Strategy)],
		}
	}
}

// errMoved says that what a pass decided on has changed before it could be committed: look again.
var errMoved = errors.New("reparto: the view has changed")

// assign commits what a pass decided. Each decision is checked again on the loaded rows, in order; at the first that no longer
// holds the rest is left to a fresh view.
func (a *Account) assign(ctx context.Context, snap *directory.Snapshot, view *routing.View, res *routing.Result, recorded botflow.Instant) (assigned int, err error) {
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
			snap: snap, loaded: &l, ledger: newLedger(l.Agents), now: view.Now, recorded: max(view.Now, recorded),
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
func (a *Account) tellNobody(ctx context.Context, id botflow.ConversationID, now, recorded botflow.Instant) error {
	for range maxTries {
		l, err := a.store.Get(ctx, store.Key{Conversations: []botflow.ConversationID{id}})
		if err != nil || len(l.Conversations) == 0 {
			return err
		}
		c := &l.Conversations[0]
		snap, err := a.inForce(ctx, l.Revision)
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
		if _, err = a.assign(ctx, snap, &view, &res, recorded); !errors.Is(err, errStale) {
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
