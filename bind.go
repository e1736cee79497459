package reparto

import (
	"context"
	"errors"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Bind gives the account on a store that joins a transaction of the host's, such as a SQL store's Bind(tx): all that is read
// and written goes through it, and commits or doesn't with whatever the host writes there. s must be of the same account and must not
// be nil. Make one for each transaction, and don't share it between goroutines.
//
// Commands in it match nothing, are never tried again, and apply no deadlines but those of the chat or agent that they are about;
// what else is due waits, and what is looked up is what is stored. When the host has committed it hands the results to [Account.Settle].
// After a rollback it throws them away: nothing is left of them, in the engine neither. A race that is lost is
// botflow.ErrConflict: the host rolls back and begins its transaction anew. So it does after any error that isn't a refusal.
//
// A configuration is changed on the account itself. Bound commands don't go into a recording (Config.Record).
func (a *Account) Bind(s store.Store) *Account {
	b := newAccount(a.id, a.engine, s)
	if b.origin = a; a.origin != nil {
		b.origin = a.origin
	}
	b.snap.Store(b.origin.snap.Load())
	b.last.Store(b.origin.last.Load())
	return b
}

// Settle does what the commands of a host's transaction left to do: it assigns the chats that they made assignable, and those who follow
// the account's events, in other processes too, hear that there are some. Call it on the account itself after the commit, with their results. Results that owe
// nothing cost nothing. A host that forgets it, or dies before it, or hands over results that went through JSON, costs its contacts one
// sweep: [Engine.Tick] finds who waits.
//
// What fails is answered, stays marked, and is tried again with the next command or tick.
func (a *Account) Settle(ctx context.Context, of ...Result) error {
	if a.origin != nil {
		return errBound("settle on the account itself, after the commit")
	}
	var t triggers
	for i := range of {
		t.add(of[i].owed)
		wake := of[i].wake()
		a.engine.wakeBy(wake)
		if len(of[i].Events) > 0 {
			a.bell.ring()
			a.tell(wake)
		}
	}
	if t.empty() {
		return nil
	}
	a.matcher.note(t, 0)
	k, err := a.present(ctx, store.Key{})
	if err != nil {
		return err
	}
	a.matcher.note(triggers{}, k.now)
	_, err = a.match(ctx)
	return err
}

// wake gives when what a command has left falls due first; 0: never.
func (r *Result) wake() botflow.Instant {
	left := store.Changeset{Conversations: []botflow.Conversation{r.Conversation}, Agents: []botflow.Presence{r.Presence}}
	return left.Wake()
}

// errBound refuses what makes no sense in a host's transaction.
func errBound(cure string) error {
	return botflow.Invalid("account", "is bound to a transaction: "+cure)
}

// follow sees to what a committed command made assignable; in a host's transaction the result says it.
func (a *Account) follow(ctx context.Context, rq *request, t triggers, r Result) Result {
	if a.origin == nil {
		a.settle(ctx, t, rq.now)
		return r
	}
	r.owed.add(rq.owed)
	r.owed.add(t)
	return r
}

// wait applies the deadlines that come before a command: all of the account's, but in a host's transaction only those of the
// command's own subject.
func (a *Account) wait(ctx context.Context, rq *request, due *dueError) error {
	if a.origin == nil {
		return a.catchUp(ctx, due.now)
	}
	for tries := 0; tries < maxTries; tries++ {
		e, err := a.elapse(ctx, []store.Wake{due.wake}, due.now)
		switch {
		case errors.Is(err, errStale):
			if _, err = a.refresh(ctx); err != nil {
				return err
			}
		case err != nil && !errors.Is(err, errMoved):
			return err
		case err == nil:
			rq.owed.add(e.triggers)
			if due.wake, tries = e.soonest, 0; due.wake.At == 0 || due.wake.At > due.now {
				return nil
			}
		}
	}
	return botflow.ErrConflict
}

// ownWake gives the wake of what a command is about.
func (rq *request) ownWake(l *store.Loaded) store.Wake {
	if at := slices.IndexFunc(l.Conversations, rq.on.is); at >= 0 && rq.on.Agent == "" {
		c := &l.Conversations[at]
		return store.Wake{Wake: c.Wake, Kind: store.WakeConversation, ID: string(c.ID)}
	}
	for i := range l.Agents {
		if p := &l.Agents[i]; p.Agent == rq.on.Agent {
			return store.Wake{Wake: botflow.Wake{At: p.Wake, Rank: botflow.RankPresence}, Kind: store.WakeAgent, ID: string(p.Agent)}
		}
	}
	return store.Wake{}
}
