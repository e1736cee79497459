package reparto

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// Explain says why a conversation that the actor may see is where it is (A12). For one that waits in a shared inbox it is
// the decision that matching would take now, without acting. For any other it is the last automatic decision about it;
// the zero Decision if there was none.
func (d *Desk) Explain(ctx context.Context, on Target) (botflow.Decision, error) {
	k, c, err := d.find(ctx, on)
	if err != nil {
		return botflow.Decision{}, err
	}
	if c.Place.State == botflow.StateInbox && c.Place.Inbox.Shared() {
		contact := (&world{loaded: &k.loaded}).contact(c.Contact)
		_, decision, err := k.account.explain(ctx, k.snap, c, contact.Affinity, k.now)
		return decision, err
	}
	return k.lastDecision(ctx, c.ID)
}

// explain asks what matching would decide for one waiting chat, looking as deep as it takes.
func (a *Account) explain(ctx context.Context, snap *directory.Snapshot, c *botflow.Conversation, affinity botflow.AgentID, now botflow.Instant) (view routing.View, d botflow.Decision, err error) {
	for window := seatWindow; ; window *= 2 {
		view, err = a.store.View(ctx, store.ViewRequest{
			Inboxes: []botflow.InboxID{c.Place.Inbox}, Chat: c.ID, Queue: 1, Seats: window, Members: botflow.MaxCandidates, Start: mix(uint64(now)),
		})
		if err != nil || len(view.Inboxes) == 0 {
			return view, d, err
		}
		a.rules(&view, snap, now)
		v := view.Inboxes[0]
		chat := routing.WaitingOf(c, affinity)
		if len(v.Queue) > 0 {
			chat = v.Queue[0]
		}
		d = routing.Explain(v, chat, view.Now, view.Entropy)
		if d.Chosen != "" || d.Why != "" || !v.MoreSeats {
			return view, d, nil
		}
	}
}

// lastDecision looks through the conversation's events.
func (k *looking) lastDecision(ctx context.Context, id botflow.ConversationID) (last botflow.Decision, err error) {
	const page = 256
	for after := uint64(0); ; {
		events, err := k.history(ctx, botflow.OfConversation(id), after, page)
		if err != nil {
			return last, err
		}
		for i := range events {
			if events[i].Decision != nil {
				last = *events[i].Decision
			}
			after = events[i].Seq
		}
		if len(events) < page {
			return last, nil
		}
	}
}

// First says who would answer first if a contact wrote on the channel now and entered this scope, until when that holds and why
// (RULES section 2). It changes nothing. Any known actor may ask.
func (d *Desk) First(ctx context.Context, scope botflow.InboxID, ch botflow.ChannelID) (botflow.Responder, error) {
	k, err := d.look(ctx, store.Key{Scopes: []botflow.InboxID{scope}})
	if err != nil {
		return botflow.Responder{}, err
	}
	if !k.snap.Exists(scope) {
		return botflow.Responder{}, &botflow.Error{Code: botflow.CodeNoInbox, Field: string(scope)}
	}
	w := &world{snap: k.snap, loaded: &k.loaded, now: k.now}
	return w.first(scope, ch)
}

// May tells whether the actor could do this to the conversation as far as permission goes: for a host's buttons.
func (d *Desk) May(ctx context.Context, on Target, right inbox.Rights) (bool, error) {
	k, c, err := d.find(ctx, on)
	if err != nil {
		return false, err
	}
	return inbox.Can(k.snap.Matrix(), &k.asker, c, right), nil
}
