package reparto

import (
	"context"
	"errors"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// lateRotation is how old a missed rotation may be and still be applied at its own time; an older one is applied at the
// tick's, its whole chain as one (L48).
const lateRotation = time.Hour

// catchUp applies all that is due by now, each deadline at its own time and in order, and matches after each instant: the
// story is the same whenever it is told (L48).
func (a *Account) catchUp(ctx context.Context, now botflow.Instant) error {
	a.due.Lock()
	defer a.due.Unlock()
	var at botflow.Instant
	var t triggers
	for {
		wakes, _, err := a.store.Due(ctx, now, 1)
		if err != nil {
			return err
		}
		if !t.empty() && (len(wakes) == 0 || wakes[0].At > at) {
			// The instant is over: assign what it made assignable before time goes on.
			a.matchAt(ctx, t, at, now)
			t = triggers{}
			continue
		}
		if len(wakes) == 0 {
			return nil
		}
		at = max(at, wakes[0].At)
		if err := a.elapse(ctx, wakes[0], now, &t); err != nil {
			return err
		}
	}
}

// advance applies what is due and carries on with open jobs, and records that it did.
func (a *Account) advance(ctx context.Context, now botflow.Instant) error {
	return a.engine.record.tick(a, now, func() error {
		if err := a.catchUp(ctx, now); err != nil {
			return err
		}
		return a.work(ctx, now)
	})
}

// matchAt runs a pass at an instant in the past. One that fails stays marked, as in settle: it never fails the command behind it.
func (a *Account) matchAt(ctx context.Context, t triggers, at, recorded botflow.Instant) {
	a.matcher.run.Lock()
	defer a.matcher.run.Unlock()
	if _, err := a.tried(ctx, t, at, recorded); err != nil {
		a.engine.failed(a.id, err)
	}
}

// elapse applies one wake, or moves it on if it came early.
func (a *Account) elapse(ctx context.Context, w store.Wake, now botflow.Instant, t *triggers) error {
	for range maxTries {
		snap, err := a.snapshot(ctx)
		if err != nil {
			return err
		}
		e := &elapsing{account: a, snap: snap, at: w.At, recorded: now}
		switch w.Kind {
		case store.WakeAgent:
			err = e.agent(ctx, botflow.AgentID(w.ID))
		case store.WakeInbox:
			err = e.inbox(ctx, botflow.InboxID(w.ID))
		case store.WakeConversation:
			err = e.conversation(ctx, botflow.ConversationID(w.ID))
		}
		switch {
		case err == nil:
			t.add(e.triggers)
			return nil
		case errors.Is(err, errStale):
			if _, err = a.refresh(ctx); err != nil {
				return err
			}
		case !errors.Is(err, errMoved):
			return err
		}
	}
	return botflow.ErrConflict
}

// elapsing is one deadline being applied at its own time.
type elapsing struct {
	account  *Account
	snap     *directory.Snapshot
	at       botflow.Instant // its own time
	recorded botflow.Instant
	triggers triggers
	pick     *picked
}

func (e *elapsing) fresh(l *store.Loaded) error {
	e.triggers = triggers{}
	if l.Revision != e.snap.Revision() {
		return errStale
	}
	return nil
}

// agent: nothing done for InactiveAfter (P2).
func (e *elapsing) agent(ctx context.Context, id botflow.AgentID) error {
	return e.account.write(ctx, store.Key{Agents: []botflow.AgentID{id}}, func(l store.Loaded) (store.Changeset, error) {
		if err := e.fresh(&l); err != nil || len(l.Agents) == 0 {
			return store.Changeset{}, err
		}
		after := e.snap.InactiveAfter()
		p := l.Agents[0]
		if due := p.InactiveAt(after); due == 0 || due > e.at {
			return store.Changeset{Agents: []botflow.Presence{p.Rearmed(after)}}, nil
		}
		next, events, err := botflow.StepAgent(p, botflow.Inactivity{}, botflow.AgentEnv{Now: e.at, Recorded: e.recorded, InactiveAfter: after})
		if next.Status != p.Status {
			e.triggers.agent(id)
		}
		return store.Changeset{At: e.recorded, Agents: []botflow.Presence{next.Rearmed(after)}, Events: events}, err
	})
}

// inbox: its queue must be looked at by time alone.
func (e *elapsing) inbox(ctx context.Context, id botflow.InboxID) error {
	return e.account.write(ctx, store.Key{Inboxes: []botflow.InboxID{id}}, func(l store.Loaded) (store.Changeset, error) {
		if err := e.fresh(&l); err != nil || len(l.Inboxes) == 0 {
			return store.Changeset{}, err
		}
		row := l.Inboxes[0]
		if row.Wake == 0 || row.Wake > e.at {
			return store.Changeset{}, nil
		}
		row.Wake = 0
		e.triggers.inbox(id)
		return store.Changeset{At: e.recorded, Inboxes: []store.InboxState{row}}, nil
	})
}

// conversation: its earliest deadline. A rotation needs somebody to go to, who is looked for before the write.
func (e *elapsing) conversation(ctx context.Context, id botflow.ConversationID) error {
	key := store.Key{Conversations: []botflow.ConversationID{id}}
	got, err := e.account.store.Get(ctx, key)
	if err != nil || len(got.Conversations) == 0 {
		return err
	}
	if kind, at, ok := got.Conversations[0].Due(e.at); ok && kind == botflow.DeadlineAnswer && !e.late(at) {
		if e.pick, err = e.account.pickNext(ctx, e.snap, &got.Conversations[0], e.at); err != nil {
			return err
		}
		key = key.With(e.pick.key())
	}
	return e.account.write(ctx, key, e.decide)
}

func (e *elapsing) late(at botflow.Instant) bool { return e.recorded > at.Add(lateRotation) }

// decide applies the conversation's earliest deadline if it has come.
func (e *elapsing) decide(l store.Loaded) (store.Changeset, error) {
	if err := e.fresh(&l); err != nil || len(l.Conversations) == 0 {
		return store.Changeset{}, err
	}
	c := l.Conversations[0]
	kind, at, ok := c.Due(e.at)
	if !ok {
		return store.Changeset{Conversations: []botflow.Conversation{c.Rearmed()}}, nil // the hint came early
	}
	if kind == botflow.DeadlineAnswer && e.late(at) {
		c.Deadlines[kind] = e.recorded
		return store.Changeset{Conversations: []botflow.Conversation{c.Rearmed()}}, nil
	}
	w := &world{snap: e.snap, loaded: &l, ledger: newLedger(l.Agents), now: max(at, c.Updated), recorded: e.recorded}
	cmd := botflow.Elapse{Deadline: kind}
	env, err := w.env(&c, cmd)
	if err != nil {
		return store.Changeset{}, err
	}
	var cs store.Changeset
	if kind == botflow.DeadlineAnswer {
		if err := e.pick.fill(&env, w, &c); err != nil {
			return store.Changeset{}, err
		}
	}
	out, err := botflow.Step(c, cmd, env)
	if err != nil {
		return store.Changeset{}, err
	}
	out.Next = out.Next.Rearmed()
	if err := w.fold(&cs, &c, out, true); err != nil {
		return store.Changeset{}, err
	}
	if rotated := out.Next.Place.Owner; rotated != "" && rotated != c.Place.Owner {
		e.pick.turn(&cs, w)
	}
	e.triggers.step(&c, &out)
	cs.Agents = w.ledger.changed()
	return cs, nil
}

// picked is whom a rotation would go to, as seen before the write.
type picked struct {
	home     botflow.InboxID
	seen     uint64 // the inbox's turn when it was looked at
	decision botflow.Decision
}

// pickNext looks for somebody else by the governing inbox's strategy (A10).
func (a *Account) pickNext(ctx context.Context, snap *directory.Snapshot, c *botflow.Conversation, at botflow.Instant) (*picked, error) {
	home := snap.Resolve(c.Home())
	for window := seatWindow; ; window *= 2 {
		view, err := a.store.View(ctx, store.ViewRequest{
			Inboxes: []botflow.InboxID{home}, Chat: c.ID, Queue: 1, Seats: window, Members: botflow.MaxCandidates, Start: mix(uint64(at)),
		})
		if err != nil {
			return nil, err
		}
		a.rules(&view, snap, at)
		if len(view.Inboxes) == 0 {
			return &picked{home: home}, nil
		}
		v := view.Inboxes[0]
		d := routing.PickNext(v, routing.WaitingOf(c, ""), at, mix(uint64(at)), c.Place.Owner)
		if d.Chosen != "" || d.Why != "" || !v.MoreSeats {
			return &picked{home: home, seen: v.Turn, decision: d}, nil
		}
	}
}

func (p *picked) key() store.Key {
	k := store.Key{Inboxes: []botflow.InboxID{p.home}}
	if p.decision.Chosen != "" {
		k.Agents = []botflow.AgentID{p.decision.Chosen}
	}
	return k
}

// fill puts the choice into the step's facts if it still holds on the loaded rows.
func (p *picked) fill(env *botflow.Env, w *world, c *botflow.Conversation) error {
	if p == nil || p.home != w.snap.Resolve(c.Home()) {
		return errMoved
	}
	row, err := w.inbox(p.home)
	if err != nil {
		return err
	}
	m := &matching{world: *w}
	if row.Turn != p.seen || p.decision.Chosen == c.Place.Owner || p.decision.Chosen != "" && !m.ready(p.home, p.decision.Chosen) {
		return errMoved
	}
	env.Next, env.Decision = p.decision.Chosen, &p.decision
	return nil
}

// turn moves the inbox's turn: a rotation does (A6).
func (p *picked) turn(cs *store.Changeset, w *world) {
	row, err := w.inbox(p.home)
	if err != nil {
		return
	}
	row.Turn++
	cs.Inboxes = append(cs.Inboxes, row)
	cs.Turns = append(cs.Turns, store.Turn{Inbox: p.home, Agent: p.decision.Chosen, Ordinal: row.Turn})
}

// tick applies what is due, carries on with jobs and with matching that failed; a sweep looks at every queue.
func (a *Account) tick(ctx context.Context, sweep bool) error {
	now, err := a.Now(ctx)
	if err != nil {
		return err
	}
	if err := a.advance(ctx, now); err != nil {
		return err
	}
	if _, err := a.match(ctx); err != nil {
		return err
	}
	if sweep {
		a.matcher.note(triggers{all: true}, now)
		n, err := a.match(ctx)
		a.engine.repairs.Add(uint64(n))
		return err
	}
	return nil
}
