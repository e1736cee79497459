package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

const selectDirectory query = `SELECT revision, CASE WHEN revision <> ?2 THEN directory ELSE '' END FROM reparto_account WHERE id = ?1`

// Get implements [store.Store].
func (a *account) Get(ctx context.Context, key store.Key) (loaded store.Loaded, err error) {
	err = a.read(ctx, func(s *session) error {
		b := s.books(a.id)
		w := &want{}
		w.add(&key)
		if err := b.load(w); err != nil {
			return err
		}
		loaded, _ = b.Loaded(key)
		return nil
	})
	return loaded, err
}

// Directory implements [store.Store].
func (a *account) Directory(ctx context.Context, known uint64) (d directory.Directory, revision uint64, err error) {
	err = a.look(ctx, func(s *session) error {
		var doc []byte
		err := s.row(selectDirectory, string(a.id), int64(known)).Scan(&revision, &doc)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil || len(doc) == 0 {
			return err
		}
		return decode(doc, &d)
	})
	return d, revision, err
}
