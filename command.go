package reparto

import (
	"context"
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
	var d *deciding
	others, err := a.chatsToForget(ctx, rq)
	if err != nil {
		return Result{}, err
	}
	err = a.apply(ctx, func(snap *directory.Snapshot) (store.Key, store.Decide) {
		d = &deciding{account: a, rq: rq, snap: snap, others: others}
		return d.key(), d.decide
	})
	if err != nil {
		return Result{}, err
	}
	if d.result.Duplicate {
		return a.retell(ctx, d.result)
	}
	a.settle(ctx, d.triggers, rq.now)
	return d.result, nil
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
	if l.Seen {
		d.result, err = replay(d.rq, &l)
		return store.Changeset{}, err
	}
	now, err := d.rq.time(d.account, l.Now)
	if err != nil {
		return store.Changeset{}, err
	}
	if err := d.account.fresh(d.snap, &l, now); err != nil {
		return store.Changeset{}, err
	}
	asker, ok := d.snap.Asker(d.rq.by)
	if !ok {
		return store.Changeset{}, botflow.ErrNotFound
	}
	c, err := d.conversation(&l, now)
	if err != nil {
		return store.Changeset{}, err
	}
	if c.Updated > now { // another process, or this one before a restart, was ahead of this clock: so is the account's time
		now = d.account.forward(c.Updated)
		if err := d.account.fresh(d.snap, &l, now); err != nil {
			return store.Changeset{}, err
		}
	}
	d.rq.now = now
	w := &world{snap: d.snap, loaded: &l, ledger: newLedger(l.Agents), now: now, recorded: now, by: d.rq.by}
	if err := inbox.Authorize(d.snap.Matrix(), &asker, &c, w.contact(c.Contact), d.rq.cmd, w.now); err != nil {
		return store.Changeset{}, err
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
