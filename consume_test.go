package reparto_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// fed is an account in which three contacts wrote twice each, whatever else happened, and what handlers failed with.
type fed struct {
	*rig
	failures []*reparto.HandlerError
	handed   []string // events of conversations, "k1#2"
}

func feedRig(t *testing.T) *fed {
	t.Helper()
	w := &fed{}
	w.rig = newRig(t, reparto.Config{OnError: func(_ botflow.AccountID, err error) {
		var failure *reparto.HandlerError
		require.ErrorAs(t, err, &failure)
		w.failures = append(w.failures, failure)
	}})
	w.apply(cast())
	for range 2 {
		for _, k := range []string{"k1", "k2", "k3"} {
			w.writes(k)
		}
	}
	return w
}

// consumer hands the events of conversations, as "k1#2", to a function.
func (w *fed) consumer(handle func(event string) error) reparto.Consumer {
	return reparto.Consumer{Name: "app", Tries: 3, Handle: func(_ context.Context, r store.Record) error {
		if r.Event.Contact == "" {
			return nil
		}
		event := fmt.Sprintf("%s#%d", r.Event.Contact, r.Event.Seq)
		w.handed = append(w.handed, event)
		return handle(event)
	}}
}

// consume lets a consumer work, and gives what was handed to it and when to come again.
func (w *fed) consume(c reparto.Consumer) ([]string, time.Time) {
	w.t.Helper()
	w.handed = nil
	next, err := w.acc.Consume(context.Background(), c)
	require.NoError(w.t, err)
	return w.handed, next
}

func (w *fed) of(contact string) botflow.Subject { return botflow.OfConversation(w.get(contact).ID) }

func sound(string) error { return nil }

func TestE1_AHandlerThatFailsHoldsUpItsSubjectAlone(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("no") },
		"a panic":  func() error { panic("no") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := feedRig(t)
			all, next := w.consume(reparto.Consumer{Name: "other", Handle: w.consumer(sound).Handle})
			require.Contains(t, all, "k2#1")
			require.Zero(t, next)
			broken := w.consumer(func(event string) error {
				if event == "k2#1" {
					return fail()
				}
				return nil
			})
			handed, next := w.consume(broken)
			require.Equal(t, allBut(all, "k2#", "k2#1"), handed, "the other subjects go on")
			require.Equal(t, w.clock.Now().Add(time.Second), next)
			handed, _ = w.consume(broken)
			require.Empty(t, handed, "it isn't time yet")
			w.writes("k2")
			w.writes("k1")
			handed, _ = w.consume(broken)
			require.Equal(t, []string{"k1#4"}, handed)
			w.clock.set(next)
			handed, next = w.consume(broken)
			require.Equal(t, []string{"k2#1"}, handed)
			require.Equal(t, w.clock.Now().Add(2*time.Second), next, "each pause is twice as long")
			w.clock.set(next)
			handed, next = w.consume(w.consumer(sound))
			require.Equal(t, []string{"k2#1", "k2#2", "k2#3", "k2#4"}, handed)
			require.Zero(t, next)
			handed, _ = w.consume(w.consumer(sound))
			require.Empty(t, handed)
			require.Len(t, w.failures, 2)
			require.Equal(t, name == "a panic", w.failures[0].Stack != nil)
		})
	}
}

// allBut leaves out what begins with a prefix, but for one.
func allBut(all []string, prefix, but string) (left []string) {
	for _, s := range all {
		if s == but || len(s) < len(prefix) || s[:len(prefix)] != prefix {
			left = append(left, s)
		}
	}
	return left
}

// park lets an event fail until it is parked.
func (w *fed) park(event string) reparto.Consumer {
	w.t.Helper()
	broken := w.consumer(func(e string) error {
		if e == event {
			return errors.New("out of paper")
		}
		return nil
	})
	for range broken.Tries {
		_, next := w.consume(broken)
		w.clock.set(w.clock.Now().Add(time.Hour))
		if next.IsZero() {
			break
		}
	}
	return broken
}

func TestE1_AnEventThatFailsTooOftenIsParked(t *testing.T) {
	t.Parallel()
	w := feedRig(t)
	broken := w.park("k2#1")
	require.Len(t, w.failures, 3)
	require.True(t, w.failures[2].Parked && !w.failures[1].Parked)
	handed, next := w.consume(broken)
	require.Empty(t, handed)
	require.Zero(t, next, "nothing happens before somebody says so")
	consumers, err := w.acc.Consumers(context.Background())
	require.NoError(t, err)
	require.Equal(t, "app", consumers[0].Name)
	require.Len(t, consumers[0].Held, 1)
	h := consumers[0].Held[0]
	require.Equal(t, store.Hold{Subject: w.of("k2"), Seq: 1, Tries: 3, At: h.At, Parked: true, Reason: "out of paper"}, h)
	var parked []botflow.Event
	for d, err := range w.acc.Events(context.Background(), "audit") {
		require.NoError(t, err)
		if d.Event.Type == botflow.ConsumerParked {
			parked = append(parked, d.Event)
		}
	}
	require.Len(t, parked, 1)
	require.Equal(t, botflow.OfAccount(), parked[0].Subject)
	require.JSONEq(t, fmt.Sprintf(`{"consumer":"app","subject":{"kind":0,"id":%q},"seq":1,"tries":3}`, h.Subject.ID), parked[0].Setting)
	w.sound()
}

func TestI12_ARecordingTellsWhatWasParked(t *testing.T) {
	t.Parallel()
	var recording bytes.Buffer
	w := &fed{rig: newRig(t, reparto.Config{Record: &recording})}
	w.apply(cast())
	w.writes("k2")
	w.park("k2#1")
	again := memory.New()
	require.NoError(t, reparto.Replay(context.Background(), again, reparto.Config{}, &recording))
	feed := func(db store.DB) []store.Record {
		s, err := db.Account("shop")
		require.NoError(t, err)
		records, err := s.Feed(context.Background(), "look", 0, 100)
		require.NoError(t, err)
		return records
	}
	all := feed(w.db)
	require.Equal(t, botflow.ConsumerParked, all[len(all)-1].Event.Type)
	require.Equal(t, all, feed(again))
}

func TestE1_WhatIsParkedIsRedeliveredOrSkipped(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		say  func(*reparto.Account, botflow.Subject) error
		want []string
	}{
		{"redelivered", func(a *reparto.Account, of botflow.Subject) error {
			return a.Redeliver(context.Background(), "app", of, 1)
		}, []string{"k2#1", "k2#2", "k2#3"}},
		{"skipped", func(a *reparto.Account, of botflow.Subject) error { return a.Skip(context.Background(), "app", of, 1) }, []string{"k2#2", "k2#3"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := feedRig(t)
			w.park("k2#1")
			require.ErrorIs(t, reworded(w.acc.Skip(context.Background(), "app", w.of("k2"), 2)), botflow.ErrNotFound)
			require.ErrorIs(t, reworded(w.acc.Redeliver(context.Background(), "nobody", w.of("k2"), 1)), botflow.ErrNotFound)
			require.NoError(t, tc.say(w.acc, w.of("k2")))
			handed, _ := w.consume(w.consumer(sound))
			require.Equal(t, tc.want, handed)
		})
	}
}

// reworded leaves an error's code alone.
func reworded(err error) error { return &botflow.Error{Code: botflow.CodeOf(err)} }

func TestE1_AConsumerThatHoldsTooMuchIsHandedNothingNew(t *testing.T) {
	t.Parallel()
	w := feedRig(t)
	w.consume(w.consumer(sound))
	for i := range store.MaxHeld + 10 {
		w.writes(fmt.Sprintf("new %d", i))
	}
	handed, next := w.consume(w.consumer(func(string) error { return errors.New("down") }))
	require.Len(t, handed, store.MaxHeld)
	w.clock.set(next)
	handed, _ = w.consume(w.consumer(sound))
	require.Len(t, handed, 2*(store.MaxHeld+10), "then all goes on")
}

func TestE1_AConsumerThatDiesHandsOutAgain(t *testing.T) {
	t.Parallel()
	w := feedRig(t)
	ctx, die := context.WithCancel(context.Background())
	defer die()
	c := w.consumer(sound)
	handle := c.Handle
	c.Handle = func(ctx context.Context, r store.Record) error {
		if r.Event.Contact == "k2" {
			die()
			return ctx.Err()
		}
		return handle(ctx, r)
	}
	_, err := w.acc.Consume(ctx, c)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, w.failures, "being told to stop is no failure")
	handed, _ := w.consume(w.consumer(sound))
	require.Equal(t, "k2#1", handed[0], "what was handled before it ended was written down")
}

func TestE1_OneOfTwoWithOneNameIsHandedEvents(t *testing.T) {
	t.Parallel()
	w := feedRig(t)
	other := w.consumer(func(string) error { panic("busy") })
	began := w.clock.Now()
	handed, _ := w.consume(w.consumer(func(event string) error {
		if event == "k1#1" {
			next, err := w.acc.Consume(context.Background(), other)
			require.NoError(t, err)
			require.Equal(t, began.Add(2*store.DefaultTimeout), next)
		}
		return nil
	}))
	require.Len(t, handed, 9)
	require.Empty(t, w.failures)
}

func TestE4_ADroppedConsumerBeginsAnew(t *testing.T) {
	t.Parallel()
	w := feedRig(t)
	w.park("k2#1")
	require.NoError(t, w.acc.DropConsumer(context.Background(), "app"))
	consumers, err := w.acc.Consumers(context.Background())
	require.NoError(t, err)
	require.Empty(t, consumers)
	handed, _ := w.consume(w.consumer(sound))
	require.Len(t, handed, 9)
}

func TestE1_AConsumerThatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	w := feedRig(t)
	for field, change := range map[string]func(*reparto.Consumer){
		"consumer.name":    func(c *reparto.Consumer) { c.Name = "" },
		"consumer.handle":  func(c *reparto.Consumer) { c.Handle = nil },
		"consumer.tries":   func(c *reparto.Consumer) { c.Tries = -1 },
		"consumer.timeout": func(c *reparto.Consumer) { c.Timeout = 2 * time.Hour },
	} {
		c := w.consumer(sound)
		change(&c)
		_, err := w.acc.Consume(context.Background(), c)
		require.ErrorContains(t, err, field)
		require.ErrorContains(t, w.acc.Follow(context.Background(), c), field)
	}
}
