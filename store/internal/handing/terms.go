package handing

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Terms are what a consumer says of itself beside its handler.
type Terms struct {
	Name    string
	Tries   int
	Timeout time.Duration
}

// Settled refuses a consumer that can't work, naming the field, and fills in the defaults.
func (t Terms) Settled(account botflow.AccountID, handles bool) (Terms, error) {
	if err := botflow.CheckID("account", account); err != nil {
		return t, err
	}
	if err := botflow.CheckID("consumer.name", t.Name); err != nil {
		return t, err
	}
	switch {
	case !handles:
		return t, botflow.Invalid("consumer.handle", "is nil: give the function that handles events")
	case t.Tries < 0:
		return t, botflow.Invalid("consumer.tries", "is negative: 0 means the default")
	case t.Timeout < 0 || t.Timeout > time.Hour:
		return t, botflow.Invalid("consumer.timeout", "must be between 0, which means the default, and an hour")
	}
	if t.Tries == 0 {
		t.Tries = store.DefaultTries
	}
	if t.Timeout == 0 {
		t.Timeout = store.DefaultTimeout
	}
	return t, nil
}

// Failed says that the handler failed, which is no error of the store's.
type Failed struct {
	Cause   error
	Stack   []byte // where it panicked; nil: it didn't
	Spoilt  bool   // the transaction is of no use any more: what the handler wrote can't be undone alone
	Overdue bool   // it took longer than it may
}

// Error says what it failed with.
func (f *Failed) Error() string { return "the handler failed: " + f.Cause.Error() }

// Call calls the handler and gives its failure, or nil. A panic is one, and so is staying longer than the terms allow, whatever the
// handler answers then.
func (t Terms) Call(ctx context.Context, handle func(context.Context) error) (failed *Failed) {
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			failed = &Failed{Cause: fmt.Errorf("panic: %v", p), Stack: debug.Stack()}
		}
	}()
	err := handle(ctx)
	overdue := ctx.Err() != nil
	switch {
	case err == nil && !overdue:
		return nil
	case err == nil:
		err = fmt.Errorf("it took longer than %v: %w", t.Timeout, ctx.Err())
	}
	return &Failed{Cause: err, Overdue: overdue}
}
