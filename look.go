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
	loaded  store.Loaded // what it is about
}

// present reads rows as they are now: the configuration in force is known, and all that is due has been applied (L48). In a
// host's transaction nothing is.
func (a *Account) present(ctx context.Context, key store.Key) (*looking, error) {
	k := &looking{account: a}
	for range maxTries {
		l, err := a.store.Get(ctx, key)
		if err != nil {
			return nil, err
		}
		if k.now == 0 { // what falls due meanwhile doesn't hold up the look
			if k.now, err = a.now(l.Now); err != nil {
				return nil, err
			}
		}
		if k.snap, err = a.inForce(ctx, l.Revision); err != nil {
			return nil, err
		}
		if a.origin != nil || l.NextDue == 0 || l.NextDue > k.now {
			k.loaded = l
			return k, nil
		}
		if err := a.advance(ctx, k.now); err != nil {
			return nil, err
		}
	}
	return nil, botflow.ErrConflict
}

// look prepares a look and reads the rows that it is about. An unknown or disabled actor finds nothing (V5).
func (d *Desk) look(ctx context.Context, key store.Key) (*looking, error) {
	k, err := d.account.present(ctx, key)
	if err != nil {
		return nil, err
	}
	var ok bool
	if k.asker, ok = k.snap.Asker(d.by); !ok {
		return nil, botflow.ErrNotFound
	}
	return k, nil
}

// find looks at a conversation that the asker may see. Not allowed looks like not found (V).
func (d *Desk) find(ctx context.Context, on Target) (*looking, *botflow.Conversation, error) {
	if err := on.check(); err != nil {
		return nil, nil, err
	}
	if on.Agent != "" {
		return nil, nil, botflow.Invalid("target", "is an agent, not a conversation")
	}
	k, err := d.look(ctx, on.key())
	if err != nil {
		return nil, nil, err
	}
	if len(k.loaded.Conversations) == 0 || !inbox.Can(k.snap.Matrix(), &k.asker, &k.loaded.Conversations[0], inbox.See) {
		return nil, nil, botflow.ErrNotFound
	}
	return k, &k.loaded.Conversations[0], nil
}

// Get gives a conversation that the actor may see; else code "not found".
func (d *Desk) Get(ctx context.Context, on Target) (botflow.Conversation, error) {
	_, c, err := d.find(ctx, on)
	if err != nil {
		return botflow.Conversation{}, err
	}
	return *c, nil
}

// Contact gives what all chats of the conversation's contact share: affinity and attributes (V3). It takes sight of the
// conversation.
func (d *Desk) Contact(ctx context.Context, on Target) (botflow.Contact, error) {
	k, c, err := d.find(ctx, on)
	if err != nil {
		return botflow.Contact{}, err
	}
	return (&world{loaded: &k.loaded}).contact(c.Contact), nil
}

// Presence gives the presence and load of an agent, to any known actor. An unknown or disabled agent is code "not found".
func (d *Desk) Presence(ctx context.Context, agent botflow.AgentID) (botflow.Presence, error) {
	k, err := d.look(ctx, store.Key{Agents: []botflow.AgentID{agent}})
	if err != nil {
		return botflow.Presence{}, err
	}
	if !k.snap.Enabled(agent) {
		return botflow.Presence{}, botflow.ErrNotFound
	}
	if len(k.loaded.Agents) == 0 {
		return botflow.Presence{Agent: agent}, nil
	}
	return k.loaded.Agents[0], nil
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
	k, err := d.look(ctx, store.Key{})
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
	k, err := d.look(ctx, store.Key{})
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
	if on.Agent == "" {
		k, c, err := d.find(ctx, on)
		if err != nil {
			return nil, err
		}
		return k.history(ctx, botflow.OfConversation(c.ID), after, limit)
	}
	if err := on.check(); err != nil {
		return nil, err
	}
	k, err := d.look(ctx, store.Key{})
	if err != nil {
		return nil, err
	}
	if _, known := k.snap.Agent(on.Agent); !known || !k.mayFollow(on.Agent) {
		return nil, botflow.ErrNotFound
	}
	return k.history(ctx, botflow.OfAgent(on.Agent), after, limit)
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
	k, err := d.look(ctx, store.Key{})
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
	k, c, err := d.find(ctx, on)
	if err != nil {
		return nil, err
	}
	if !inbox.Can(k.snap.Matrix(), &k.asker, c, inbox.Note) {
		return nil, botflow.ErrNotAllowed
	}
	if limit <= 0 {
		return nil, botflow.Invalid("limit", "must be above 0")
	}
	return k.account.store.Notes(ctx, c.ID, after, limit)
}
