package sqlite

import (
	"context"
	"database/sql"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

const (
	selectHistory query = `SELECT position, doc FROM reparto_event
		WHERE account = ?1 AND kind = ?2 AND subject = ?3 AND seq > ?4 ORDER BY seq LIMIT ?5`
	selectNotes query = `SELECT doc FROM reparto_note WHERE account = ?1 AND conversation = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4`
	selectFeed  query = `SELECT position, doc FROM reparto_event WHERE account = ?1 AND position > ?2 ORDER BY position LIMIT ?3`
)

// records reads events.
func (s *session) records(q query, args ...any) (records []store.Record, err error) {
	err = s.each(q, func(r *sql.Rows) error {
		var record store.Record
		var doc sql.RawBytes
		if err := r.Scan(&record.Position, &doc); err != nil {
			return err
		}
		err := decode(doc, &record.Event)
		records = append(records, record)
		return err
	}, args...)
	return records, err
}

// History implements [store.Store].
func (a *account) History(ctx context.Context, of botflow.Subject, after uint64, limit int) (records []store.Record, err error) {
	err = a.look(ctx, func(s *session) (err error) {
		records, err = s.records(selectHistory, string(a.id), int64(of.Kind), of.ID, position(after), max(limit, 0))
		return err
	})
	return records, err
}

// Notes implements [store.Store].
func (a *account) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) (notes []botflow.Note, err error) {
	err = a.look(ctx, func(s *session) error {
		notes = nil
		return s.each(selectNotes, func(r *sql.Rows) error {
			var n botflow.Note
			var doc sql.RawBytes
			if err := r.Scan(&doc); err != nil {
				return err
			}
			err := decode(doc, &n)
			notes = append(notes, n)
			return err
		}, string(a.id), string(of), position(after), max(limit, 0))
	})
	return notes, err
}

// position gives a number that a caller chose as the database has them: none is beyond 63 bits.
func position(n uint64) int64 { return int64(min(n, 1<<63-1)) }

// Feed implements [store.Store]. Positions are given to events as they are written, by one writer at a time, so that their order is
// that of the commits, whichever process they come from.
func (a *account) Feed(ctx context.Context, consumer string, after uint64, limit int) (records []store.Record, err error) {
	read := func(s *session) error {
		c, err := s.consumer(a.id, consumer)
		if err == nil && c.Revision != 0 {
			records, err = s.records(selectFeed, string(a.id), position(max(after, c.Position)), max(limit, 0))
		}
		if err == nil && c.Revision == 0 {
			err = errUnknownConsumer
		}
		return err
	}
	err = a.read(ctx, read)
	if !unknownConsumer(err) {
		return records, err
	}
	if err := a.change(ctx, func(s *session) error { return s.enrol(a.id, consumer) }); err != nil {
		return nil, err
	}
	err = a.read(ctx, read)
	return records, err
}
