package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"testing"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// probe is what a check works with: an empty store's account, and a way to say what is wrong. The first thing found wrong ends
// the check.
type probe struct {
	store.Store
	ctx context.Context
	tb  testing.TB
	h   Harness
	db  store.DB
	id  botflow.AccountID
}

// found is what a probe panics with, and probing recovers from: the check's way out.
type found struct{ error }

// probing makes a check's function of one that works with a probe.
func probing(check func(p *probe)) func(testing.TB, Harness) error {
	return func(tb testing.TB, h Harness) error {
		tb.Helper()
		p := &probe{ctx: tb.Context(), tb: tb, h: h, db: h.New(tb)}
		return caught(func() { check(p.in("acme")) })
	}
}

// caught runs a check and gives what it found wrong.
func caught(check func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case found:
			err = r.error
		default: // a store whose answer leads a check astray
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	check()
	return nil
}

// in gives a probe of another account.
func (p *probe) in(id botflow.AccountID) *probe {
	other := *p
	other.id = id
	var err error
	other.Store, err = p.db.Account(id)
	p.no(err, "open account %q", id)
	return &other
}

// reopened gives a probe of the same account once the store was closed and opened again. The old one is of no use any more.
func (p *probe) reopened() *probe {
	other := *p
	other.db = p.h.Reopen(p.tb, p.db)
	return other.in(p.id)
}

// beside gives a probe of the same account in a second store on the same data.
func (p *probe) beside() *probe {
	other := *p
	other.db = p.h.Second(p.tb, p.db)
	return other.in(p.id)
}

// no ends the check if there is an error.
func (p *probe) no(err error, doing string, args ...any) {
	if err != nil {
		panic(found{fmt.Errorf("%s: %w", fmt.Sprintf(doing, args...), err)})
	}
}

// want ends the check unless something holds.
func (p *probe) want(holds bool, otherwise string, args ...any) { want(holds, otherwise, args...) }

func want(holds bool, otherwise string, args ...any) {
	if !holds {
		panic(found{fmt.Errorf(otherwise, args...)})
	}
}

// same ends the check unless two things are the same.
func (p *probe) same(what string, got, right any) { same(what, got, right) }

// write applies a changeset that depends on nothing.
func (p *probe) write(c store.Changeset) {
	p.no(p.try(c), "write")
}

// try applies a changeset under a key that names all of it. A key can name but one new conversation, so the others are made first.
func (p *probe) try(c store.Changeset) error {
	if err := p.makeOthers(c); err != nil {
		return err
	}
	return p.tryUnder(Naming(c), c)
}

// makeOthers makes the new conversations of a changeset but the first, without their events.
func (p *probe) makeOthers(c store.Changeset) error {
	if len(c.Conversations) < 2 {
		return nil
	}
	l, err := p.Get(p.ctx, store.Key{Conversations: ids(c.Conversations)})
	if err != nil {
		return err
	}
	known := ids(l.Conversations)
	for _, x := range c.Conversations[1:] {
		if x.Seq = 0; !slices.Contains(known, x.ID) {
			first := store.Changeset{Conversations: []botflow.Conversation{x}}
			if err := p.tryUnder(Naming(first), first); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *probe) tryUnder(key store.Key, c store.Changeset) error {
	return p.Apply(p.ctx, key, func(store.Loaded) (store.Changeset, error) { return c, nil })
}

// refused wants a changeset to be refused as one that can't be.
func (p *probe) refused(why string, c store.Changeset) { p.refusedUnder(Naming(c), why, c) }

func (p *probe) refusedUnder(key store.Key, why string, c store.Changeset) {
	p.refusedBy(key, why, func(store.Loaded) (store.Changeset, error) { return c, nil })
}

func (p *probe) refusedBy(key store.Key, why string, decide store.Decide) {
	err := p.Apply(p.ctx, key, decide)
	p.want(err != nil, "a changeset was written although %s", why)
	p.want(errors.Is(err, store.ErrChangeset), "%s: the refusal doesn't wrap ErrChangeset: %v", why, err)
}

// get loads for reading.
func (p *probe) get(key store.Key) store.Loaded {
	l, err := p.Get(p.ctx, key)
	p.no(err, "get")
	l.Now = 0 // a store's clock goes on
	return l
}

// presence reads the row of one agent, who must have one.
func (p *probe) presence(id botflow.AgentID) botflow.Presence {
	l := p.get(store.Key{Agents: []botflow.AgentID{id}})
	p.want(len(l.Agents) == 1, "agent %q has %d rows", id, len(l.Agents))
	return l.Agents[0]
}

// verified wants the store's books to be in order.
func (p *probe) verified() {
	wrong, err := p.Verify(p.ctx)
	p.no(err, "verify")
	p.want(len(wrong) == 0, "the store finds its own books wrong: %q", wrong)
}

// together runs one function many times at the same time and ends the check with the first error.
func (p *probe) together(callers int, call func(caller int) error) {
	errs := make([]error, callers)
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() { errs[i] = call(i) })
	}
	all.Wait()
	p.no(errors.Join(errs...), "%d callers at the same time", callers)
}

// chat makes a conversation that waits in General.
func chat(id botflow.ConversationID) botflow.Conversation {
	return botflow.Conversation{
		ID: id, Channel: "web", Contact: botflow.ContactID("contact of " + id), TakenFrom: botflow.General, QueuedAt: 1,
		Place: botflow.Place{State: botflow.StateInbox, Inbox: botflow.General, Since: 1},
	}
}

// staff is a directory with these agents, whose General inbox assigns by turn and limits nobody.
func staff(agents ...botflow.AgentID) *directory.Directory {
	d := &directory.Directory{}
	for _, id := range agents {
		d.Agents = append(d.Agents, directory.Agent{ID: id})
	}
	general := directory.Inbox{ID: botflow.General}
	general.Policy.Enabled = true
	d.Inboxes = []directory.Inbox{general}
	return d
}
