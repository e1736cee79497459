package directory

import (
	"errors"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// Validate finds everything that contradicts itself or the rules, all at once: the error joins one *[Problem] for each,
// ordered as the fields are, and [Problems] takes it apart. Nil when the directory is fine. It is meant for what
// [Normalize] gives: a reference to an inbox that is listed only as deleted is a problem.
//
// The names of the host's own strategies are its arguments; a policy may name them beside those of package routing (A7).
func (d Directory) Validate(rankers ...string) error {
	c := newChecker(d, rankers)
	c.checkAgents()
	c.checkInboxes()
	c.checkChannels()
	c.checkAssistants()
	c.checkTags()
	c.checkOptions()
	c.checkDeleted()
	return errors.Join(c.all...)
}

// checker holds what the entries are checked against: where each id is defined first.
type checker struct {
	problems
	d        Directory
	agents   map[botflow.AgentID]int
	inboxes  map[botflow.InboxID]int
	channels map[botflow.ChannelID]int
	flows    map[botflow.BotID]int     // the first channel whose flow bot it is
	rankers  map[routing.Strategy]bool // the host's own strategies
}

func newChecker(d Directory, rankers []string) *checker {
	c := &checker{
		d:        d,
		agents:   make(map[botflow.AgentID]int, len(d.Agents)),
		inboxes:  make(map[botflow.InboxID]int, len(d.Inboxes)),
		channels: make(map[botflow.ChannelID]int, len(d.Channels)),
		flows:    make(map[botflow.BotID]int),
		rankers:  make(map[routing.Strategy]bool, len(rankers)),
	}
	for i, a := range d.Agents {
		first(c.agents, a.ID, i)
	}
	for i, in := range d.Inboxes {
		first(c.inboxes, in.ID, i)
	}
	for i, ch := range d.Channels {
		first(c.channels, ch.ID, i)
		if ch.Bot != "" {
			first(c.flows, ch.Bot, i)
		}
	}
	for _, name := range rankers {
		c.rankers[routing.Strategy(name)] = true
	}
	return c
}

func (c *checker) checkAgents() {
	enabled := 0
	for i, a := range c.d.Agents {
		at := fmt.Sprintf("agents[%d]", i)
		if c.id(at+".id", string(a.ID), longestAgent()) && c.agents[a.ID] != i {
			c.twice(at+".id", string(a.ID), fmt.Sprintf("agents[%d]", c.agents[a.ID]))
		}
		if a.Role > botflow.RoleAdmin {
			c.refuse(at+".role", "is none: write agent, supervisor or admin")
		}
		c.count(at+".limit", a.Limit)
		if !a.Disabled {
			enabled++
		}
	}
	if enabled > MaxAgents {
		c.refuse("agents", "has "+number(enabled)+" that are enabled: keep them to "+number(MaxAgents))
	}
}

func (c *checker) checkChannels() {
	c.bound("channels", len(c.d.Channels), MaxChannels)
	for i, ch := range c.d.Channels {
		at := fmt.Sprintf("channels[%d]", i)
		if c.id(at+".id", string(ch.ID), botflow.MaxID) && c.channels[ch.ID] != i {
			c.twice(at+".id", string(ch.ID), fmt.Sprintf("channels[%d]", c.channels[ch.ID]))
		}
		if ch.Bot != "" {
			c.id(at+".bot", string(ch.Bot), botflow.MaxID)
		}
		c.place(at+".inbox", ch.Inbox)
		c.duration(at+".window", ch.Window, MinDuration)
		c.duration(at+".autoClose", ch.AutoClose, MinDuration)
		c.duration(at+".botIdleAfter", ch.BotIdleAfter, MinDuration)
		if ch.OnWindowEnd > botflow.WindowNothing {
			c.refuse(at+".onWindowEnd", "is none: write expires, closes or nothing")
		}
		if ch.AutoCloseFrom > botflow.FromLastInteraction {
			c.refuse(at+".autoCloseFrom", "is none: write last inbound or last interaction")
		}
		if ch.BotIdleAction > botflow.IdleCloses {
			c.refuse(at+".botIdleAction", "is none: write hands off or closes")
		}
	}
}

func (c *checker) checkTags() {
	c.bound("tags", len(c.d.Tags), MaxTags)
	seen := make(map[botflow.Tag]int, len(c.d.Tags))
	for i, tag := range c.d.Tags {
		at := fmt.Sprintf("tags[%d]", i)
		if before, again := first(seen, tag, i); again {
			c.twice(at, string(tag), fmt.Sprintf("tags[%d]", before))
		} else {
			c.id(at, string(tag), botflow.MaxID)
		}
	}
}

func (c *checker) checkOptions() {
	o := c.d.Options
	c.duration("options.tolerance", o.Tolerance, MinDuration)
	c.duration("options.inactiveAfter", o.InactiveAfter, MinDuration)
	c.count("options.rampIn.limit", o.RampIn.Limit)
	c.wait("options.rampIn.period", o.RampIn.Period, MinDuration, " (none)")
	switch {
	case o.RampIn.Limit > 0 && o.RampIn.Period == 0:
		c.refuse("options.rampIn.period", "is missing: write how long the limit lasts after coming online, or limit 0 for no ramp-in")
	case o.RampIn.Limit == 0 && o.RampIn.Period > 0:
		c.refuse("options.rampIn.limit", "is missing: write at least 1, or period 0 for no ramp-in")
	}
	c.permissions()
}

// place checks a reference to a shared inbox that may be left empty.
func (c *checker) place(field string, inbox botflow.InboxID) bool {
	if inbox == "" || c.shared(inbox) {
		return true
	}
	if inbox.Shared() {
		c.refuse(field, quoted(string(inbox))+" is no inbox: make it, or name one that exists")
	} else {
		c.refuse(field, quoted(string(inbox))+" isn't a shared inbox: name General or one that was made")
	}
	return false
}

// shared tells whether the inbox exists and is shared.
func (c *checker) shared(inbox botflow.InboxID) bool {
	_, made := c.inboxes[inbox]
	return inbox == botflow.General || made && inbox.Shared()
}

// twice refuses an id that is there already.
func (c *checker) twice(field, id, before string) {
	c.refuse(field, quoted(id)+" is also at "+before+": write each once")
}

// first remembers where a key stands first; it tells where it stood before, if it did.
func first[K comparable](seen map[K]int, key K, at int) (before int, again bool) {
	before, again = seen[key]
	if !again {
		seen[key] = at
	}
	return before, again
}
