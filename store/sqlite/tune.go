package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// mostTuned bounds what is remembered of connections; one that was forgotten is only looked at again.
const mostTuned = 32

// tune sees to it that a connection of the host's pool waits a little for locks and writes as durably as configured. It only ever
// raises what the host has set. Connections are remembered, so that most transactions ask nothing.
func (db *DB) tune(ctx context.Context, conn *sql.Conn) error {
	var known bool
	err := conn.Raw(func(dc any) error {
		db.mu.Lock()
		defer db.mu.Unlock()
		known = slices.ContainsFunc(db.tuned, func(x any) bool { return same(x, dc) })
		if !known {
			// Kept alive by being remembered, no other connection can have its address.
			db.tuned = append(db.tuned[max(0, len(db.tuned)+1-mostTuned):], dc)
		}
		return nil
	})
	if err != nil || known {
		return err
	}
	if err := raise(ctx, conn, "busy_timeout", int(busyTimeout.Milliseconds())); err != nil {
		return err
	}
	switch db.config.Synchronous {
	case Full:
		return raise(ctx, conn, "synchronous", 2)
	case Normal:
		return raise(ctx, conn, "synchronous", 1)
	case AsOpen:
	}
	return nil
}

// raise sets a number of the connection unless it is as high.
func raise(ctx context.Context, conn *sql.Conn, pragma string, least int) error {
	var have int
	if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&have); err != nil {
		return err
	}
	if have >= least {
		return nil
	}
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA %s = %d", pragma, least))
	return err
}

// same compares what may not be comparable.
func same(x, y any) (equal bool) {
	defer func() {
		if recover() != nil {
			equal = false
		}
	}()
	return x == y
}
