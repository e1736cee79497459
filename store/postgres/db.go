package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// DB is the storage of all accounts in one schema of a PostgreSQL database. Make one with [New]. It implements [store.DB] and is
// safe for concurrent use. There is nothing to close: no goroutine of it stays, and the pool is the host's.
type DB struct {
	pool   *pgxpool.Pool
	config Config
	texts  *texts
	queue  *batch.Queue
	teller teller
}

var _ store.DB = (*DB)(nil)

// New opens the store in a pool. It refuses a server that is in recovery, which would be a replica, a database that isn't in UTF-8, and
// tables that this program doesn't work with ([SchemaError]): run [Migrate] first.
func New(ctx context.Context, pool *pgxpool.Pool, cfg Config) (*DB, error) {
	cfg, err := cfg.with()
	if err != nil {
		return nil, err
	}
	db := &DB{pool: pool, config: cfg, texts: newTexts(cfg.Schema)}
	db.queue = batch.NewQueue(cfg.Group, cfg.Lanes, db.run)
	if cfg.Listen == nil {
		db.config.Listen = db.connect
	}
	if err := db.check(ctx); err != nil {
		return nil, err
	}
	return db, nil
}

// check refuses a server that the store can't work with.
func (db *DB) check(ctx context.Context) error {
	var recovery bool
	var encoding string
	err := (&reader{db: db}).read(ctx, func(b *pgx.Batch) {
		b.Queue("select pg_is_in_recovery(), current_setting('server_encoding')").QueryRow(func(row pgx.Row) error { return row.Scan(&recovery, &encoding) })
	})
	switch {
	case err != nil:
		return err
	case recovery:
		return errors.New("postgres: the server is in recovery: connect to the primary")
	case encoding != "UTF8":
		return fmt.Errorf("postgres: the database is in %s: use one in UTF8", encoding)
	}
	return checkVersion(ctx, db.pool, db.texts, db.config.Schema)
}

// Account implements [store.DB].
func (db *DB) Account(id botflow.AccountID) (store.Store, error) {
	if err := botflow.CheckID("account", id); err != nil {
		return nil, err
	}
	return store.Checked(&account{reader: reader{db: db, id: id}}), nil
}

// Bind gives the store of one account inside the host's own transaction: what it writes is committed, or rolled back, with everything
// else in tx, and is seen by others only then. The rows stay locked until the transaction ends, so end it soon: whoever needs one of them
// waits, up to Config.Timeout; don't use other stores in between. A lost race is an error that wraps [botflow.ErrConflict], after which the transaction is
// aborted: roll it back and run all of it again. Reads see what tx sees.
//
// Any isolation level will do. Under REPEATABLE READ and SERIALIZABLE what others changed since the transaction's first statement is
// such a conflict, so make the store's call the first one; and a new directory is refused there with [ErrIsolation].
func (db *DB) Bind(id botflow.AccountID, tx pgx.Tx) (store.Store, error) {
	if err := botflow.CheckID("account", id); err != nil {
		return nil, err
	}
	return store.Checked(&bound{reader: reader{db: db, id: id, tx: tx}}), nil
}
