package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// day is one day of the shop.
type day struct {
	shop    *shop
	sent    []message
	answers answers
}

// happen lets the channel bring every message to both workers, agents answer, and one worker die half-way. It ends when every chat is
// closed and both workers have gone home.
func (d *day) happen(ctx context.Context, at place) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var doors [2]*door
	for i, name := range []string{"A", "B"} {
		w, err := hire(ctx, at, name)
		if err != nil {
			return err
		}
		doors[i] = &door{now: w}
	}
	working, rest := context.WithCancel(ctx)
	var agents sync.WaitGroup
	for _, id := range team() {
		agents.Go(func() {
			if err := d.shop.attend(working, id); working.Err() == nil {
				cancel(fmt.Errorf("%s: %w", id, err))
			}
		})
	}
	d.bring(ctx, doors, func() {
		if err := doors[0].replace(ctx, at, "A2"); err != nil {
			cancel(err)
		}
	})
	err := d.closing(ctx)
	rest()
	agents.Wait()
	if err != nil {
		return errors.Join(err, context.Cause(ctx))
	}
	return errors.Join(doors[0].now.dismiss(), doors[1].now.dismiss())
}

// bring delivers all messages to both doors, in different orders, and lets an accident happen when one door has half of them.
func (d *day) bring(ctx context.Context, doors [2]*door, accident func()) {
	var had atomic.Int64
	half := func() {
		if had.Add(1) == int64(len(d.sent)/2) {
			accident()
		}
	}
	var channel sync.WaitGroup
	channel.Go(func() { d.answers.deliver(ctx, d.sent, doors[0].address, half) })
	channel.Go(func() { d.answers.deliver(ctx, shuffled(d.sent), doors[1].address, func() {}) })
	channel.Wait()
}

// closing waits until every chat is closed.
func (d *day) closing(ctx context.Context) error {
	for {
		idle, err := d.shop.idle(ctx)
		if idle || err != nil {
			return err
		}
		pause(ctx, 20*time.Millisecond)
	}
}

// tell says what the channel saw.
func (d *day) tell(out io.Writer) {
	n := d.answers.n
	fmt.Fprintf(out, `
%d messages, each brought to both of two workers; worker A was killed half-way, and A2 went on.

webhooks     %d answered "stored", %d "repeated", %d "refused" for a virus; %d calls got no answer and were repeated
`, len(d.sent), n[stored], n[repeated], n[refused], n[unanswered])
}
