package reparto

import "context"

// gate lets one through at a time, and whoever's context ends while they wait goes away. Make it with room for one.
type gate chan struct{}

// enter waits for the others. Who has entered leaves.
func (g gate) enter(ctx context.Context) error {
	select {
	case g <- struct{}{}:
		return nil
	default:
	}
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g gate) leave() { <-g }
