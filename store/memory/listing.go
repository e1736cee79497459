package memory

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// orderIndex gives the place of an order's set in a listing.
func orderIndex(o inbox.Order) int {
	if o == inbox.ByRecency {
		return 1
	}
	return 0
}

// entry is one conversation on a shelf.
type entry struct {
	key int64
	row *chat
}

func entryBefore(x, y entry) bool {
	if x.key != y.key {
		return x.key < y.key
	}
	return x.row.ID < y.row.ID
}

// listing is one shelf in both orders, see orderIndex.
type listing [2]*ordered[entry]

func keysOf(c *botflow.Conversation) [2]int64 {
	return [2]int64{inbox.ByWaiting.Key(c), inbox.ByRecency.Key(c)}
}

// putOn adds an entry to a shelf in one order.
func (a *account) putOn(s shelf.Shelf, order int, e entry) {
	if s == (shelf.Shelf{}) {
		return
	}
	l := a.shelves[s]
	if l == nil {
		l = &listing{newOrdered(entryBefore), newOrdered(entryBefore)}
		a.shelves[s] = l
	}
	l[order].add(e)
}

// takeOff removes an entry from a shelf in one order, and the shelf when it is empty.
func (a *account) takeOff(s shelf.Shelf, order int, e entry) {
	l := a.shelves[s]
	if l == nil {
		return
	}
	l[order].remove(e)
	if l[0].count+l[1].count == 0 {
		delete(a.shelves, s)
	}
}

// on gives a shelf in one order; nil when it is empty.
func (a *account) on(s shelf.Shelf, order int) *ordered[entry] {
	if l := a.shelves[s]; l != nil {
		return l[order]
	}
	return nil
}
