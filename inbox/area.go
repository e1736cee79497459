package inbox

import "github.com/repartogo/reparto/botflow"

// Area is the coarse kind of place by which lists are cut. It follows from the conversation alone, so stores may keep it
// beside the row and index it. The zero value is a conversation that has not begun: no list shows it.
type Area uint8

// The areas.
const (
	AreaNone     Area = iota // not begun
	AreaBot                  // BOT
	AreaShared               // BANDEJA, General or an inbox that a supervisor made
	AreaPersonal             // BANDEJA, a Personal inbox
	AreaOwned                // AGENTE
	AreaExpired              // EXPIRADO
	AreaClosed               // BANDEJA, Closed
	areas                    // how many there are
)

// AreaOf gives the area of a conversation.
func AreaOf(c *botflow.Conversation) Area {
	switch c.Place.State {
	case botflow.StateNone:
		return AreaNone
	case botflow.StateBot:
		return AreaBot
	case botflow.StateInbox:
		switch {
		case c.Place.Inbox == botflow.Closed:
			return AreaClosed
		case c.Place.Inbox.Shared():
			return AreaShared
		}
		return AreaPersonal
	case botflow.StateAgent:
		return AreaOwned
	case botflow.StateExpired:
		return AreaExpired
	}
	return AreaNone
}

// Holder gives the agent by whom lists are narrowed: the owner in AGENTE, the agent of a Personal inbox, the last owner in
// Closed and EXPIRADO; "" elsewhere, and where there is none.
func Holder(c *botflow.Conversation) botflow.AgentID {
	switch AreaOf(c) {
	case AreaOwned:
		return c.Place.Owner
	case AreaPersonal:
		agent, _ := c.Place.Inbox.Owner()
		return agent
	case AreaExpired, AreaClosed:
		return c.LastOwner
	case AreaNone, AreaBot, AreaShared:
	}
	return ""
}

// Label gives the inbox that a list shows beside a conversation: the one it waits in, a Personal one included, else
// [botflow.Conversation.Home] (S7).
func Label(c *botflow.Conversation) botflow.InboxID {
	if AreaOf(c) == AreaPersonal {
		return c.Place.Inbox
	}
	return c.Home()
}

// String prints the area in English.
func (a Area) String() string {
	names := [areas]string{"none", "bot", "shared inbox", "personal inbox", "owned", "expired", "closed"}
	if a < areas {
		return names[a]
	}
	return "area?"
}
