package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/directory"
)

// Directory implements [store.Store].
func (r *reader) Directory(ctx context.Context, known uint64) (d directory.Directory, revision uint64, err error) {
	err = r.read(ctx, func(b *pgx.Batch) {
		d, revision = directory.Directory{}, 0
		b.Queue(r.text("select revision, case when revision <> $2 then directory end from reparto.account where id = $1"), string(r.id), int64(known)).
			Query(func(rows pgx.Rows) error {
				var have int64
				var doc *string
				return each(rows, []any{&have, &doc}, func() error {
					revision = uint64(have)
					if doc == nil {
						return nil
					}
					return parse("directory", *doc, &d)
				})
			})
	})
	return d, revision, err
}
