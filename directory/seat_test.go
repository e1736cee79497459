package directory_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func TestA8_SeatsSayWhoIsGivenChats(t *testing.T) {
	t.Parallel()
	s := compile(t, shop())
	ramp := routing.RampIn{Limit: 2, Period: time.Minute}
	require.Equal(t, []routing.SeatRules{
		{Agent: "leo", Inbox: "Ventas", Position: 0, Attends: true, Limit: 3, RampIn: ramp},
		{Agent: "ana", Inbox: "Ventas", Position: 1, Attends: true, RampIn: ramp},
		{Agent: "pia", Inbox: "Ventas", Position: 2, Attends: true, RampIn: ramp}, // a supervisor who attends
	}, s.SeatsOf("Ventas"))
	require.Equal(t, []routing.SeatRules{
		{Agent: "eva", Inbox: "Soporte", Position: 0, Attends: true, NeedsOnline: true, Limit: 10, RampIn: ramp},
		{Agent: "leo", Inbox: "Soporte", Position: 1, Attends: true, NeedsOnline: true, Limit: 3, RampIn: ramp, Barred: botflow.ReasonExcluded},
		{Agent: "sol", Inbox: "Soporte", Position: 2, NeedsOnline: true, Limit: 10, RampIn: ramp, Barred: botflow.ReasonRole},
	}, s.SeatsOf("Soporte"))
	_, ok := s.Seat("Ventas", "gone")
	require.False(t, ok, "the disabled have no seat")
	_, ok = s.Seat("Ventas", "eva")
	require.False(t, ok)
	_, ok = s.Seat(botflow.Personal("ana"), "ana")
	require.False(t, ok)
	require.Empty(t, s.SeatsOf(botflow.Closed))
}

func TestF4_AvailabilityCountsSeatsWhateverThePolicy(t *testing.T) {
	t.Parallel()
	s := compile(t, shop())
	attending := map[botflow.AgentID]bool{"ana": true, "leo": true, "eva": true, "pia": true, "sol": false, "root": false}
	require.Len(t, s.SeatsOf(botflow.General), len(attending))
	for _, seat := range s.SeatsOf(botflow.General) {
		require.Equal(t, botflow.ReasonOff, seat.Barred, "General assigns nothing")
		require.Equal(t, attending[seat.Agent], seat.Attends, seat.Agent)
	}
	seat, _ := s.Seat("Soporte", "leo")
	require.True(t, seat.Attends, "excluded from assignment, but a human all the same")
}

func TestA4_AnOwnLimitReplacesTheInboxs(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name             string
		own, inbox, want int
	}{
		{"neither", 0, 0, 0}, {"the inbox's", 0, 5, 5}, {"the own", 3, 0, 3}, {"lower", 3, 5, 3}, {"higher", 8, 5, 8},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := directory.Directory{
				Agents:  []directory.Agent{{ID: "ana", Limit: tc.own}},
				Inboxes: []directory.Inbox{{ID: botflow.General, Policy: routing.Policy{Enabled: true, Limit: tc.inbox}}},
			}
			require.Equal(t, tc.want, compile(t, d).Seats()[0].Limit)
		})
	}
}

func TestSeatsDeriveFromTheDirectory(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drawDirectory(t)
		s, n := compile(t, d), naive{d}
		var all []routing.SeatRules
		for _, id := range s.Inboxes() {
			in, _ := n.inbox(id)
			seats := s.SeatsOf(id)
			require.Len(t, seats, len(n.members(id)))
			for i, m := range n.members(id) {
				at := slices.IndexFunc(d.Agents, func(a directory.Agent) bool { return a.ID == m })
				a, seat := d.Agents[at], seats[i]
				found, ok := s.Seat(id, m)
				require.True(t, ok)
				require.Equal(t, seat, found)
				attends := a.Role == botflow.RoleAgent || a.Attends
				given := in.Policy.Enabled && attends && !slices.Contains(in.Policy.Excluded, m)
				require.Equal(t, m, seat.Agent)
				require.Equal(t, id, seat.Inbox)
				require.Equal(t, i, seat.Position)
				require.Equal(t, attends, seat.Attends)
				require.Equal(t, given, seat.Barred == "")
				require.Equal(t, in.Policy.Eligible == routing.OnlineOnly, seat.NeedsOnline)
				require.Equal(t, in.Policy.Strategy.Order(), seat.Order)
				require.Equal(t, d.Options.RampIn, seat.RampIn)
			}
			all = append(all, seats...)
		}
		require.Len(t, s.Seats(), len(all))
		for i := range all {
			require.Equal(t, all[i], s.Seats()[i])
		}
	})
}
