package reparto

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Bounds of one round of consumption.
const (
	roundEvents  = 64 // of the feed, and of a held subject
	roundRetries = 8  // held subjects, so that slow failures don't keep the feed waiting
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
	records, err := a.store.Feed(ctx, r.consumer.Name, 0, roundEvents)
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
	retries := r.state.Retries(r.ready)
	retries = retries[:min(len(retries), roundRetries)]
	if len(retries) == 0 && (len(records) == 0 || r.state.Full()) {
		r.next = r.state.Next(r.ready)
		return false, nil
	}
	return true, r.hand(ctx, retries, records)
}

// hand hands out what is held, then the feed, for as long as the context lasts. What was done is written down even if it ends.
func (r *round) hand(ctx context.Context, retries []store.Hold, records []store.Record) error {
	if err := r.save(ctx, r.lease()); err != nil {
		return err
	}
	err := r.retry(ctx, retries)
	if err == nil {
		err = r.read(ctx, records)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.consumer.Timeout)
	defer cancel()
	if saved := r.save(last, 0); err == nil {
		err = saved
	}
	return err
}

// retry goes on with subjects that are held.
func (r *round) retry(ctx context.Context, held []store.Hold) error {
	for _, h := range held {
		history, err := r.account.store.History(ctx, h.Subject, h.Seq-1, roundEvents)
		if err != nil {
			return err
		}
		behind, content := r.state.Behind(history), true
		for i := 0; content && i < len(behind); i++ {
			if content, err = r.give(ctx, behind[i]); err != nil {
				return err
			}
		}
		if content && len(behind) < roundEvents {
			r.state.Release(h.Subject)
		}
	}
	return nil
}

// read goes on with the feed.
func (r *round) read(ctx context.Context, records []store.Record) error {
	for _, rec := range records {
		if r.state.Full() {
			return nil
		}
		if !r.state.Wants(rec) {
			r.state.Passed(rec)
		} else if _, err := r.give(ctx, rec); err != nil {
			return err
		}
	}
	return nil
}

// give hands out one event and notes what came of it. An error ends the round: the event comes again.
func (r *round) give(ctx context.Context, rec store.Record) (content bool, err error) {
	if err := r.renew(ctx); err != nil {
		return false, err
	}
	failure := HandlerError{Consumer: r.consumer.Name, Event: rec.Event.ID()}
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
		if err := r.account.parked(ctx, r.consumer.Name, h); err != nil {
			r.account.engine.failed(r.account.id, fmt.Errorf("reparto: tell that an event was parked: %w", err))
		}
	}
	r.parked = nil
	return nil
}
