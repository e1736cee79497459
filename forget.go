package reparto

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

// chatsToForget finds all chats of the contact whom a Forget is about: who is forgotten is forgotten on every channel (E4).
func (a *Account) chatsToForget(ctx context.Context, rq *request) (ids []botflow.ConversationID, err error) {
	if _, ok := rq.cmd.(botflow.Forget); !ok {
		return nil, nil
	}
	l, err := a.store.Get(ctx, rq.on.key())
	if err != nil || len(l.Conversations) == 0 {
		return nil, err
	}
	snap, err := a.refresh(ctx)
	if err != nil {
		return nil, err
	}
	q := inbox.Visible(snap.Matrix(), &inbox.Asker{}, inbox.ViewAll, inbox.Filter{Contact: l.Conversations[0].Contact}, inbox.ByRecency)
	for {
		page, err := a.store.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, c := range page.Conversations {
			ids = append(ids, c.ID)
		}
		if !page.More {
			return ids, nil
		}
		q.After = page.Next
	}
}

// forget takes the same step on the contact's other chats.
func (d *deciding) forget(w *world, cs *store.Changeset) error {
	contact := cs.Conversations[0].Contact
	for _, c := range w.loaded.Conversations {
		if d.rq.on.is(c) || c.Contact != contact {
			continue
		}
		env, err := w.env(&c, d.rq.cmd)
		if err != nil {
			return err
		}
		env.Now = max(env.Now, c.Updated)
		out, err := botflow.Step(c, d.rq.cmd, env)
		if err != nil {
			return err
		}
		if err := w.fold(cs, &c, out, false); err != nil {
			return err
		}
		d.triggers.step(&c, &out)
	}
	return nil
}
