package inbox

import "github.com/repartogo/reparto/botflow"

// Asker is who asks, as the directory knows them, never as they say (V5). Whoever builds it leaves out unknown and disabled
// actors: for them there is no asker, and nothing is found. The zero value is the host's own code.
type Asker struct {
	Kind  botflow.ActorKind
	Agent botflow.AgentID // of kind agent
	Bot   botflow.BotID   // of kind bot
	Role  botflow.Role    // of kind agent

	// Inboxes are the shared inboxes that the agent is a member of, sorted: General, which everybody is in, and deleted ones
	// whose references now point to one of them (S8).
	Inboxes    []botflow.InboxID
	MayRestore bool // may open and restore chats by template (L31, L33)
	Attends    bool // a supervisor or admin who is given chats too (N2)
}

// standing is how close a person is to a conversation: the place of a column within those of a role.
type standing uint8

const (
	outside standing = iota
	member
	owner
)

// as gives the column of a person's standing.
func (a *Asker) as(s standing) Relation {
	if a.Kind != botflow.ActorAgent || a.Agent == "" {
		return Nobody
	}
	switch a.Role {
	case botflow.RoleAgent:
		return AgentOutside + Relation(s)
	case botflow.RoleSupervisor:
		return SupervisorOutside + Relation(s)
	case botflow.RoleAdmin:
		return AdminOutside + Relation(s)
	}
	return Nobody
}

// footing is all that the matrix is asked by: a row, a column, and what the rows that only take away say.
type footing struct {
	row     Row
	as      Relation
	guarded bool     // it is private, where that counts (V4)
	last    Relation // the column in the row Private
	grouped bool     // it has a group
}

// spot is all that tells conversations apart in the eyes of one asker.
type spot struct {
	area    Area
	general bool // Home is General
	member  bool // they are a member of Home
	holds   bool // they are the [Holder], or the bot in charge
	private bool
}

// spot reads a conversation.
func (a *Asker) spot(c *botflow.Conversation) spot {
	home := c.Home()
	s := spot{area: AreaOf(c), general: home == botflow.General, private: c.Private}
	switch a.Kind {
	case botflow.ActorAgent:
		s.member = contains(a.Inboxes, home)
		s.holds = Holder(c) == a.Agent
	case botflow.ActorBot:
		s.holds = s.area == AreaBot && c.Place.Bot == a.Bot
	case botflow.ActorSystem, botflow.ActorContact:
	}
	return s
}

// footing says where in the matrix the asker finds their answer. A private chat is guarded in AGENTE, Closed and EXPIRADO only
// (V4), a chat in BOT or of General has no group; the last owner of a closed or expired chat counts as its owner only where
// it is private.
func (a *Asker) footing(s spot) footing {
	f := footing{
		row:     rowOf(s.area, s.general),
		guarded: s.private && (s.area == AreaOwned || s.area == AreaExpired || s.area == AreaClosed),
		grouped: !s.general && s.area != AreaBot,
	}
	switch a.Kind {
	case botflow.ActorSystem:
		f.as, f.last = System, System
	case botflow.ActorBot:
		if s.holds && s.area == AreaBot && a.Bot != "" {
			f.as, f.last = BotInCharge, BotInCharge
		}
	case botflow.ActorAgent:
		near := outside
		if s.member {
			near = member
		}
		f.as, f.last = a.as(near), a.as(near)
		if s.holds {
			f.last = a.as(owner)
		}
		if s.holds && (s.area == AreaOwned || s.area == AreaPersonal) {
			f.as = f.last
		}
	case botflow.ActorContact:
	}
	return f
}
