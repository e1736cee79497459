package memory

import (
	"context"
	"errors"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// Apply implements [store.Store].
func (a *account) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	written, err := a.step(key, decide)
	if wake := written.Wake(); wake != 0 || len(written.Events) > 0 {
		a.audience.tell(a.id, wake)
	}
	return err
}

// step gives what it has written. It holds the account's lock from the load to the write, so decide must not call the store.
func (a *account) step(key store.Key, decide store.Decide) (written store.Changeset, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for range store.MaxMore + 1 {
		loaded := a.load(key)
		named := key.Named(&loaded)
		changes, err := decide(loaded)
		var more *store.More
		if errors.As(err, &more) {
			key = key.With(more.Key)
			continue
		}
		if err != nil || changes.Empty() {
			return store.Changeset{}, err
		}
		compiled, err := a.check(&named, &changes)
		if err != nil {
			return store.Changeset{}, err
		}
		a.write(&changes, compiled)
		return changes, nil
	}
	return store.Changeset{}, store.ErrMore
}

// check refuses what can't be written, so that write can't fail half-way. It compiles the directory if there is a new one.
func (a *account) check(named *store.Named, c *store.Changeset) (*directory.Snapshot, error) {
	if err := errors.Join(c.Check(), named.Check(c), a.checkIDs(c), a.checkNotes(c), a.checkEvents(c)); err != nil {
		return nil, err
	}
	if c.Directory == nil {
		return nil, nil
	}
	return directory.Compile(*c.Directory, a.revision()+1)
}

// checkIDs wants the id of a new conversation to be new: of an id that the key didn't name nothing was loaded.
func (a *account) checkIDs(c *store.Changeset) error {
	for i := range c.Conversations {
		next := &c.Conversations[i]
		if row := a.chats[next.ID]; row != nil && (row.Channel != next.Channel || row.Contact != next.Contact) {
			return store.Refuse("conversation %q is of another channel or contact", next.ID)
		}
	}
	return nil
}

func (a *account) checkNotes(c *store.Changeset) error {
	for _, n := range c.Notes {
		written := slices.ContainsFunc(c.Conversations, func(x botflow.Conversation) bool { return x.ID == n.Conversation })
		if a.chats[n.Conversation] == nil && !written {
			return store.Refuse("note %d is of conversation %q, which doesn't exist", n.Seq, n.Conversation)
		}
		if before := a.notes[n.Conversation]; len(before) > 0 && n.Seq <= before[len(before)-1].Seq {
			return store.Refuse("note %d of conversation %q comes after note %d", n.Seq, n.Conversation, before[len(before)-1].Seq)
		}
	}
	return nil
}

// checkEvents wants each subject's first event to continue the last one stored; that the further ones follow it is checked
// without rows.
func (a *account) checkEvents(c *store.Changeset) error {
	begun := make(map[botflow.Subject]bool, 2)
	for i := range c.Events {
		e := &c.Events[i]
		if begun[e.Subject] {
			continue
		}
		begun[e.Subject] = true
		if last := a.lastSeq(e.Subject); e.Seq != last+1 {
			return store.Refuse("event %d of %s comes after event %d", e.Seq, e.Subject, last)
		}
	}
	return nil
}

// write stores copies of everything in a changeset that has been checked. It can't fail.
func (a *account) write(c *store.Changeset, compiled *directory.Snapshot) {
	if compiled != nil {
		a.putDirectory(*c.Directory, compiled)
	}
	for i := range c.Conversations {
		a.putChat(c.Conversations[i].Clone())
	}
	for i := range c.Contacts {
		a.putContact(c.Contacts[i].Clone())
	}
	for _, p := range c.Agents {
		a.putAgent(p)
	}
	for _, s := range c.Inboxes {
		a.putInbox(s)
	}
	for _, t := range c.Turns {
		a.putTurn(t)
	}
	for _, n := range c.Notes {
		a.notes[n.Conversation] = append(a.notes[n.Conversation], n)
	}
	for i := range c.Events {
		a.append(c.Events[i].Clone())
	}
	for _, j := range c.Jobs {
		a.putJob(j)
	}
	for _, id := range c.Done {
		a.dropJob(id)
	}
	if c.Op != "" {
		r := &result{op: c.Op, at: c.At, data: slices.Clone(c.Result)}
		a.results[c.Op] = r
		a.aging.add(r)
	}
	for _, id := range c.Forget {
		a.forget(id)
	}
}
