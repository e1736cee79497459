package routing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

func reasonOf(t *testing.T, d botflow.Decision, a botflow.AgentID) botflow.Reason {
	t.Helper()
	for _, c := range d.Candidates {
		if c.Agent == a {
			return c.Reason
		}
	}
	require.Fail(t, "no such candidate", "%s in %v", a, d.Candidates)
	return ""
}

func TestA12_EachCandidateHasItsReason(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(r *room, s *routing.Seat, c *routing.Waiting) // s is the seat of a2
		want   botflow.Reason                                     // of a2
		chosen botflow.AgentID
		why    botflow.Reason
	}{
		"chosen by turn":     {func(_ *room, s *routing.Seat, _ *routing.Waiting) { s.Position = -1 }, botflow.ReasonTurn, "a2", botflow.ReasonTurn},
		"chosen by affinity": {func(_ *room, _ *routing.Seat, c *routing.Waiting) { c.Affinity = "a2" }, botflow.ReasonAffinity, "a2", botflow.ReasonAffinity},
		"not their turn":     {func(*room, *routing.Seat, *routing.Waiting) {}, botflow.ReasonNotTurn, "a1", botflow.ReasonTurn},
		"excluded":           {barred(botflow.ReasonExcluded), botflow.ReasonExcluded, "a1", botflow.ReasonTurn},
		"role":               {barred(botflow.ReasonRole), botflow.ReasonRole, "a1", botflow.ReasonTurn},
		"disabled":           {barred(botflow.ReasonDisabled), botflow.ReasonDisabled, "a1", botflow.ReasonTurn},
		"away":               {func(_ *room, s *routing.Seat, _ *routing.Waiting) { s.Status = botflow.Away }, botflow.ReasonAway, "a1", botflow.ReasonTurn},
		"offline":            {func(_ *room, s *routing.Seat, _ *routing.Waiting) { s.Status = botflow.Offline }, botflow.ReasonOffline, "a1", botflow.ReasonTurn},
		"full":               {func(_ *room, s *routing.Seat, _ *routing.Waiting) { s.Limit, s.Load = 2, 3 }, botflow.ReasonFull, "a1", botflow.ReasonTurn},
		"returned it": {func(_ *room, _ *routing.Seat, c *routing.Waiting) {
			c.Returner, c.ReturnUntil = "a2", now+minute
		}, botflow.ReasonReturned, "a1", botflow.ReasonTurn},
		"ramp-in": {func(_ *room, s *routing.Seat, _ *routing.Waiting) {
			s.RampIn, s.Ramped, s.Since = routing.RampIn{Limit: 1, Period: time.Hour}, 1, now-minute
		}, botflow.ReasonRampIn, "a1", botflow.ReasonTurn},
		"kept for another": {func(r *room, _ *routing.Seat, c *routing.Waiting) {
			r.rules.Policy.AffinityWait, r.seats[0].Status, c.Affinity = time.Hour, botflow.Away, "a1"
		}, botflow.ReasonAffinity, "", botflow.ReasonAffinity},
		"closed":                     {func(r *room, _ *routing.Seat, _ *routing.Waiting) { r.rules.Open = false }, botflow.ReasonClosedHours, "", botflow.ReasonClosedHours},
		"off":                        {func(r *room, _ *routing.Seat, _ *routing.Waiting) { r.rules.Policy.Enabled = false }, botflow.ReasonOff, "", botflow.ReasonOff},
		"offline while it is closed": {func(r *room, s *routing.Seat, _ *routing.Waiting) { r.rules.Open, s.Status = false, botflow.Offline }, botflow.ReasonOffline, "", botflow.ReasonClosedHours},
		"everybody for the same": {func(r *room, s *routing.Seat, _ *routing.Waiting) {
			r.seats[0].Status, s.Status = botflow.Away, botflow.Away
		}, botflow.ReasonAway, "", botflow.ReasonAway},
		"everybody, each for another": {func(r *room, s *routing.Seat, _ *routing.Waiting) {
			r.seats[0].Status, s.Status = botflow.Offline, botflow.Away
		}, botflow.ReasonAway, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, c := teamOf(2).inboxes[0], waiting("1")
			r.rules.Policy.Strategy = routing.FixedOrder
			tc.change(r, &r.seats[1], &c)
			r.queue = []routing.Waiting{c}
			d := routing.Explain(r.view(-1, -1), c, now, 0)
			require.Equal(t, tc.chosen, d.Chosen)
			require.Equal(t, tc.why, d.Why)
			require.Equal(t, tc.want, reasonOf(t, d, "a2"))
			require.Equal(t, botflow.InboxID("Sales"), d.Inbox)
			require.Equal(t, uint64(3), d.Revision)
			require.Equal(t, "fixed order", d.Strategy)
			require.Equal(t, 2, d.Total)
		})
	}
}

func barred(why botflow.Reason) func(*room, *routing.Seat, *routing.Waiting) {
	return func(_ *room, s *routing.Seat, _ *routing.Waiting) { s.Barred = why }
}

func TestA12_TheAffinityAgentIsRecordedThoughNotAMember(t *testing.T) {
	t.Parallel()
	r, c := teamOf(0).inboxes[0], waiting("1")
	c.Affinity = "stranger"
	r.queue = []routing.Waiting{c}
	d := routing.Explain(r.view(-1, -1), c, now, 0)
	require.Equal(t, botflow.ReasonNoAgents, d.Why)
	require.Equal(t, []botflow.Candidate{{Agent: "stranger", Reason: botflow.ReasonNotMember}}, d.Candidates)
	require.Zero(t, d.Total)
	require.Equal(t, "round robin", d.Strategy)
}

func TestA12_CandidatesStandInTurnOrder(t *testing.T) {
	t.Parallel()
	w := teamOf(3)
	r := w.inboxes[0]
	r.turn, r.seats[0].Ordinal = 9, 9
	r.seats[1].Status = botflow.Away
	r.queue = []routing.Waiting{waiting("1"), waiting("2")}
	got := only(t, w).Assignments
	require.Equal(t, []botflow.Candidate{
		{Agent: "a2", Reason: botflow.ReasonAway}, {Agent: "a3", Reason: botflow.ReasonTurn}, {Agent: "a1", Reason: botflow.ReasonNotTurn},
	}, got[0].Decision.Candidates)
	require.Equal(t, []botflow.Candidate{
		{Agent: "a2", Reason: botflow.ReasonAway}, {Agent: "a1", Reason: botflow.ReasonTurn}, {Agent: "a3", Reason: botflow.ReasonNotTurn},
	}, got[1].Decision.Candidates)
}

func TestA12_TheChosenAndTheAffinityAgentAreAmongThirtyTwo(t *testing.T) {
	t.Parallel()
	w := teamOf(50)
	r := w.inboxes[0]
	for i := range 45 {
		r.seats[i].Status = botflow.Offline
	}
	r.seats[48].Barred = botflow.ReasonExcluded
	c := waiting("1")
	c.Affinity = "a49"
	r.queue = []routing.Waiting{c}
	d := only(t, w).Assignments[0].Decision
	require.Len(t, d.Candidates, botflow.MaxCandidates)
	require.Equal(t, botflow.ReasonExcluded, reasonOf(t, d, "a49"))
	require.Equal(t, botflow.ReasonTurn, reasonOf(t, d, "a46"))
	require.Equal(t, 50, d.Total)
}

func TestA12_MembersBeyondTheRecordMayHaveOtherReasons(t *testing.T) {
	t.Parallel()
	for agents, why := range map[int]botflow.Reason{32: botflow.ReasonOffline, 33: ""} {
		r := teamOf(agents).inboxes[0]
		for i := range r.seats {
			r.seats[i].Status = botflow.Offline
		}
		d := routing.Explain(r.view(-1, -1), waiting("1"), now, 0)
		require.Equal(t, why, d.Why)
		require.Equal(t, agents, d.Total)
		require.Len(t, d.Candidates, botflow.MaxCandidates)
	}
}

func TestA10_Rotation(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(r *room, c *routing.Waiting)
		chosen botflow.AgentID
		why    botflow.Reason
		owner  botflow.Reason // a1's
	}{
		"the next by turn":           {func(*room, *routing.Waiting) {}, "a2", botflow.ReasonTurn, botflow.ReasonOwner},
		"affinity has no part in it": {func(_ *room, c *routing.Waiting) { c.Affinity = "a3" }, "a2", botflow.ReasonTurn, botflow.ReasonOwner},
		"hours have none either":     {func(r *room, _ *routing.Waiting) { r.rules.Open = false }, "a2", botflow.ReasonTurn, botflow.ReasonOwner},
		"limits have":                {func(r *room, _ *routing.Waiting) { fullA2(r) }, "a3", botflow.ReasonTurn, botflow.ReasonOwner},
		"a returner's memory has": {func(_ *room, c *routing.Waiting) {
			c.Returner, c.ReturnUntil = "a2", now+minute
		}, "a3", botflow.ReasonTurn, botflow.ReasonOwner},
		"ramp-in has": {func(r *room, _ *routing.Waiting) {
			r.seats[1].RampIn, r.seats[1].Ramped, r.seats[1].Since = routing.RampIn{Limit: 1, Period: time.Hour}, 1, now
		}, "a3", botflow.ReasonTurn, botflow.ReasonOwner},
		"nobody else": {func(r *room, _ *routing.Waiting) { r.seats = r.seats[:1] }, "", botflow.ReasonOwner, botflow.ReasonOwner},
		"off":         {func(r *room, _ *routing.Waiting) { r.rules.Policy.Enabled = false }, "", botflow.ReasonOff, botflow.ReasonOwner},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, c := teamOf(3).inboxes[0], waiting("1")
			tc.change(r, &c)
			d := routing.PickNext(r.view(-1, -1), c, now, 0, "a1")
			require.Equal(t, tc.chosen, d.Chosen)
			require.Equal(t, tc.why, d.Why)
			require.Equal(t, tc.owner, reasonOf(t, d, "a1"))
		})
	}
}

func TestA10_NobodyFromACutWindowHasNoReason(t *testing.T) {
	t.Parallel()
	r := teamOf(3).inboxes[0]
	d := routing.PickNext(r.view(-1, 1), waiting("1"), now, 0, "a1")
	require.Empty(t, d.Chosen)
	require.Empty(t, d.Why)
	require.Equal(t, botflow.AgentID("a2"), routing.PickNext(r.view(-1, 2), waiting("1"), now, 0, "a1").Chosen)
}
