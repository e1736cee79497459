package store

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// Page is one page of a list. More says that Next leads on; a page may be short, or empty, and still lead on.
type Page struct {
	Conversations []botflow.Conversation
	Next          inbox.Cursor
	More          bool
}
