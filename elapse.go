package reparto

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// lateRotation is how old a missed rotation may be and still be applied at its own time; an older one is applied at the
// tick's, its whole chain as one (L48).
const lateRotation = time.Hour

// elapsing is some deadlines being applied in one step, each at its own time, as if one after the other.
type elapsing struct {
	account  *Account
	snap     *directory.Snapshot
	wakes    []store.Wake    // in order; those that were applied are the first done of them
	recorded botflow.Instant // when they are noticed
	pick     *picked         // for the first, if it rotates

	w        *world
	cs       store.Changeset
	done     int
	at       botflow.Instant // when the last of those applied took effect
	soonest  store.Wake      // the earliest that they set
	triggers triggers
}

// elapse applies the first wakes of a list in one step, or moves them on if they came early: as many as tell the same story
// as one by one.
func (a *Account) elapse(ctx context.Context, wakes []store.Wake, now botflow.Instant) (*elapsing, error) {
	snap, err := a.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	e := &elapsing{account: a, snap: snap, wakes: wakes, recorded: now}
	if e.mayRotate(wakes[0]) {
		e.wakes = wakes[:1]
		if e.pick, err = e.look(ctx); err != nil {
			return nil, err
		}
	} else if first := slices.IndexFunc(wakes, e.mayRotate); first > 0 {
		e.wakes = wakes[:first]
	}
	return e, a.write(ctx, e.key(), e.decide)
}

// mayRotate: somebody must be looked for before the write. That is so of an answer clock; an idle bot has the same rank.
func (e *elapsing) mayRotate(w store.Wake) bool {
	return w.Kind == store.WakeConversation && w.Rank == botflow.RankRest && !e.late(w.At)
}

func (e *elapsing) late(at botflow.Instant) bool { return e.recorded > at.Add(lateRotation) }

// look finds whom the first would rotate to; nil if it doesn't rotate.
func (e *elapsing) look(ctx context.Context) (*picked, error) {
	l, err := e.account.store.Get(ctx, e.key())
	if err != nil || len(l.Conversations) == 0 {
		return nil, err
	}
	c, at := &l.Conversations[0], e.wakes[0].At
	if kind, _, ok := c.Due(at); !ok || kind != botflow.DeadlineAnswer {
		return nil, nil
	}
	return e.account.pickNext(ctx, e.snap, c, max(at, c.Updated)) // when it takes effect
}

func (e *elapsing) key() (k store.Key) {
	for _, w := range e.wakes {
		switch w.Kind {
		case store.WakeAgent:
			k.Agents = append(k.Agents, botflow.AgentID(w.ID))
		case store.WakeInbox:
			k.Inboxes = append(k.Inboxes, botflow.InboxID(w.ID))
		case store.WakeConversation:
			k.Conversations = append(k.Conversations, botflow.ConversationID(w.ID))
		}
	}
	if e.pick != nil {
		k = k.With(e.pick.key())
	}
	return k
}

// decide applies them in order. It stops where something else comes first: a deadline that they set, or the matching at the end
// of an instant; and at one that needs more than was loaded.
func (e *elapsing) decide(l store.Loaded) (store.Changeset, error) {
	if l.Revision != e.snap.Revision() {
		return store.Changeset{}, errStale
	}
	e.w = &world{snap: e.snap, loaded: &l, ledger: newLedger(l.Agents), recorded: e.recorded}
	e.cs, e.done, e.at, e.soonest, e.triggers = store.Changeset{}, 0, 0, store.Wake{}, triggers{}
	for i, w := range e.wakes {
		if i > 0 && (e.soonest.At != 0 && e.soonest.Before(w) || !e.triggers.empty() && w.At > e.at) {
			break
		}
		err := e.one(w)
		var more *store.More
		if i > 0 && (errors.Is(err, errMoved) || errors.As(err, &more)) {
			break
		}
		if err != nil {
			return store.Changeset{}, err
		}
		e.done, e.at = i+1, max(e.at, w.At, e.w.now)
	}
	e.cs.At, e.cs.Agents = e.recorded, e.w.ledger.changed()
	return e.cs, nil
}

// one applies one wake at its own time.
func (e *elapsing) one(w store.Wake) error {
	switch w.Kind {
	case store.WakeAgent:
		return e.agent(botflow.AgentID(w.ID), w.At)
	case store.WakeInbox:
		e.inbox(botflow.InboxID(w.ID), w.At)
	case store.WakeConversation:
		at := slices.IndexFunc(e.w.loaded.Conversations, func(c botflow.Conversation) bool { return string(c.ID) == w.ID })
		if at >= 0 {
			return e.conversation(e.w.loaded.Conversations[at], w.At)
		}
	}
	return nil
}

// sets notes a wake that was set: those behind it must wait.
func (e *elapsing) sets(at botflow.Wake, kind store.WakeKind, id string) {
	w := store.Wake{Wake: at, Kind: kind, ID: id}
	if at.At != 0 && (e.soonest.At == 0 || w.Before(e.soonest)) {
		e.soonest = w
	}
}

// agent: nothing done for InactiveAfter (P2).
func (e *elapsing) agent(id botflow.AgentID, at botflow.Instant) error {
	row := e.w.ledger.row(id)
	if row == nil {
		return nil
	}
	p, after := *row, e.snap.InactiveAfter()
	next := p
	if due := p.InactiveAt(after); due != 0 && due <= at {
		var events []botflow.Event
		var err error
		next, events, err = botflow.StepAgent(p, botflow.Inactivity{}, botflow.AgentEnv{Now: at, Recorded: e.recorded, InactiveAfter: after})
		if err != nil {
			return err
		}
		if next.Status != p.Status {
			e.triggers.agent(id)
		}
		e.cs.Events = append(e.cs.Events, events...)
	}
	next = next.Rearmed(after)
	e.w.ledger.put(next)
	e.sets(botflow.Wake{At: next.Wake, Rank: botflow.RankPresence}, store.WakeAgent, string(id))
	return nil
}

// inbox: its queue must be looked at by time alone, also if somebody else has just cleared the wake and may have died since.
func (e *elapsing) inbox(id botflow.InboxID, at botflow.Instant) {
	e.triggers.inbox(id)
	for _, row := range e.w.loaded.Inboxes {
		if row.ID == id && row.Wake != 0 && row.Wake <= at {
			row.Wake = 0
			e.cs.Inboxes = append(e.cs.Inboxes, row)
		}
	}
}

// conversation: its earliest deadline, if it has come.
func (e *elapsing) conversation(c botflow.Conversation, at botflow.Instant) error {
	kind, at, ok := c.Due(at)
	rotates := ok && kind == botflow.DeadlineAnswer
	if rotates && e.late(at) {
		c.Deadlines[kind] = e.recorded
		ok = false
	}
	if !ok {
		next := c.Rearmed()
		if next.Wake != c.Wake { // else another process has just seen to it
			e.cs.Conversations = append(e.cs.Conversations, next)
		}
		e.sets(next.Wake, store.WakeConversation, string(c.ID))
		return nil
	}
	e.w.now = max(at, c.Updated)
	cmd := botflow.Elapse{Deadline: kind}
	env, err := e.w.env(&c, cmd)
	if err != nil {
		return err
	}
	if rotates {
		if err := e.pick.fill(&env, e.w, &c); err != nil {
			return err
		}
	}
	out, err := botflow.Step(c, cmd, env)
	if err != nil {
		return err
	}
	out.Next = out.Next.Rearmed()
	if err := e.w.fold(&e.cs, &c, out, true); err != nil {
		return err
	}
	if rotated := out.Next.Place.Owner; rotated != "" && rotated != c.Place.Owner {
		e.pick.turn(&e.cs, e.w)
	}
	e.triggers.step(&c, &out)
	e.sets(out.Next.Wake, store.WakeConversation, string(c.ID))
	return nil
}
