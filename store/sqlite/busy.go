package sqlite

import (
	"context"
	"math/rand/v2"
	"time"
)

// busyTimeout is how long SQLite itself waits for a lock before it says that it is busy. It is short because nothing can interrupt
// some drivers while they wait; what is waited beyond it is waited here.
const busyTimeout = 100 * time.Millisecond

// patiently calls do again, after pauses, for as long as others' locks are in the way. Pauses are short and vary, so that several
// processes take turns.
func patiently(ctx context.Context, limit time.Duration, do func() error) error {
	began := time.Now()
	for pause := time.Millisecond; ; pause = min(2*pause, 16*time.Millisecond) {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := do()
		if err == nil {
			return nil
		}
		if ended := ctx.Err(); ended != nil {
			return ended
		}
		if !busy(err) {
			return err
		}
		if waited := time.Since(began); waited >= limit {
			return &BusyError{Waited: waited, Cause: err}
		}
		rest := time.NewTimer(pause/2 + rand.N(pause))
		select {
		case <-rest.C:
		case <-ctx.Done():
			rest.Stop()
			return ctx.Err()
		}
	}
}
