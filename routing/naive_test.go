package routing_test

import (
	"math/big"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// naive assigns as the rules read, over whole lists, one chat after the other, scanning everything anew each time. Where
// the strategy leaves the choice open it follows what was chosen, if that was eligible.
type naive struct {
	*world
	chosen map[botflow.ConversationID]routing.Assignment
}

type fate struct {
	agent  botflow.AgentID
	byTurn bool
	turn   uint64
}

func (n naive) run() map[botflow.ConversationID]fate {
	fates := map[botflow.ConversationID]fate{}
	for _, chat := range n.chats() {
		agent, byTurn := n.decide(chat)
		if agent == "" {
			continue
		}
		fates[chat.Conversation] = fate{agent, byTurn, n.room(chat.Inbox).turn}
		n.give(chat.Inbox, chat.Conversation, agent, byTurn)
	}
	return fates
}

func (n naive) decide(chat routing.Waiting) (botflow.AgentID, bool) {
	r := n.room(chat.Inbox)
	if !r.gives() {
		return "", false
	}
	for _, s := range r.seats {
		if s.Agent == chat.Affinity && mayHave(chat, s) {
			return s.Agent, false
		}
	}
	if kept(r, chat) != 0 {
		return "", false
	}
	var best *routing.Seat
	for i := range r.seats {
		s := &r.seats[i]
		if !mayHave(chat, *s) {
			continue
		}
		if r.rules.Policy.Strategy == routing.Random && n.chosen[chat.Conversation].Agent == s.Agent {
			return s.Agent, true
		}
		if best == nil || better(r.rules.Policy.Strategy, s, best) {
			best = s
		}
	}
	if best == nil {
		return "", false
	}
	return best.Agent, true
}

func (r *room) gives() bool {
	return r.rules.Policy.Enabled && (r.rules.Open || r.rules.Policy.IgnoreHours)
}

// mayHave is the word "eligible" of A5 for one chat and one member.
func mayHave(chat routing.Waiting, s routing.Seat) bool {
	return isReady(s) && !ramping(s) && (chat.Returner != s.Agent || now >= chat.ReturnUntil)
}

func isReady(s routing.Seat) bool {
	if s.Barred != "" || s.NeedsOnline && s.Status != botflow.Online {
		return false
	}
	return s.Limit == 0 || s.Load < s.Limit
}

func ramping(s routing.Seat) bool {
	return s.RampIn.Limit > 0 && s.Status == botflow.Online && s.Ramped >= s.RampIn.Limit && now < s.Since.Add(s.RampIn.Period)
}

// kept gives until when the chat is kept for its affinity agent, 0 for not.
func kept(r *room, chat routing.Waiting) botflow.Instant {
	for _, s := range r.seats {
		until := chat.EnteredAt.Add(r.rules.Policy.AffinityWait)
		returned := chat.Returner == s.Agent && now < chat.ReturnUntil
		if s.Agent == chat.Affinity && s.Barred == "" && !isReady(s) && !returned && now < until {
			return until
		}
	}
	return 0
}

// better is each strategy in its own words, then the turn, then member order.
func better(by routing.Strategy, a, b *routing.Seat) bool {
	switch by {
	case routing.LeastLoaded:
		if a.Load != b.Load {
			return a.Load < b.Load
		}
	case routing.FreeShare:
		if c := freeShare(a).Cmp(freeShare(b)); c != 0 {
			return c > 0
		}
	case routing.LongestIdle:
		if a.IdleFrom != b.IdleFrom {
			return a.IdleFrom < b.IdleFrom
		}
	case routing.FixedOrder:
		return a.Position < b.Position
	case routing.RoundRobin, routing.Random:
	}
	if a.Ordinal != b.Ordinal {
		return a.Ordinal < b.Ordinal
	}
	return a.Position < b.Position
}

func freeShare(s *routing.Seat) *big.Rat {
	if s.Limit == 0 {
		return big.NewRat(1, 1)
	}
	return big.NewRat(int64(max(0, s.Limit-s.Load)), int64(s.Limit))
}

// freedAt looks, for each inbox where chats wait, for the earliest instant at which time alone gives one of them to
// somebody, by trying every pair.
func (w *world) freedAt() map[botflow.InboxID]botflow.Instant {
	all := map[botflow.InboxID]botflow.Instant{}
	for _, r := range w.inboxes {
		switch {
		case len(r.queue) == 0:
		case r.rules.Policy.Enabled && !r.gives():
			all[r.id] = r.rules.NextOpening
		case !r.gives():
			all[r.id] = 0
		default:
			all[r.id] = r.freedAt()
		}
	}
	return all
}

func (r *room) freedAt() botflow.Instant {
	var first botflow.Instant
	for _, chat := range r.queue {
		for _, s := range r.seats {
			if !isReady(s) {
				continue
			}
			at := kept(r, chat)
			if ramping(s) {
				at = max(at, s.Since.Add(s.RampIn.Period))
			}
			if chat.Returner == s.Agent && now < chat.ReturnUntil {
				at = max(at, chat.ReturnUntil)
			}
			if at != 0 && (first == 0 || at < first) {
				first = at
			}
		}
	}
	return first
}
