package reparto

import (
	"context"
	"errors"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// Apply makes the directory the account's configuration: the whole desired state in one call. It answers what changed;
// applying the same again changes nothing. An agent that isn't listed any more is removed: their chats go back to where
// they were taken from. An inbox that isn't listed any more is deleted: its chats go to the inbox that Directory.Deleted
// names; if it names none and chats are in the inbox, the call is refused with code "inbox not empty" (S8).
//
// A directory that contradicts itself is refused with every problem at once, each naming its field, and nothing changes.
// Chats that the new configuration makes assignable have been assigned when Apply returns.
func (a *Account) Apply(ctx context.Context, wanted directory.Directory) ([]directory.Change, error) {
	want := func(directory.Directory) (directory.Directory, error) { return wanted, nil }
	return a.configure(ctx, botflow.System(), want)
}

// configure commits a configuration that is made from the one in force.
func (a *Account) configure(ctx context.Context, by botflow.Actor, want wanting) ([]directory.Change, error) {
	if a.origin != nil {
		return nil, errBound("change the configuration on the account itself")
	}
	return a.engine.record.configure(ctx, a, by, want)
}

// wanting gives the configuration wanted in place of the one in force.
type wanting func(old directory.Directory) (directory.Directory, error)

// reconfigure commits a configuration and carries out what follows from it, at a recorded time or, with at 0, now.
func (a *Account) reconfigure(ctx context.Context, by botflow.Actor, at botflow.Instant, want wanting) ([]directory.Change, error) {
	for range maxTries {
		c, err := a.configuring(ctx, by, want)
		if err != nil || len(c.changes) == 0 {
			return nil, err
		}
		c.at = at
		err = a.write(ctx, c.key(), c.decide)
		var due *dueError
		switch {
		case err == nil:
			return c.changes, a.reconfigured(ctx, c.now)
		case errors.As(err, &due):
			at = due.now // as in apply
			if err := a.catchUp(ctx, at); err != nil {
				return nil, err
			}
		case errors.Is(err, store.ErrUnknown):
			a.matcher.note(triggers{all: true}, c.now) // if it happened the next command or tick sees to what follows
			return nil, unknown(err)
		case !errors.Is(err, errStale):
			return nil, err
		}
	}
	return nil, botflow.ErrConflict
}

// reconfigured carries out what follows: jobs, and the matching of chats that have become assignable.
func (a *Account) reconfigured(ctx context.Context, now botflow.Instant) error {
	if _, err := a.refresh(ctx); err != nil {
		return err
	}
	if err := a.catchUp(ctx, now); err != nil { // a shorter InactiveAfter may be over already
		return err
	}
	if err := a.work(ctx, now); err != nil {
		return err
	}
	a.settle(ctx, triggers{all: true}, now)
	return nil
}

// configuring prepares an attempt from the configuration in force.
func (a *Account) configuring(ctx context.Context, by botflow.Actor, want wanting) (*configuring, error) {
	old, revision, err := a.store.Directory(ctx, 0)
	if err != nil {
		return nil, err
	}
	wanted, err := want(old)
	if err != nil {
		return nil, err
	}
	next := directory.Normalize(old, wanted)
	if err := next.Validate(a.engine.cfg.strategies()...); err != nil {
		return nil, err
	}
	return &configuring{
		account: a, old: old, next: next, revision: revision, by: by,
		changes: directory.Diff(old, next), orphans: directory.Orphaned(old, wanted),
	}, nil
}

// configuring is one attempt to change the configuration.
type configuring struct {
	account   *Account
	old, next directory.Directory
	revision  uint64
	by        botflow.Actor
	changes   []directory.Change
	orphans   []botflow.InboxID // deleted without a destination: must be empty
	at        botflow.Instant   // when it was given, if it is recorded; else 0
	now       botflow.Instant
}

// key names the rows of agents who go, of all agents when inactivity counts anew, and of inboxes that must be empty.
func (c *configuring) key() store.Key {
	k := store.Key{Account: true, Scopes: c.orphans}
	if id := c.by.Agent(); id != "" {
		k.Agents = append(k.Agents, id)
	}
	inactivity := c.old.Options.InactiveAfter != c.next.Options.InactiveAfter
	for _, ch := range c.changes {
		if ch.Kind == directory.OfAgent && ch.Act == directory.Removed {
			k.Agents = append(k.Agents, botflow.AgentID(ch.ID))
		}
	}
	if inactivity {
		for _, ag := range c.next.Agents {
			k.Agents = append(k.Agents, ag.ID)
		}
	}
	return k
}

func (c *configuring) decide(l store.Loaded) (store.Changeset, error) {
	if l.Revision != c.revision {
		return store.Changeset{}, errStale
	}
	now, err := c.account.given(c.at, l.Now)
	if err != nil {
		return store.Changeset{}, err
	}
	if l.NextDue != 0 && l.NextDue <= now {
		return store.Changeset{}, &dueError{now: now}
	}
	c.now = now
	for _, in := range l.Scopes {
		if in.Occupied {
			return store.Changeset{}, &botflow.Error{Code: botflow.CodeInboxNotEmpty, Field: string(in.ID), Detail: "name a destination in Deleted"}
		}
	}
	snap, err := directory.Compile(c.next, l.Revision+1)
	if err != nil {
		return store.Changeset{}, err
	}
	cs := store.Changeset{At: now, Directory: &c.next}
	if err := c.agents(&cs, snap, l.Agents); err != nil {
		return store.Changeset{}, err
	}
	c.tell(&cs, l.AccountSeq)
	return cs, nil
}

// agents signs out those who go, and arms the inactivity of the others by the new option. Changing the configuration is a
// sign of life of who does it (P2).
func (c *configuring) agents(cs *store.Changeset, snap *directory.Snapshot, rows []botflow.Presence) error {
	for _, p := range rows {
		next, events, err := p, []botflow.Event(nil), error(nil)
		env := botflow.AgentEnv{Now: c.now, Recorded: c.now, By: c.by, InactiveAfter: snap.InactiveAfter()}
		switch {
		case !snap.Enabled(p.Agent):
			env.Removed = true
			next, events, err = botflow.StepAgent(p, botflow.SignOut{}, env)
		case p.Agent == c.by.Agent():
			next, events, err = botflow.Active(p, env)
		}
		if err != nil {
			return err
		}
		next = next.Rearmed(snap.InactiveAfter())
		if next.Wake != 0 {
			next.Wake = max(next.Wake, c.now) // a change of settings never reaches back (F9)
		}
		if next != p {
			cs.Agents = append(cs.Agents, next)
		}
		cs.Events = append(cs.Events, events...)
	}
	return nil
}

// tell adds an event of the account for each change, and opens the jobs of what goes.
func (c *configuring) tell(cs *store.Changeset, seq uint64) {
	for i := range c.changes {
		ch := &c.changes[i]
		seq++
		cs.Events = append(cs.Events, botflow.Event{
			Subject: botflow.OfAccount(), Seq: seq, Type: ch.Event(), At: c.now, Recorded: c.now, By: c.by, Setting: ch.Setting(),
		})
		if ch.Act != directory.Removed {
			continue
		}
		job := store.Job{ID: fmt.Sprintf("%s/%s/%d", ch.Kind, ch.ID, seq), At: c.now}
		switch ch.Kind {
		case directory.OfAgent:
			job.Kind, job.Agent = store.JobRemoveAgent, botflow.AgentID(ch.ID)
		case directory.OfInbox:
			job.Kind, job.Inbox, job.Into = store.JobDeleteInbox, botflow.InboxID(ch.ID), ch.Into
		case directory.OfChannel, directory.OfAssistant, directory.OfTag, directory.OfOptions:
			continue
		}
		cs.Jobs = append(cs.Jobs, job)
	}
}
