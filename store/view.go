package store

import "github.com/repartogo/reparto/botflow"

// ViewRequest asks for a picture to match from. Limits bound each list per inbox.
type ViewRequest struct {
	Inboxes []botflow.InboxID
	Chat    botflow.ConversationID // with one inbox: the queue is this chat alone, waiting or not (rotation, explaining)
	Queue   int
	Seats   int
	Members int
	Start   uint64 // where a ByHash order starts
}
