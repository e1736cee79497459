// Package shelf cuts the conversations of an account into sorted parts, so that a list reads only parts that it may show. All
// stores of this module share it: the parts follow from the branches of a query, whatever a store's indexes look like, and
// [inbox.Query.Match] has the last word on each row.
package shelf

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// Shelf names one sorted part: an area, an area's chats of one inbox, or an area's chats of one holder. The zero value names none.
type Shelf struct {
	Area inbox.Area
	By   Narrowing
	ID   string // of the inbox or the agent
}

// Narrowing says by what a shelf narrows its area.
type Narrowing uint8

// The narrowings.
const (
	ByArea   Narrowing = iota
	ByHome             // [botflow.Conversation.Home] is ID
	ByHolder           // [inbox.Holder] is ID
)

// Of lists the shelves that a conversation stands on; unused places are zero.
func Of(c *botflow.Conversation) (s [3]Shelf) {
	area := inbox.AreaOf(c)
	if area == inbox.AreaNone {
		return s
	}
	s[0] = Shelf{Area: area}
	s[1] = Shelf{area, ByHome, string(c.Home())}
	if holder := inbox.Holder(c); holder != "" {
		s[2] = Shelf{area, ByHolder, string(holder)}
	}
	return s
}

// Closed is where all chats in Closed stand.
func Closed() Shelf { return Shelf{Area: inbox.AreaClosed} }
