package report

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// DefaultWithin is the service level's time when [Settings] name none.
const DefaultWithin = time.Minute

// Settings say how figures are cut and judged. The zero value is usable: days in UTC and [DefaultWithin].
type Settings struct {
	Zone   *time.Location // of the periods; nil: UTC
	Period Period         // the width of the rows by time
	Within time.Duration  // a first answer is in time if it takes less than this; 0 or less: DefaultWithin
}

// Fold keeps figures up to date as events arrive. Make it with [New].
//
// It keeps every duration, so that percentiles are exact: about 8 bytes each, once and once more for each tag of the chat.
// For each conversation and agent it remembers the number of the last event, and while a conversation may still bring
// something to its episode, the episode's state. [Fold.DropBefore] lets old periods go.
//
// A Fold isn't safe for concurrent use.
type Fold struct {
	calendar calendar
	within   time.Duration
	kept     botflow.Instant // what belongs before it isn't kept
	gaps     int
	last     map[botflow.Subject]uint64
	chats    map[string]*chat
	agents   map[botflow.AgentID]running
	spells   []spell
	cells    map[slot]*cell
}

// New makes an empty fold.
func New(s Settings) *Fold {
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	if s.Within <= 0 {
		s.Within = DefaultWithin
	}
	return &Fold{
		calendar: calendar{zone: s.Zone, period: s.Period},
		within:   s.Within,
		last:     map[botflow.Subject]uint64{},
		chats:    map[string]*chat{},
		agents:   map[botflow.AgentID]running{},
		cells:    map[slot]*cell{},
	}
}

// Add counts one event. Events of one subject must come in the order of their numbers, and all of them, whatever their
// type; an event whose number isn't above the last one of its subject has been counted already and is passed over.
// Events of the account are passed over too: they bring no figure. An event without a time counts as missing.
func (f *Fold) Add(e botflow.Event) {
	if e.Subject.Kind == botflow.SubjectAccount || e.At <= 0 || e.At == botflow.Forever {
		return
	}
	last, seen := f.last[e.Subject]
	if e.Seq <= last {
		return
	}
	f.last[e.Subject] = e.Seq
	gap := seen && e.Seq > last+1
	if gap {
		f.gaps++
	}
	if e.Subject.Kind == botflow.SubjectAgent {
		f.addPresence(&e, gap)
		return
	}
	f.addChat(&e, seen, gap)
}

// DropBefore lets go of all periods that ended by the instant, to free memory. What still arrives for them isn't counted.
func (f *Fold) DropBefore(i botflow.Instant) {
	f.kept = max(f.kept, f.calendar.start(i))
	for s := range f.cells {
		if s.period < f.kept {
			delete(f.cells, s)
		}
	}
	var spells []spell
	for _, s := range f.spells {
		if s.to > f.kept {
			spells = append(spells, s)
		}
	}
	f.spells = spells
}

// count adds a mark to its slot.
func (f *Fold) count(m mark) {
	if m.slot.period < f.kept {
		return
	}
	c := f.cells[m.slot]
	if c == nil {
		c = &cell{}
		f.cells[m.slot] = c
	}
	c.add(m)
}
