package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// record is an event of an agent at a position.
func record(of botflow.AgentID, seq, position uint64) store.Record {
	return store.Record{Position: position, Event: botflow.Event{Subject: botflow.OfAgent(of), Seq: seq}}
}

func TestE1_AConsumerTriesLaterEachTimeAndThenParks(t *testing.T) {
	t.Parallel()
	c := store.Consumer{Name: "c"}
	now := botflow.Instant(1)
	var pauses []time.Duration
	for try := 1; try <= store.DefaultTries; try++ {
		parked := c.Failed(record("a", 1, 1), errors.New("no"), now, store.DefaultTries)
		require.Equal(t, try == store.DefaultTries, parked)
		h, held := c.Hold(botflow.OfAgent("a"))
		require.True(t, held)
		require.Equal(t, store.Hold{Subject: botflow.OfAgent("a"), Seq: 1, Tries: try, At: h.At, Parked: parked, Reason: "no"}, h)
		pauses = append(pauses, h.At.Sub(now))
		if parked {
			break
		}
		require.Equal(t, h.At, c.Next(now))
		require.Empty(t, c.Retries(h.At-1))
		require.Equal(t, []store.Hold{h}, c.Retries(h.At))
		now = h.At
	}
	require.Equal(t, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, pauses[:3])
	require.Equal(t, []time.Duration{2048 * time.Second, time.Hour, time.Hour}, pauses[11:14])
	require.Empty(t, c.Retries(botflow.Forever))
	require.Zero(t, c.Next(now))
	require.NoError(t, c.Check())
}

func TestE1_AConsumerGoesOnWithAllButWhatItHolds(t *testing.T) {
	t.Parallel()
	c := store.Consumer{Name: "c", Position: 1}
	require.False(t, c.Wants(record("b", 1, 1)), "it is behind")
	require.True(t, c.Wants(record("b", 2, 2)))
	c.Handled(record("b", 2, 2))
	c.Failed(record("a", 1, 3), errors.New("no"), 10, 3)
	require.False(t, c.Wants(record("a", 2, 4)), "its subject waits")
	c.Passed(record("a", 2, 4))
	require.True(t, c.Wants(record("b", 3, 5)))
	require.EqualValues(t, 4, c.Position)
	history := []store.Record{record("a", 1, 3), record("a", 2, 4), record("a", 3, 6), record("a", 4, 0)}
	require.Equal(t, history[:2], c.Behind(history), "the feed gives the others")
	require.Empty(t, c.Behind(history[3:]), "what the feed doesn't have yet isn't behind")
	c.Handled(history[0])
	require.Equal(t, []store.Hold{{Subject: botflow.OfAgent("a"), Seq: 2}}, c.Held, "it goes on with the next, at once")
	require.Len(t, c.Retries(0), 1)
	require.False(t, c.Skip(botflow.OfAgent("a"), 1), "that isn't held any more")
	require.True(t, c.Skip(botflow.OfAgent("a"), 2))
	c.Release(botflow.OfAgent("a"))
	c.Release(botflow.OfAgent("a"))
	require.True(t, c.Wants(record("a", 3, 6)))
	require.False(t, c.Redeliver(botflow.OfAgent("a"), 3))
}

func TestE1_WhatAHandlerFailsWithIsLegible(t *testing.T) {
	t.Parallel()
	for name, said := range map[string]string{"long": strings.Repeat("ñ", 1000), "cut in a letter": "x" + strings.Repeat("ñ", 1000), "bytes": "a\x00\xff", "none": ""} {
		c := store.Consumer{Name: "c"}
		c.Failed(record("a", 1, 1), errors.New(said), 1, 3)
		reason := c.Held[0].Reason
		require.True(t, utf8.ValidString(reason) && !strings.ContainsRune(reason, 0) && len(reason) <= store.MaxReason, "%s: %q", name, reason)
		require.Equal(t, said != "", reason != "")
	}
}

func TestConsumerRefusesWhatContradictsItself(t *testing.T) {
	t.Parallel()
	hold := func(of string, seq uint64) store.Hold {
		return store.Hold{Subject: botflow.OfAgent(botflow.AgentID(of)), Seq: seq}
	}
	var many []store.Hold
	for i := range store.MaxHeld + 1 {
		many = append(many, hold(fmt.Sprintf("%04d", i), 1))
	}
	full := store.Consumer{Name: "c", Held: many[1:]}
	require.NoError(t, full.Check())
	require.True(t, full.Full())
	for name, c := range map[string]store.Consumer{
		"no name": {}, "no event": {Name: "c", Held: []store.Hold{hold("a", 0)}}, "twice": {Name: "c", Held: []store.Hold{hold("a", 1), hold("a", 2)}},
		"out of order": {Name: "c", Held: []store.Hold{hold("b", 1), hold("a", 1)}}, "too many": {Name: "c", Held: many},
	} {
		require.ErrorIs(t, c.Check(), store.ErrChangeset, name)
	}
}
