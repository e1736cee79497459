package storetest

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"sync/atomic"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

func viewChecks() []Check {
	return []Check{
		{
			Duty: 12, Name: "a view is what is there",
			Explain: "Matching saw another queue, other seats or another order than the rows have: the wrong chat or the wrong agent is next (A5, A6).",
			Run:     probing(viewIsWhatIsThere),
		},
		{
			Duty: 12, Name: "a view is bounded",
			Explain: "A view gave more members than a decision records, or lost count of those it left out (A12).",
			Run:     probing(viewIsBounded),
		},
		{
			Duty: 12, Name: "inboxes with waiting chats are listed",
			Explain: "An inbox with waiting chats was not listed: nobody looks at its queue (I3).",
			Run:     probing(waitingInboxesAreListed),
		},
		{
			Duty: 12, Name: "a view is not older than the call",
			Explain: "A chat was parked, or an agent freed, and a look after that showed neither: the chat waits beside a free agent (I3).",
			Run:     probing(viewIsNotOlder),
		},
		{
			Duty: 12, Name: "a view is of one moment",
			Explain: "A chat that was just given was seen both waiting and with its agent, or neither: matching weighs a queue against loads of another moment (I2, A5).",
			Run:     probing(viewIsOfOneMoment),
		},
	}
}

func viewIsWhatIsThere(p *probe) {
	for seed := range uint64(4) {
		w := newWorld(p.in(botflow.AccountID(fmt.Sprint("view ", seed))), seed, 80)
		for range 12 {
			req := store.ViewRequest{
				Inboxes: w.shared, Queue: w.r.IntN(12), Seats: w.r.IntN(9), Members: w.r.IntN(9), Start: w.r.Uint64() >> (w.r.IntN(2) * 60),
			}
			switch w.r.IntN(5) {
			case 0:
				req.Queue, req.Seats, req.Members = math.MaxInt, math.MaxInt, math.MaxInt
			case 1:
				req.Inboxes = []botflow.InboxID{w.shared[w.r.IntN(len(w.shared))]}
				req.Chat = slices.Sorted(maps.Keys(w.chats))[w.r.IntN(len(w.chats))]
			}
			v, err := w.View(w.ctx, req)
			w.no(err, "view")
			w.same(fmt.Sprintf("the view of %+v", req), v, w.view(req))
		}
		w.verified()
	}
}

func viewIsBounded(p *probe) {
	const many = botflow.MaxCandidates + 5
	agents := make([]botflow.AgentID, many)
	rows := store.Changeset{Conversations: []botflow.Conversation{chat("1")}}
	for i := range agents {
		agents[i] = botflow.AgentID(fmt.Sprintf("agent %02d", i))
		rows.Agents = append(rows.Agents, botflow.Presence{Agent: agents[i], Status: botflow.Online})
	}
	rows.Directory = staff(agents...)
	p.write(rows)
	for _, limit := range []int{0, 1, botflow.MaxCandidates, many, math.MaxInt} {
		v, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: 1, Seats: limit, Members: limit})
		p.no(err, "view")
		p.want(len(v.Inboxes) == 1, "the view has %d inboxes", len(v.Inboxes))
		in := v.Inboxes[0]
		p.want(len(in.Members) == min(limit, botflow.MaxCandidates), "of %d members, at most %d asked for, %d are given", many, limit, len(in.Members))
		p.want(len(in.Seats) == min(limit, many) && in.MoreSeats == (limit < many), "of %d ready seats, at most %d asked for, %d are given; more: %t",
			many, limit, len(in.Seats), in.MoreSeats)
	}
}

// view makes the view from the model.
func (w *world) view(req store.ViewRequest) (v routing.View) {
	compiled, err := directory.Compile(w.directory, 1)
	w.no(err, "compile the directory")
	for _, id := range req.Inboxes {
		queue := w.queue(id, req.Chat)
		if len(queue) == 0 && req.Chat == "" {
			continue
		}
		in := routing.InboxView{Inbox: id, Turn: w.inboxes[id].Turn, Wake: w.inboxes[id].Wake}
		limit := req.Queue
		if req.Chat != "" {
			limit = 1
		}
		in.Queue, in.MoreQueue = head(queue, limit)
		var members, ready []routing.Seat
		named := map[botflow.AgentID]routing.Seat{}
		for _, rules := range compiled.SeatsOf(id) {
			s := w.seat(rules)
			members = append(members, s)
			if s.Ready() {
				ready = append(ready, s)
			}
			for _, x := range in.Queue {
				if rules.Agent == x.Affinity || rules.Agent == x.Returner {
					named[rules.Agent] = s
				}
			}
		}
		slices.SortFunc(members, by(routing.TurnLess))
		slices.SortFunc(ready, by(routing.Less))
		if len(ready) > 0 && ready[0].Order == routing.ByHash {
			first := slices.IndexFunc(ready, func(s routing.Seat) bool { return s.Rank() >= int64(req.Start>>1) })
			ready = slices.Concat(ready[max(0, first):], ready[:max(0, first)])
		}
		in.Members, _ = head(members, min(req.Members, botflow.MaxCandidates))
		in.Seats, in.MoreSeats = head(ready, req.Seats)
		for _, agent := range slices.Sorted(maps.Keys(named)) {
			in.Named = append(in.Named, named[agent])
		}
		v.Inboxes = append(v.Inboxes, in)
	}
	return v
}

// queue sorts what waits in an inbox, or is the one chat that was asked for.
func (w *world) queue(id botflow.InboxID, only botflow.ConversationID) []routing.Waiting {
	var queue []routing.Waiting
	for _, c := range w.chats {
		waits := c.Place.State == botflow.StateInbox && c.Place.Inbox == id
		if only != "" {
			waits = c.ID == only
		}
		if waits {
			queue = append(queue, routing.WaitingOf(&c, w.contacts[c.Contact].Affinity))
		}
	}
	slices.SortFunc(queue, by(func(a, b *routing.Waiting) bool { return a.Before(b) }))
	return queue
}

func (w *world) seat(rules routing.SeatRules) routing.Seat {
	p := w.presences[rules.Agent]
	return routing.Seat{
		SeatRules: rules, Ordinal: w.turns[store.SeatKey{Inbox: rules.Inbox, Agent: rules.Agent}],
		Load: p.Load, Status: p.Status, Since: p.Since, IdleFrom: p.IdleFrom, Ramped: p.Ramped,
	}
}

// head cuts a list and tells whether there was more.
func head[T any](all []T, limit int) ([]T, bool) {
	n := min(len(all), max(limit, 0))
	return all[:n], n < len(all)
}

// by makes a comparison of a total order.
func by[T any](less func(a, b *T) bool) func(a, b T) int {
	return func(a, b T) int {
		switch {
		case less(&a, &b):
			return -1
		case less(&b, &a):
			return 1
		}
		return 0
	}
}

func waitingInboxesAreListed(p *probe) {
	w := newWorld(p, 5, 40)
	for len(w.chats) > 0 {
		occupied := map[botflow.InboxID]bool{}
		for _, c := range w.chats {
			if c.Place.Inbox.Shared() {
				occupied[c.Place.Inbox] = true
			}
		}
		want := slices.Sorted(maps.Keys(occupied))
		for _, after := range []botflow.InboxID{"", "General", "Sales", "s", "zzz"} {
			rest := slices.DeleteFunc(slices.Clone(want), func(id botflow.InboxID) bool { return id <= after })
			for _, limit := range []int{0, 1, 9} {
				got, err := w.Waiting(w.ctx, after, limit)
				w.no(err, "waiting")
				w.same(fmt.Sprintf("the inboxes after %q with waiting chats, at most %d,", after, limit), got, rest[:min(limit, len(rest))])
			}
		}
		ids := slices.Sorted(maps.Keys(w.chats))[:min(5, len(w.chats))]
		w.write(store.Changeset{Forget: ids})
		for _, id := range ids {
			delete(w.chats, id)
		}
	}
}

// viewIsNotOlder looks again and again, each time after a write of its own, while others write too.
func viewIsNotOlder(p *probe) {
	const callers, rounds = 4, 25
	d := staff()
	for i := range callers {
		id := botflow.AgentID(fmt.Sprint("agent ", i))
		in := directory.Inbox{ID: botflow.InboxID(fmt.Sprint("inbox ", i)), Members: []botflow.AgentID{id}}
		in.Policy.Enabled = true
		d.Agents, d.Inboxes = append(d.Agents, directory.Agent{ID: id}), append(d.Inboxes, in)
	}
	p.write(store.Changeset{Directory: d})
	p.together(callers, func(i int) error {
		for round := range rounds {
			if err := p.looksAfterWriting(d.Inboxes[i+1].ID, d.Agents[i].ID, round); err != nil {
				return err
			}
		}
		return nil
	})
}

// looksAfterWriting parks a chat and signs an agent in, or takes both away, and wants the next look to show it.
func (p *probe) looksAfterWriting(in botflow.InboxID, id botflow.AgentID, round int) error {
	c, agent, there := chat(botflow.ConversationID(in)), botflow.Presence{Agent: id, Load: round}, 0
	c.Place.Inbox = botflow.Closed
	if round%3 > 0 {
		c.Place.Inbox, agent.Status, there = in, botflow.Online, 1
	}
	if err := p.try(store.Changeset{Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{agent}}); err != nil {
		return err
	}
	v, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{in}, Queue: 9, Seats: 9, Members: 9})
	if err != nil {
		return err
	}
	if len(v.Inboxes) != there || there == 1 && (len(v.Inboxes[0].Queue) != 1 || len(v.Inboxes[0].Seats) != 1 || v.Inboxes[0].Seats[0].Load != round) {
		return fmt.Errorf("after write %d to %q the view is %+v", round, in, v)
	}
	waiting, err := p.Waiting(p.ctx, "", 9)
	if err == nil && slices.Contains(waiting, in) != (there == 1) {
		err = fmt.Errorf("after write %d to %q the inboxes with waiting chats are %q", round, in, waiting)
	}
	return err
}

// viewIsOfOneMoment looks while one agent takes one chat after another: those that wait and those that they have are always as many.
func viewIsOfOneMoment(p *probe) {
	const takes = 60
	chats := make([]botflow.Conversation, takes+1) // the last one stays, so that there is always a queue
	for i := range chats {
		chats[i] = chat(botflow.ConversationID(fmt.Sprint(i)))
	}
	p.write(store.Changeset{Directory: staff("Ana"), Conversations: chats, Agents: []botflow.Presence{{Agent: "Ana", Status: botflow.Online}}})
	p.no(p.looksWhole(len(chats)), "view")
	var over atomic.Bool
	p.together(2, func(caller int) error {
		if caller == 0 {
			defer over.Store(true)
			return p.takeOneByOne(chats[:takes])
		}
		for last := false; !last; {
			last = over.Load()
			if err := p.looksWhole(len(chats)); err != nil {
				return err
			}
		}
		return nil
	})
}

// looksWhole wants a view in which so many chats wait or are with the one agent.
func (p *probe) looksWhole(chats int) error {
	v, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: chats, Seats: 1, Members: 1})
	if err != nil {
		return err
	}
	if len(v.Inboxes) != 1 || len(v.Inboxes[0].Members) != 1 || len(v.Inboxes[0].Seats) != 1 {
		return fmt.Errorf("a view lacks the inbox, or its one member: %+v", v)
	}
	waiting, load, ready := len(v.Inboxes[0].Queue), v.Inboxes[0].Members[0].Load, v.Inboxes[0].Seats[0].Load
	if waiting+load != chats || ready != load {
		return fmt.Errorf("of %d chats a view shows %d waiting and %d with their agent, whose ready seat has %d", chats, waiting, load, ready)
	}
	return nil
}

// takeOneByOne gives each chat to Ana.
func (p *probe) takeOneByOne(chats []botflow.Conversation) error {
	for i, c := range chats {
		c.Place, c.LastOwner = botflow.Place{State: botflow.StateAgent, Owner: "Ana", Since: 2}, "Ana"
		ana := botflow.Presence{Agent: "Ana", Status: botflow.Online, Load: i + 1}
		if err := p.try(store.Changeset{Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{ana}}); err != nil {
			return err
		}
	}
	return nil
}
