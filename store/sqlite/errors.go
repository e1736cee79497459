package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/repartogo/reparto/store"
)

// SchemaError says that the database's tables and this version of the package don't go together. Cure: see Older.
type SchemaError struct {
	Have   int  // version of the tables; 0: there are none
	Want   int  // version that this package was written for
	Oldest int  // the oldest that may work with the tables; 0 where Older
	Older  bool // the tables are the older side: run Migrate. Else the program is: update it
}

// Error says it in words.
func (e *SchemaError) Error() string {
	if e.Older {
		return fmt.Sprintf("sqlite: the tables have version %d, this program needs %d: run Migrate", e.Have, e.Want)
	}
	return fmt.Sprintf("sqlite: the tables have version %d, which needs a program of version %d, this one is of %d: update it", e.Have, e.Oldest, e.Want)
}

// JournalError says that the database can't use a write-ahead log: it is in memory, where each connection of a pool would have a
// database of its own, or on a file system without shared memory. Cure: use a file on a local disk; for tests, store/memory.
type JournalError struct {
	Mode string // what SQLite answers
}

// Error says it in words.
func (e *JournalError) Error() string {
	return fmt.Sprintf("sqlite: the database keeps a journal of mode %q instead of a write-ahead log: open a file on a local disk", e.Mode)
}

// BusyError says that others held the database's write lock for as long as [Config.Patience] allows. Nothing was written. It wraps
// [store.ErrUnavailable].
type BusyError struct {
	Waited time.Duration
	Cause  error // the driver's
}

// Error says it in words.
func (e *BusyError) Error() string {
	return fmt.Sprintf("sqlite: the database was locked for %v: look for a transaction that stays open: %v", e.Waited.Round(time.Millisecond), e.Cause)
}

// Unwrap makes it an unavailable database.
func (e *BusyError) Unwrap() []error { return []error{store.ErrUnavailable, e.Cause} }

// coded is an error that knows its result code, as some drivers' do.
type coded interface{ Code() int }

// SQLite's primary result codes that matter here.
const (
	codeBusy   = 5
	codeLocked = 6
)

// errCrowded says that all connections that the host allows its pool are taken.
var errCrowded = errors.New("sqlite: no connection of the pool is free: allow it one more than are held for long")

// busy tells whether somebody else's lock was in the way, so that trying again helps. No driver is known here: those that don't
// tell the code say it in SQLite's own words.
func busy(err error) bool {
	if err == nil || errors.Is(err, store.ErrUnknown) {
		return false
	}
	if errors.Is(err, errCrowded) {
		return true
	}
	var c coded
	if errors.As(err, &c) {
		primary := c.Code() & 0xff
		return primary == codeBusy || primary == codeLocked
	}
	text := err.Error()
	return strings.Contains(text, "database is locked") || strings.Contains(text, "table is locked") || strings.Contains(text, "SQLITE_BUSY")
}

// unavailable makes a call's error of one of the database's; a context's stays what it is.
func unavailable(err error) error {
	var wrapped *BusyError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, store.ErrChangeset),
		errors.Is(err, store.ErrUnavailable), errors.Is(err, store.ErrUnknown), errors.As(err, &wrapped):
		return err
	}
	return fmt.Errorf("%w: sqlite: %w", store.ErrUnavailable, err)
}
