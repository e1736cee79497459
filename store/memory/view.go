package memory

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/sorted"
)

// View implements [store.Store]. Now, Entropy and each inbox's Rules are left zero.
func (a *account) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	if err := ctx.Err(); err != nil {
		return routing.View{}, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	var v routing.View
	seen := make(map[botflow.InboxID]bool, len(req.Inboxes))
	for _, id := range req.Inboxes {
		if seen[id] {
			continue
		}
		seen[id] = true
		if req.Chat != "" || a.queues[id] != nil {
			v.Inboxes = append(v.Inboxes, a.viewInbox(id, req))
		}
	}
	return v, nil
}

func (a *account) viewInbox(id botflow.InboxID, req store.ViewRequest) routing.InboxView {
	v := routing.InboxView{Inbox: id}
	v.Queue, v.MoreQueue = a.viewQueue(id, req)
	r := a.rooms[id]
	if r == nil {
		return v
	}
	v.Turn, v.Wake = r.turn, r.wake
	v.Seats = r.firstReady(req.Seats, req.Start)
	v.MoreSeats = r.ready.size() > len(v.Seats)
	for s := range r.members.all() {
		if len(v.Members) >= min(req.Members, botflow.MaxCandidates) {
			break
		}
		v.Members = append(v.Members, s.Seat)
	}
	v.Named = a.named(id, v.Queue)
	return v
}

// viewQueue gives the head of a queue, or the one chat that was asked for.
func (a *account) viewQueue(id botflow.InboxID, req store.ViewRequest) (queue []routing.Waiting, more bool) {
	if req.Chat != "" {
		if row := a.chats[req.Chat]; row != nil {
			queue = append(queue, routing.WaitingOf(&row.Conversation, row.contact.Affinity))
		}
		return queue, false
	}
	set := a.queues[id]
	for row := range set.all() {
		if len(queue) >= req.Queue {
			break
		}
		queue = append(queue, routing.WaitingOf(&row.Conversation, row.contact.Affinity))
	}
	return queue, set.size() > len(queue)
}

// firstReady gives the first ready seats in order of choice. An order by hash is a ring: it begins at start and wraps around.
func (r *room) firstReady(limit int, start uint64) []routing.Seat {
	from := r.ready.start()
	if first, ok := from.item(); ok && first.Order == routing.ByHash {
		from = r.ready.find(func(s *seat) bool { return s.Rank() >= int64(start>>1) })
	}
	var seats []routing.Seat
	for s := range from.onward() {
		if len(seats) >= limit {
			return seats
		}
		seats = append(seats, s.Seat)
	}
	for s := range r.ready.all() {
		if len(seats) >= min(limit, r.ready.size()) {
			break
		}
		seats = append(seats, s.Seat)
	}
	return seats
}

// named gives the seats of the affinity agents and returners of some chats, in the order of their ids.
func (a *account) named(id botflow.InboxID, queue []routing.Waiting) []routing.Seat {
	var agents []botflow.AgentID
	for i := range queue {
		agents = append(agents, queue[i].Affinity, queue[i].Returner)
	}
	var seats []routing.Seat
	for _, agent := range sorted.IDs(agents) {
		if g := a.agents[agent]; g != nil && g.seats[id] != nil {
			seats = append(seats, g.seats[id].Seat)
		}
	}
	return seats
}
