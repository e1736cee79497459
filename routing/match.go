package routing

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Assignment gives one waiting conversation to an agent.
type Assignment struct {
	Conversation botflow.ConversationID
	Inbox        botflow.InboxID
	Epoch        uint64 // of the conversation when it was decided
	Agent        botflow.AgentID
	Turn         uint64 // the inbox's picks by turn before this one
	ByTurn       bool   // this is pick Turn+1; false for affinity, which moves no turn (A6)
	Decision     botflow.Decision
}

// Nobody says that a waiting conversation was considered, nobody could be given it, and this has not been told since it
// entered the inbox.
type Nobody struct {
	Conversation botflow.ConversationID
	Inbox        botflow.InboxID
	Epoch        uint64
	Decision     botflow.Decision
}

// Again says when time alone could let somebody be given a chat that waits in the inbox: its opening, or the end of an
// affinity wait, of a returner's memory or of a ramp-in. 0: never. It is exact unless a window was cut, and never
// late.
type Again struct {
	Inbox botflow.InboxID
	At    botflow.Instant
}

// Result is what one pass decided, in the order in which it decided.
type Result struct {
	Assignments []Assignment
	Nobody      []Nobody
	Again       []Again // one for each inbox of the view in which chats stay waiting, in view order; with More not yet final
	More        bool    // a window that was cut left something undecided: apply this and match a fresh view
	Deeper      bool    // with More: windows of the same lengths would show the same again, so ask for longer ones
}

// Match gives waiting conversations to agents: all inboxes of the view together, the longest waiting first (A5), each to
// the best eligible agent by its inbox's strategy (A6, A7). Loads, ramp-ins and turns run on from one assignment to the
// next. A conversation that is held back holds up nobody behind it. It is work conserving: unless More is set, no eligible
// pair is left in the view. The same view gives the same result. It changes nothing and may be called from many goroutines.
//
// Repeating it on fresh views while More is set, with longer windows whenever Deeper is set, ends, and decides what one
// pass over views without any cut would have decided; only Random and a host's [Ranker] choose among what a window shows.
func Match(v View) Result {
	p := newPass(v)
	for _, d := range p.desks {
		p.checkQueueEnd(d) // a window of no chats at all is at its end already
	}
	for _, t := range p.tickets() {
		if p.halted {
			break
		}
		if !t.desk.stopped {
			p.serve(t.desk, t.chat)
		}
	}
	for _, d := range p.desks {
		if d.given < len(d.view.Queue) || d.view.MoreQueue {
			p.result.Again = append(p.result.Again, Again{Inbox: d.view.Inbox, At: d.again()})
		}
	}
	return p.result
}

// ticket is one waiting chat and where it waits.
type ticket struct {
	desk *desk
	chat *Waiting
}

// pass is the running state of one Match.
type pass struct {
	now     botflow.Instant
	entropy uint64
	desks   []*desk
	agents  map[botflow.AgentID]*seat // an agent's seats in all inboxes, chained by seat.next
	halted  bool                      // nothing more can be decided for sure
	result  Result
}

func newPass(v View) *pass {
	most := 0
	for i := range v.Inboxes {
		most += len(v.Inboxes[i].Seats)
	}
	p := &pass{now: v.Now, entropy: v.Entropy, agents: make(map[botflow.AgentID]*seat, most)}
	for i := range v.Inboxes {
		p.desks = append(p.desks, newDesk(p, &v.Inboxes[i]))
	}
	return p
}

// tickets merges the queues into the one order in which chats are served (A5).
func (p *pass) tickets() []ticket {
	var all []ticket
	for _, d := range p.desks {
		for i := range d.view.Queue {
			all = append(all, ticket{d, &d.view.Queue[i]})
		}
	}
	slices.SortStableFunc(all, func(a, b ticket) int {
		switch {
		case a.chat.Before(b.chat):
			return -1
		case b.chat.Before(a.chat):
			return 1
		}
		return 0
	})
	return all
}

// serve decides one chat, or stops its inbox where the cut windows don't allow to decide.
func (p *pass) serve(d *desk, chat *Waiting) {
	a := ask{chat: chat}
	c := d.choose(a)
	switch {
	case c.unsure:
		p.stop(d, !d.moved)
		return
	case c.seat != nil && p.contested(c.seat):
		p.stop(d, false)
		return
	case c.seat == nil:
		d.kept = append(d.kept, chat)
		if !chat.NobodyTold && d.rules.Policy.Enabled {
			p.result.Nobody = append(p.result.Nobody, Nobody{chat.Conversation, d.view.Inbox, chat.Epoch, d.decision(a, c)})
		}
	default:
		p.assign(d, a, c)
	}
	p.checkQueueEnd(d)
}

// assign gives the chat to the chosen agent and lets loads, turn and ranks run on.
func (p *pass) assign(d *desk, a ask, c choice) {
	p.result.Assignments = append(p.result.Assignments, Assignment{
		Conversation: a.chat.Conversation, Inbox: d.view.Inbox, Epoch: a.chat.Epoch, Agent: c.seat.Agent,
		Turn: d.turn, ByTurn: c.byTurn(), Decision: d.decision(a, c),
	})
	d.given++
	for s := p.agents[c.seat.Agent]; s != nil; s = s.next {
		lined := s.desk.lift(s)
		s.Load++
		s.Ramped++
		s.IdleFrom = p.now
		if s == c.seat && c.byTurn() {
			d.takeTurn(s)
		}
		s.rank = s.Rank()
		if lined {
			s.desk.settle(s)
		}
	}
}

// checkQueueEnd stops an inbox whose window of the queue has been served while chats beyond it could still be given.
func (p *pass) checkQueueEnd(d *desk) {
	n := len(d.view.Queue)
	if d.given+len(d.kept) == n && d.view.MoreQueue && d.canGive() {
		p.stop(d, 2*len(d.kept) >= n)
	}
}

// stop ends the inbox's part in this pass. Chats that wait there unseen, or undecided, come before all that other inboxes
// have still to serve: those may have no agent whom these could have had (A5), so see contested. If not all of the
// inbox's ready seats are known that can be anybody.
func (p *pass) stop(d *desk, deeper bool) {
	d.stopped = true
	p.result.More = true
	p.result.Deeper = p.result.Deeper || deeper
	p.halted = p.halted || d.view.MoreSeats
}

// contested tells whether an inbox that has stopped could give a chat to the agent.
func (p *pass) contested(s *seat) bool {
	for o := p.agents[s.Agent]; o != nil; o = o.next {
		if o.desk.stopped && o.Ready() {
			return true
		}
	}
	return false
}
