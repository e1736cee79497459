package report

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// Seconds is a length of time in seconds. In JSON it is a plain number; a sum over many chats, which a time.Duration
// couldn't hold, has room in it.
type Seconds float64

func seconds(micros int64) Seconds { return Seconds(micros) / 1e6 }

// String prints hours, minutes and seconds as a time.Duration does, rounded to the second from ten seconds on and to
// the millisecond below.
func (s Seconds) String() string {
	const most = 1 << 33 // seconds that a time.Duration holds, with room to spare
	d := time.Duration(min(max(float64(s), -most), most) * float64(time.Second))
	if d.Abs() >= 10*time.Second {
		return d.Round(time.Second).String()
	}
	return d.Round(time.Millisecond).String()
}

// Query narrows a report. The zero value asks for everything that is finished.
type Query struct {
	From  botflow.Instant // the first period is the one that holds it; 0: from the first
	To    botflow.Instant // periods that begin at it or later are left out; 0: to the last
	Inbox botflow.InboxID // only what counts in this inbox, no presence; "" : all
	Agent botflow.AgentID // only what counts for this agent; "" : all
	Now   botflow.Instant // the present: a status that still runs counts up to it; 0: only finished ones count
}

// Report is what a fold has counted.
type Report struct {
	Zone    string  `json:"zone"`
	Period  Period  `json:"period"`
	Within  Seconds `json:"within"` // a first answer is in time below it
	Gaps    int     `json:"gaps"`   // how often events of a subject were missing; 0 when the stream was whole
	Total   Figures `json:"total"`
	Inboxes []Row   `json:"inboxes,omitempty"` // by inbox, sorted by id
	Agents  []Row   `json:"agents,omitempty"`  // by agent, sorted by id
	Tags    []Row   `json:"tags,omitempty"`    // by tag, sorted; a chat with two tags counts in both
	Periods []Row   `json:"periods,omitempty"` // by period, in order; periods without anything are left out
}

// Row holds the figures of one inbox, agent, tag or period.
type Row struct {
	Name  string          `json:"name"`           // the id; of a period its date, and for an hour the time and offset
	Start botflow.Instant `json:"start,omitzero"` // of a period: when it begins
	Figures
}

// Figures are numbers of chats and lengths of time. The package's documentation says where each counts.
type Figures struct {
	Arrived  int `json:"arrived"`  // episodes that the contact began
	Opened   int `json:"opened"`   // episodes that an agent began by template with a new contact
	Restored int `json:"restored"` // episodes that an agent began by template out of EXPIRADO

	Pending      int     `json:"pending"`      // episodes that needed a person (L40)
	Answered     int     `json:"answered"`     // of them, those that a person answered
	InTime       int     `json:"inTime"`       // of them, those answered in less than Report.Within
	ServiceLevel float64 `json:"serviceLevel"` // InTime as a share of Pending, from 0 to 1; in an agent's row: of Answered. 0 when there are none
	Abandoned    int     `json:"abandoned"`    // episodes that needed a person, and left, expired or were closed automatically before one answered
	OutOfHours   int     `json:"outOfHours"`   // out-of-hours notices

	Rotated         int `json:"rotated"`         // rotations from one agent to another
	RotationSkipped int `json:"rotationSkipped"` // rotations that found nobody else
	Transferred     int `json:"transferred"`     // to an agent or an inbox
	Returned        int `json:"returned"`
	Reopened        int `json:"reopened"`

	Closed  map[botflow.Reason]int `json:"closed,omitempty"` // by reason
	Left    int                    `json:"left"`             // the contact left
	Expired int                    `json:"expired"`

	FirstResponse Spread `json:"firstResponse"` // from Pending to the first answer of a person, automatic messages aside (L43)
	Waiting       Spread `json:"waiting"`       // from entering a shared inbox until an agent owns the chat; moves between inboxes don't end it
	FirstWait     Spread `json:"firstWait"`     // the first of these in each episode
	Handling      Spread `json:"handling"`      // how long an agent owned the chat, each ownership on its own

	Online  Seconds `json:"online"` // time of presence; in rows of agents and periods and in the total
	Away    Seconds `json:"away"`
	Offline Seconds `json:"offline"`
}

// Spread describes a set of lengths of time. Percentiles are by nearest rank: P90 is the shortest length that at least 90
// in 100 don't exceed. All are 0 when Count is.
type Spread struct {
	Count int     `json:"count"`
	Total Seconds `json:"total"`
	Mean  Seconds `json:"mean"`
	P50   Seconds `json:"p50"`
	P90   Seconds `json:"p90"`
	Max   Seconds `json:"max"`
}

// Report gives the figures as they stand. The fold goes on unchanged; the report shares nothing with it.
func (f *Fold) Report(q Query) Report {
	lo, hi := f.bounds(q)
	var total sum
	inboxes, agents, tags, periods := sums[botflow.InboxID]{}, sums[botflow.AgentID]{}, sums[botflow.Tag]{}, sums[botflow.Instant]{}
	for _, s := range slices.SortedFunc(maps.Keys(f.cells), compareSlots) {
		c := f.cells[s]
		switch {
		case s.period < lo || s.period >= hi || q.Inbox != "" && s.inbox != q.Inbox || q.Agent != "" && s.agent != q.Agent:
		case s.tag != "":
			tags.of(s.tag).merge(c)
		default:
			total.merge(c)
			inboxes.of(s.inbox).merge(c)
			periods.of(s.period).merge(c)
			if s.agent != "" {
				agents.of(s.agent).merge(c)
			}
		}
	}
	if q.Inbox == "" {
		f.addSpells(q, lo, hi, &total, agents, periods)
	}
	r := Report{
		Zone: f.calendar.zone.String(), Period: f.calendar.period, Within: seconds(f.within.Microseconds()), Gaps: f.gaps,
		Total: total.figures(), Inboxes: rows(inboxes, itself), Agents: rows(agents, itself), Tags: rows(tags, itself),
		Periods: rows(periods, f.calendar.label),
	}
	for i, start := range slices.Sorted(maps.Keys(periods)) {
		r.Periods[i].Start = start
	}
	return r
}

// bounds gives the whole periods that the query asks for, as [lo, hi).
func (f *Fold) bounds(q Query) (lo, hi botflow.Instant) {
	lo, hi = f.kept, botflow.Forever
	if q.From != 0 {
		lo = max(lo, f.calendar.start(q.From))
	}
	if q.To != 0 {
		if hi = f.calendar.start(q.To); hi < q.To {
			hi = f.calendar.next(hi)
		}
	}
	return lo, hi
}

// addSpells adds time of presence. A period in which everybody was Offline and nothing else happened gets no row.
func (f *Fold) addSpells(q Query, lo, hi botflow.Instant, total *sum, agents sums[botflow.AgentID], periods sums[botflow.Instant]) {
	var spells []spell
	for _, s := range f.spellsBy(q.Now) {
		if q.Agent != "" && s.agent != q.Agent || s.to <= lo || s.from >= hi {
			continue
		}
		spells = append(spells, s)
		total.presence.add(s, lo, hi)
		agents.of(s.agent).presence.add(s, lo, hi)
		if s.status != botflow.Offline {
			for p, end := f.calendar.start(max(s.from, lo)), min(s.to, hi); p < end; p = f.calendar.next(p) {
				periods.of(p)
			}
		}
	}
	starts := slices.Sorted(maps.Keys(periods))
	ends := make([]botflow.Instant, len(starts))
	for i, p := range starts {
		ends[i] = f.calendar.next(p)
	}
	for _, s := range spells {
		first, _ := slices.BinarySearchFunc(ends, s.from, func(end, from botflow.Instant) int { return cmp.Compare(end, from+1) })
		for i := first; i < len(starts) && starts[i] < s.to; i++ {
			periods.of(starts[i]).presence.add(s, max(starts[i], lo), min(ends[i], hi))
		}
	}
}

func compareSlots(a, b slot) int {
	return cmp.Or(cmp.Compare(a.period, b.period), cmp.Compare(a.inbox, b.inbox), cmp.Compare(a.agent, b.agent), cmp.Compare(a.tag, b.tag))
}
