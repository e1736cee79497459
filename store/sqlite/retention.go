package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

const (
	deleteConversation query = `DELETE FROM reparto_conversation WHERE account = ?1 AND id = ?2`
	deleteNotes        query = `DELETE FROM reparto_note WHERE account = ?1 AND conversation = ?2`
	deleteLastContact  query = `DELETE FROM reparto_contact WHERE account = ?1 AND id = ?2
		AND NOT EXISTS (SELECT 1 FROM reparto_conversation WHERE account = ?1 AND contact = ?2)`
	scrubEvent query = `UPDATE reparto_event SET doc = ?2 WHERE position = ?1`

	deleteResults query = `DELETE FROM reparto_operation WHERE account = ?1 AND id IN
		(SELECT id FROM reparto_operation WHERE account = ?1 AND at < ?2 ORDER BY at LIMIT ?3)`
	// Those that no consumer wants, of a part of the feed.
	selectOldEvents query = `SELECT position, kind, subject, seq, recorded, kind = 0 AND EXISTS
		(SELECT 1 FROM reparto_conversation c WHERE c.account = e.account AND c.id = e.subject)
		FROM reparto_event e WHERE account = ?1 AND position > ?2 AND position <= ?3 ORDER BY position LIMIT ?4`
	deleteEvent    query = `DELETE FROM reparto_event WHERE position = ?1`
	selectOldChats query = `SELECT recency, id, doc FROM reparto_conversation
		WHERE account = ?1 AND area = ?2 AND (recency, id) > (?3, ?4) ORDER BY recency, id LIMIT ?5`
	selectNewest query = `SELECT position, seq FROM reparto_event
		WHERE account = ?1 AND kind = 0 AND subject = ?2 ORDER BY seq DESC LIMIT 1`
)

// forget erases a conversation and leaves of its events what figures need (E4).
func (s *session) forget(account botflow.AccountID, id botflow.ConversationID) error {
	var of store.Chat
	err := s.row(selectChatOf, string(account), string(id)).Scan(&of.Channel, &of.Contact)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := s.drop(account, id, of.Contact); err != nil {
		return err
	}
	records, err := s.records(selectHistory, string(account), int64(botflow.SubjectConversation), string(id), 0, -1)
	if err != nil {
		return err
	}
	for i := range records {
		e := &records[i].Event
		e.Contact, e.Message, e.Text, e.Changed = "", "", "", nil
		doc, err := encode(e)
		if err == nil {
			err = s.exec(scrubEvent, int64(records[i].Position), doc)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// drop takes a conversation out with its notes, and its contact if this was their last. It answers how many rows went.
func (s *session) drop(account botflow.AccountID, id botflow.ConversationID, contact botflow.ContactID) (rows int, err error) {
	for _, q := range [...]struct {
		query
		id string
	}{{deleteConversation, string(id)}, {deleteNotes, string(id)}, {deleteLastContact, string(contact)}} {
		n, err := s.count(q.query, string(account), q.id)
		if err != nil {
			return 0, err
		}
		rows += n
	}
	return rows, nil
}

// prunePart is how many rows one transaction of Prune examines, so that other writers needn't wait long.
const prunePart = 1000

// Prune implements [store.Store]. It works in parts, each a transaction of its own, so that it holds up other writers only briefly;
// if it fails the parts before have been removed.
func (a *account) Prune(ctx context.Context, keep store.Retention) (rows int, err error) {
	for _, prune := range [...]func(context.Context, store.Retention) (int, error){a.pruneChats, a.pruneResults, a.pruneEvents} {
		n, err := prune(ctx, keep)
		rows += n
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// pruneResults removes the results of operations before an instant.
func (a *account) pruneResults(ctx context.Context, keep store.Retention) (rows int, err error) {
	if keep.Operations == 0 {
		return 0, ctx.Err()
	}
	for part := prunePart; part == prunePart; rows += part {
		err = a.change(ctx, func(s *session) (err error) {
			part, err = s.count(deleteResults, string(a.id), int64(keep.Operations), prunePart)
			return err
		})
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// wanted is what consumers have yet to be given.
type wanted struct {
	beyond uint64                     // whatever has a later position
	held   map[botflow.Subject]uint64 // and of these subjects whatever has this number or a later one
}

// wants says what no consumer has been given that all must be.
func (s *session) wants(account botflow.AccountID) (*wanted, error) {
	w := &wanted{beyond: math.MaxInt64, held: make(map[botflow.Subject]uint64)}
	var names []string
	err := s.each(selectConsumers, func(r *sql.Rows) error {
		var name string
		err := r.Scan(&name)
		names = append(names, name)
		return err
	}, string(account), "", -1)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		c, err := s.consumer(account, name)
		if err != nil {
			return nil, err
		}
		w.beyond = min(w.beyond, c.Position)
		for _, h := range c.Held {
			if from, held := w.held[h.Subject]; !held || h.Seq < from {
				w.held[h.Subject] = h.Seq
			}
		}
	}
	return w, nil
}

// has tells whether an event is among it.
func (w *wanted) has(position uint64, of botflow.Subject, seq uint64) bool {
	from, held := w.held[of]
	return position > w.beyond || held && seq >= from
}

// pruneEvents removes events recorded before an instant that no consumer wants any more, but not those of conversations that exist.
func (a *account) pruneEvents(ctx context.Context, keep store.Retention) (rows int, err error) {
	if keep.Events == 0 {
		return 0, ctx.Err()
	}
	for after, more := uint64(0), true; more; {
		var part int
		err = a.change(ctx, func(s *session) error {
			part = 0
			next, going, err := s.oldEvents(a.id, after, keep.Events)
			if err != nil {
				return err
			}
			for _, position := range going {
				if err := s.exec(deleteEvent, int64(position)); err != nil {
					return err
				}
			}
			part, more, after = len(going), next > after, next
			return nil
		})
		if err != nil {
			return rows, err
		}
		rows += part
	}
	return rows, nil
}

// oldEvents gives what may go of the next part of the feed, and where it ends.
func (s *session) oldEvents(account botflow.AccountID, after uint64, before botflow.Instant) (end uint64, going []uint64, err error) {
	wanted, err := s.wants(account)
	if err != nil {
		return 0, nil, err
	}
	end = after
	err = s.each(selectOldEvents, func(r *sql.Rows) error {
		var at, seq uint64
		var of botflow.Subject
		var recorded botflow.Instant
		var lives bool
		if err := r.Scan(&at, &of.Kind, &of.ID, &seq, &recorded, &lives); err != nil {
			return err
		}
		if end = at; recorded < before && !lives && !wanted.has(at, of, seq) {
			going = append(going, at)
		}
		return nil
	}, string(account), int64(after), int64(wanted.beyond), prunePart)
	return end, going, err
}

// pruneChats removes chats that were closed before an instant, not written in since, without a wake ahead, and whose events have
// all been delivered. It walks the closed chats from the longest silent on.
func (a *account) pruneChats(ctx context.Context, keep store.Retention) (rows int, err error) {
	if keep.Conversations == 0 {
		return 0, ctx.Err()
	}
	after, more := inbox.Cursor{Key: -int64(keep.Conversations)}, true
	for more {
		var part int
		err = a.change(ctx, func(s *session) error {
			next, old, err := s.oldChats(a.id, after, keep.Conversations)
			if err != nil {
				return err
			}
			part = 0
			for i := range old {
				n, err := s.drop(a.id, old[i].ID, old[i].Contact)
				if err != nil {
					return err
				}
				part += n
			}
			more, after = next != after, next
			return nil
		})
		if err != nil {
			return rows, err
		}
		rows += part
	}
	return rows, nil
}

// oldChats gives what may go of the next part of the closed chats, and where it ends.
func (s *session) oldChats(account botflow.AccountID, after inbox.Cursor, before botflow.Instant) (end inbox.Cursor, old []botflow.Conversation, err error) {
	wanted, err := s.wants(account)
	if err != nil {
		return after, nil, err
	}
	end = after
	err = s.each(selectOldChats, func(r *sql.Rows) error {
		var c botflow.Conversation
		var doc sql.RawBytes
		if err := r.Scan(&end.Key, &end.ID, &doc); err != nil {
			return err
		}
		err := decode(doc, &c)
		if c.LastActivity < before && c.Place.Since < before && c.Wake.At == 0 {
			old = append(old, c)
		}
		return err
	}, string(account), int(inbox.AreaClosed), after.Key, string(after.ID), prunePart)
	if err != nil {
		return after, nil, err
	}
	kept := old[:0]
	for _, c := range old {
		var at, seq uint64
		err := s.row(selectNewest, string(account), string(c.ID)).Scan(&at, &seq)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return after, nil, err
		}
		if err != nil || !wanted.has(at, botflow.OfConversation(c.ID), seq) {
			kept = append(kept, c)
		}
	}
	return end, kept, nil
}
