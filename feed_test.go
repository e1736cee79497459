package reparto_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store/memory"
)

// feedSize is how many events toldAccount has: more than one page of any store call.
const feedSize = 601

// toldAccount is an account with many events: one of its configuration, and those of one chat.
func toldAccount(t *testing.T) *reparto.Account {
	t.Helper()
	e, err := reparto.New(memory.New(), reparto.Config{})
	require.NoError(t, err)
	a, err := e.Account("shop")
	require.NoError(t, err)
	_, err = a.Apply(t.Context(), directory.Directory{Channels: []directory.Channel{{ID: "c", Bot: "flow"}}})
	require.NoError(t, err)
	for i := range feedSize - 1 {
		_, err := a.System().Do(t.Context(), reparto.Chat("c", "K"), botflow.Receive{Message: botflow.MessageID(fmt.Sprint(i))}, "")
		require.NoError(t, err)
	}
	return a
}

// readFeed gives the positions of the first events that a consumer is handed, all if most is 0, and does something with each.
func readFeed(t *testing.T, a *reparto.Account, consumer string, most int, with func(reparto.Delivery)) []uint64 {
	t.Helper()
	var positions []uint64
	next := map[botflow.Subject]uint64{}
	for d, err := range a.Events(t.Context(), consumer) {
		require.NoError(t, err)
		if len(positions) > 0 {
			require.Greater(t, d.Position, positions[len(positions)-1])
		}
		if last, ok := next[d.Event.Subject]; ok {
			require.Equal(t, last+1, d.Event.Seq, "%s has a gap", d.Event.Subject)
		}
		next[d.Event.Subject] = d.Event.Seq
		positions = append(positions, d.Position)
		if with != nil {
			with(d)
		}
		if len(positions) == most {
			break
		}
	}
	return positions
}

func TestE1_EventsGivesAllThatIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	a := toldAccount(t)
	ack := func(d reparto.Delivery) { require.NoError(t, d.Ack(t.Context())) }
	everything := readFeed(t, a, "never acknowledges", 0, nil)
	require.GreaterOrEqual(t, len(everything), feedSize)
	for _, tc := range []struct {
		name string
		read func(consumer string) []uint64 // at first
		left []uint64                       // what comes with the next call
	}{
		{"never acknowledged", func(c string) []uint64 { return readFeed(t, a, c, 0, nil) }, everything},
		{"acknowledged one by one", func(c string) []uint64 { return readFeed(t, a, c, 0, ack) }, nil},
		{"acknowledged at the end", func(c string) []uint64 {
			var last reparto.Delivery
			all := readFeed(t, a, c, 0, func(d reparto.Delivery) { last = d })
			ack(last)
			return all
		}, nil},
		{"acknowledged now and then", func(c string) []uint64 {
			n := 0
			return readFeed(t, a, c, 0, func(d reparto.Delivery) {
				if n++; n%100 == 0 && n <= 500 {
					ack(d)
				}
			})
		}, everything[500:]},
		{"acknowledged late and out of order", func(c string) []uint64 {
			var kept []reparto.Delivery
			all := readFeed(t, a, c, 0, func(d reparto.Delivery) { kept = append(kept, d) })
			ack(kept[399])
			ack(kept[9])
			return all
		}, everything[400:]},
		{"left early", func(c string) []uint64 {
			return append(readFeed(t, a, c, 300, ack), readFeed(t, a, c, 0, nil)...)
		}, everything[300:]},
		{"left early and unacknowledged", func(c string) []uint64 {
			require.Equal(t, everything[:300], readFeed(t, a, c, 300, nil))
			return readFeed(t, a, c, 0, nil)
		}, everything},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, everything, tc.read(tc.name))
			require.Equal(t, tc.left, readFeed(t, a, tc.name, 0, nil))
		})
	}
}

func TestE1_ConsumersReadOnTheirOwn(t *testing.T) {
	t.Parallel()
	a := toldAccount(t)
	var slow []uint64
	fast := readFeed(t, a, "fast", 0, func(d reparto.Delivery) {
		require.NoError(t, d.Ack(t.Context()))
		if d.Position%150 == 0 {
			slow = readFeed(t, a, "slow", 0, nil)
		}
	})
	require.Equal(t, fast, slow)
	require.Empty(t, readFeed(t, a, "fast", 0, nil))
	require.Equal(t, fast, readFeed(t, a, "slow", 0, nil))
}

func TestE1_EventsShowsWhatHappensMeanwhile(t *testing.T) {
	t.Parallel()
	a := toldAccount(t)
	n := 0
	all := readFeed(t, a, "c", 0, func(reparto.Delivery) {
		if n++; n%256 == 0 {
			_, err := a.System().Do(t.Context(), reparto.Chat("c", "K"), botflow.Receive{Message: botflow.MessageID(fmt.Sprint("more", n))}, "")
			require.NoError(t, err)
		}
	})
	require.Equal(t, all, readFeed(t, a, "c", 0, nil))
}

func TestE1_AnErrorIsYieldedOnceAndEndsTheEvents(t *testing.T) {
	t.Parallel()
	a := toldAccount(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n, failed := 0, 0
	for _, err := range a.Events(ctx, "c") {
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
			failed++
			continue
		}
		n++
		cancel()
	}
	require.Equal(t, 1, failed)
	require.Positive(t, n)
	for _, err := range a.Events(t.Context(), "") {
		var invalid *botflow.Error
		require.ErrorAs(t, err, &invalid)
		failed++
	}
	require.Equal(t, 2, failed)
}
