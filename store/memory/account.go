package memory

import (
	"cmp"
	"sync"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/shelf"
)

// account is the store of one account: its rows, and the indexes over them.
type account struct {
	id       botflow.AccountID
	audience *audience // who watches the database; told when no lock is held

	mu sync.RWMutex // of all that follows

	chats    map[botflow.ConversationID]*chat
	contacts map[botflow.ContactID]*contact
	agents   map[botflow.AgentID]*agent
	rooms    map[botflow.InboxID]*room
	notes    map[botflow.ConversationID][]botflow.Note
	results  map[botflow.OpID]*result
	jobs     map[string]store.Job

	settings directory.Directory
	snapshot *directory.Snapshot

	shelves map[shelf.Shelf]*listing            // lists
	owned   map[botflow.AgentID]*ordered[*chat] // by id: what an agent owns
	inside  map[botflow.InboxID]*ordered[*chat] // by id: what is in an inbox, Closed excepted
	leads   map[botflow.AgentID]*ordered[*chat] // by id: the first chat of each contact with affinity to an agent
	queues  map[botflow.InboxID]*ordered[*chat] // in order of service: what waits in a shared inbox
	waiting *ordered[botflow.InboxID]           // the inboxes that queues has
	wakes   *ordered[store.Wake]                // of conversations, agents and inboxes
	aging   *ordered[*result]                   // results by age
	agenda  *ordered[store.Job]                 // jobs by age

	journal
}

// result is what was stored under an operation id.
type result struct {
	op   botflow.OpID
	at   botflow.Instant
	data []byte
}

var _ store.Store = (*account)(nil)

func newAccount() *account {
	a := &account{
		audience: &audience{},
		chats:    make(map[botflow.ConversationID]*chat),
		contacts: make(map[botflow.ContactID]*contact),
		agents:   make(map[botflow.AgentID]*agent),
		rooms:    make(map[botflow.InboxID]*room),
		notes:    make(map[botflow.ConversationID][]botflow.Note),
		results:  make(map[botflow.OpID]*result),
		jobs:     make(map[string]store.Job),
		shelves:  make(map[shelf.Shelf]*listing),
		owned:    make(map[botflow.AgentID]*ordered[*chat]),
		inside:   make(map[botflow.InboxID]*ordered[*chat]),
		leads:    make(map[botflow.AgentID]*ordered[*chat]),
		queues:   make(map[botflow.InboxID]*ordered[*chat]),
		waiting:  newOrdered(func(x, y botflow.InboxID) bool { return x < y }),
		wakes:    newOrdered(store.Wake.Before),
		aging: newOrdered(func(x, y *result) bool {
			return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.op, y.op)) < 0
		}),
		agenda: newOrdered(func(x, y store.Job) bool {
			return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(x.ID, y.ID)) < 0
		}),
		journal: newJournal(),
	}
	return a
}

// addTo puts x into the set of a key, which it makes where there is none yet.
func addTo[K comparable, T any](sets map[K]*ordered[T], k K, before func(a, b T) bool, x T) {
	set := sets[k]
	if set == nil {
		set = newOrdered(before)
		sets[k] = set
	}
	set.add(x)
}

// removeFrom takes x out of the set of a key, and the set away when it is empty.
func removeFrom[K comparable, T any](sets map[K]*ordered[T], k K, x T) {
	set := sets[k]
	if set == nil {
		return
	}
	set.remove(x)
	if set.count == 0 {
		delete(sets, k)
	}
}
