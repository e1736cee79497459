package routing

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// seat is a seat as a pass runs on: a copy with its rank kept at hand.
type seat struct {
	Seat
	rank int64
	desk *desk
	next *seat // the same agent's seat in another inbox
}

func compareRank(a, b *seat) int {
	switch {
	case a.rank < b.rank:
		return -1
	case a.rank > b.rank:
		return 1
	}
	return compareTurn(&a.Seat, &b.Seat)
}

// desk is one inbox during a pass.
type desk struct {
	view    *InboxView
	rules   *Rules
	pass    *pass
	order   Order
	turn    uint64
	seats   []seat     // of all lists of the view, each agent once; never grows beyond its first capacity
	line    []*seat    // those who can be given a chat now, in rank order: ready, not in ramp-in, known to be the first
	resting []*seat    // ready, but in ramp-in
	members []*seat    // for the record, in turn order
	horizon *seat      // the last seat of a cut window, as it was: nobody unseen ranks before it; nil: not cut
	kept    []*Waiting // served, and given to nobody
	given   int        // served, and given to somebody
	moved   bool       // an assignment has moved a seat of the line
	stopped bool
}

func newDesk(p *pass, v *InboxView) *desk {
	d := &desk{view: v, rules: &v.Rules, pass: p, order: v.Rules.Policy.Strategy.Order(), turn: v.Turn}
	d.seats = make([]seat, 0, len(v.Seats)+len(v.Named)+len(v.Members))
	d.line = make([]*seat, 0, len(v.Seats))
	for i := range v.Seats {
		d.line = append(d.line, d.add(&v.Seats[i]))
	}
	if !slices.IsSortedFunc(d.line, compareRank) {
		slices.SortFunc(d.line, compareRank)
	}
	if n := len(d.line); v.MoreSeats && n > 0 && d.order != ByHash {
		last := *d.line[n-1]
		d.horizon = &last
	}
	d.line = slices.DeleteFunc(d.line, func(s *seat) bool {
		resting := s.Ready() && s.rampEnds(p.now) != 0
		if resting {
			d.resting = append(d.resting, s)
		}
		return resting || !s.Ready()
	})
	for i := range v.Named {
		d.add(&v.Named[i])
	}
	for i := range v.Members[:min(len(v.Members), botflow.MaxCandidates)] {
		d.members = append(d.members, d.add(&v.Members[i]))
	}
	return d
}

// add copies a seat into the pass unless the agent has one in this inbox already.
func (d *desk) add(s *Seat) *seat {
	if known := d.find(s.Agent); known != nil {
		return known
	}
	d.seats = append(d.seats, seat{Seat: *s, desk: d, next: d.pass.agents[s.Agent]})
	own := &d.seats[len(d.seats)-1]
	own.Order = d.order
	own.rank = own.Rank()
	d.pass.agents[s.Agent] = own
	return own
}

// find gives the agent's seat in this inbox; nil: none is known.
func (d *desk) find(a botflow.AgentID) *seat {
	s := d.pass.agents[a]
	for s != nil && s.desk != d {
		s = s.next
	}
	return s
}

// lift takes a seat out of the line before it changes; false: it wasn't there.
func (d *desk) lift(s *seat) bool {
	i, lined := slices.BinarySearchFunc(d.line, s, compareRank)
	if lined {
		d.line = slices.Delete(d.line, i, i+1)
		d.moved = true
	}
	return lined
}

// settle puts a seat that was lifted where it now belongs: in the line, unless it can't be given another chat or seats
// that the window doesn't show may rank before it.
func (d *desk) settle(s *seat) {
	switch {
	case !s.Ready():
	case s.rampEnds(d.pass.now) != 0:
		d.resting = append(d.resting, s)
	case d.view.MoreSeats && d.horizon != nil && compareRank(s, d.horizon) > 0:
	default:
		i, _ := slices.BinarySearchFunc(d.line, s, compareRank)
		d.line = slices.Insert(d.line, i, s)
	}
}

// takeTurn gives the seat the inbox's next number (A6).
func (d *desk) takeTurn(s *seat) {
	i := slices.Index(d.members, s)
	if i >= 0 {
		d.members = slices.Delete(d.members, i, i+1)
	}
	d.turn++
	s.Ordinal = d.turn
	if i >= 0 {
		d.members = append(d.members, s) // nobody's turn is later
	}
}

// canGive tells whether the inbox could give anybody a chat that it hasn't shown.
func (d *desk) canGive() bool {
	return d.shut() == "" && (len(d.line) > 0 || d.view.MoreSeats)
}

// shut gives the reason for which the inbox gives no chat to anybody; "": none.
func (d *desk) shut() botflow.Reason {
	switch {
	case !d.rules.Policy.Enabled || !d.view.Inbox.Shared():
		return botflow.ReasonOff // only shared inboxes have policies (A8)
	case !d.rules.Open && !d.rules.Policy.IgnoreHours:
		return botflow.ReasonClosedHours // A13
	case d.rules.Members == 0 && len(d.seats) == 0:
		return botflow.ReasonNoAgents
	}
	return ""
}

// again gives the earliest instant at which time alone could free one of the kept chats, as the seats stand at the end of
// the pass; 0: none.
func (d *desk) again() botflow.Instant {
	if shut := d.shut(); shut == botflow.ReasonClosedHours && d.rules.NextOpening != botflow.Forever {
		return d.rules.NextOpening
	} else if shut != "" {
		return 0
	}
	var at botflow.Instant
	for _, chat := range d.kept {
		at = at.Sooner(d.freeAt(chat))
	}
	for _, s := range d.resting {
		if d.view.MoreQueue {
			at = at.Sooner(s.rampEnds(d.pass.now)) // they may be given a chat that isn't shown
		}
	}
	return at
}

// freeAt gives when time alone lets a ready agent be given the chat; 0: never.
func (d *desk) freeAt(chat *Waiting) botflow.Instant {
	a := ask{chat: chat}
	hold := d.affinityHold(a, d.affinity(a))
	if hold != 0 && d.view.MoreSeats {
		return hold // for somebody whom the window doesn't show
	}
	var at botflow.Instant
	consider := func(s *seat) {
		t := max(hold, s.rampEnds(d.pass.now))
		if d.returned(a, s) {
			t = max(t, chat.ReturnUntil)
		}
		at = at.Sooner(t)
	}
	for _, s := range d.line {
		consider(s)
		if at != 0 && at == hold {
			return at // nobody can be sooner
		}
	}
	for _, s := range d.resting {
		consider(s)
	}
	return at
}
