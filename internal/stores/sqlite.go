package stores

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// files makes SQLite files in a folder.
type files struct {
	driver string
	folder string
	keep   bool

	mu     sync.Mutex
	opened []*sql.DB
}

// Files makes SQLite files by a database/sql driver, in a folder where they stay. Without a folder they go with [Source.Close], and
// no time is lost on writing them for good.
func Files(driver, folder string) (Source, error) {
	f := &files{driver: driver, folder: folder, keep: folder != ""}
	if f.keep {
		return f, os.MkdirAll(folder, 0o700)
	}
	var err error
	f.folder, err = os.MkdirTemp("", "reparto")
	return f, err
}

func (f *files) New(ctx context.Context) (store.DB, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path := filepath.Join(f.folder, fmt.Sprintf("reparto-%d.db", len(f.opened)+1))
	if _, err := os.Stat(path); err == nil {
		return nil, fmt.Errorf("stores: %s exists: name a folder without it", path)
	}
	db, err := sql.Open(f.driver, path)
	if err != nil {
		return nil, err
	}
	f.opened = append(f.opened, db)
	if err := sqlite.Migrate(ctx, db); err != nil {
		return nil, err
	}
	if f.keep {
		return sqlite.New(ctx, db, sqlite.Config{})
	}
	db.SetMaxOpenConns(1) // the pragma is the connection's
	if _, err := db.ExecContext(ctx, "pragma synchronous = off"); err != nil {
		return nil, err
	}
	return sqlite.New(ctx, db, sqlite.Config{Synchronous: sqlite.AsOpen})
}

func (f *files) Close(context.Context) error {
	var all []error
	for _, db := range f.opened {
		all = append(all, db.Close())
	}
	if !f.keep {
		all = append(all, os.RemoveAll(f.folder))
	}
	return errors.Join(all...)
}
