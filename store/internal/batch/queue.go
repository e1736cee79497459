package batch

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Queue forms groups of calls. Make one with [NewQueue]; it is safe for concurrent use. There is no goroutine to start or to stop:
// whoever finds nobody leading leads, takes along everybody who waits, and hands the lead on afterwards. One group runs at a
// time.
type Queue struct {
	run  func([]*Call)
	size int

	mu      sync.Mutex // of what follows
	waiting []*Call
	led     bool // somebody leads, or has been told to
}

// Call is one Apply on its way through a group. The store that runs the group answers it with [Call.Answer] or puts it into the
// next one with [Call.Again].
type Call struct {
	Account botflow.AccountID
	Key     store.Key
	Decide  store.Decide
	Since   time.Time // when Do was called

	ctx       context.Context
	mores     int // how often decide asked for further rows
	err       error
	panicked  any
	again     bool
	appointed bool
	lead      chan struct{}
	done      chan struct{}
}

// NewQueue makes a queue of groups of at most size calls. Run must answer each call of its group or ask for it again.
func NewQueue(size int, run func([]*Call)) *Queue { return &Queue{run: run, size: size} }

// Answer ends the call with what its caller is told.
func (c *Call) Answer(err error) { c.err, c.again = err, false }

// Again puts the call into the next group, ahead of those who wait.
func (c *Call) Again() { c.err, c.again = nil, true }

// Result gives the answer of a call that went through no queue; false: it must go again. A panic in decide is the caller's own.
func (c *Call) Result() (answered bool, err error) {
	if c.again {
		return false, nil
	}
	return true, c.result()
}

// Do takes a call through a group and gives its answer. A context that ends before the call's group begins, or between two groups of
// a call that goes again, takes the call back; else the answer is waited for, since the write may be on its way. A panic in decide
// is the caller's own.
func (q *Queue) Do(ctx context.Context, c *Call) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.ctx, c.Since = ctx, time.Now()
	c.lead, c.done = make(chan struct{}), make(chan struct{})
	if !q.join(c) {
		select {
		case <-c.done:
			return c.result()
		case <-c.lead:
		case <-ctx.Done():
			if q.leave(c) {
				return ctx.Err()
			}
			select {
			case <-c.done:
				return c.result()
			case <-c.lead:
			}
		}
	}
	return q.leading(c)
}

// result gives the answer in the caller's own goroutine.
func (c *Call) result() error {
	if c.panicked != nil {
		panic(c.panicked)
	}
	return c.err
}

// join queues the call and tells whether it must lead.
func (q *Queue) join(c *Call) (lead bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, c)
	lead, q.led = !q.led, true
	c.appointed = lead
	return lead
}

// leave takes back a call that no group has taken and that isn't to lead.
func (q *Queue) leave(c *Call) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := slices.Index(q.waiting, c)
	if at < 0 || c.appointed {
		return false
	}
	q.waiting = slices.Delete(q.waiting, at, at+1)
	return true
}

// leading runs groups until the leader's own call is answered, and hands the lead on whatever happens.
func (q *Queue) leading(c *Call) error {
	defer q.handOver()
	runtime.Gosched() // those who were just answered may have another call: it comes along
	for {
		q.next()
		select {
		case <-c.done:
			return c.result()
		default:
		}
	}
}

// next runs one group. If run panics its calls are answered all the same, with the panic; if it ends the goroutine, as a test's FailNow
// in a decide does, nobody knows what was written.
func (q *Queue) next() {
	q.mu.Lock()
	n := min(q.size, len(q.waiting))
	calls := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	q.mu.Unlock()
	returned := false
	defer func() {
		p := recover()
		for _, c := range calls {
			switch {
			case p != nil:
				c.panicked, c.again = p, false
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
	var again []*Call
	for _, c := range calls {
		if ended := c.ctx.Err(); c.again && ended != nil {
			c.Answer(ended)
		}
		if c.again {
			again = append(again, c)
			continue
		}
		close(c.done)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(again, q.waiting...)
}

// handOver appoints the next leader, or leaves the lead open.
func (q *Queue) handOver() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.led = len(q.waiting) > 0; q.led {
		q.waiting[0].appointed = true
		close(q.waiting[0].lead)
	}
}
