package filestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// DB keeps all accounts in one file. Make one with [Open]. It implements [store.DB] and is safe for concurrent use, by one process.
type DB struct {
	// mu is shared by those who read and held alone by who writes, from before anything changes in memory until it is on the disk: so
	// nobody ever reads what a crash could still undo.
	mu    sync.RWMutex
	rows  *memory.DB
	log   *os.File
	fatal error // why nothing works any more; nil: it works
}

var _ store.DB = (*DB)(nil)

// Open opens the store in a file, which it makes if there is none.
func Open(path string) (*DB, error) {
	db := &DB{rows: memory.New()}
	var err error
	db.log, err = openLog(path, func(e *entry) error { return db.apply(context.Background(), e) })
	if err != nil {
		return nil, err
	}
	return db, nil
}

// Close closes the file. Whatever is asked of the store afterwards is refused.
func (db *DB) Close() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.fatal == nil {
		db.fatal = errors.New("filestore: it is closed")
	}
	return db.log.Close()
}

// apply does in memory what an entry says.
func (db *DB) apply(ctx context.Context, e *entry) error {
	rows, err := db.rows.Account(e.Account)
	switch {
	case err != nil:
		return err
	case e.Changes != nil:
		return rows.Apply(ctx, e.Key, func(store.Loaded) (store.Changeset, error) { return *e.Changes, nil })
	case e.Reader != nil:
		return rows.Ack(ctx, *e.Reader, e.Position)
	case e.Advance != nil:
		_, err = rows.Advance(ctx, *e.Advance)
	case e.Drop != nil:
		return rows.DropConsumer(ctx, *e.Drop)
	case e.Prune != nil:
		_, err = rows.Prune(ctx, *e.Prune)
	}
	return err
}

// write does something in memory and then writes it down, unless there is no entry to write. If writing it down fails, memory is ahead of the
// file, and nothing must be read or written any more: opening the file again tells what is so.
func (db *DB) write(ctx context.Context, do func() (*entry, error)) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	if err := errors.Join(ctx.Err(), db.fatal); err != nil { // it may have been cancelled while it waited
		return err
	}
	e, err := do()
	if err != nil || e == nil {
		return err
	}
	line, err := e.line()
	if err == nil {
		_, err = db.log.Write(line)
	}
	if err == nil {
		err = db.log.Sync()
	}
	if err != nil {
		db.fatal = fmt.Errorf("filestore: write failed, open the file again: %w", err)
	}
	return db.fatal
}

// read lets something be read while nobody writes.
func (db *DB) read(do func() error) error {
	db.mu.RLock()
	defer db.mu.RUnlock()
	if db.fatal != nil {
		return db.fatal
	}
	return do()
}

// Account implements [store.DB].
func (db *DB) Account(id botflow.AccountID) (store.Store, error) {
	rows, err := db.rows.Account(id)
	if err != nil {
		return nil, err
	}
	return &account{db: db, id: id, rows: rows}, nil
}

// Accounts implements [store.DB].
func (db *DB) Accounts(
	ctx context.Context, after botflow.AccountID, now botflow.Instant, limit int,
) (ids []botflow.AccountID, next botflow.Instant, err error) {
	err = db.read(func() error {
		ids, next, err = db.rows.Accounts(ctx, after, now, limit)
		return err
	})
	return ids, next, err
}
