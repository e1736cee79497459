package routing_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

func TestReady(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		seat routing.Seat
		want bool
	}{
		"nothing asked for":    {routing.Seat{}, true},
		"online asked for":     {routing.Seat{SeatRules: routing.SeatRules{NeedsOnline: true}}, false},
		"online":               {routing.Seat{SeatRules: routing.SeatRules{NeedsOnline: true}, Status: botflow.Online}, true},
		"barred":               {routing.Seat{SeatRules: routing.SeatRules{Barred: botflow.ReasonExcluded}, Status: botflow.Online}, false},
		"one below the limit":  {routing.Seat{SeatRules: routing.SeatRules{Limit: 3}, Load: 2}, true},
		"at the limit":         {routing.Seat{SeatRules: routing.SeatRules{Limit: 3}, Load: 3}, false},
		"above a lowered one":  {routing.Seat{SeatRules: routing.SeatRules{Limit: 3}, Load: 9}, false},
		"no limit, many chats": {routing.Seat{Load: math.MaxInt}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, tc.seat.Ready())
		})
	}
}

func TestP5_RampingEndsWithThePeriod(t *testing.T) {
	t.Parallel()
	s := routing.Seat{SeatRules: routing.SeatRules{RampIn: routing.RampIn{Limit: 2, Period: time.Minute}}, Status: botflow.Online, Since: now, Ramped: 2}
	require.True(t, s.Ramping(now))
	require.True(t, s.Ramping(now+minute-1))
	require.False(t, s.Ramping(now+minute))
	s.Ramped = 1
	require.False(t, s.Ramping(now))
}

func drawSeat(t *rapid.T, order routing.Order, i int) routing.Seat {
	return routing.Seat{
		SeatRules: routing.SeatRules{
			Agent: botflow.AgentID(fmt.Sprintf("a%02d", i)), Position: rapid.IntRange(0, 3).Draw(t, "position"), Order: order,
			Limit: rapid.OneOf(rapid.IntRange(0, 5), rapid.IntRange(0, routing.MaxLimit)).Draw(t, "limit"),
		},
		Ordinal:  uint64(rapid.IntRange(0, 3).Draw(t, "ordinal")),
		Load:     rapid.OneOf(rapid.IntRange(0, 5), rapid.IntRange(0, routing.MaxLimit)).Draw(t, "load"),
		IdleFrom: botflow.Instant(rapid.IntRange(0, 3).Draw(t, "idle")),
	}
}

func TestA7_LessIsATotalOrderAndEveryStrategyHasIts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		strategy := rapid.SampledFrom(append(strategies(), routing.Random)).Draw(t, "strategy")
		seats := make([]routing.Seat, rapid.IntRange(2, 8).Draw(t, "seats"))
		for i := range seats {
			seats[i] = drawSeat(t, strategy.Order(), i)
		}
		slices.SortFunc(seats, func(a, b routing.Seat) int {
			require.NotEqual(t, a.Agent != b.Agent && routing.Less(&a, &b), routing.Less(&b, &a) || a.Agent == b.Agent)
			if routing.Less(&a, &b) {
				return -1
			}
			return 1
		})
		for i := range seats {
			require.GreaterOrEqual(t, seats[i].Rank(), int64(0))
			for j := range seats[:i] {
				require.True(t, routing.Less(&seats[j], &seats[i]))
				if strategy != routing.Random {
					require.False(t, better(strategy, &seats[i], &seats[j]), "%+v\n%+v", seats[i], seats[j])
				}
			}
		}
	})
}

func TestA6_TurnOrder(t *testing.T) {
	t.Parallel()
	seat := func(ordinal uint64, position int, agent botflow.AgentID) *routing.Seat {
		return &routing.Seat{SeatRules: routing.SeatRules{Agent: agent, Position: position}, Ordinal: ordinal}
	}
	inOrder := []*routing.Seat{seat(0, 1, "z"), seat(0, 2, "a"), seat(0, 2, "b"), seat(4, 0, "c"), seat(5, 0, "d")}
	for i, a := range inOrder {
		for j, b := range inOrder {
			require.Equal(t, i < j, routing.TurnLess(a, b), "%d %d", i, j)
			require.Equal(t, i < j, routing.Less(a, b), "%d %d", i, j)
		}
	}
}

func TestRanksByHashAreForEver(t *testing.T) {
	t.Parallel()
	for agent, want := range map[botflow.AgentID]int64{"": 0x61c0be00b5d27f98, "Ana": 0x2b1ba3c84ce503} {
		s := routing.Seat{SeatRules: routing.SeatRules{Agent: agent, Order: routing.ByHash}, Load: 3, Ordinal: 9}
		require.Equal(t, want, s.Rank(), "%q: %#x; stores keep these numbers", agent, s.Rank())
	}
}

func TestRanksByHashSpread(t *testing.T) {
	t.Parallel()
	var buckets [16]int
	for i := range 16_000 {
		s := routing.Seat{SeatRules: routing.SeatRules{Agent: botflow.AgentID(fmt.Sprintf("agent-%d", i)), Order: routing.ByHash}}
		buckets[s.Rank()>>59]++
	}
	for _, n := range buckets {
		require.InDelta(t, 1000, n, 150)
	}
}
