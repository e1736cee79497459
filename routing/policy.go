package routing

import (
	"slices"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// DefaultReturnMemory is how long a returner isn't given the chat again (A11).
const DefaultReturnMemory = 5 * time.Minute

// Policy says how one shared inbox assigns (section 5). It is plain data: copy it, change it, compare it with
// [Policy.Equal]. The zero value assigns nothing. For durations, 0 is the documented default and [botflow.None] is
// "never".
type Policy struct {
	Enabled       bool              `json:"enabled"`
	Eligible      Eligible          `json:"eligible"`
	Excluded      []botflow.AgentID `json:"excluded,omitempty"`
	Limit         int               `json:"limit"`                   // conversations an agent may own and still be given one; 0: none (A4)
	ReassignAfter time.Duration     `json:"reassignAfter,omitempty"` // the answer clock; 0: never (A9)
	Strategy      Strategy          `json:"strategy,omitempty"`
	MaxRotations  int               `json:"maxRotations,omitempty"` // 0: no end (A10)
	Fallback      botflow.InboxID   `json:"fallback,omitempty"`     // where exhausted rotations go; "" : nowhere (L57)
	EveryTurn     bool              `json:"everyTurn,omitempty"`    // the clock starts again at every message of the contact (A9)
	IgnoreHours   bool              `json:"ignoreHours,omitempty"`  // assign while the inbox is closed too; the zero value is AssignOnlyOpen (A13)
	LimitManual   bool              `json:"limitManual,omitempty"`  // the limit also stops taking, assigning and transferring by hand (A4)
	AffinityWait  time.Duration     `json:"affinityWait,omitempty"` // how long a chat waits for its affinity agent; 0: not at all (N1)
	ReturnMemory  time.Duration     `json:"returnMemory,omitempty"` // 0: DefaultReturnMemory; botflow.None: none (A11)
}

// Sales is the preset "ventas": all agents whatever their presence, no limit, reassigned after a minute (A1).
func Sales() Policy {
	return Policy{Enabled: true, Eligible: Everybody, ReassignAfter: time.Minute}
}

// Support is the preset "soporte": Online agents only, ten chats each, reassigned after ten minutes (A2).
func Support() Policy {
	return Policy{Enabled: true, Limit: 10, ReassignAfter: 10 * time.Minute}
}

// Equal tells whether two policies say the same.
func (p Policy) Equal(q Policy) bool {
	same := slices.Equal(p.Excluded, q.Excluded)
	p.Excluded, q.Excluded = nil, nil
	return same && p.scalars() == q.scalars()
}

type scalars struct {
	enabled, everyTurn, ignoreHours, limitManual bool
	eligible                                     Eligible
	limit, maxRotations                          int
	strategy                                     Strategy
	fallback                                     botflow.InboxID
	reassign, affinity, memory                   time.Duration
}

func (p Policy) scalars() scalars {
	return scalars{
		p.Enabled, p.EveryTurn, p.IgnoreHours, p.LimitManual, p.Eligible, p.Limit, p.MaxRotations,
		p.Strategy, p.Fallback, p.ReassignAfter, p.AffinityWait, p.ReturnMemory,
	}
}

// Memory gives the returner's memory in force: 0 for none.
func (p Policy) Memory() time.Duration {
	switch {
	case p.ReturnMemory < 0:
		return 0
	case p.ReturnMemory == 0:
		return DefaultReturnMemory
	}
	return p.ReturnMemory
}
