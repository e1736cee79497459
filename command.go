package reparto

import (
	"context"
	"errors"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

// deciding is one attempt at a command on a conversation, with what it decided.
type deciding struct {
	account  *Account
	rq       *request
	snap     *directory.Snapshot
	others   []botflow.ConversationID // the contact's chats beside the target, when they are forgotten
	result   Result
	triggers triggers
}

// doConversation commits a command and then lets waiting chats be matched.
func (a *Account) doConversation(ctx context.Context, rq *request) (Result, error) {
	d, err := a.decided(ctx, rq, nil)
	var all *forgetAll
	if errors.As(err, &all) {
		d, err = a.forgetContact(ctx, rq, all.contact)
	}
	if errors.Is(err, botflow.ErrOutcomeUnknown) {
		a.matcher.note(d.triggers, rq.now) // if it happened the next command or tick sees to what follows
	}
	if err != nil {
		return Result{}, err
	}
	if d.result.Duplicate {
		return a.retell(ctx, d.result)
	}
	return a.follow(ctx, rq, d.triggers, d.result), nil
}

// decided commits a command as it stands.
func (a *Account) decided(ctx context.Context, rq *request, others []botflow.ConversationID) (d *deciding, err error) {
	err = a.apply(ctx, rq, func(snap *directory.Snapshot) (store.Key, store.Decide) {
		d = &deciding{account: a, rq: rq, snap: snap, others: others}
		return d.key(), d.decide
	})
	return d, err
}

// key names the rows that the command surely needs; decide asks for what else turns out to matter.
func (d *deciding) key() store.Key {
	k := d.rq.on.key()
	k.Op = d.rq.op
	k.Conversations = append(k.Conversations, d.others...)
	if id := d.rq.by.Agent(); id != "" {
		k.Agents = append(k.Agents, id)
	}
	switch cmd := d.rq.cmd.(type) {
	case botflow.Assign:
		k.Agents = append(k.Agents, cmd.Agent)
	case botflow.Transfer:
		if cmd.Agent != "" {
			k.Agents = append(k.Agents, cmd.Agent)
		}
	case botflow.Receive:
		if ch, ok := d.snap.ChannelRules(d.rq.on.Chat.Channel); ok {
			k.Scopes = append(k.Scopes, d.snap.Resolve(ch.Inbox))
		}
	case botflow.HandOff:
		if d.snap.Exists(cmd.Inbox) {
			k.Scopes = append(k.Scopes, cmd.Inbox)
		}
	}
	return k
}

// decide is the one place where a host's command on a conversation becomes a changeset: the stored result first, then what
// is due, then who may, then what follows.
func (d *deciding) decide(l store.Loaded) (_ store.Changeset, err error) {
	d.result, d.triggers = Result{}, triggers{}
	if l.Revision != d.snap.Revision() {
		return store.Changeset{}, errStale
	}
	asker, ok := d.snap.Asker(d.rq.by)
	if !ok {
		return store.Changeset{}, botflow.ErrNotFound
	}
	if l.Seen {
		d.result, err = replay(d.rq, &l, func(c *botflow.Conversation) bool { return inbox.Can(d.snap.Matrix(), &asker, c, inbox.See) })
		return store.Changeset{}, err
	}
	now, err := d.account.given(d.rq.at, l.Now)
	if err != nil {
		return store.Changeset{}, err
	}
	if err := d.account.fresh(d.snap, &l, now, d.rq); err != nil {
		return store.Changeset{}, err
	}
	c, err := d.conversation(&l, now)
	if err != nil {
		return store.Changeset{}, err
	}
	d.rq.now = now
	w := &world{snap: d.snap, loaded: &l, ledger: newLedger(l.Agents), now: max(now, c.Updated), recorded: now, by: d.rq.by}
	ch, err := w.channel(&c)
	if err != nil {
		return store.Changeset{}, err
	}
	c = c.Under(ch)
	if err := inbox.Authorize(d.snap.Matrix(), &asker, &c, w.contact(c.Contact), d.rq.cmd, w.now); err != nil {
		return store.Changeset{}, err
	}
	if _, ok := d.rq.cmd.(botflow.Forget); ok && d.others == nil {
		return store.Changeset{}, &forgetAll{c.Contact}
	}
	return d.commit(w, c)
}

// conversation finds the target, or makes the one that is about to begin.
func (d *deciding) conversation(l *store.Loaded, now botflow.Instant) (botflow.Conversation, error) {
	if at := slices.IndexFunc(l.Conversations, d.rq.on.is); at >= 0 {
		c := l.Conversations[at]
		if cmd, ok := d.rq.cmd.(botflow.Receive); ok && d.rq.op == "" {
			// Named by id: the message's operation is known only now.
			d.rq.op = messageOp(Chat(c.Channel, c.Contact), cmd.Message)
			return c, &store.More{Key: store.Key{Op: d.rq.op}}
		}
		return c, nil
	}
	if d.rq.on.Conversation != "" {
		return botflow.Conversation{}, botflow.ErrNotFound
	}
	chat := d.rq.on.Chat
	return botflow.Conversation{ID: newID(now, d.rq.entropy), Channel: chat.Channel, Contact: chat.Contact}, nil
}

// commit takes the step and folds everything that follows from it into one changeset.
func (d *deciding) commit(w *world, c botflow.Conversation) (store.Changeset, error) {
	if cmd, ok := d.rq.cmd.(botflow.AddTag); ok && !d.snap.HasTag(cmd.Tag) {
		return store.Changeset{}, &botflow.Error{Code: botflow.CodeNoTag, Field: string(cmd.Tag)}
	}
	env, err := w.env(&c, d.rq.cmd)
	if err != nil {
		return store.Changeset{}, err
	}
	out, err := botflow.Step(c, d.rq.cmd, env)
	if err != nil {
		return store.Changeset{}, err
	}
	var cs store.Changeset
	if err := d.activity(w, &cs); err != nil {
		return store.Changeset{}, err
	}
	if err := w.fold(&cs, &c, out, false); err != nil {
		return store.Changeset{}, err
	}
	d.triggers.step(&c, &out)
	if out.Forget {
		if err := d.forget(w, &cs); err != nil {
			return store.Changeset{}, err
		}
	}
	cs.Agents = w.ledger.changed()
	d.result = Result{Conversation: out.Next, Events: out.Events}
	return cs, keep(d.rq, d.result, &cs)
}

// activity: whatever an agent does is a sign of life, and may bring them back from inactivity (P2).
func (d *deciding) activity(w *world, cs *store.Changeset) error {
	id := d.rq.by.Agent()
	if id == "" {
		return nil
	}
	p := w.ledger.row(id)
	if p == nil {
		return &store.More{Key: store.Key{Agents: []botflow.AgentID{id}}}
	}
	next, events, err := botflow.Active(*p, botflow.AgentEnv{Now: w.recorded, Recorded: w.recorded, By: w.by, InactiveAfter: d.snap.InactiveAfter()})
	if err != nil {
		return err
	}
	if next.Status != p.Status {
		d.triggers.agent(id)
	}
	w.ledger.put(next)
	cs.Events = append(cs.Events, events...)
	return nil
}

// fold puts a step's outcome into the changeset and moves the load (I8).
func (w *world) fold(cs *store.Changeset, before *botflow.Conversation, out botflow.Outcome, automatic bool) error {
	if err := w.ledger.shift(before.Place.Owner, out.Next.Place.Owner, w.now, automatic); err != nil {
		return err
	}
	cs.At = w.recorded
	cs.Conversations = append(slices.DeleteFunc(cs.Conversations, func(c botflow.Conversation) bool { return c.ID == out.Next.ID }), out.Next)
	if out.Contact != nil {
		cs.Contacts = append(cs.Contacts, *out.Contact)
		w.learn(*out.Contact)
	}
	cs.Notes = append(cs.Notes, out.Notes...)
	cs.Events = append(cs.Events, out.Events...)
	if out.Forget {
		cs.Forget = append(cs.Forget, out.Next.ID)
	}
	return nil
}
