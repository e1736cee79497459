package routing

import "github.com/repartogo/reparto/botflow"

// PickNext chooses who an owned chat rotates to (A10): by the inbox's strategy, among all but its owner; limits, a
// returner's memory (A11) and ramp-in (P5) apply, affinity and the opening hours don't. Whoever is chosen takes the
// inbox's next turn. The view's queue is not looked at.
//
// Nobody from a view with MoreSeats is no answer: ask again with a view of more seats. Three are enough unless agents may
// be in ramp-in.
func PickNext(v InboxView, chat Waiting, now botflow.Instant, entropy uint64, owner botflow.AgentID) botflow.Decision {
	return decideOne(v, now, entropy, ask{chat: &chat, rotation: true, owner: owner})
}

// Explain tells whom [Match] would give a waiting chat, were it the first to be served, and why; it gives nothing to
// anybody (A12). The view's queue is not looked at.
//
// Nobody from a view with MoreSeats and without a reason is no answer: ask again with a view of more seats.
func Explain(v InboxView, chat Waiting, now botflow.Instant, entropy uint64) botflow.Decision {
	return decideOne(v, now, entropy, ask{chat: &chat})
}

func decideOne(v InboxView, now botflow.Instant, entropy uint64, a ask) botflow.Decision {
	p := newPass(View{Now: now, Entropy: entropy, Inboxes: []InboxView{v}})
	d := p.desks[0]
	return d.decision(a, d.choose(a))
}
