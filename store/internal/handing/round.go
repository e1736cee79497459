package handing

import (
	"context"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// ErrAgain says that the round goes on in a new transaction: this one must be rolled back.
var ErrAgain = errors.New("handing: roll back and begin a new transaction")

// Round is one round of a consumer, over as many transactions as it takes: one, unless the handler fails. Then what it wrote is undone, and
// the events come one by one. The zero value of what isn't exported is right.
type Round struct {
	Terms Terms
	Now   botflow.Instant
	Did   store.Round // once the last transaction is committed

	single bool               // the page as a whole has failed
	spoils map[string]*Failed // by events' ids: what handing them out would spoil the transaction with
}

// Attempt is one transaction of a round, in which the consumer is held.
type Attempt struct {
	State   *store.Consumer
	Page    []store.Record // of the feed, read before or with the consumer
	History func(of botflow.Subject, after uint64, limit int) ([]store.Record, error)
	// Inside calls the handler and, if it fails, undoes what it wrote. A failure is a *[Failed]; another error is the store's.
	Inside func(records []store.Record) error
}

// Run hands out in one transaction. With Did.Worked the consumer is to be written and all to be committed. An error means that nothing
// is; after [ErrAgain] Run wants to be called with another attempt.
func (r *Round) Run(ctx context.Context, a *Attempt) error {
	r.Did = store.Round{}
	if !a.State.Ready(r.Now, a.Page) {
		r.Did.Next = a.State.Next(r.Now)
		return nil
	}
	r.Did.Worked = true
	var err error
	if r.single || a.State.Full() || len(a.State.Retries(r.Now)) > 0 {
		err = a.State.Deliver(r.Now, a.Page, a.History, func(rec store.Record) (bool, error) { return r.give(ctx, a, rec) })
	} else {
		err = r.whole(ctx, a)
	}
	if err != nil {
		r.Did = store.Round{}
		return err
	}
	r.Did.Next = a.State.Next(r.Now)
	return nil
}

// whole hands out all that is wanted of the page at once.
func (r *Round) whole(ctx context.Context, a *Attempt) error {
	var wanted []store.Record
	for _, rec := range a.Page {
		if a.State.Wants(rec) {
			wanted = append(wanted, rec)
		}
	}
	if len(wanted) > 0 {
		var failed *Failed
		err := a.Inside(wanted)
		switch {
		case err != nil && ctx.Err() != nil:
			return ctx.Err() // it was told to stop: that is no failure
		case errors.As(err, &failed):
			r.single = true
			return ErrAgain
		case err != nil:
			return err
		}
	}
	for _, rec := range a.Page {
		a.State.Passed(rec)
	}
	return nil
}

// give hands out one event and notes what came of it.
func (r *Round) give(ctx context.Context, a *Attempt, rec store.Record) (content bool, err error) {
	failed := r.spoils[rec.Event.ID()]
	if failed == nil {
		err := a.Inside([]store.Record{rec})
		switch {
		case err == nil:
			a.State.Handled(rec)
			return true, nil
		case ctx.Err() != nil:
			return false, ctx.Err()
		case !errors.As(err, &failed):
			return false, err
		}
	}
	if failed.Spoilt && r.spoils[rec.Event.ID()] == nil {
		if r.spoils == nil {
			r.spoils = make(map[string]*Failed)
		}
		r.spoils[rec.Event.ID()] = failed
		return false, ErrAgain
	}
	parked := a.State.Failed(rec, failed.Cause, r.Now, r.Terms.Tries)
	h, _ := a.State.Hold(rec.Event.Subject)
	r.Did.Failed = append(r.Did.Failed, store.Failure{
		Consumer: r.Terms.Name, Record: rec, Tries: h.Tries, Parked: parked, Stack: failed.Stack, Err: failed.Cause,
	})
	return false, nil
}
