package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/news"
)

var _ store.Watcher = (*DB)(nil)

const (
	// The greatest position given so far, also to events that are gone.
	selectLastGiven query = `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'reparto_event'), 0)`
	// By position alone: the other index would be read whole.
	selectWritten query = `SELECT account, max(position) FROM reparto_event NOT INDEXED WHERE position > ?1 GROUP BY account`
)

// Watch implements [store.Watcher]. SQLite tells nobody of writes, so it asks for new events every [Config].Poll, by one statement that reads
// nothing else; a connection of the pool is taken for that statement alone. It doesn't see steps without events.
func (db *DB) Watch(ctx context.Context, heard func(botflow.AccountID, botflow.Instant)) error {
	if db.config.Poll == botflow.None {
		<-ctx.Done()
		return ctx.Err()
	}
	all := &account{db: db}
	var seen int64
	err := all.look(ctx, func(s *session) error { return s.row(selectLastGiven).Scan(&seen) })
	if err != nil {
		return err
	}
	heard("", 0)
	next := time.NewTicker(db.config.Poll)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-next.C:
		}
		written, err := all.written(ctx, &seen)
		if err != nil {
			return err
		}
		for _, id := range written.Accounts() {
			if ctx.Err() == nil {
				heard(id, written[id])
			}
		}
	}
}

// Tell implements [store.Watcher]. There is nothing to do: who watches sees what the host has committed.
func (db *DB) Tell(botflow.AccountID, botflow.Instant) {}

// written gives the accounts with events beyond a position, which it moves on, each with its first wake.
func (a *account) written(ctx context.Context, seen *int64) (written news.Set, err error) {
	last := *seen
	err = a.look(ctx, func(s *session) error {
		written, last = news.Set{}, *seen
		return s.each(selectWritten, func(r *sql.Rows) error {
			var id botflow.AccountID
			var position int64
			err := r.Scan(&id, &position)
			written[id], last = 0, max(last, position)
			return err
		}, *seen)
	})
	if err != nil {
		return nil, err
	}
	*seen = last
	for id := range written {
		one := &account{db: a.db, id: id}
		if _, written[id], err = one.Due(ctx, 0, 0); err != nil {
			return nil, err
		}
	}
	return written, nil
}
