package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func wakeChecks() []Check {
	return []Check{
		{
			Duty: 11, Name: "what is due comes in order",
			Explain: "Deadlines were applied in another order than their own: an agent's rotation before the window's end that made it moot (L48).",
			Run:     probing(dueComesInOrder),
		},
		{
			Duty: 11, Name: "a wake moves with its row",
			Explain: "A row was written with another wake, and the old one still rings or the new one doesn't: a deadline is lost or early (I6).",
			Run:     probing(wakeMovesWithItsRow),
		},
	}
}

// dues reads what is due in small portions.
func (p *probe) due(now botflow.Instant, limit int) ([]store.Wake, botflow.Instant) {
	due, next, err := p.Due(p.ctx, now, limit)
	p.no(err, "due by %d", now)
	return due, next
}

// ringing writes one thing with a wake.
func (p *probe) ringing(w store.Wake) {
	var c store.Changeset
	switch w.Kind {
	case store.WakeAgent:
		c.Agents = []botflow.Presence{{Agent: botflow.AgentID(w.ID), Wake: w.At}}
	case store.WakeInbox:
		c.Inboxes = []store.InboxState{{ID: botflow.InboxID(w.ID), Wake: w.At}}
	case store.WakeConversation:
		x := chat(botflow.ConversationID(w.ID))
		x.Wake = w.Wake
		c.Conversations = []botflow.Conversation{x}
	}
	p.write(c)
}

func dueComesInOrder(p *probe) {
	r := rand.New(rand.NewPCG(11, 48))
	var model []store.Wake
	for i := range 120 {
		kind := store.WakeKind(i % 3)
		rank := []botflow.Rank{botflow.RankPresence, botflow.RankEnding + botflow.Rank(r.IntN(2)), botflow.RankAssignment}[kind]
		at := botflow.Instant(1 + r.IntN(12))
		if i > 100 {
			at = latest - at
		}
		w := store.Wake{Wake: botflow.Wake{At: at, Rank: rank}, Kind: kind, ID: fmt.Sprintf("%c%d", "aAz"[r.IntN(3)], i)}
		p.ringing(w)
		model = append(model, w)
	}
	slices.SortFunc(model, func(a, b store.Wake) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	for _, now := range []botflow.Instant{0, 1, 6, 11, 12, 13, latest - 6, latest, botflow.Forever} {
		for _, limit := range []int{0, 1, 7, 1000} {
			n := 0
			for n < len(model) && n < limit && model[n].At <= now {
				n++
			}
			due, next := p.due(now, limit)
			p.same(fmt.Sprintf("what is due by %d, at most %d,", now, limit), due, model[:n])
			want := botflow.Instant(0)
			if n < len(model) {
				want = model[n].At
			}
			p.want(next == want, "due by %d, at most %d: the next wake is at %d instead of %d", now, limit, next, want)
		}
	}
	p.want(p.get(store.Key{}).NextDue == model[0].At, "the load's next wake is at %d instead of %d", p.get(store.Key{}).NextDue, model[0].At)
}

func wakeMovesWithItsRow(p *probe) {
	for _, kind := range []store.WakeKind{store.WakeAgent, store.WakeConversation, store.WakeInbox} {
		rank := []botflow.Rank{botflow.RankPresence, botflow.RankRest, botflow.RankAssignment}[kind]
		for _, at := range []botflow.Instant{50, 20, 20, 70, 0, 30, 0} {
			w := store.Wake{Wake: botflow.Wake{At: at, Rank: rank}, Kind: kind, ID: "it"}
			if at == 0 {
				w.Rank = 0
			}
			p.ringing(w)
			if at == 0 {
				due, next := p.due(1000, 9)
				p.want(len(due) == 0 && next == 0, "%s without a wake: %d are due and the next is at %d", kind, len(due), next)
				continue
			}
			due, next := p.due(at-1, 9)
			p.want(len(due) == 0 && next == at, "%s with a wake at %d: %d are due before it, the next is said to be at %d", kind, at, len(due), next)
			due, next = p.due(at, 9)
			p.want(len(due) == 1 && due[0] == w && next == 0, "%s with a wake at %d: due at that instant is %v, then %d", kind, at, due, next)
		}
	}
	p.verified()
}
