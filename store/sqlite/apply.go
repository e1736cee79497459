package sqlite

import (
	"context"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// Apply implements [store.Store]. Applies that come at the same time, of any account, share one transaction. Decide runs in it, so
// it must not call the store.
func (a *account) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	call := &batch.Call{Account: a.id, Key: key, Decide: decide}
	if a.tx != nil {
		return a.applyInHosts(ctx, call)
	}
	return a.db.queue.Do(ctx, call)
}

// run takes one group through a transaction. Where others' locks are in the way nothing was done, and the calls go again: between two
// attempts those whose callers have given up leave the queue.
func (db *DB) run(calls []*batch.Call) {
	var written []*batch.Call
	_, err := db.write(context.Background(), func(s *session) (_ bool, err error) {
		written, err = s.decide(calls)
		return len(written) > 0, err
	})
	if !busy(err) {
		db.pause = 0
		answerAll(calls, written, unavailable(err))
		return
	}
	for _, c := range calls {
		if waited := time.Since(c.Since); waited < db.config.Patience {
			c.Again()
		} else {
			c.Answer(&BusyError{Waited: waited, Cause: err})
		}
	}
	db.pause = longer(db.pause)
	time.Sleep(spread(db.pause))
}

// answerAll answers what the decisions themselves didn't. If the commit's answer was lost, whatever a call was told may rest on rows
// that were never written: nobody knows.
func answerAll(calls, written []*batch.Call, err error) {
	if err == nil {
		for _, c := range written {
			c.Answer(nil)
		}
		return
	}
	for _, c := range calls {
		c.Answer(err)
	}
}

// decide decides the calls in order of arrival, each on what the ones before it left, and writes what has changed in the end. It
// gives the calls that are to be answered once that is committed.
func (s *session) decide(calls []*batch.Call) (written []*batch.Call, err error) {
	wants := make(map[botflow.AccountID]*want, 1)
	var order []botflow.AccountID
	for _, c := range calls {
		w := wants[c.Account]
		if w == nil {
			w = &want{}
			wants[c.Account] = w
			order = append(order, c.Account)
		}
		w.add(&c.Key)
	}
	all := make(map[botflow.AccountID]*books, len(order))
	for _, account := range order {
		all[account] = s.books(account)
		if err := all[account].load(wants[account]); err != nil {
			return nil, err
		}
	}
	for _, c := range calls {
		wrote, err := all[c.Account].Decide(c)
		if err != nil {
			return nil, err
		}
		if wrote {
			written = append(written, c)
		}
	}
	for _, account := range order {
		if all[account].Touched() {
			if err := all[account].save(); err != nil {
				return nil, err
			}
		}
	}
	return written, nil
}
