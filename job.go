package reparto

import (
	"context"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// jobBatch is how many chats one step of a job moves.
const jobBatch = 64

// work carries on with the account's open jobs until none is left. A job survives a restart: whoever ticks next goes on.
func (a *Account) work(ctx context.Context, now botflow.Instant) error {
	for {
		jobs, err := a.store.Jobs(ctx, 1)
		if err != nil || len(jobs) == 0 {
			return err
		}
		if err := a.carry(ctx, jobs[0], now); err != nil {
			return err
		}
	}
}

// carry does one batch of a job, or ends it.
func (a *Account) carry(ctx context.Context, job store.Job, now botflow.Instant) error {
	ids, err := a.store.Members(ctx, job, jobBatch)
	if err != nil {
		return err
	}
	snap, err := a.refresh(ctx)
	if err != nil {
		return err
	}
	if job.Kind == store.JobRemoveAgent && snap.Enabled(job.Agent) || job.Kind == store.JobDeleteInbox && snap.Exists(job.Inbox) {
		ids = nil // it is back
	}
	var t triggers
	err = a.write(ctx, store.Key{Conversations: ids}, func(l store.Loaded) (store.Changeset, error) {
		t = triggers{}
		if l.Revision != snap.Revision() {
			return store.Changeset{}, errStale
		}
		cs := store.Changeset{At: now}
		if len(ids) == 0 {
			cs.Done = []string{job.ID}
			return cs, nil
		}
		w := &world{snap: snap, loaded: &l, ledger: newLedger(l.Agents), now: now, recorded: now}
		for i := range l.Conversations {
			if err := w.visit(&cs, job, l.Conversations[i], &t); err != nil {
				return store.Changeset{}, err
			}
		}
		cs.Agents = w.ledger.changed()
		return cs, nil
	})
	if errors.Is(err, errStale) {
		return nil // the next round reads anew
	}
	if err == nil && !t.empty() {
		a.settle(ctx, t, now)
	}
	return err
}

// visit takes the steps that a job asks of one chat.
func (w *world) visit(cs *store.Changeset, job store.Job, c botflow.Conversation, t *triggers) error {
	for _, cmd := range visits(job, &c, w.contact(c.Contact), w.snap) {
		now := w.now
		w.now = max(now, c.Updated)
		env, err := w.env(&c, cmd)
		if err != nil {
			return err
		}
		out, err := botflow.Step(c, cmd, env)
		if err != nil {
			return err
		}
		if err := w.fold(cs, &c, out, false); err != nil {
			return err
		}
		t.step(&c, &out)
		w.now, c = now, out.Next
	}
	return nil
}

// visits lists them: a removed agent's chat goes back and their affinity ends; a deleted inbox's chat moves on (S8).
func visits(job store.Job, c *botflow.Conversation, contact botflow.Contact, snap *directory.Snapshot) (cmds []botflow.Command) {
	if job.Kind == store.JobDeleteInbox {
		if c.Place.State == botflow.StateInbox && c.Place.Inbox == job.Inbox {
			cmds = append(cmds, botflow.Drain{Into: snap.Resolve(job.Inbox)})
		}
		return cmds
	}
	switch {
	case c.Place.Owner == job.Agent, c.Place.State == botflow.StateInbox && c.Place.Inbox == botflow.Personal(job.Agent):
		cmds = append(cmds, botflow.Release{})
	}
	if contact.Affinity == job.Agent {
		cmds = append(cmds, botflow.SetAffinity{})
	}
	return cmds
}
