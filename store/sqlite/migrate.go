package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations gives the numbered files that make and change the tables, for hosts that run them by a tool of their own. Such a host
// must also keep the table reparto_migration, one row for each file: its number, and the number in its first line, which is that
// of the oldest package version that may work with the tables from then on. Each file must be run in one transaction, in order.
func Migrations() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// migration is one file.
type migration struct {
	version int
	oldest  int // package version that may work with the tables once it has run
	text    string
}

// migrations reads the files, in order.
func migrations() ([]migration, error) {
	entries, err := files.ReadDir("migrations")
	if err != nil {
		return nil, err
	}
	var all []migration
	for i, e := range entries {
		b, err := files.ReadFile("migrations/" + e.Name())
		if err != nil {
			return nil, err
		}
		m := migration{version: i + 1, text: string(b)}
		first, _, _ := strings.Cut(m.text, "\n")
		m.oldest, err = strconv.Atoi(strings.TrimPrefix(first, "-- oldest: "))
		if err != nil || !strings.HasPrefix(e.Name(), fmt.Sprintf("%04d_", m.version)) {
			return nil, fmt.Errorf("sqlite: migration %s: wrong number, or no first line \"-- oldest: N\"", e.Name())
		}
		all = append(all, m)
	}
	return all, nil
}

// Migrate brings the tables to the version that this package needs, and switches the file to a write-ahead log. Each step is one
// transaction: a process that is killed leaves whole steps behind, several processes may call it at once, and calling it again does
// nothing. Tables newer than the package are left alone. It never goes back. A database that can't have a write-ahead log is refused
// with a *[JournalError].
func Migrate(ctx context.Context, db *sql.DB) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return unavailable(err)
	}
	defer conn.Close() //nolint:errcheck // it goes back to the pool
	if err := prepareFile(ctx, conn); err != nil {
		return err
	}
	for {
		done := false
		err := patiently(ctx, defaultPatience, func() (err error) {
			done, err = migrateOne(ctx, conn, all)
			return err
		})
		if err != nil || done {
			return err
		}
	}
}

// prepareFile makes a connection patient, then sees to the write-ahead log. Two processes may do it at the same time.
func prepareFile(ctx context.Context, conn *sql.Conn) error {
	return patiently(ctx, defaultPatience, func() error {
		if _, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", busyTimeout.Milliseconds())); err != nil {
			return err
		}
		var mode string
		if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
			return err
		}
		if mode != "wal" {
			if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
				return err
			}
		}
		if mode != "wal" {
			return &JournalError{Mode: mode}
		}
		return nil
	})
}

// migrateOne runs the next file, if there is one, alone in the database.
func migrateOne(ctx context.Context, conn *sql.Conn, all []migration) (done bool, err error) {
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return false, err
	}
	defer func() {
		if err != nil || done {
			_, undone := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
			err = errors.Join(err, undone)
		}
	}()
	const table = "CREATE TABLE IF NOT EXISTS reparto_migration (version INTEGER NOT NULL PRIMARY KEY, oldest INTEGER NOT NULL) STRICT"
	if _, err := conn.ExecContext(ctx, table); err != nil {
		return false, err
	}
	var have int
	if err := conn.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM reparto_migration").Scan(&have); err != nil {
		return false, err
	}
	if have >= len(all) {
		return true, nil
	}
	next := all[have]
	if _, err := conn.ExecContext(ctx, next.text); err != nil {
		return false, fmt.Errorf("sqlite: migration %d: %w", next.version, err)
	}
	if _, err := conn.ExecContext(ctx, "INSERT INTO reparto_migration (version, oldest) VALUES (?1, ?2)", next.version, next.oldest); err != nil {
		return false, err
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return false, err
}

// checkSchema refuses tables that this package can't work with.
func checkSchema(ctx context.Context, conn *sql.Conn) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	e := &SchemaError{Want: len(all)}
	var tables int
	err = conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'reparto_migration'").Scan(&tables)
	if err == nil && tables > 0 {
		err = conn.QueryRowContext(ctx, "SELECT coalesce(max(version), 0), coalesce(max(oldest), 0) FROM reparto_migration").Scan(&e.Have, &e.Oldest)
	}
	switch {
	case err != nil:
		return unavailable(err)
	case e.Have < e.Want:
		e.Older, e.Oldest = true, 0
		return e
	case e.Oldest > e.Want:
		return e
	}
	return nil
}
