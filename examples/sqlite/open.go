package main

import (
	"context"
	"database/sql"
	"errors"
	"net/url"

	_ "modernc.org/sqlite" // the driver is the host's choice

	"github.com/repartogo/reparto/store/sqlite"
)

// file is the shop's database: its own tables, and beside them those of the store.
type file struct {
	pool  *sql.DB
	store *sqlite.DB
}

// tables are the shop's own: how many recorded lines have been played, and what it tells of the day.
const tables = `
CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), lines INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS story (line INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO progress VALUES (1, 0) ON CONFLICT DO NOTHING;`

// open opens or makes the database. The options in the name go on every connection of the pool; the store needs none of them, the
// shop's own writes want to wait for each other too.
func open(ctx context.Context, path string) (*file, error) {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "_pragma=busy_timeout(5000)&_txlock=immediate"}
	pool, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	f := &file{pool: pool}
	if err := f.prepare(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return f, nil
}

func (f *file) prepare(ctx context.Context) (err error) {
	f.pool.SetMaxOpenConns(4)
	if err := sqlite.Migrate(ctx, f.pool); err != nil {
		return err
	}
	if _, err := f.pool.ExecContext(ctx, tables); err != nil {
		return err
	}
	f.store, err = sqlite.New(ctx, f.pool, sqlite.Config{})
	return err
}

// close gives everything back. Nothing is written any more, so nothing can be lost.
func (f *file) close() {
	_ = f.store.Close()
	_ = f.pool.Close()
}

// done tells how many recorded lines have been played.
func (f *file) done(ctx context.Context) (lines int, err error) {
	err = f.pool.QueryRowContext(ctx, "SELECT lines FROM progress").Scan(&lines)
	return lines, err
}

// remember writes down that so many lines have been played.
func (f *file) remember(ctx context.Context, lines int) error {
	_, err := f.pool.ExecContext(ctx, "UPDATE progress SET lines = ?", lines)
	return err
}
