package store

import "github.com/repartogo/reparto/botflow"

// ViewRequest asks for a picture to match from. Limits bound each list per inbox. The store leaves the view's Now and Entropy
// and each inbox's Rules zero: the engine fills them.
type ViewRequest struct {
	Inboxes []botflow.InboxID
	Chat    botflow.ConversationID // with one inbox, which is then never left out: the queue is this chat alone, waiting or not (rotation, explaining)
	Queue   int                    // chats of the head of the queue
	Seats   int                    // ready seats
	Members int                    // members in turn order, ready or not; never more than botflow.MaxCandidates
	// Start is where an order by hash begins, which is a ring: at the first ready seat whose rank is Start/2 or more, on from
	// the lowest rank after the highest. Other orders don't read it.
	Start uint64
}
