package batch

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/repartogo/reparto/store"
)

// Queue forms groups of calls. Make one with [NewQueue]; it is safe for concurrent use. There is no goroutine to start or to stop:
// callers lead. Whoever leads takes along everybody who waits, and leaves the lead to others once their own call is in a group.
type Queue struct {
	run func([]*Call)

	mu     sync.Mutex // of what follows
	groups line
	single line    // of calls that were set aside
	aside  []*Call // those that have no answer yet
}

// line is calls that wait for the same kind of group.
type line struct {
	size    int // of a group
	lanes   int // groups under way at once
	waiting []*Call
	led     int // lanes in which somebody leads, or has been told to
}

// NewQueue makes a queue of groups of at most size calls, so many of them under way at once, and beside them one call that was set
// aside. Run must answer each call of its group, ask for it again, or set it aside.
func NewQueue(size, lanes int, run func([]*Call)) *Queue {
	return &Queue{run: run, groups: line{size: size, lanes: lanes}, single: line{size: 1, lanes: 1}}
}

// Do takes a call through a group and gives its answer. A context that ends before the call's group begins, or between two groups of
// a call that goes again, takes the call back; else the answer is waited for, since the write may be on its way. A panic in decide
// is the caller's own.
func (q *Queue) Do(ctx context.Context, c *Call) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.ctx, c.Since = ctx, time.Now()
	c.lead, c.done = make(chan struct{}, 1), make(chan struct{})
	q.join(c)
	for ended := ctx.Done(); ; {
		select {
		case <-c.lead:
			q.lead(c)
		case <-c.done:
			q.resign(c)
			return c.result()
		case <-ended:
			if q.leave(c) {
				return ctx.Err()
			}
			ended = nil
		}
	}
}

// join queues the call: behind those set aside if it needs what one of them needs.
func (q *Queue) join(c *Call) {
	q.mu.Lock()
	defer q.mu.Unlock()
	c.line, c.compared = &q.groups, c.Key
	if slices.ContainsFunc(q.aside, c.Meets) {
		q.setAside(c)
	}
	c.line.waiting = append(c.line.waiting, c)
	c.line.appoint()
}

func (q *Queue) setAside(c *Call) {
	c.Aside, c.line = true, &q.single
	q.aside = append(q.aside, c)
}

// forget says that a call has its answer.
func (q *Queue) forget(c *Call) {
	if c.Aside {
		q.aside = slices.DeleteFunc(q.aside, func(other *Call) bool { return other == c })
	}
}

// Aside tells how many calls that were set aside have no answer yet, and how long the first of them has been under way.
func (q *Queue) Aside() (calls int, longest time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if calls = len(q.aside); calls > 0 {
		longest = time.Since(q.aside[0].Since)
	}
	return calls, longest
}

// leave takes back a call that no group has taken and that isn't to lead.
func (q *Queue) leave(c *Call) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return c.leading == nil && q.withdraw(c)
}

// withdraw takes a call out of its line, if it is there.
func (q *Queue) withdraw(c *Call) bool {
	at := slices.Index(c.line.waiting, c)
	if at < 0 {
		return false
	}
	c.line.waiting = slices.Delete(c.line.waiting, at, at+1)
	q.forget(c)
	return true
}

// appoint tells callers to lead as long as there is a lane for them. A further lane is for half a group at least: few calls do better
// together.
func (l *line) appoint() {
	for i, c := range l.waiting {
		if l.led == l.lanes || l.led > 0 && 2*(len(l.waiting)-i) < l.size {
			return
		}
		if c.leading == nil {
			l.led, c.leading = l.led+1, l
			c.lead <- struct{}{}
		}
	}
}

// resign leaves a call's lane, if it has one, to others.
func (q *Queue) resign(c *Call) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := c.leading
	if l == nil {
		return
	}
	select {
	case <-c.lead: // it was told to, and had its answer before it did
	default:
	}
	l.led, c.leading = l.led-1, nil
	q.groups.appoint()
	q.single.appoint()
}

// lead runs groups until one has the leader's own call, which another lane's may have already. A leader whose goroutine ends with a group
// is gone: what their call would be told nobody hears, and it must not be told to lead again.
func (q *Queue) lead(c *Call) {
	gone := true
	defer func() {
		if gone {
			q.bury(c)
		}
		q.resign(c)
	}()
	runtime.Gosched() // those who were just answered may have another call: it comes along
	for calls := q.take(c); calls != nil; calls = q.take(c) {
		q.through(calls)
	}
	gone = false
}

func (q *Queue) bury(c *Call) {
	q.mu.Lock()
	defer q.mu.Unlock()
	c.gone = true
	q.withdraw(c)
}

// take takes the calls of the next group; none if the leader's own is in one.
func (q *Queue) take(leader *Call) (calls []*Call) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := leader.leading
	if !slices.Contains(l.waiting, leader) {
		return nil
	}
	n := min(l.size, len(l.waiting))
	calls = slices.Clone(l.waiting[:n])
	l.waiting = slices.Delete(l.waiting, 0, n)
	return calls
}

// through takes a group through run. If run panics the calls are answered all the same, with the panic; if it ends the goroutine, as a
// test's FailNow in a decide does, nobody knows what was written.
func (q *Queue) through(calls []*Call) {
	returned := false
	defer func() {
		p := recover()
		for _, c := range calls {
			switch {
			case p != nil:
				c.Answer(nil)
				c.panicked = p
			case !returned:
				c.Answer(fmt.Errorf("%w: the group was broken off", store.ErrUnknown))
			}
		}
		q.finish(calls)
	}()
	q.run(calls)
	returned = true
}

// finish answers a group's calls and queues those that go again, unless their callers have given up.
func (q *Queue) finish(calls []*Call) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var again []*Call
	for _, c := range calls {
		if ended := c.ctx.Err(); c.then != answered && ended != nil {
			c.Answer(ended)
		}
		c.compared = c.Key
		if c.gone {
			c.Answer(nil)
		}
		if c.then == goesAside && !c.Aside {
			q.setAside(c)
		}
		switch {
		case c.then == answered:
			q.forget(c)
			close(c.done)
		case c.Aside:
			q.single.waiting = append(q.single.waiting, c)
		default:
			again = append(again, c)
		}
	}
	q.groups.waiting = append(again, q.groups.waiting...)
	q.groups.appoint()
	q.single.appoint()
}
