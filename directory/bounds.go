package directory

import (
	"strconv"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// The bounds of a directory. They keep one account's configuration within what a snapshot and a store can hold; real ones
// are far smaller.
const (
	MaxAgents     = 10_000    // enabled; removed ones stay in the list and don't count
	MaxInboxes    = 10_000    // shared, General aside
	MaxSeats      = 1_000_000 // members of all inboxes together, General aside
	MaxChannels   = 10_000
	MaxAssistants = 10_000
	MaxTags       = 10_000
	MaxCount      = routing.MaxLimit // a limit, a number of rotations
	MaxName       = 1024             // bytes of an inbox's name

	MaxDuration    = routing.MaxDuration // any duration: ten years
	MinDuration    = time.Millisecond    // any duration that is not 0 or None: instants are cut to the microsecond
	MinAnswerClock = time.Second         // ReassignAfter: a chat must not rotate faster than people can see
)

// longestAgent is the longest agent id in bytes: the id of their Personal inbox must fit too (S4).
func longestAgent() int { return botflow.MaxID - len(botflow.Personal("")) }

// duration checks one in which 0 is a default and None is never.
func (p *problems) duration(field string, d, least time.Duration) {
	if d != botflow.None {
		p.wait(field, d, least, ", -1 (botflow.None) for never,")
	}
}

// wait checks a duration in which only 0 is special.
func (p *problems) wait(field string, d, least time.Duration, orElse string) {
	cure := ": write 0 for the default" + orElse + " or a time from " + least.String() + " to ten years"
	switch {
	case d == 0:
	case d < 0:
		p.refuse(field, "is negative"+cure)
	case d < least:
		p.refuse(field, "is "+d.String()+cure)
	case d > MaxDuration:
		p.refuse(field, "is over ten years"+cure)
	}
}

// bound checks how many entries a list has.
func (p *problems) bound(field string, n, most int) {
	if n > most {
		p.refuse(field, "has "+number(n)+" entries: keep it to "+number(most))
	}
}

func number(n int) string { return strconv.Itoa(n) }

func quoted(s string) string { return strconv.Quote(s) }
