package reparto

import (
	"context"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// doAgent commits a command on an agent's presence (section 4 of the rules), and matches if they came online.
func (a *Account) doAgent(ctx context.Context, rq *request) (Result, error) {
	var result Result
	var tr triggers
	err := a.apply(ctx, rq, func(snap *directory.Snapshot) (store.Key, store.Decide) {
		key := store.Key{Op: rq.op, Agents: []botflow.AgentID{rq.on.Agent}}
		if by := rq.by.Agent(); by != "" && by != rq.on.Agent {
			key.Agents = append(key.Agents, by)
		}
		return key, func(l store.Loaded) (cs store.Changeset, err error) {
			result, tr = Result{}, triggers{}
			if l.Revision != snap.Revision() {
				return cs, errStale
			}
			if _, known := snap.Asker(rq.by); !known {
				return cs, botflow.ErrNotFound
			}
			if l.Seen {
				result, err = replay(rq, &l, nil)
				return cs, err
			}
			if rq.now, err = a.given(rq.at, l.Now); err != nil {
				return cs, err
			}
			if err := a.fresh(snap, &l, rq.now, rq); err != nil {
				return cs, err
			}
			if err := mayChangePresence(snap, rq); err != nil {
				return cs, err
			}
			result, cs, err = stepAgent(snap, rq, newLedger(l.Agents), &tr)
			if err != nil {
				return cs, err
			}
			return cs, keep(rq, result, &cs)
		}
	})
	if errors.Is(err, botflow.ErrOutcomeUnknown) {
		a.matcher.note(tr, rq.now)
	}
	if err != nil {
		return Result{}, err
	}
	if result.Duplicate {
		return a.retell(ctx, result)
	}
	return a.follow(ctx, rq, tr, result), nil
}

// mayChangePresence: the agent, a supervisor, an admin, or the host's own code (P4). An activity is the agent's own.
func mayChangePresence(snap *directory.Snapshot, rq *request) error {
	asker, ok := snap.Asker(rq.by)
	if !ok || asker.Kind == botflow.ActorBot || !snap.Enabled(rq.on.Agent) {
		return botflow.ErrNotFound
	}
	self := asker.Agent == rq.on.Agent
	_, touch := rq.cmd.(botflow.Touch)
	if asker.Kind == botflow.ActorSystem || self || asker.Role != botflow.RoleAgent && !touch {
		return nil
	}
	return botflow.ErrNotAllowed
}

// stepAgent changes the target, and records the activity of whoever asked.
func stepAgent(snap *directory.Snapshot, rq *request, rows *ledger, tr *triggers) (Result, store.Changeset, error) {
	env := botflow.AgentEnv{Now: rq.now, Recorded: rq.now, By: rq.by, InactiveAfter: snap.InactiveAfter()}
	var cs store.Changeset
	var result Result
	for i := range rows.rows {
		p, cmd := rows.rows[i], rq.cmd
		if p.Agent != rq.on.Agent {
			cmd = botflow.Touch{}
		}
		next, events, err := botflow.StepAgent(p, cmd, env)
		if err != nil {
			return result, cs, err
		}
		if next.Status != p.Status { // going away too: it ends a ramp-in, which matters where everybody is eligible (P5)
			tr.agent(p.Agent)
		}
		rows.put(next)
		cs.Events = append(cs.Events, events...)
		if p.Agent == rq.on.Agent {
			result = Result{Presence: next, Events: events}
		}
	}
	cs.At, cs.Agents = rq.now, rows.changed()
	return result, cs, nil
}
