package directory

import (
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
)

func (c *checker) checkAssistants() {
	c.bound("assistants", len(c.d.Assistants), MaxAssistants)
	seen := make(map[botflow.BotID]int, len(c.d.Assistants))
	busy := make(map[botflow.InboxID][]int) // the active ones of each scope so far
	for i, a := range c.d.Assistants {
		at := fmt.Sprintf("assistants[%d]", i)
		c.id(at+".id", string(a.ID), botflow.MaxID)
		if before, again := first(seen, a.ID, i); again {
			c.twice(at+".id", string(a.ID), fmt.Sprintf("assistants[%d]", before))
		}
		if ch, flow := c.flows[a.ID]; flow {
			c.refuse(at+".id", fmt.Sprintf("%q is the flow bot of channels[%d]: give each its own id", a.ID, ch))
		}
		c.place(at+".scope", a.Scope)
		if a.State > Inactive {
			c.refuse(at+".state", "is none: write draft, active or inactive")
		}
		c.served(at+".channels", a.Channels)
		c.hours(at+".hours", a.Hours)
		if a.State == Active {
			c.alone(at, i, busy)
		}
	}
}

// served checks the channels of an assistant: each known, none twice.
func (c *checker) served(field string, channels []botflow.ChannelID) {
	seen := make(map[botflow.ChannelID]int, len(channels))
	for i, ch := range channels {
		at := fmt.Sprintf("%s[%d]", field, i)
		if before, again := first(seen, ch, i); again {
			c.twice(at, string(ch), fmt.Sprintf("%s[%d]", field, before))
		} else if _, known := c.channels[ch]; !known {
			c.refuse(at, quoted(string(ch))+" is no channel: add it to channels, or take it off this list")
		}
	}
}

// alone refuses a second active assistant of one scope for the same channel: nothing would say which of them answers.
func (c *checker) alone(at string, i int, busy map[botflow.InboxID][]int) {
	a := &c.d.Assistants[i]
	scope := a.scope()
	for _, j := range busy[scope] {
		other := &c.d.Assistants[j]
		if other.ID == a.ID {
			continue // refused already
		}
		if shared, what := a.overlaps(other); shared {
			c.refuse(at+".channels", fmt.Sprintf("overlap with those of assistants[%d] (%q), active in %q too, in %s: make one of them inactive, or give them different channels",
				j, other.ID, scope, what))
			break
		}
	}
	busy[scope] = append(busy[scope], i)
}

// scope gives the inbox that the assistant serves.
func (a *Assistant) scope() botflow.InboxID {
	if a.Scope == "" {
		return botflow.General
	}
	return a.Scope
}

// serves tells whether the assistant answers on the channel.
func (a *Assistant) serves(ch botflow.ChannelID) bool {
	return len(a.Channels) == 0 || slices.Contains(a.Channels, ch)
}

// overlaps tells whether two assistants serve a channel in common, and says which.
func (a *Assistant) overlaps(b *Assistant) (bool, string) {
	if len(a.Channels) == 0 && len(b.Channels) == 0 {
		return true, "all channels"
	}
	if len(a.Channels) == 0 {
		a, b = b, a
	}
	for _, ch := range a.Channels {
		if b.serves(ch) {
			return true, quoted(string(ch))
		}
	}
	return false, ""
}
