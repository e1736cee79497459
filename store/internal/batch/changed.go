package batch

import (
	"cmp"
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// Touched tells whether anything must be written.
func (s *Set) Touched() bool { return s.touched }

// Conversations gives the rows to write, by id; New tells those to insert.
func (s *Set) Conversations() []*Conversation {
	return changed(s.conversations, func(c *Conversation) bool { return c.changed })
}

// Contacts gives the rows to write, by id.
func (s *Set) Contacts() []*Contact {
	return changed(s.contacts, func(k *Contact) bool { return k.changed })
}

// Agents gives the rows to write, by id.
func (s *Set) Agents() []*Agent {
	return changed(s.agents, func(a *Agent) bool { return a.changed })
}

// Inboxes gives the rows to write, by id.
func (s *Set) Inboxes() []*Inbox {
	return changed(s.inboxes, func(in *Inbox) bool { return in.changed })
}

// Results gives the results to insert, by operation id.
func (s *Set) Results() []*Result {
	return changed(s.results, func(r *Result) bool { return r.changed })
}

// changed gives the rows that must be written in the order of their ids.
func changed[K ~string, T any](rows map[K]*T, is func(*T) bool) []*T {
	var out []*T
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		if is(rows[id]) {
			out = append(out, rows[id])
		}
	}
	return out
}

// Seats gives the rows to write, by inbox, then agent. A new row of somebody who isn't a member and never had a pick is left out.
func (s *Set) Seats() []*Seat {
	var out []*Seat
	for _, of := range s.seats {
		for _, seat := range of {
			if seat.changed && (seat.stored || seat.Member || seat.Ordinal > 0) {
				out = append(out, seat)
			}
		}
	}
	slices.SortFunc(out, func(x, y *Seat) int {
		return cmp.Or(cmp.Compare(x.Inbox, y.Inbox), cmp.Compare(x.Agent, y.Agent))
	})
	return out
}

// Log gives the events to append, in order.
func (s *Set) Log() []botflow.Event { return s.events }

// Notes gives the notes to append, in order.
func (s *Set) Notes() []botflow.Note { return s.notes }

// Jobs gives the jobs to write, and the ids of those to remove; each by id.
func (s *Set) Jobs() (put []store.Job, done []string) {
	for _, id := range slices.Sorted(maps.Keys(s.jobs)) {
		if j := s.jobs[id]; j != nil {
			put = append(put, *j)
		} else {
			done = append(done, id)
		}
	}
	return put, done
}

// Directory gives the new configuration; nil: it stays. Its revision is [Set.Revision].
func (s *Set) Directory() *directory.Directory { return s.config }

// Forgotten gives the conversations to erase after everything else was written (E4).
func (s *Set) Forgotten() []botflow.ConversationID { return s.forgotten }
