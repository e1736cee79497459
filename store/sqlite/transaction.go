package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// lock is a statement that writes nothing. As the first of a transaction it takes the database's write lock, as BEGIN IMMEDIATE
// does, whichever way the driver begins one: the picture that the transaction reads is then the newest, and stays so.
const lock query = `DELETE FROM reparto_migration WHERE version < 0`

// read runs do in one transaction that only reads: one consistent picture, not older than the call.
func (a *account) read(ctx context.Context, do func(*session) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if a.tx != nil {
		return inHosts(ctx, do(a.db.session(ctx, a.tx)))
	}
	return unavailable(patiently(ctx, a.db.config.Patience, func() error {
		tx, err := a.db.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // nothing was written
		return do(a.db.session(ctx, tx))
	}))
}

// look runs do, which reads by one statement alone.
func (a *account) look(ctx context.Context, do func(*session) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if a.tx != nil {
		return inHosts(ctx, do(a.db.session(ctx, a.tx)))
	}
	return unavailable(patiently(ctx, a.db.config.Patience, func() error { return do(a.db.session(ctx, nil)) }))
}

// change runs do in one transaction that holds the write lock. In the host's transaction nothing of do is left if it fails.
func (a *account) change(ctx context.Context, do func(*session) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if a.tx != nil {
		return inHosts(ctx, a.db.within(ctx, a.tx, do))
	}
	return unavailable(patiently(ctx, a.db.config.Patience, func() error {
		_, err := a.db.write(ctx, func(s *session) (bool, error) { return true, do(s) })
		return err
	}))
}

// inHosts makes a call's error of one in the host's transaction, where a race that is lost is the host's to begin anew.
func inHosts(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case busy(err):
		return fmt.Errorf("%w: %w", botflow.ErrConflict, err)
	}
	return unavailable(err)
}

// within runs do in a savepoint of the host's transaction, which then holds the write lock.
func (db *DB) within(ctx context.Context, tx *sql.Tx, do func(*session) error) error {
	s := db.session(ctx, tx)
	if err := s.exec(lock); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "SAVEPOINT reparto"); err != nil {
		return err
	}
	err := do(s)
	if err != nil {
		_, undone := tx.ExecContext(context.WithoutCancel(ctx), "ROLLBACK TO reparto")
		err = errors.Join(err, undone)
	}
	_, released := tx.ExecContext(context.WithoutCancel(ctx), "RELEASE reparto")
	return errors.Join(err, released)
}

// take takes a connection of the pool, for which it waits no longer than SQLite does for a lock.
func (db *DB) take(ctx context.Context) (*sql.Conn, error) {
	taking, stop := context.WithTimeout(ctx, busyTimeout)
	defer stop()
	conn, err := db.pool.Conn(taking)
	if err != nil && taking.Err() != nil && ctx.Err() == nil {
		return nil, errCrowded
	}
	return conn, err
}

// write runs do in a transaction that holds the write lock, and commits it if do says so. The context only bounds what comes before
// do. Busy says that nothing was done because of others' locks; another error after the commit was sent wraps
// store.ErrUnknown.
func (db *DB) write(ctx context.Context, do func(*session) (commit bool, err error)) (committed bool, err error) {
	conn, err := db.take(ctx)
	if err != nil {
		return false, err
	}
	spoilt := false
	defer func() {
		if spoilt { // nobody knows what state the connection is in: closing it rolls back
			conn.Raw(func(any) error { return driver.ErrBadConn }) //nolint:errcheck // it is the one given
		}
		conn.Close() //nolint:errcheck // it goes back to the pool
	}()
	held := context.WithoutCancel(ctx)
	if err := db.tune(held, conn); err != nil {
		return false, err
	}
	tx, err := conn.BeginTx(held, nil)
	if err != nil {
		return false, err
	}
	defer func() {
		if undone := tx.Rollback(); undone != nil && !errors.Is(undone, sql.ErrTxDone) {
			spoilt = true
		}
	}()
	s := db.session(held, tx)
	if err := s.exec(lock); err != nil {
		return false, err
	}
	if commit, err := do(s); err != nil || !commit {
		return false, err
	}
	if err := tx.Commit(); err != nil {
		spoilt = true
		if busy(err) {
			return false, err
		}
		return false, fmt.Errorf("%w: sqlite: %w", store.ErrUnknown, err)
	}
	return true, nil
}
