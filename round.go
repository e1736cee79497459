package reparto

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// round hands out one page of the feed and some of what is held, and writes down what came of it. Its place in time is that of its
// first look: what fails meanwhile is tried again in another call.
type round struct {
	account  *Account
	consumer Consumer
	ready    botflow.Instant // what is to be tried by then is ready
	next     botflow.Instant // when something is to be tried again; 0: nothing is

	state  store.Consumer
	now    botflow.Instant // by the account's clock when the engine's was read at began
	began  time.Time
	parked []store.Hold // not told of yet
}

// run does the round and answers whether it did anything.
func (r *round) run(ctx context.Context) (worked bool, err error) {
	a := r.account
	records, err := a.store.Feed(ctx, r.consumer.Name, 0, store.RoundEvents)
	if err != nil {
		return false, err
	}
	if r.state, err = a.store.Consumer(ctx, r.consumer.Name); err != nil {
		return false, err
	}
	if r.state.Revision == 0 {
		return false, store.ErrMoved // dropped since
	}
	if r.now, err = a.Now(ctx); err != nil {
		return false, err
	}
	r.began = a.engine.clock.Now()
	if r.state.Busy > r.now && r.state.Busy <= r.now.Add(2*time.Hour) { // a longer one is a clock's mistake
		r.next = r.state.Busy
		return false, nil
	}
	if !r.state.Ready(r.ready, records) {
		r.next = r.state.Next(r.ready)
		return false, nil
	}
	return true, r.hand(ctx, records)
}

// hand hands events out for as long as the context lasts. What was done is written down even if it ends.
func (r *round) hand(ctx context.Context, page []store.Record) error {
	if err := r.save(ctx, r.lease()); err != nil {
		return err
	}
	history := func(of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
		return r.account.store.History(ctx, of, after, limit)
	}
	err := r.state.Deliver(r.ready, page, history, func(rec store.Record) (bool, error) { return r.give(ctx, rec) })
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.consumer.Timeout)
	defer cancel()
	if saved := r.save(last, 0); err == nil {
		err = saved
	}
	return err
}

// give hands out one event and notes what came of it. An error ends the round: the event comes again.
func (r *round) give(ctx context.Context, rec store.Record) (content bool, err error) {
	if err := r.renew(ctx); err != nil {
		return false, err
	}
	failure := HandlerError{store.Failure{Consumer: r.consumer.Name, Record: rec}}
	r.call(ctx, rec, &failure)
	switch {
	case failure.Err == nil:
		r.state.Handled(rec)
		return true, nil
	case ctx.Err() != nil:
		return false, ctx.Err() // it was told to stop: that is no failure
	}
	failure.Parked = r.state.Failed(rec, failure.Err, r.clock(), r.consumer.Tries)
	h, _ := r.state.Hold(rec.Event.Subject)
	if failure.Tries = h.Tries; failure.Parked {
		r.parked = append(r.parked, h)
	}
	r.account.engine.failed(r.account.id, &failure)
	return false, nil
}

// call calls the handler. A panic is an error, with a stack.
func (r *round) call(ctx context.Context, rec store.Record, failure *HandlerError) {
	ctx, cancel := context.WithTimeout(ctx, r.consumer.Timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			failure.Err, failure.Stack = fmt.Errorf("panic: %v", p), debug.Stack()
		}
	}()
	failure.Err = r.consumer.Handle(ctx, rec)
}

// clock gives the time, by as much later than the round's first look as has gone by since.
func (r *round) clock() botflow.Instant {
	return r.now.Add(max(0, r.account.engine.clock.Now().Sub(r.began)))
}

// lease is until when nobody else need look: time for this call of the handler and for another.
func (r *round) lease() botflow.Instant { return r.clock().Add(2 * r.consumer.Timeout) }

// renew writes down what was done before the lease is too short for a call of the handler, or the context has ended.
func (r *round) renew(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if r.clock().Add(r.consumer.Timeout) <= r.state.Busy {
		return nil
	}
	return r.save(ctx, r.lease())
}

// save writes the consumer down, and then tells of what was parked.
func (r *round) save(ctx context.Context, busy botflow.Instant) error {
	r.state.Busy = busy
	revision, err := r.account.store.Advance(ctx, r.state)
	if err != nil {
		return err
	}
	r.state.Revision = revision
	for _, h := range r.parked {
		r.account.tellOf(ctx, r.consumer.Name, h)
	}
	r.parked = nil
	return nil
}
