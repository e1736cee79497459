package inbox

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Branch is one flat part of a query: the conversations of one area, narrowed; all its fields must hold. The branches of
// one query never overlap, so a store may merge or add them up as they are.
type Branch struct {
	Area     Area
	Inboxes  []botflow.InboxID // Home ([botflow.Conversation.Home]) is one of these; sorted, never changed; nil: any
	NotIn    bool              // Home is none of Inboxes
	Owner    botflow.AgentID   // the [Holder]; "" : any
	NotOwner bool              // any holder but Owner, or none
	Bot      botflow.BotID     // in BOT: the bot in charge; "" : any
	Private  Tristate
}

// Match tells whether the conversation is in the branch. It allocates nothing.
func (b *Branch) Match(c *botflow.Conversation) bool {
	if b.Area == AreaNone || AreaOf(c) != b.Area || !b.Private.holds(c.Private) {
		return false
	}
	if b.Owner != "" && (Holder(c) == b.Owner) == b.NotOwner {
		return false
	}
	if b.Bot != "" && c.Place.Bot != b.Bot {
		return false
	}
	return b.Inboxes == nil || contains(b.Inboxes, c.Home()) != b.NotIn
}

// contains searches a sorted list.
func contains(sorted []botflow.InboxID, id botflow.InboxID) bool {
	_, found := slices.BinarySearch(sorted, id)
	return found
}

// Tristate narrows by a yes or no. The zero value doesn't.
type Tristate uint8

// The values of a Tristate.
const (
	Any Tristate = iota
	Yes
	No
	tristates // how many there are
)

func (t Tristate) holds(v bool) bool { return t == Any || (t == Yes) == v }
