package routing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// teamOf gives one open inbox, Sales, with so many online agents a1, a2... and no limits.
func teamOf(n int) *world {
	r := &room{id: "Sales", rules: routing.Rules{Revision: 3, Open: true, NextOpening: now + 30*minute, Policy: routing.Policy{Enabled: true}}}
	for i := range n {
		r.seats = append(r.seats, routing.Seat{
			SeatRules: routing.SeatRules{Agent: botflow.AgentID(fmt.Sprintf("a%d", i+1)), Inbox: r.id, Position: i, NeedsOnline: true},
			Status:    botflow.Online, Since: earlier, IdleFrom: earlier,
		})
	}
	return &world{inboxes: []*room{r}, nobody: map[botflow.ConversationID]bool{}}
}

// waiting gives a chat of Sales that came just now.
func waiting(id string) routing.Waiting {
	return routing.Waiting{Conversation: botflow.ConversationID(id), Inbox: "Sales", Epoch: 1, QueuedAt: now - minute, EnteredAt: now - minute}
}

func only(t *testing.T, w *world) routing.Result {
	t.Helper()
	r := routing.Match(w.view(-1, -1))
	require.False(t, r.More)
	return r
}

// pairs prints who got what, in the order of deciding.
func pairs(r routing.Result) string {
	var all []string
	for _, a := range r.Assignments {
		all = append(all, string(a.Conversation)+":"+string(a.Agent))
	}
	return strings.Join(all, " ")
}

func TestA5_TheLongestWaitingGoesFirstAcrossInboxes(t *testing.T) {
	t.Parallel()
	w := teamOf(1)
	sales := w.inboxes[0]
	support := *sales
	support.id, support.seats = "Support", slices.Clone(sales.seats)
	support.seats[0].Inbox = "Support"
	w.inboxes = append(w.inboxes, &support)
	for _, r := range w.inboxes {
		r.seats[0].Limit = 3
	}
	at := func(id string, inbox botflow.InboxID, priority int32, ago botflow.Instant) routing.Waiting {
		c := waiting(id)
		c.Inbox, c.Priority, c.QueuedAt = inbox, priority, now-ago*minute
		return c
	}
	sales.queue = []routing.Waiting{at("urgent", "Sales", 1, 1), at("b", "Sales", 0, 5), at("young", "Sales", 0, 2)}
	support.queue = []routing.Waiting{at("oldest", "Support", 0, 9), at("a", "Support", 0, 5)}
	r := only(t, w)
	require.Equal(t, "urgent:a1 oldest:a1 a:a1", pairs(r))
	require.Len(t, r.Nobody, 2)
	require.Equal(t, botflow.ReasonFull, r.Nobody[0].Decision.Why)
}

func TestA5_AHeldBackChatHoldsUpNobodyBehindIt(t *testing.T) {
	t.Parallel()
	w := teamOf(1)
	returned := waiting("1")
	returned.Returner, returned.ReturnUntil = "a1", now+5*minute
	w.inboxes[0].queue = []routing.Waiting{returned, waiting("2")}
	r := only(t, w)
	require.Equal(t, "2:a1", pairs(r))
	require.Equal(t, []routing.Again{{Inbox: "Sales", At: now + 5*minute}}, r.Again)
}

func TestA5_AWindowFullOfHeldBackChatsAsksForALongerOne(t *testing.T) {
	t.Parallel()
	w := teamOf(1)
	for i := range 4 {
		c := waiting(fmt.Sprint(i))
		if i < 3 {
			c.Returner, c.ReturnUntil = "a1", now+5*minute
		}
		w.inboxes[0].queue = append(w.inboxes[0].queue, c)
	}
	r := routing.Match(w.view(2, -1))
	require.True(t, r.More)
	require.True(t, r.Deeper)
	r = routing.Match(w.view(4, -1))
	require.False(t, r.More)
	require.Equal(t, "3:a1", pairs(r))
}

func TestA5_AnInboxThatIsUndecidedKeepsItsAgents(t *testing.T) {
	t.Parallel()
	w := teamOf(2) // Sales shows a1 only; its older chat can have nobody but a2
	sales := w.inboxes[0]
	older := waiting("older")
	older.QueuedAt, older.Returner, older.ReturnUntil = now-9*minute, "a1", now+minute
	sales.queue = []routing.Waiting{older}
	support := *sales
	support.id, support.seats, support.queue = "Support", slices.Clone(sales.seats[1:]), []routing.Waiting{waiting("younger")}
	support.queue[0].Inbox = "Support"
	w.inboxes = append(w.inboxes, &support)
	sales.seats[1].Limit, support.seats[0].Limit = 1, 1
	v := w.view(-1, 1)
	v.Inboxes[0].Members = nil
	r := routing.Match(v)
	require.Empty(t, r.Assignments)
	require.True(t, r.More)
	require.True(t, r.Deeper)
	require.Equal(t, "older:a2", pairs(only(t, w)))
}

func TestA5_AnotherInboxIsServedMeanwhileWithItsOwnAgents(t *testing.T) {
	t.Parallel()
	w := teamOf(2)
	sales := w.inboxes[0]
	for i := range 3 {
		c := waiting(fmt.Sprint(i))
		c.QueuedAt = now - 9*minute
		sales.queue = append(sales.queue, c)
	}
	support := *sales
	support.id, support.seats = "Support", slices.Clone(sales.seats[1:])
	support.queue = []routing.Waiting{waiting("a"), waiting("b")}
	support.seats = append(support.seats, support.seats[0])
	support.seats[1].Agent, support.seats[1].Position = "z", 0
	w.inboxes = append(w.inboxes, &support)
	cut := func() routing.View {
		v := w.view(-1, -1)
		v.Inboxes[0].Queue, v.Inboxes[0].MoreQueue = v.Inboxes[0].Queue[:1], true
		return v
	}
	r := routing.Match(cut())
	require.True(t, r.More)
	require.Equal(t, "0:a1 a:z", pairs(r), "a2 is kept for the chats of Sales that aren't shown")

	sales.seats[1].Barred = botflow.ReasonExcluded
	require.Equal(t, "0:a1 a:z b:a2", pairs(routing.Match(cut())), "Sales can't have a2")
}

func TestA7_AHostsOwnStrategyMayWantNobody(t *testing.T) {
	t.Parallel()
	r := teamOf(2).inboxes[0]
	r.rules.Policy.Strategy, r.rules.Ranker = "by horoscope", ranking(nil)
	d := routing.Explain(r.view(-1, -1), waiting("1"), now, 0)
	require.Empty(t, d.Chosen)
	require.Empty(t, d.Why)
	require.Equal(t, botflow.ReasonNotTurn, reasonOf(t, d, "a1"))
	r.seats = nil
	require.Equal(t, botflow.ReasonNoAgents, routing.Explain(r.view(-1, -1), waiting("1"), now, 0).Why)
}

func TestA6_ACutWindowOfSeatsIsUsedUpBeforeItIsLeft(t *testing.T) {
	t.Parallel()
	for strategy, want := range map[routing.Strategy]string{
		routing.RoundRobin: "0:a1 1:a2",           // whoever the window doesn't show has the next turn
		routing.FixedOrder: "0:a1 1:a1 2:a1 3:a1", // stays the first
	} {
		w := teamOf(5)
		r := w.inboxes[0]
		r.rules.Policy.Strategy = strategy
		for i := range r.seats {
			r.seats[i].Order = strategy.Order()
		}
		for i := range 4 {
			r.queue = append(r.queue, waiting(fmt.Sprint(i)))
		}
		got := routing.Match(w.view(-1, 2))
		require.Equal(t, want, pairs(got), strategy.String())
		require.Equal(t, len(got.Assignments) < 4, got.More)
		require.False(t, got.Deeper, "it got somewhere")
	}
}

func TestA7_RandomDrawsEveryChatFromTheWholeWindow(t *testing.T) {
	t.Parallel()
	w := teamOf(3)
	r := w.inboxes[0]
	r.rules.Policy.Strategy = routing.Random
	for i := range r.seats {
		r.seats[i].Order = routing.ByHash
	}
	r.queue = []routing.Waiting{waiting("1"), waiting("2"), waiting("3")}
	got := routing.Match(w.view(-1, 1))
	require.Len(t, got.Assignments, 3)
	require.False(t, got.More)
}

func TestA7_ThePolicyInForceOrdersTheSeats(t *testing.T) {
	t.Parallel()
	w := teamOf(2)
	r := w.inboxes[0]
	r.rules.Policy.Strategy, r.seats[0].Load = routing.LeastLoaded, 3 // the seats still say: by turn
	r.queue = []routing.Waiting{waiting("1")}
	require.Equal(t, "1:a2", pairs(only(t, w)))
}

func TestN1_AWaitedForChatBehindACutWindowIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	w := teamOf(2)
	r := w.inboxes[0]
	fullA2(r)
	c := waiting("1")
	c.Affinity, r.rules.Policy.AffinityWait = "a2", 3*time.Minute
	r.queue = []routing.Waiting{c}
	got := routing.Match(w.view(-1, 0))
	require.Equal(t, []routing.Again{{Inbox: "Sales", At: now + 2*minute}}, got.Again)
}

func TestA5_AQueueThatNobodyCanServeIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(r *room){
		"all full": func(r *room) { r.seats[0].Limit, r.seats[0].Load = 1, 1 },
		"closed":   func(r *room) { r.rules.Open = false },
		"off":      func(r *room) { r.rules.Policy.Enabled = false },
		"in ramp-in": func(r *room) {
			r.seats[0].RampIn, r.seats[0].Since, r.seats[0].Ramped = routing.RampIn{Limit: 1, Period: time.Hour}, now, 1
		},
		"no agents":   func(r *room) { r.seats = nil },
		"all offline": func(r *room) { r.seats[0].Status = botflow.Offline },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := teamOf(1)
			w.inboxes[0].queue = []routing.Waiting{waiting("1"), waiting("2"), waiting("3")}
			spoil(w.inboxes[0])
			r := routing.Match(w.view(2, -1))
			require.Empty(t, r.Assignments)
			require.False(t, r.More)
			require.Len(t, r.Again, 1)
		})
	}
}

func TestA6_PicksFollowTheTurn(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(r *room)
		want   string
	}{
		"member order when nobody ever had one": {func(*room) {}, "1:a1 2:a2 3:a3 4:a1"},
		"the least recently given first": {func(r *room) {
			r.seats[0].Ordinal, r.seats[1].Ordinal, r.seats[2].Ordinal, r.turn = 7, 9, 8, 9
		}, "1:a1 2:a3 3:a2 4:a1"},
		"who never had one comes first": {func(r *room) {
			r.seats[0].Ordinal, r.seats[1].Ordinal, r.turn = 1, 2, 2
		}, "1:a3 2:a1 3:a2 4:a3"},
		"a skipped agent keeps their turn": {func(r *room) {
			r.queue[0].Returner, r.queue[0].ReturnUntil = "a1", now+minute
		}, "1:a2 2:a1 3:a3 4:a2"},
		"affinity moves no turn": {func(r *room) {
			r.queue[0].Affinity, r.queue[1].Affinity = "a1", "a1"
		}, "1:a1 2:a1 3:a1 4:a2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := teamOf(3)
			for i := range 4 {
				w.inboxes[0].queue = append(w.inboxes[0].queue, waiting(fmt.Sprint(i+1)))
			}
			tc.change(w.inboxes[0])
			require.Equal(t, tc.want, pairs(only(t, w)))
		})
	}
}

func TestA6_AssignmentsNumberTheTurn(t *testing.T) {
	t.Parallel()
	w := teamOf(2)
	r := w.inboxes[0]
	r.turn = 10
	fond := waiting("2")
	fond.Affinity = "a2"
	r.queue = []routing.Waiting{waiting("1"), fond, waiting("3")}
	got := only(t, w).Assignments
	require.Equal(t, []uint64{10, 11, 11}, []uint64{got[0].Turn, got[1].Turn, got[2].Turn})
	require.Equal(t, []bool{true, false, true}, []bool{got[0].ByTurn, got[1].ByTurn, got[2].ByTurn})
}

func TestA7_Strategies(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		strategy routing.Strategy
		change   func(seats []routing.Seat)
		want     string
	}{
		"least loaded": {routing.LeastLoaded, func(s []routing.Seat) { s[0].Load, s[1].Load, s[2].Load = 2, 0, 1 }, "1:a2 2:a3 3:a2 4:a1"},
		"least loaded, ties as round robin": {routing.LeastLoaded, func(s []routing.Seat) {
			s[0].Ordinal, s[1].Ordinal, s[2].Ordinal = 3, 2, 1
		}, "1:a3 2:a2 3:a1 4:a3"},
		"free share": {routing.FreeShare, func(s []routing.Seat) {
			s[0].Limit, s[0].Load, s[1].Limit, s[1].Load, s[2].Limit, s[2].Load = 10, 5, 4, 1, 3, 1
		}, "1:a2 2:a3 3:a1 4:a2"},
		"free share, no limit is all free": {routing.FreeShare, func(s []routing.Seat) { s[0].Limit, s[1].Limit, s[2].Load = 5, 5, 99 }, "1:a1 2:a2 3:a3 4:a3"},
		"longest idle":                     {routing.LongestIdle, func(s []routing.Seat) { s[1].IdleFrom -= minute }, "1:a2 2:a1 3:a3 4:a2"},
		"fixed order":                      {routing.FixedOrder, func(s []routing.Seat) { s[0].Limit = 2 }, "1:a1 2:a1 3:a2 4:a2"},
		"unknown is round robin":           {"by horoscope", func([]routing.Seat) {}, "1:a1 2:a2 3:a3 4:a1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := teamOf(3)
			r := w.inboxes[0]
			r.turn, r.rules.Policy.Strategy = 3, tc.strategy
			for i := range r.seats {
				r.seats[i].Order = tc.strategy.Order()
			}
			tc.change(r.seats)
			for i := range 4 {
				r.queue = append(r.queue, waiting(fmt.Sprint(i+1)))
			}
			require.Equal(t, tc.want, pairs(only(t, w)))
		})
	}
}

func TestA7_RandomIsUniformAndRepeatable(t *testing.T) {
	t.Parallel()
	w := teamOf(5)
	r := w.inboxes[0]
	r.rules.Policy.Strategy = routing.Random
	c := waiting("1")
	c.Returner, c.ReturnUntil = "a5", now+minute
	r.queue = []routing.Waiting{c}
	for i := range r.seats {
		r.seats[i].Order = routing.ByHash
	}
	counts := map[botflow.AgentID]int{}
	const draws = 4000
	for i := range uint64(draws) {
		v := w.view(-1, -1)
		v.Entropy = i
		first := routing.Match(v).Assignments[0].Agent
		slices.Reverse(v.Inboxes[0].Seats) // wherever the ring of the store starts
		require.Equal(t, first, routing.Match(v).Assignments[0].Agent)
		counts[first]++
	}
	for _, s := range r.seats[:4] {
		require.InDelta(t, draws/4, counts[s.Agent], 150, "%v", counts)
	}
	require.Len(t, counts, 4)
}

// ranking is a host's strategy for tests: the agents in this order, whether they were asked about or not.
type ranking []botflow.AgentID

func (order ranking) Rank(routing.Waiting, []routing.Seat) []routing.Seat {
	var seats []routing.Seat
	for _, a := range order {
		seats = append(seats, routing.Seat{SeatRules: routing.SeatRules{Agent: a}})
	}
	return seats
}

func TestA7_AHostsOwnStrategyChoosesAmongTheEligibleOnly(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		order ranking
		want  botflow.AgentID
	}{
		"its first":              {ranking{"a3", "a1"}, "a3"},
		"a stranger is ignored":  {ranking{"nobody", "a1"}, "a1"},
		"the full one is passed": {ranking{"a2", "a1"}, "a1"},
		"it wants none of them":  {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := teamOf(3)
			r := w.inboxes[0]
			r.rules.Policy.Strategy, r.rules.Ranker = "by horoscope", tc.order
			r.seats[1].Limit, r.seats[1].Load = 1, 1
			r.queue = []routing.Waiting{waiting("1")}
			d := routing.Explain(r.view(-1, -1), r.queue[0], now, 0)
			require.Equal(t, tc.want, d.Chosen)
			require.Equal(t, "by horoscope", d.Strategy)
			require.Equal(t, tc.want != "", d.Why == botflow.ReasonTurn)
			require.Equal(t, tc.want == "", len(only(t, w).Nobody) == 1)
		})
	}
}

func TestA8_OnlySharedInboxesAssign(t *testing.T) {
	t.Parallel()
	for _, id := range []botflow.InboxID{botflow.Closed, botflow.Personal("a1"), ""} {
		w := teamOf(1)
		w.inboxes[0].id = id
		w.inboxes[0].queue = []routing.Waiting{waiting("1")}
		require.Empty(t, only(t, w).Assignments, "%q", id)
	}
}

func TestA11_TheReturnerIsBarredUntilTheMemoryEnds(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		until botflow.Instant
		want  string
	}{
		"a microsecond before": {now + 1, ""},
		"at the instant":       {now, "1:a1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := teamOf(1)
			c := waiting("1")
			c.Affinity, c.Returner, c.ReturnUntil = "a1", "a1", tc.until
			w.inboxes[0].queue = []routing.Waiting{c}
			w.inboxes[0].rules.Policy.AffinityWait = time.Hour
			require.Equal(t, tc.want, pairs(only(t, w)))
		})
	}
}

func TestA13_AClosedInboxWaitsForItsOpening(t *testing.T) {
	t.Parallel()
	w := teamOf(1)
	r := w.inboxes[0]
	r.rules.Open, r.queue = false, []routing.Waiting{waiting("1")}
	got := only(t, w)
	require.Equal(t, []routing.Again{{Inbox: "Sales", At: now + 30*minute}}, got.Again)
	require.Equal(t, botflow.ReasonClosedHours, got.Nobody[0].Decision.Why)

	r.rules.NextOpening = botflow.Forever
	require.Equal(t, []routing.Again{{Inbox: "Sales"}}, only(t, w).Again)

	r.rules.Policy.IgnoreHours = true
	require.Equal(t, "1:a1", pairs(only(t, w)))
}

func TestN1_AffinityGoesFirstAndMayBeWaitedFor(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		wait   time.Duration
		change func(r *room)
		want   string
		again  botflow.Instant
	}{
		"eligible":                       {0, func(*room) {}, "1:a2 2:a1", 0},
		"full, no wait":                  {0, fullA2, "1:a1 2:a3", 0},
		"full, waited for":               {3 * time.Minute, fullA2, "2:a1", now + 2*minute},
		"full, the wait is over":         {time.Minute, fullA2, "1:a1 2:a3", 0},
		"away, waited for":               {3 * time.Minute, func(r *room) { r.seats[1].Status = botflow.Away }, "2:a1", now + 2*minute},
		"excluded, not waited for":       {3 * time.Minute, func(r *room) { r.seats[1].Barred = botflow.ReasonExcluded }, "1:a1 2:a3", 0},
		"not a member, not waited for":   {3 * time.Minute, func(r *room) { r.queue[0].Affinity = "stranger" }, "1:a1 2:a2", 0},
		"away, but presence is no bar":   {0, func(r *room) { r.seats[1].Status, r.seats[1].NeedsOnline = botflow.Away, false }, "1:a2 2:a1", 0},
		"full returner, not waited for":  {3 * time.Minute, func(r *room) { fullA2(r); returnedBy(r, "a2") }, "1:a1 2:a3", 0},
		"eligible returner gets no turn": {3 * time.Minute, func(r *room) { returnedBy(r, "a2") }, "1:a1 2:a2", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := teamOf(3)
			r := w.inboxes[0]
			r.rules.Policy.AffinityWait = tc.wait
			fond := waiting("1")
			fond.Affinity = "a2"
			r.queue = []routing.Waiting{fond, waiting("2")}
			tc.change(r)
			got := only(t, w)
			require.Equal(t, tc.want, pairs(got))
			if tc.again != 0 {
				require.Equal(t, []routing.Again{{Inbox: "Sales", At: tc.again}}, got.Again)
			} else {
				require.Empty(t, got.Again)
			}
		})
	}
}

func fullA2(r *room) { r.seats[1].Limit, r.seats[1].Load = 1, 1 }

func returnedBy(r *room, a botflow.AgentID) {
	r.queue[0].Returner, r.queue[0].ReturnUntil = a, now+minute
}

func TestN1_AnAffinityAgentBehindTheWindowIsFound(t *testing.T) {
	t.Parallel()
	w := teamOf(40)
	c := waiting("1")
	c.Affinity = "a40"
	w.inboxes[0].queue = []routing.Waiting{c}
	r := routing.Match(w.view(1, 2))
	require.Equal(t, "1:a40", pairs(r))
	candidates := r.Assignments[0].Decision.Candidates
	require.Len(t, candidates, botflow.MaxCandidates)
	require.Equal(t, botflow.Candidate{Agent: "a40", Reason: botflow.ReasonAffinity}, candidates[31])
	require.Equal(t, botflow.AgentID("a31"), candidates[30].Agent)
	require.Equal(t, 40, r.Assignments[0].Decision.Total)
}

func TestP5_RampInBoundsAssignmentsAfterComingOnline(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(s *routing.Seat)
		want   string
		again  botflow.Instant
	}{
		"two in the period":       {func(*routing.Seat) {}, "1:a1 2:a1", now + 5*minute},
		"one was given before":    {func(s *routing.Seat) { s.Ramped = 1 }, "1:a1", now + 5*minute},
		"the period ends now":     {func(s *routing.Seat) { s.Since = now - 10*minute }, "1:a1 2:a1 3:a1", 0},
		"a limit of 0 is off":     {func(s *routing.Seat) { s.RampIn.Limit = 0 }, "1:a1 2:a1 3:a1", 0},
		"a period of 0 is off":    {func(s *routing.Seat) { s.RampIn.Period = 0 }, "1:a1 2:a1 3:a1", 0},
		"full beats ramp-in":      {func(s *routing.Seat) { s.Limit = 2 }, "1:a1 2:a1", 0},
		"not online, not ramping": {func(s *routing.Seat) { s.Status, s.NeedsOnline = botflow.Away, false }, "1:a1 2:a1 3:a1", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := teamOf(1)
			r := w.inboxes[0]
			r.seats[0].RampIn, r.seats[0].Since = routing.RampIn{Limit: 2, Period: 10 * time.Minute}, now-5*minute
			tc.change(&r.seats[0])
			r.queue = []routing.Waiting{waiting("1"), waiting("2"), waiting("3")}
			got := only(t, w)
			require.Equal(t, tc.want, pairs(got))
			if len(got.Assignments) < 3 {
				require.Equal(t, []routing.Again{{Inbox: "Sales", At: tc.again}}, got.Again)
			}
		})
	}
}
