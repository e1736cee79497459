package store

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// Page is one page of a list. More says that Next leads on; a page may be short, or empty, and still lead on. A store sets More
// only where something that matches follows, unless a page reached the bound of what it examines: what isn't on the list
// leaves no trace in a full page (V7). Without More, Next means nothing.
type Page struct {
	Conversations []botflow.Conversation
	Next          inbox.Cursor
	More          bool
}
