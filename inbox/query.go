package inbox

import "github.com/repartogo/reparto/botflow"

// The bounds of a page.
const (
	DefaultLimit = 50  // conversations a page where Limit is 0
	MaxLimit     = 200 // the most that a page may ask for
)

// Query is a list or a count, ready for a store: the union of the branches, narrowed by the filter, from a cursor on. The
// zero value has no branches and finds nothing.
type Query struct {
	Branches []Branch
	Filter   Filter
	Order    Order
	After    Cursor
	Limit    int // of a page; 0: DefaultLimit
}

// Match tells whether the conversation belongs to the list, on whichever page. Counting needs nothing else; for a page
// see [Cursor.Precedes].
func (q *Query) Match(c *botflow.Conversation) bool {
	for i := range q.Branches {
		if q.Branches[i].Match(c) {
			return q.Filter.Match(c)
		}
	}
	return false
}

// PageSize gives the length of a page: Limit within its bounds.
func (q *Query) PageSize() int {
	if q.Limit <= 0 {
		return DefaultLimit
	}
	return min(q.Limit, MaxLimit)
}

// Order is the order of a list. The zero value is by waiting time.
type Order uint8

// The orders (Q2). Both are total: ties go by id.
const (
	ByWaiting Order = iota // unread first, the oldest unanswered message first; then the rest, oldest last activity first
	ByRecency              // last activity in either direction, newest first
	orders                 // how many there are
)

// Key gives the integer that the order sorts by, ascending; ties go by id.
func (o Order) Key(c *botflow.Conversation) int64 {
	if o == ByRecency {
		return c.RecencyKey()
	}
	return c.WaitingKey()
}

// Cursor gives the place of a conversation in the order: the page after it begins behind it.
func (o Order) Cursor(c *botflow.Conversation) Cursor { return Cursor{Key: o.Key(c), ID: c.ID} }
