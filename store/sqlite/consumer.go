package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

const (
	selectConsumer  query = `SELECT revision, position, busy, held FROM reparto_consumer WHERE account = ?1 AND name = ?2`
	selectConsumers query = `SELECT name FROM reparto_consumer WHERE account = ?1 AND name > ?2 ORDER BY name LIMIT ?3`
	makeAccount     query = `INSERT INTO reparto_account (id) VALUES (?1) ON CONFLICT DO NOTHING`
	nextMove        query = `UPDATE reparto_account SET moves = moves + 1 WHERE id = ?1 RETURNING moves`
	putConsumer     query = `INSERT INTO reparto_consumer (account, name, revision, position, busy, held) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT DO UPDATE SET revision = excluded.revision, position = excluded.position, busy = excluded.busy, held = excluded.held`
	deleteConsumer query = `DELETE FROM reparto_consumer WHERE account = ?1 AND name = ?2`
	selectFeedEnd  query = `SELECT coalesce(max(position), 0) FROM reparto_event WHERE account = ?1`
)

// errUnknownConsumer says that a consumer must be made known first.
var errUnknownConsumer = errors.New("sqlite: the consumer isn't known yet")

func unknownConsumer(err error) bool { return errors.Is(err, errUnknownConsumer) }

// consumer reads one; revision 0: there is none.
func (s *session) consumer(account botflow.AccountID, name string) (store.Consumer, error) {
	c := store.Consumer{Name: name}
	var held sql.RawBytes
	err := s.each(selectConsumer, func(r *sql.Rows) error {
		if err := r.Scan(&c.Revision, &c.Position, &c.Busy, &held); err != nil {
			return err
		}
		return decode(held, &c.Held)
	}, string(account), name)
	return c, err
}

// enrol makes a consumer known, so that nothing goes which it has yet to acknowledge.
func (s *session) enrol(account botflow.AccountID, name string) error {
	c, err := s.consumer(account, name)
	if err != nil || c.Revision != 0 {
		return err
	}
	return s.move(account, &c)
}

// move writes a consumer under a revision that no other of the account ever had.
func (s *session) move(account botflow.AccountID, c *store.Consumer) error {
	if err := s.exec(makeAccount, string(account)); err != nil {
		return err
	}
	if err := s.row(nextMove, string(account)).Scan(&c.Revision); err != nil {
		return err
	}
	held, err := encode(c.Held)
	if err != nil {
		return err
	}
	return s.exec(putConsumer, string(account), c.Name, int64(c.Revision), int64(c.Position), int64(c.Busy), held)
}

// reach gives a position that isn't ahead of the feed.
func (s *session) reach(account botflow.AccountID, position uint64) (uint64, error) {
	var end uint64
	err := s.row(selectFeedEnd, string(account)).Scan(&end)
	return min(position, end), err
}

// Ack implements [store.Store].
func (a *account) Ack(ctx context.Context, consumer string, position uint64) error {
	return a.change(ctx, func(s *session) error {
		c, err := s.consumer(a.id, consumer)
		if err != nil {
			return err
		}
		up, err := s.reach(a.id, position)
		if err != nil || c.Revision != 0 && up <= c.Position {
			return err
		}
		c.Position = max(c.Position, up)
		return s.move(a.id, &c)
	})
}

// Consumer implements [store.Store].
func (a *account) Consumer(ctx context.Context, name string) (c store.Consumer, err error) {
	err = a.look(ctx, func(s *session) (err error) {
		c, err = s.consumer(a.id, name)
		return err
	})
	return c, err
}

// Advance implements [store.Store].
func (a *account) Advance(ctx context.Context, c store.Consumer) (revision uint64, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	moved := false
	err = a.change(ctx, func(s *session) (err error) {
		revision, moved, err = s.advance(a.id, c)
		return err
	})
	if err == nil && moved {
		err = store.ErrMoved
	}
	return revision, err
}

// advance writes a consumer unless it has moved since it was read.
func (s *session) advance(account botflow.AccountID, c store.Consumer) (revision uint64, moved bool, err error) {
	kept, err := s.consumer(account, c.Name)
	if err != nil || kept.Revision == 0 || kept.Revision != c.Revision {
		return 0, true, err
	}
	up, err := s.reach(account, c.Position)
	if err != nil {
		return 0, false, err
	}
	c.Position = max(kept.Position, up)
	err = s.move(account, &c)
	return c.Revision, false, err
}

// Consumers implements [store.Store].
func (a *account) Consumers(ctx context.Context, after string, limit int) (names []string, err error) {
	err = a.look(ctx, func(s *session) error {
		names = nil
		return s.each(selectConsumers, func(r *sql.Rows) error {
			var name string
			err := r.Scan(&name)
			names = append(names, name)
			return err
		}, string(a.id), after, max(limit, 0))
	})
	return names, err
}

// DropConsumer implements [store.Store].
func (a *account) DropConsumer(ctx context.Context, name string) error {
	return a.change(ctx, func(s *session) error { return s.exec(deleteConsumer, string(a.id), name) })
}
