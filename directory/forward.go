package directory

import "github.com/repartogo/reparto/botflow"

// forwards says where references to deleted inboxes go: from each to the one named for it, which may be deleted too.
type forwards map[botflow.InboxID]botflow.InboxID

// forwarding reads the deleted inboxes; of two entries for one inbox the first counts.
func forwarding(deleted []Deleted) forwards {
	f := make(forwards, len(deleted))
	for _, d := range deleted {
		if _, twice := f[d.Inbox]; !twice {
			f[d.Inbox] = d.Into
		}
	}
	return f
}

// follow goes from an inbox to the end of its chain; false if the chain goes in a circle.
func (f forwards) follow(inbox botflow.InboxID) (botflow.InboxID, bool) {
	for range len(f) + 1 {
		into, ok := f[inbox]
		if !ok {
			return inbox, true
		}
		inbox = into
	}
	return inbox, false
}
