package repartotest

import (
	"context"
	"time"
)

// hand is a clock that a test holds in its hand.
type hand struct {
	now  time.Time
	wall bool
}

// Now implements [reparto.Clock].
func (h *hand) Now() time.Time {
	if h.wall {
		return time.Now().In(h.now.Location()) //nolint:forbidigo // Config.Wall asks for it
	}
	return h.now
}

// After implements [reparto.Clock]. Nobody waits for a clock in a test's hand: time goes on between calls.
func (h *hand) After(d time.Duration) <-chan time.Time {
	if h.wall {
		return time.After(d) //nolint:forbidigo // as above
	}
	return nil
}

// move sets the clock on to t; it never goes back.
func (h *hand) move(t time.Time) {
	d := t.Sub(h.Now())
	switch {
	case d <= 0:
	case h.wall:
		time.Sleep(d) //nolint:forbidigo // a bubble's time goes on so
	default:
		h.now = t.In(h.now.Location())
	}
}

// Now gives the center's time, in the zone of Config.Start.
func (c *Center) Now() time.Time { return c.clock.Now() }

// Pass moves the clock on by d. Every deadline on the way takes effect at its own time.
func (c *Center) Pass(d time.Duration) {
	c.t.Helper()
	c.Till(c.Now().Add(d))
}

// Till moves the clock on to t, as [Center.Pass] does. The past can't be reached.
func (c *Center) Till(t time.Time) {
	c.t.Helper()
	if t.Before(c.Now()) {
		c.fail("", "the clock can't go back from %s to %s", c.stamp(c.Now()), c.stamp(t))
	}
	for stood := 0; ; {
		next := c.tick()
		if next.IsZero() || next.After(t) {
			break
		}
		stood++
		if next.After(c.Now()) {
			stood = 0
			c.clock.move(next)
		}
		if stood > patience {
			c.fail("", "I6: at %s Tick asks to be called again at once, for ever", c.stamp(next))
		}
	}
	c.clock.move(t)
	c.tick()
}

// patience is how many ticks at one instant a center believes in.
const patience = 1000

// Jump moves the clock on by d and lets nobody notice: the next command or [Center.Tick] finds all deadlines late.
func (c *Center) Jump(d time.Duration) {
	c.t.Helper()
	c.clock.move(c.Now().Add(d))
}

// Tick applies what is due. It gives the time of the next deadline; zero for none.
func (c *Center) Tick() time.Time {
	c.t.Helper()
	return c.tick()
}

func (c *Center) tick() time.Time {
	c.t.Helper()
	next, err := c.engine.Tick(context.Background())
	c.must(err)
	c.check()
	return next
}
