package sqlite

import (
	"context"
	"math/rand/v2"
	"time"
)

// busyTimeout is how long SQLite itself waits for a lock before it says that it is busy. It is short because nothing can interrupt
// some drivers while they wait; what is waited beyond it is waited here.
const busyTimeout = 100 * time.Millisecond

// longer gives the pause after one that was too short.
func longer(pause time.Duration) time.Duration {
	return min(max(2*pause, time.Millisecond), 16*time.Millisecond)
}

// spread varies a pause, so that several processes take turns.
func spread(pause time.Duration) time.Duration { return pause/2 + rand.N(pause) }

// patiently calls do again, after pauses, for as long as others' locks are in the way.
func patiently(ctx context.Context, limit time.Duration, do func() error) error {
	began := time.Now()
	for pause := longer(0); ; pause = longer(pause) {
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
		rest := time.NewTimer(spread(pause))
		select {
		case <-rest.C:
		case <-ctx.Done():
			rest.Stop()
			return ctx.Err()
		}
	}
}
