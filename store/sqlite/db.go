package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// DB keeps all accounts in one SQLite database. Make one with [New]. It implements [store.DB] and is safe for concurrent use, by
// several processes too.
type DB struct {
	pool     *sql.DB
	config   Config
	queue    *batch.Queue
	prepared map[query]*sql.Stmt
	pause    time.Duration // between two groups that found the database locked; only run uses it

	mu    sync.Mutex
	tuned []any // driver connections that are set up for writing, see tune
}

var _ store.DB = (*DB)(nil)

// New makes a store over a database that the host has opened, with any driver. It makes no tables: it refuses a database whose tables
// are older than it needs, or too new, with a *[SchemaError], and one without a write-ahead log with a *[JournalError]; see
// [Migrate]. The host closes the database, after [DB.Close].
func New(ctx context.Context, pool *sql.DB, config Config) (*DB, error) {
	config, err := config.settled()
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, unavailable(err)
	}
	err = prepareFile(ctx, conn)
	if err == nil {
		err = checkSchema(ctx, conn)
	}
	if closed := conn.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	db := &DB{pool: pool, config: config, prepared: make(map[query]*sql.Stmt)}
	for _, q := range queries() {
		if db.prepared[q], err = pool.PrepareContext(ctx, string(q)); err != nil {
			return nil, fmt.Errorf("sqlite: prepare %q: %w", q, err)
		}
	}
	db.queue = batch.NewQueue(config.Group, 1, db.run)
	return db, nil
}

// Close gives back what the store prepared. The database stays open: it is the host's. No call may be under way or follow.
func (db *DB) Close() error {
	var first error
	for _, s := range db.prepared {
		if err := s.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Account implements [store.DB].
func (db *DB) Account(id botflow.AccountID) (store.Store, error) {
	if err := botflow.CheckID("account", id); err != nil {
		return nil, err
	}
	return store.Checked(&account{db: db, id: id}), nil
}

// Accounts implements [store.DB]. It walks all accounts.
func (db *DB) Accounts(
	ctx context.Context, after botflow.AccountID, now botflow.Instant, limit int,
) (found []botflow.AccountID, next botflow.Instant, err error) {
	if err := store.CheckAfter(after); err != nil {
		return nil, 0, err
	}
	all := &account{db: db}
	err = all.read(ctx, func(s *session) error {
		found = nil
		if err := s.row(selectNextOfAll, int64(now)).Scan(&next); err != nil {
			return err
		}
		return s.each(selectBusyAccounts, func(r *sql.Rows) error {
			var id botflow.AccountID
			err := r.Scan(&id)
			found = append(found, id)
			return err
		}, after, int64(now), max(limit, 0))
	})
	return found, next, err
}

// account is the store of one account: over transactions of its own, or in one of the host's.
type account struct {
	db *DB
	id botflow.AccountID
	tx *sql.Tx // the host's; nil: none
}

var _ store.Store = (*account)(nil)
