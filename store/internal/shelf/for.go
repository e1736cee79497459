package shelf

import (
	"cmp"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// For lists, each once and in a fixed order, the shelves that hold everything which the query can match. They may hold more,
// and a conversation may stand on two of them. A query for one contact isn't served by shelves.
func For(q *inbox.Query) []Shelf {
	wanted := make(map[Shelf]bool)
	for i := range q.Branches {
		if b := &q.Branches[i]; b.Area != inbox.AreaNone && stateWanted(&q.Filter, b.Area) {
			for _, s := range narrow(b, &q.Filter) {
				wanted[s] = true
			}
		}
	}
	all := make([]Shelf, 0, len(wanted))
	for s := range wanted {
		if s.By == ByArea || !wanted[Shelf{Area: s.Area}] { // a whole area holds its parts
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(x, y Shelf) int {
		return cmp.Or(cmp.Compare(x.Area, y.Area), cmp.Compare(x.By, y.By), cmp.Compare(x.ID, y.ID))
	})
	return all
}

// narrow picks the smallest shelves that hold what one branch and the filter have in common.
func narrow(b *inbox.Branch, f *inbox.Filter) []Shelf {
	switch {
	case f.Owner != "" && b.Area != inbox.AreaOwned:
		return nil // only an owned chat has an owner
	case f.Owner != "":
		return []Shelf{{b.Area, ByHolder, string(f.Owner)}}
	case b.Owner != "" && !b.NotOwner:
		return []Shelf{{b.Area, ByHolder, string(b.Owner)}}
	case f.Inbox == botflow.Closed && b.Area != inbox.AreaClosed:
		return nil
	case f.Inbox != "" && f.Inbox != botflow.Closed && b.Area != inbox.AreaPersonal:
		return homes(b.Area, append([]botflow.InboxID{f.Inbox}, f.Aliases...))
	case b.Inboxes != nil && !b.NotIn:
		return homes(b.Area, b.Inboxes)
	}
	return []Shelf{{Area: b.Area}}
}

func homes(area inbox.Area, ids []botflow.InboxID) []Shelf {
	all := make([]Shelf, 0, len(ids))
	for _, id := range ids {
		all = append(all, Shelf{area, ByHome, string(id)})
	}
	return all
}

// stateWanted tells whether the filter's states, if it names any, include an area's.
func stateWanted(f *inbox.Filter, area inbox.Area) bool {
	state := botflow.StateInbox
	switch area {
	case inbox.AreaBot:
		state = botflow.StateBot
	case inbox.AreaOwned:
		state = botflow.StateAgent
	case inbox.AreaExpired:
		state = botflow.StateExpired
	case inbox.AreaNone, inbox.AreaShared, inbox.AreaPersonal, inbox.AreaClosed:
	}
	return len(f.States) == 0 || slices.Contains(f.States, state)
}
