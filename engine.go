package reparto

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Engine routes the conversations of all accounts of one store. It holds no authoritative state of its own: several
// engines, in one process or many, may share a store. All methods are safe for concurrent use.
type Engine struct {
	db      store.DB
	cfg     Config
	clock   Clock
	record  *recorder
	repairs atomic.Uint64
	nudge   chan struct{} // something falls due before Run means to look again
	asleep  atomic.Int64  // until when Run means to sleep; 0: it doesn't run
	heard   atomic.Int64  // the earliest wake set since Run looked last; 0: none
	swept   atomic.Int64  // when every queue was looked at last
	stored  atomic.Pointer[storeClock]

	mu       sync.Mutex
	accounts map[botflow.AccountID]*Account
}

// New makes an engine over a store. It does no I/O. A nil store or a configuration that can't work is refused with code
// "invalid".
func New(db store.DB, cfg Config) (*Engine, error) {
	if db == nil {
		return nil, botflow.Invalid("store", "is nil: use memory.New() to begin with")
	}
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	e := &Engine{db: db, cfg: cfg, clock: cfg.Clock, accounts: map[botflow.AccountID]*Account{}, nudge: make(chan struct{}, 1)}
	if e.clock == nil {
		e.clock = clock.New()
	}
	if e.cfg.Entropy == nil {
		e.cfg.Entropy = rand.Uint64 //nolint:forbidigo // real entropy is what an id wants; tests pass their own
	}
	if e.cfg.Sweep == 0 {
		e.cfg.Sweep = DefaultSweep
	}
	if cfg.Record != nil {
		e.record = newRecorder(cfg.Record)
	}
	return e, nil
}

// Account gives one tenant's part of the engine; the same one at each call. Nothing crosses accounts (V6). It does no I/O.
func (e *Engine) Account(id botflow.AccountID) (*Account, error) {
	if err := botflow.CheckID("account", id); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if a, ok := e.accounts[id]; ok {
		return a, nil
	}
	s, err := e.db.Account(id)
	if err != nil {
		return nil, err
	}
	a := newAccount(id, e, s)
	e.accounts[id] = a
	return a, nil
}

// Repairs counts the assignments that only a sweep has found. It stays 0 unless a process died between a commit and its
// matching, or a sweep happened to come before another process's matching; anything else is a bug worth reporting.
func (e *Engine) Repairs() uint64 { return e.repairs.Load() }

// Tick applies everything that is due in every account, each deadline at its own time and in time order, carries on with
// open jobs and with matching that failed, and answers when the next deadline falls due: 0 if none lies ahead. Nothing
// depends on how often it is called (L48). A call that comes Config.Sweep after the last one that did looks at every queue
// too, to make up for another process that died between a commit and its matching; a host that calls Tick from a timer of its
// own does so at least that often, or lets [Engine.Run] do it all. What fails in one account doesn't keep the others
// waiting: the errors come back joined.
func (e *Engine) Tick(ctx context.Context) (next time.Time, err error) {
	ahead, err := e.tick(ctx)
	return ahead.Time(), err
}

// tick goes through the accounts with work.
func (e *Engine) tick(ctx context.Context) (next botflow.Instant, err error) {
	if err := e.lookAtClock(ctx); err != nil {
		return 0, err
	}
	now, err := e.now()
	if err != nil {
		return 0, err
	}
	sweep := e.sweepDue(now)
	var failed []error
	const batch = 64
	for after := botflow.AccountID(""); ; {
		ids, ahead, err := e.db.Accounts(ctx, after, now, batch)
		if err != nil {
			return 0, errors.Join(append(failed, err)...)
		}
		for _, id := range ids {
			if err := e.tickAccount(ctx, id, sweep); err != nil {
				failed = append(failed, err)
			}
		}
		if len(ids) < batch {
			next, err := e.ahead(ctx, ahead, after != "" || len(ids) > 0)
			return next, errors.Join(append(failed, err)...)
		}
		after = ids[len(ids)-1]
	}
}

func (e *Engine) tickAccount(ctx context.Context, id botflow.AccountID, sweep bool) error {
	a, err := e.Account(id)
	if err == nil {
		err = a.tick(ctx, sweep)
	}
	if err != nil {
		err = fmt.Errorf("account %q: %w", id, err)
		e.failed(id, err)
	}
	return err
}

// sweepDue tells whether it is time to look at every queue again, and remembers that it was done.
func (e *Engine) sweepDue(now botflow.Instant) bool {
	last := botflow.Instant(e.swept.Load())
	if last != 0 && now < last.Add(e.cfg.Sweep) && now >= last {
		return false
	}
	return e.swept.CompareAndSwap(int64(last), int64(now))
}

// ahead gives the next wake, read again if what was done may have set an earlier one, or told that the store's clock is
// behind what was thought.
func (e *Engine) ahead(ctx context.Context, next botflow.Instant, worked bool) (botflow.Instant, error) {
	if !worked {
		return next, nil
	}
	now, err := e.now()
	if err != nil {
		return 0, err
	}
	_, next, err = e.db.Accounts(ctx, "", now, 1)
	return next, err
}

// failed tells the host of an error that no call of theirs answers.
func (e *Engine) failed(id botflow.AccountID, err error) {
	if e.cfg.OnError != nil {
		e.cfg.OnError(id, err)
	}
}

// Run ticks whenever something falls due, and at every sweep, until the context ends. It answers the context's error. An
// error of the store doesn't end it: it is told to Config.OnError, and Run tries again at the next sweep.
//
// Where the store is a [store.Watcher], Run also hears what is written by others, engines of other processes too: a deadline that they set is
// applied in time, and their events reach [Account.Follow] at once. Without that, or while the line is lost, both are found by the next sweep.
func (e *Engine) Run(ctx context.Context) error {
	var watching sync.WaitGroup
	defer watching.Wait()
	if from, watched := e.db.(store.Watcher); watched {
		watching.Go(func() { e.watch(ctx, from) })
	}
	for ctx.Err() == nil {
		e.asleep.Store(int64(botflow.Forever)) // whatever is written from now on is news
		e.heard.Store(0)
		next, err := e.tick(ctx)
		wait := e.cfg.Sweep
		if now, clockErr := e.now(); err == nil && clockErr == nil && next != 0 {
			wait = min(wait, next.Sub(now))
		}
		e.sleep(ctx, wait)
	}
	return ctx.Err()
}

// sleep waits, but not beyond a wake that is set meanwhile.
func (e *Engine) sleep(ctx context.Context, wait time.Duration) {
	for began := e.clock.Now(); ; {
		left := wait - e.clock.Now().Sub(began)
		now, err := e.now()
		if err == nil {
			if at := botflow.Instant(e.heard.Swap(0)); at != 0 && at.Sub(now) < left {
				wait -= left - at.Sub(now)
				left = at.Sub(now)
			}
			e.asleep.Store(int64(now.Add(left)))
		}
		if left <= 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-e.nudge:
		case <-e.clock.After(left):
			return
		}
	}
}

// wakeBy lets Run look again if something is due before it means to.
func (e *Engine) wakeBy(at botflow.Instant) {
	if at == 0 || int64(at) >= e.asleep.Load() {
		return
	}
	for {
		known := e.heard.Load()
		if known != 0 && known <= int64(at) {
			return
		}
		if e.heard.CompareAndSwap(known, int64(at)) {
			break
		}
	}
	select {
	case e.nudge <- struct{}{}:
	default:
	}
}
