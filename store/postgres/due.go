package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// The kinds are those of [store.WakeKind], the ranks of agents and inboxes those of [botflow.Rank].
const selectDue = `select at, rank, kind, id from (
(select wake_at as at, wake_rank as rank, 1 as kind, id from reparto.conversation where account = $1 and wake_at <> 0 order by wake_at, wake_rank, id limit $2)
union all
(select wake_at, 0, 0, id from reparto.agent where account = $1 and wake_at <> 0 order by wake_at, id limit $2)
union all
(select wake_at, 3, 2, id from reparto.inbox where account = $1 and wake_at <> 0 order by wake_at, id limit $2)
) t order by at, rank, kind, id limit $2`

// Due implements [store.Store].
func (r *reader) Due(ctx context.Context, now botflow.Instant, limit int) (due []store.Wake, next botflow.Instant, err error) {
	err = r.read(ctx, func(b *pgx.Batch) {
		due, next = nil, 0
		b.Queue(r.text(selectDue), string(r.id), oneMore(limit)).Query(func(rows pgx.Rows) error {
			var at int64
			var rank, kind int16
			var id string
			return each(rows, []any{&at, &rank, &kind, &id}, func() error {
				w := store.Wake{Wake: botflow.Wake{At: botflow.Instant(at), Rank: botflow.Rank(rank)}, Kind: store.WakeKind(kind), ID: id}
				switch {
				case next != 0:
				case w.At > now || len(due) >= limit:
					next = w.At
				default:
					due = append(due, w)
				}
				return nil
			})
		})
	})
	return due, next, err
}

// A loose scan: one probe for each inbox that has a queue.
const selectWaiting = `with recursive t(home) as (
(select home from reparto.conversation where account = $1 and area = 2 and home > $2 order by account, home limit 1)
union all
select (select c.home from reparto.conversation c where c.account = $1 and c.area = 2 and c.home > t.home order by c.account, c.home limit 1)
from t where t.home is not null)
select home from t where home is not null limit $3`

// Waiting implements [store.Store].
func (r *reader) Waiting(ctx context.Context, after botflow.InboxID, limit int) (ids []botflow.InboxID, err error) {
	err = r.read(ctx, func(b *pgx.Batch) {
		ids = nil
		b.Queue(r.text(selectWaiting), string(r.id), string(after), max(0, limit)).Query(func(rows pgx.Rows) error {
			var id botflow.InboxID
			return each(rows, []any{&id}, func() error {
				ids = append(ids, id)
				return nil
			})
		})
	})
	return ids, err
}

const (
	selectBusy = `select id from reparto.account a where id > $1 and (
exists (select from reparto.conversation c where c.account = a.id and c.wake_at <> 0 and c.wake_at <= $2)
or exists (select from reparto.agent g where g.account = a.id and g.wake_at <> 0 and g.wake_at <= $2)
or exists (select from reparto.inbox i where i.account = a.id and i.wake_at <> 0 and i.wake_at <= $2)
or exists (select from reparto.conversation c where c.account = a.id and c.area = 2)
or exists (select from reparto.job j where j.account = a.id)) order by id limit $3`

	selectAhead = `select coalesce(min(least(
(select c.wake_at from reparto.conversation c where c.account = a.id and c.wake_at <> 0 and c.wake_at > $1 order by c.wake_at limit 1),
(select g.wake_at from reparto.agent g where g.account = a.id and g.wake_at <> 0 and g.wake_at > $1 order by g.wake_at limit 1),
(select i.wake_at from reparto.inbox i where i.account = a.id and i.wake_at <> 0 and i.wake_at > $1 order by i.wake_at limit 1))), 0)
from reparto.account a`
)

// Accounts implements [store.DB]. It probes the indexes of each account.
func (db *DB) Accounts(
	ctx context.Context, after botflow.AccountID, now botflow.Instant, limit int,
) (ids []botflow.AccountID, next botflow.Instant, err error) {
	if err := store.CheckAfter(after); err != nil {
		return nil, 0, err
	}
	r := &reader{db: db}
	err = r.snapshot(ctx, func(b *pgx.Batch) {
		ids, next = nil, 0
		b.Queue(r.text(selectBusy), string(after), int64(now), max(0, limit)).Query(func(rows pgx.Rows) error {
			var id botflow.AccountID
			return each(rows, []any{&id}, func() error {
				ids = append(ids, id)
				return nil
			})
		})
		b.Queue(r.text(selectAhead), int64(now)).QueryRow(func(row pgx.Row) error { return row.Scan((*int64)(&next)) })
	})
	return ids, next, err
}
