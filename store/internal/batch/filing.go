package batch

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// Filing is what is stored beside a conversation so that it is found again: all of it follows from the row.
type Filing struct {
	Area      inbox.Area
	Home      botflow.InboxID // in AreaShared the inbox whose queue it is in
	Holder    botflow.AgentID // in AreaOwned the owner, in AreaPersonal the agent whose inbox it is in
	Owner     botflow.AgentID // whose row comes with it
	LastOwner botflow.AgentID // whose row comes with it
	Waiting   int64           // key of inbox.ByWaiting
	Recency   int64           // key of inbox.ByRecency
	Urgency   int64           // with QueuedAt and id the order of the queue: the priority, negated
	QueuedAt  botflow.Instant
	Wake      botflow.Wake
}

// FilingOf derives the filing of a conversation.
func FilingOf(c *botflow.Conversation) Filing {
	return Filing{
		Area: inbox.AreaOf(c), Home: c.Home(), Holder: inbox.Holder(c), Owner: c.Place.Owner, LastOwner: c.LastOwner,
		Waiting: inbox.ByWaiting.Key(c), Recency: inbox.ByRecency.Key(c),
		Urgency: -int64(c.Priority), QueuedAt: c.QueuedAt, Wake: c.Wake,
	}
}

// Inside names the shelf of all that is in an inbox: a shared one, a Personal one or Closed.
func Inside(id botflow.InboxID) shelf.Shelf {
	if id == botflow.Closed {
		return shelf.Closed()
	}
	if agent, personal := id.Owner(); personal {
		return shelf.Shelf{Area: inbox.AreaPersonal, By: shelf.ByHolder, ID: string(agent)}
	}
	return shelf.Shelf{Area: inbox.AreaShared, By: shelf.ByHome, ID: string(id)}
}
