package reparto

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

// forgetAll is decide's answer to a permitted Forget: load all chats of the contact, and ask again. Who is forgotten is
// forgotten on every channel (E4).
type forgetAll struct{ contact botflow.ContactID }

func (*forgetAll) Error() string { return "reparto: all chats of the contact are needed" }

// forgetContact forgets all chats of the contact in one step, and then any that began meanwhile.
func (a *Account) forgetContact(ctx context.Context, rq *request, contact botflow.ContactID) (*deciding, error) {
	ids, err := a.chatsOf(ctx, contact)
	if err != nil {
		return nil, err
	}
	d, err := a.decided(ctx, rq, append([]botflow.ConversationID{}, ids...))
	if err != nil || d.result.Duplicate {
		return d, err
	}
	if ids, err = a.chatsOf(ctx, contact); err != nil || len(ids) == 0 {
		return d, err
	}
	begun, err := a.forgetContact(ctx, &request{on: Conversation(ids[0]), cmd: botflow.Forget{}, at: rq.at}, contact)
	if err == nil {
		d.triggers.add(begun.triggers)
	}
	return d, err
}

// chatsOf finds all chats of a contact.
func (a *Account) chatsOf(ctx context.Context, contact botflow.ContactID) (ids []botflow.ConversationID, err error) {
	snap, err := a.refresh(ctx)
	if err != nil {
		return nil, err
	}
	q := inbox.Visible(snap.Matrix(), &inbox.Asker{}, inbox.ViewAll, inbox.Filter{Contact: contact}, inbox.ByRecency)
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
