package directory

import (
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

func (c *checker) checkInboxes() {
	made, seats := 0, 0
	for i, in := range c.d.Inboxes {
		at := fmt.Sprintf("inboxes[%d]", i)
		c.inboxID(at+".id", in.ID, i)
		c.text(at+".name", in.Name, MaxName)
		if in.ID == botflow.General {
			if len(in.Members) > 0 {
				c.refuse(at+".members", "of General must be empty: everybody is a member; their order is that of agents")
			}
		} else {
			made++
			seats += len(in.Members)
			c.people(at+".members", in.Members)
		}
		c.policy(at+".policy", in.ID, in.Policy)
		c.hours(at+".hours", in.Hours)
		if in.Priority > routing.HumansFirst {
			c.refuse(at+".priority", "is none: write assistant or humans, or leave it out for General's choice")
		}
	}
	c.bound("inboxes", made, MaxInboxes)
	if seats > MaxSeats {
		c.refuse("inboxes", "have "+number(seats)+" members together: keep them to "+number(MaxSeats))
	}
}

// inboxID refuses the ids that the library keeps for itself (S4).
func (c *checker) inboxID(field string, id botflow.InboxID, i int) {
	if !c.id(field, string(id), botflow.MaxID) {
		return
	}
	switch {
	case id == botflow.Closed:
		c.refuse(field, quoted(string(id))+" is the library's own inbox of closed chats: write another id")
	case !id.Shared():
		c.refuse(field, quoted(string(id))+" is kept for the Personal inbox of an agent: write another id")
	case c.inboxes[id] != i:
		c.twice(field, string(id), fmt.Sprintf("inboxes[%d]", c.inboxes[id]))
	}
}

// people checks a list of agents: each known, none twice.
func (c *checker) people(field string, agents []botflow.AgentID) {
	seen := make(map[botflow.AgentID]int, len(agents))
	for i, a := range agents {
		at := fmt.Sprintf("%s[%d]", field, i)
		if before, again := first(seen, a, i); again {
			c.twice(at, string(a), fmt.Sprintf("%s[%d]", field, before))
		} else if _, known := c.agents[a]; !known {
			c.refuse(at, quoted(string(a))+" is no agent: add them to agents, or take them off this list")
		}
	}
}

func (c *checker) policy(at string, inbox botflow.InboxID, p routing.Policy) {
	if p.Eligible > routing.Everybody {
		c.refuse(at+".eligible", "is none: write online or all")
	}
	c.people(at+".excluded", p.Excluded)
	c.count(at+".limit", p.Limit)
	c.wait(at+".reassignAfter", p.ReassignAfter, MinAnswerClock, " (never)")
	if !p.Strategy.Known() && !c.rankers[p.Strategy] {
		c.refuse(at+".strategy", quoted(string(p.Strategy))+" is no strategy: write one of the library's, or register a ranker of that name")
	}
	c.count(at+".maxRotations", p.MaxRotations)
	if p.Fallback != "" && p.Fallback == inbox {
		c.refuse(at+".fallback", "is the inbox itself: name another, or leave it empty")
	} else {
		c.place(at+".fallback", p.Fallback)
	}
	c.wait(at+".affinityWait", p.AffinityWait, MinDuration, " (none)")
	c.duration(at+".returnMemory", p.ReturnMemory, MinDuration)
}

// checkDeleted checks the forwarding addresses (S8).
func (c *checker) checkDeleted() {
	f := forwarding(c.d.Deleted)
	seen := make(map[botflow.InboxID]int, len(c.d.Deleted))
	for i, gone := range c.d.Deleted {
		at := fmt.Sprintf("deleted[%d]", i)
		if !c.id(at+".inbox", string(gone.Inbox), botflow.MaxID) {
			continue
		}
		before, again := first(seen, gone.Inbox, i)
		_, made := c.inboxes[gone.Inbox]
		switch {
		case !gone.Inbox.Shared() || gone.Inbox == botflow.General:
			c.refuse(at+".inbox", quoted(string(gone.Inbox))+" is the library's own: it can't be deleted")
		case again:
			c.twice(at+".inbox", string(gone.Inbox), fmt.Sprintf("deleted[%d]", before))
		case made:
			c.refuse(at+".inbox", fmt.Sprintf("%q exists, as inboxes[%d]: remove one of the two", gone.Inbox, c.inboxes[gone.Inbox]))
		default:
			c.destination(at+".into", gone.Into, f)
		}
	}
}

// destination checks where a deleted inbox forwards to: a shared inbox, or one that was deleted too and leads to one.
func (c *checker) destination(field string, into botflow.InboxID, f forwards) {
	if into == "" {
		c.refuse(field, "is missing: name the shared inbox that takes its place, such as General")
		return
	}
	if _, gone := f[into]; !gone || c.shared(into) {
		c.place(field, into)
		return
	}
	if _, ends := f.follow(into); !ends {
		c.refuse(field, "leads in a circle: name an inbox that exists")
	}
}
