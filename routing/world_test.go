package routing_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

const (
	now     = botflow.Instant(1_000_000_000_000)
	minute  = botflow.Instant(60_000_000)
	earlier = now - 100*minute
)

// world is all that a store would keep: what a view shows is cut from it.
type world struct {
	inboxes []*room
	nobody  map[botflow.ConversationID]bool
}

// room is one inbox with all of its seats and its whole queue.
type room struct {
	id    botflow.InboxID
	turn  uint64
	queue []routing.Waiting
	seats []routing.Seat
	rules routing.Rules
}

func (w *world) clone() *world {
	c := &world{nobody: map[botflow.ConversationID]bool{}}
	for _, r := range w.inboxes {
		copied := *r
		copied.queue, copied.seats = slices.Clone(r.queue), slices.Clone(r.seats)
		c.inboxes = append(c.inboxes, &copied)
	}
	return c
}

// view shows at most so many chats and seats of each inbox; negative: all.
func (w *world) view(queue, seats int) routing.View {
	v := routing.View{Now: now, Entropy: 7}
	for _, r := range w.inboxes {
		v.Inboxes = append(v.Inboxes, r.view(queue, seats))
	}
	return v
}

func (r *room) view(queue, seats int) routing.InboxView {
	v := routing.InboxView{Inbox: r.id, Turn: r.turn, Rules: r.rules}
	v.Rules.Members = len(r.seats)
	slices.SortFunc(r.queue, func(a, b routing.Waiting) int {
		if a.Before(&b) {
			return -1
		}
		return 1
	})
	v.Queue = r.queue
	if queue >= 0 && len(v.Queue) > queue {
		v.Queue, v.MoreQueue = v.Queue[:queue], true
	}
	v.Queue = slices.Clone(v.Queue)
	all := slices.Clone(r.seats)
	byLess := func(less func(a, b *routing.Seat) bool) func(a, b routing.Seat) int {
		return func(a, b routing.Seat) int {
			if less(&a, &b) {
				return -1
			}
			return 1
		}
	}
	slices.SortFunc(all, byLess(routing.Less))
	for _, s := range all {
		if s.Ready() {
			v.Seats = append(v.Seats, s)
		}
	}
	if seats >= 0 && len(v.Seats) > seats {
		v.Seats, v.MoreSeats = v.Seats[:seats], true
	}
	for _, s := range all {
		if slices.ContainsFunc(v.Queue, func(c routing.Waiting) bool { return c.Affinity == s.Agent || c.Returner == s.Agent }) {
			v.Named = append(v.Named, s)
		}
	}
	slices.SortFunc(all, byLess(routing.TurnLess))
	v.Members = all[:min(len(all), botflow.MaxCandidates)]
	return v
}

func (w *world) room(id botflow.InboxID) *room {
	for _, r := range w.inboxes {
		if r.id == id {
			return r
		}
	}
	panic("no room " + id)
}

// give books an assignment as a store would.
func (w *world) give(inbox botflow.InboxID, chat botflow.ConversationID, agent botflow.AgentID, byTurn bool) {
	for _, r := range w.inboxes {
		for i := range r.seats {
			if s := &r.seats[i]; s.Agent == agent {
				s.Load++
				s.Ramped++
				s.IdleFrom = now
			}
		}
	}
	r := w.room(inbox)
	r.queue = slices.DeleteFunc(r.queue, func(c routing.Waiting) bool { return c.Conversation == chat })
	if byTurn {
		r.turn++
		for i := range r.seats {
			if r.seats[i].Agent == agent {
				r.seats[i].Ordinal = r.turn
			}
		}
	}
}

// settle matches windows of the given lengths until nothing is left to decide, as an engine does.
func (w *world) settle(queue, seats int) (given map[botflow.ConversationID]routing.Assignment, passes int, last routing.Result) {
	given = map[botflow.ConversationID]routing.Assignment{}
	for passes < 1000 {
		passes++
		last = routing.Match(w.view(queue, seats))
		for _, a := range last.Assignments {
			given[a.Conversation] = a
			w.give(a.Inbox, a.Conversation, a.Agent, a.ByTurn)
		}
		for _, n := range last.Nobody {
			w.nobody[n.Conversation] = true
		}
		if !last.More {
			return given, passes, last
		}
		if last.Deeper {
			queue, seats = max(1, 2*queue), max(1, 2*seats)
		}
	}
	panic("matching doesn't end")
}

// strategies are those of the library whose choice depends on nothing but the seats.
func strategies() []routing.Strategy {
	return []routing.Strategy{routing.RoundRobin, routing.LeastLoaded, routing.FreeShare, routing.LongestIdle, routing.FixedOrder}
}

// person is one agent before they have seats.
type person struct {
	id     botflow.AgentID
	load   int
	status botflow.Status
	since  botflow.Instant
	idle   botflow.Instant
	ramped int
	limit  int
}

func drawWorld(t *rapid.T, from []routing.Strategy) *world {
	w := &world{nobody: map[botflow.ConversationID]bool{}}
	ramp := rapid.SampledFrom([]routing.RampIn{{}, {}, {Limit: 2, Period: 10 * time.Minute}}).Draw(t, "ramp-in")
	people := make([]person, rapid.IntRange(1, 7).Draw(t, "agents"))
	for i := range people {
		people[i] = person{
			id:     botflow.AgentID(fmt.Sprintf("a%d", i)),
			load:   rapid.IntRange(0, 3).Draw(t, "load"),
			status: rapid.SampledFrom([]botflow.Status{botflow.Online, botflow.Online, botflow.Online, botflow.Away, botflow.Offline}).Draw(t, "status"),
			since:  earlier + minute*botflow.Instant(rapid.IntRange(85, 100).Draw(t, "since")),
			idle:   earlier + minute*botflow.Instant(rapid.IntRange(0, 5).Draw(t, "idle")),
			ramped: rapid.IntRange(0, 2).Draw(t, "ramped"),
			limit:  rapid.IntRange(-2, 4).Draw(t, "own limit"),
		}
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "inboxes") {
		w.inboxes = append(w.inboxes, drawRoom(t, botflow.InboxID(fmt.Sprintf("box%d", i)), people, ramp, from))
	}
	return w
}

func drawRoom(t *rapid.T, id botflow.InboxID, people []person, ramp routing.RampIn, from []routing.Strategy) *room {
	r := &room{id: id, turn: uint64(rapid.IntRange(5, 9).Draw(t, "turn"))}
	r.rules = routing.Rules{
		Revision: 3,
		Policy: routing.Policy{
			Enabled: rapid.IntRange(0, 9).Draw(t, "enabled") > 0, Strategy: rapid.SampledFrom(from).Draw(t, "strategy"),
			Limit:        rapid.IntRange(0, 4).Draw(t, "limit"),
			AffinityWait: time.Duration(rapid.IntRange(0, 10).Draw(t, "wait")) * time.Minute,
			IgnoreHours:  rapid.Bool().Draw(t, "ignores hours"),
		},
		Open:        rapid.IntRange(0, 5).Draw(t, "open") > 0,
		NextOpening: now + 30*minute,
	}
	everybody := rapid.IntRange(0, 3).Draw(t, "everybody") == 0
	for _, p := range people {
		if rapid.IntRange(0, 3).Draw(t, "member") == 0 {
			continue
		}
		limit := r.rules.Policy.Limit
		if p.limit > 0 {
			limit = p.limit
		}
		barred := rapid.SampledFrom([]botflow.Reason{"", "", "", "", "", botflow.ReasonExcluded, botflow.ReasonRole, botflow.ReasonDisabled}).Draw(t, "barred")
		r.seats = append(r.seats, routing.Seat{
			SeatRules: routing.SeatRules{
				Agent: p.id, Inbox: id, Position: len(r.seats), Barred: barred, NeedsOnline: !everybody, Limit: limit,
				Order: r.rules.Policy.Strategy.Order(), RampIn: ramp,
			},
			Ordinal: uint64(rapid.IntRange(0, 5).Draw(t, "ordinal")), Load: p.load, Status: p.status, Since: p.since, IdleFrom: p.idle, Ramped: p.ramped,
		})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "chats") {
		r.queue = append(r.queue, drawChat(t, botflow.ConversationID(fmt.Sprintf("%s-%d", id, i)), id, people))
	}
	return r
}

func drawChat(t *rapid.T, id botflow.ConversationID, inbox botflow.InboxID, people []person) routing.Waiting {
	someone := func(label string) botflow.AgentID {
		if rapid.IntRange(0, 2).Draw(t, label) > 0 {
			return ""
		}
		return rapid.SampledFrom(people).Draw(t, label).id
	}
	return routing.Waiting{
		Conversation: id, Inbox: inbox, Epoch: uint64(len(id)),
		Priority:    int32(rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(t, "priority")),
		QueuedAt:    earlier + minute*botflow.Instant(rapid.IntRange(0, 20).Draw(t, "queued")),
		EnteredAt:   now - minute*botflow.Instant(rapid.IntRange(0, 10).Draw(t, "entered")),
		Affinity:    someone("affinity"),
		Returner:    someone("returner"),
		ReturnUntil: now + minute*botflow.Instant(rapid.IntRange(-2, 5).Draw(t, "memory")),
		NobodyTold:  rapid.Bool().Draw(t, "told"),
	}
}

// chats lists every waiting chat of the world in the one order of serving.
func (w *world) chats() []routing.Waiting {
	var all []routing.Waiting
	for _, r := range w.inboxes {
		all = append(all, r.queue...)
	}
	slices.SortFunc(all, func(a, b routing.Waiting) int {
		return cmp.Or(-cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.QueuedAt, b.QueuedAt), cmp.Compare(a.Conversation, b.Conversation))
	})
	return all
}
