package reparto

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

// looking is one look at the account by one actor: what the configuration says of them, at this moment.
type looking struct {
	account *Account
	snap    *directory.Snapshot
	asker   inbox.Asker
	now     botflow.Instant
}

// look prepares a look: the configuration in force, and all that is due applied, so that what is shown is true now (L48).
// An unknown or disabled actor finds nothing (V5).
func (d *Desk) look(ctx context.Context) (*looking, error) {
	a := d.account
	l, err := a.store.Get(ctx, store.Key{})
	if err != nil {
		return nil, err
	}
	now, err := a.now(l.Now)
	if err != nil {
		return nil, err
	}
	snap, err := a.snapshot(ctx)
	if err == nil && snap.Revision() != l.Revision {
		snap, err = a.refresh(ctx)
	}
	if err != nil {
		return nil, err
	}
	if l.NextDue != 0 && l.NextDue <= now {
		if err := a.advance(ctx, now); err != nil {
			return nil, err
		}
	}
	asker, ok := snap.Asker(d.by)
	if !ok {
		return nil, botflow.ErrNotFound
	}
	return &looking{account: a, snap: snap, asker: asker, now: now}, nil
}

// find loads a conversation that the asker may see, with its contact. Not allowed looks like not found (V).
func (k *looking) find(ctx context.Context, on Target) (botflow.Conversation, store.Loaded, error) {
	if err := on.check(); err != nil {
		return botflow.Conversation{}, store.Loaded{}, err
	}
	if on.Agent != "" {
		return botflow.Conversation{}, store.Loaded{}, botflow.Invalid("target", "is an agent, not a conversation")
	}
	l, err := k.account.store.Get(ctx, on.key())
	if err != nil {
		return botflow.Conversation{}, l, err
	}
	if len(l.Conversations) == 0 || !inbox.Can(k.snap.Matrix(), &k.asker, &l.Conversations[0], inbox.See) {
		return botflow.Conversation{}, l, botflow.ErrNotFound
	}
	return l.Conversations[0], l, nil
}

// Get gives a conversation that the actor may see; else code "not found".
func (d *Desk) Get(ctx context.Context, on Target) (botflow.Conversation, error) {
	k, err := d.look(ctx)
	if err != nil {
		return botflow.Conversation{}, err
	}
	c, _, err := k.find(ctx, on)
	return c, err
}

// Contact gives what all chats of the conversation's contact share: affinity and attributes (V3). It takes sight of the
// conversation.
func (d *Desk) Contact(ctx context.Context, on Target) (botflow.Contact, error) {
	k, err := d.look(ctx)
	if err != nil {
		return botflow.Contact{}, err
	}
	c, l, err := k.find(ctx, on)
	if err != nil {
		return botflow.Contact{}, err
	}
	return (&world{loaded: &l}).contact(c.Contact), nil
}

// Presence gives the presence and load of an agent, to any known actor. An unknown or disabled agent is code "not found".
func (d *Desk) Presence(ctx context.Context, agent botflow.AgentID) (botflow.Presence, error) {
	k, err := d.look(ctx)
	if err != nil {
		return botflow.Presence{}, err
	}
	if !k.snap.Enabled(agent) {
		return botflow.Presence{}, botflow.ErrNotFound
	}
	l, err := k.account.store.Get(ctx, store.Key{Agents: []botflow.AgentID{agent}})
	if err != nil || len(l.Agents) == 0 {
		return botflow.Presence{Agent: agent}, err
	}
	return l.Agents[0], nil
}

// ListRequest asks for one page of a view. The zero value is the first page of everything that the actor may see, by waiting time.
type ListRequest struct {
	View   inbox.View
	Filter inbox.Filter
	Order  inbox.Order
	After  inbox.Cursor // where the page before ended
	Limit  int          // 0: [inbox.DefaultLimit]; at most [inbox.MaxLimit]
}

// List gives one page of what the actor may see (section 8 of the rules). A page may be short and still lead on: ask again
// while More is set. No page repeats or skips a conversation that didn't move.
func (d *Desk) List(ctx context.Context, rq ListRequest) (store.Page, error) {
	k, err := d.look(ctx)
	if err != nil {
		return store.Page{}, err
	}
	q := k.query(rq.View, rq.Filter, rq.Order)
	q.After, q.Limit = rq.After, rq.Limit
	if err := q.Validate(); err != nil {
		return store.Page{}, err
	}
	return k.account.store.List(ctx, q)
}

// query makes a list of what the asker may see. An inbox in the filter stands for deleted ones that lead to it (S8).
func (k *looking) query(view inbox.View, f inbox.Filter, o inbox.Order) inbox.Query {
	if f.Inbox != "" {
		f.Aliases = k.snap.Aliases(f.Inbox)
	}
	return inbox.Visible(k.snap.Matrix(), &k.asker, view, f, o)
}

// Count counts what [Desk.List] would list, exactly, but no further than upTo (Q4): a counter that shows "99+" asks up to 100.
func (d *Desk) Count(ctx context.Context, view inbox.View, f inbox.Filter, upTo int) (int, error) {
	k, err := d.look(ctx)
	if err != nil {
		return 0, err
	}
	q := k.query(view, f, inbox.ByWaiting)
	if err := q.Validate(); err != nil {
		return 0, err
	}
	if upTo <= 0 {
		return 0, botflow.Invalid("upTo", "must be above 0")
	}
	return k.account.store.Count(ctx, q, upTo)
}

// History gives the events of a conversation that the actor may see, or of an agent, in order, after a sequence number, at
// most limit. An agent's own are for that agent, supervisors, admins and the system.
func (d *Desk) History(ctx context.Context, on Target, after uint64, limit int) ([]botflow.Event, error) {
	k, err := d.look(ctx)
	if err != nil {
		return nil, err
	}
	var of botflow.Subject
	if on.Agent != "" {
		if err := on.check(); err != nil {
			return nil, err
		}
		if _, known := k.snap.Agent(on.Agent); !known || !k.mayFollow(on.Agent) {
			return nil, botflow.ErrNotFound
		}
		of = botflow.OfAgent(on.Agent)
	} else {
		c, _, err := k.find(ctx, on)
		if err != nil {
			return nil, err
		}
		of = botflow.OfConversation(c.ID)
	}
	return k.history(ctx, of, after, limit)
}

// mayFollow tells whether the asker may read an agent's history.
func (k *looking) mayFollow(id botflow.AgentID) bool {
	switch k.asker.Kind {
	case botflow.ActorSystem:
		return true
	case botflow.ActorAgent:
		return k.asker.Agent == id || k.asker.Role != botflow.RoleAgent
	case botflow.ActorBot, botflow.ActorContact:
	}
	return false
}

// Settings gives the events of the account itself: each change of its configuration. For admins and the system.
func (d *Desk) Settings(ctx context.Context, after uint64, limit int) ([]botflow.Event, error) {
	k, err := d.look(ctx)
	if err != nil {
		return nil, err
	}
	if k.asker.Kind != botflow.ActorSystem && (k.asker.Kind != botflow.ActorAgent || k.asker.Role != botflow.RoleAdmin) {
		return nil, botflow.ErrNotAllowed
	}
	return k.history(ctx, botflow.OfAccount(), after, limit)
}

func (k *looking) history(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]botflow.Event, error) {
	if limit <= 0 {
		return nil, botflow.Invalid("limit", "must be above 0")
	}
	records, err := k.account.store.History(ctx, of, after, limit)
	if err != nil {
		return nil, err
	}
	events := make([]botflow.Event, len(records))
	for i := range records {
		events[i] = records[i].Event
	}
	return events, nil
}

// Notes gives the internal notes of a conversation that the actor may see, in order, after a sequence number (V1).
func (d *Desk) Notes(ctx context.Context, on Target, after uint64, limit int) ([]botflow.Note, error) {
	k, err := d.look(ctx)
	if err != nil {
		return nil, err
	}
	c, _, err := k.find(ctx, on)
	if err != nil {
		return nil, err
	}
	if !inbox.Can(k.snap.Matrix(), &k.asker, &c, inbox.Note) {
		return nil, botflow.ErrNotAllowed
	}
	if limit <= 0 {
		return nil, botflow.Invalid("limit", "must be above 0")
	}
	return k.account.store.Notes(ctx, c.ID, after, limit)
}
