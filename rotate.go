package reparto

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

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
