package reparto

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// Account is one tenant of the engine. Make a [Desk] to act or to look; change the configuration with [Account.Apply].
type Account struct {
	id     botflow.AccountID
	engine *Engine
	store  store.Store
	origin *Account // of one that is bound to a host's transaction; else nil

	snap    atomic.Pointer[directory.Snapshot] // the configuration as last read
	last    atomic.Int64                       // the latest instant seen: time never goes back
	due     gate                               // one catch-up at a time keeps the order of deadlines
	matcher matcher
	bell    bell // rings with every event written
}

func newAccount(id botflow.AccountID, e *Engine, s store.Store) *Account {
	return &Account{id: id, engine: e, store: s, due: make(gate, 1), matcher: matcher{run: make(gate, 1)}}
}

// ID gives the account's id.
func (a *Account) ID() botflow.AccountID { return a.id }

// As gives the desk of an actor. What the actor may do is looked up in the directory at each call, never taken from the
// caller (V5).
func (a *Account) As(by botflow.Actor) *Desk { return &Desk{account: a, by: by} }

// System gives the desk of the host's own code.
func (a *Account) System() *Desk { return a.As(botflow.System()) }

// Directory gives the configuration in force and its revision.
func (a *Account) Directory(ctx context.Context) (directory.Directory, uint64, error) {
	return a.store.Directory(ctx, 0)
}

// snapshot gives the compiled configuration, read at first use.
func (a *Account) snapshot(ctx context.Context) (*directory.Snapshot, error) {
	if s := a.snap.Load(); s != nil {
		return s, nil
	}
	return a.refresh(ctx)
}

// inForce gives the compiled configuration of a revision that was just read, or of a later one.
func (a *Account) inForce(ctx context.Context, revision uint64) (*directory.Snapshot, error) {
	if s := a.snap.Load(); s != nil && s.Revision() == revision {
		return s, nil
	}
	return a.refresh(ctx)
}

// refresh reads the configuration if it is newer than the one held.
func (a *Account) refresh(ctx context.Context) (*directory.Snapshot, error) {
	held := a.snap.Load()
	known := uint64(0)
	if held != nil {
		known = held.Revision()
	}
	d, revision, err := a.store.Directory(ctx, known)
	if err != nil {
		return nil, err
	}
	if held != nil && revision == known {
		return held, nil
	}
	s, err := directory.Compile(d, revision)
	if err != nil {
		return nil, err
	}
	a.snap.Store(s)
	return s, nil
}

// errStale is decide's answer when the configuration it was given is no longer the one in force.
var errStale = errors.New("reparto: the directory has changed")

// dueError is decide's answer when deadlines have come that must be applied first (L48).
type dueError struct {
	now  botflow.Instant
	wake store.Wake // in a host's transaction, of the command's own subject
}

func (*dueError) Error() string { return "reparto: deadlines are due first" }

// maxTries bounds how often one call starts over because configuration, deadlines or rows changed under it.
const maxTries = 64

// apply commits one decision: it refreshes the configuration and applies what is due as often as decide asks for it.
// make builds a fresh key and decide function for a snapshot. A command that had to wait for deadlines was given when they were
// first seen: what falls due while they are applied doesn't hold it up again.
func (a *Account) apply(ctx context.Context, rq *request, make func(*directory.Snapshot) (store.Key, store.Decide)) error {
	snap, err := a.snapshot(ctx)
	if err != nil {
		return err
	}
	for range maxTries {
		key, decide := make(snap)
		err = a.write(ctx, key, decide)
		var due *dueError
		switch {
		case err == nil:
			return nil
		case errors.Is(err, errStale):
			if snap, err = a.refresh(ctx); err != nil {
				return err
			}
		case errors.As(err, &due):
			rq.at = due.now
			if err := a.wait(ctx, rq, due); err != nil {
				return err
			}
		default:
			return unknown(err)
		}
	}
	return botflow.ErrConflict
}

// write is the one way to the store's rows. It finds out what became of a write whose answer was lost, and lets Run know of wakes
// that come before it means to look again.
func (a *Account) write(ctx context.Context, key store.Key, decide store.Decide) error {
	if a.origin != nil {
		return a.store.Apply(ctx, key, decide) // nothing is written before the host commits
	}
	w := &lost{account: a, key: key, decide: decide}
	err := a.store.Apply(ctx, key, func(l store.Loaded) (cs store.Changeset, err error) {
		w.sent, err = decide(l)
		return w.sent, err
	})
	if errors.Is(err, store.ErrUnknown) {
		err = w.resolve(ctx, err)
	}
	if err == nil {
		a.engine.wakeBy(w.sent.Wake())
		if len(w.sent.Events) > 0 {
			a.bell.ring()
		}
	}
	return err
}

// fresh refuses to decide on an old configuration or ahead of what is due; in a host's transaction, of what is due of the
// command's own subject.
func (a *Account) fresh(snap *directory.Snapshot, l *store.Loaded, now botflow.Instant, rq *request) error {
	if l.Revision != snap.Revision() {
		return errStale
	}
	next := store.Wake{Wake: botflow.Wake{At: l.NextDue}}
	if a.origin != nil {
		next = rq.ownWake(l)
	}
	if next.At != 0 && next.At <= now {
		return &dueError{now, next}
	}
	return nil
}
