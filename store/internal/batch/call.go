package batch

import (
	"context"
	"slices"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Call is one Apply on its way through a group. The store that runs the group answers it with [Call.Answer], puts it into another
// one with [Call.Again], or into one of its own with [Call.SetAside].
type Call struct {
	Account botflow.AccountID
	Key     store.Key
	Decide  store.Decide
	Since   time.Time // when Do was called
	Aside   bool      // it was set aside: its group has no other

	ctx      context.Context
	compared store.Key // Key as it was when no group had the call: others compare theirs with it
	mores    int       // how often decide asked for further rows
	then     then
	err      error
	panicked any
	gone     bool // its caller's goroutine has ended

	lead    chan struct{}
	done    chan struct{}
	line    *line // in which it waits, or has waited
	leading *line // whose groups its caller runs, or has been told to run; nil: none
}

// then says what becomes of a call after its group.
type then uint8

const (
	answered then = iota
	goesAgain
	goesAside
)

// Answer ends the call with what its caller is told.
func (c *Call) Answer(err error) { c.err, c.then = err, answered }

// Again puts the call into the next group, ahead of those who wait.
func (c *Call) Again() { c.err, c.then = nil, goesAgain }

// SetAside puts the call into a group of its own, behind the others that were set aside: somebody is in its way, and the calls
// beside it would wait with it. So would those that come later and name a row that it names; they follow it.
func (c *Call) SetAside() { c.err, c.then = nil, goesAside }

// Result gives the answer of a call that went through no queue; false: it must go again. A panic in decide is the caller's own.
func (c *Call) Result() (done bool, err error) {
	if c.then != answered {
		return false, nil
	}
	return true, c.result()
}

// result gives the answer in the caller's own goroutine.
func (c *Call) result() error {
	if c.panicked != nil {
		panic(c.panicked)
	}
	return c.err
}

// Meets tells whether two calls name a row in common that one of them may be waiting for.
func (c *Call) Meets(other *Call) bool {
	if c.Account != other.Account {
		return false
	}
	k, o := &c.compared, &other.compared
	return k.Account || o.Account || k.Chat != (store.Chat{}) && k.Chat == o.Chat ||
		common(k.Conversations, o.Conversations) || common(k.Contacts, o.Contacts) || common(k.Agents, o.Agents) || common(k.Inboxes, o.Inboxes)
}

func common[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(v T) bool { return slices.Contains(b, v) })
}
