package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// pruneStep is how many rows one transaction removes at most.
const pruneStep = 500

const (
	// What a consumer wants: whatever has no position or one beyond the consumer's, and from a held event of a subject on. $1 is the
	// account, and the statement around it names an event e.
	wantedEvent = `(e.position is null and exists (select from reparto.consumer c where c.account = $1)
or exists (select from reparto.consumer c where c.account = $1 and (e.position > c.position or exists (
  select from jsonb_array_elements(c.held::jsonb) h where (h->'subject'->>'kind')::smallint = e.kind
  and coalesce(h->'subject'->>'id', '') = e.subject and (h->>'seq')::bigint <= e.seq))))`

	// Rows are removed where they were found: a join could walk the whole index, see loadConversations. One that was moved since is found
	// the next time.
	oldResults = `delete from reparto.operation where ctid = any(array(
select ctid from reparto.operation where account = $1 and at < $2 and id <> '' order by account, at limit $3))`

	oldEvents = `delete from reparto.event where ctid = any(array(select e.ctid from reparto.event e where e.account = $1 and e.recorded < $2
and (e.kind <> 0 or (select true from reparto.conversation v where v.account = $1 and v.id = e.subject limit 1) is null)
and not ` + wantedEvent + ` limit $3))`

	// Closed chats that nobody has written in for long; of those the docs say since when they are closed.
	silentChats = `select c.recency, c.id, c.doc from reparto.conversation c where c.account = $1 and c.area = 6 and c.recency > $2 and c.wake_at = 0
and (select true from reparto.event e where e.account = $1 and e.kind = 0 and e.subject = c.id and e.seq = c.events and ` + wantedEvent + ` limit 1) is null`

	nextChats = silentChats + ` and (c.recency, c.id) > ($4, $5) order by c.account, c.area, c.recency, c.id limit $3`
	holdChats = silentChats + ` and c.id = any($3::text[]) order by c.id for update of c`

	// Their contacts are held too, in case it is their last chat.
	holdContactsOf = `select k.id from reparto.contact k where k.account = $1 and k.id = any(array(
select contact from reparto.conversation where account = $1 and id = any($2::text[]))) order by k.id for update of k`
)

// Prune implements [store.Store]. It goes in steps of some hundred rows, each a transaction; an error leaves those before it done.
func (r *reader) Prune(ctx context.Context, keep store.Retention) (rows int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if keep.Conversations != 0 {
		if rows, err = r.pruneChats(ctx, keep.Conversations); err != nil {
			return rows, err
		}
	}
	for _, step := range []struct {
		statement string
		before    botflow.Instant
	}{{oldResults, keep.Operations}, {oldEvents, keep.Events}} {
		if step.before == 0 {
			continue
		}
		n, err := r.pruneRows(ctx, step.statement, step.before)
		if rows += n; err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// pruneRows repeats a statement until it removes less than it may.
func (r *reader) pruneRows(ctx context.Context, statement string, before botflow.Instant) (rows int, err error) {
	for n := pruneStep; n == pruneStep; rows += n {
		err = r.change(ctx, func(b *pgx.Batch) {
			n = 0
			b.Queue(lockAlone, r.consumers())
			b.Queue(r.text(statement), string(r.id), int64(before), pruneStep).Exec(func(tag pgconn.CommandTag) error {
				n = int(tag.RowsAffected())
				return nil
			})
		})
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// consumers gives the number of the lock that keeps new consumers away while something is removed that they would want.
func (r *reader) consumers() int64 { return lockOf(r.db.config.Schema, "consumers", string(r.id), "") }

const (
	lockAlone  = "select pg_advisory_xact_lock($1)"
	lockShared = "select pg_advisory_xact_lock_shared($1)"
)

// pruneChats walks the closed chats.
func (r *reader) pruneChats(ctx context.Context, before botflow.Instant) (rows int, err error) {
	key, id := -int64(before), ""
	for {
		var page, old []string
		err = r.read(ctx, func(b *pgx.Batch) {
			page, old = nil, nil
			b.Queue(r.text(nextChats), string(r.id), -int64(before), pruneStep, key, id).Query(takeClosed(before, func(at int64, chat string, goes bool) {
				key, id = at, chat
				page = append(page, chat)
				if goes {
					old = append(old, chat)
				}
			}))
		})
		if err != nil || len(page) == 0 {
			return rows, err
		}
		n, err := r.dropChats(ctx, before, old)
		if rows += n; err != nil {
			return rows, err
		}
	}
}

// takeClosed tells of each chat whether it was closed before an instant.
func takeClosed(before botflow.Instant, take func(at int64, chat string, goes bool)) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var at int64
		var id, doc string
		return each(rows, []any{&at, &id, &doc}, func() error {
			var c botflow.Conversation
			if err := parse("conversation", doc, &c); err != nil {
				return err
			}
			take(at, id, c.Place.Since < before)
			return nil
		})
	}
}

// dropChats removes chats that may still go once they are held.
func (r *reader) dropChats(ctx context.Context, before botflow.Instant, ids []string) (rows int, err error) {
	if len(ids) == 0 {
		return 0, nil
	}
	err = r.within(ctx, func(to sender) error {
		var gone []string
		b := &pgx.Batch{}
		b.Queue(lockShared, lockOf(r.db.config.Schema, "account", string(r.id), ""))
		b.Queue(lockAlone, r.consumers())
		b.Queue(r.text(holdChats), string(r.id), -int64(before), ids).Query(takeClosed(before, func(_ int64, chat string, goes bool) {
			if goes {
				gone = append(gone, chat)
			}
		}))
		b.Queue(r.text(holdContactsOf), string(r.id), ids)
		if err := to.SendBatch(ctx, b).Close(); err != nil || len(gone) == 0 {
			return err
		}
		b = &pgx.Batch{}
		b.Queue(r.text(eraseNotes), string(r.id), gone).Exec(func(tag pgconn.CommandTag) error {
			rows = int(tag.RowsAffected())
			return nil
		})
		b.Queue(r.text(eraseConversations), string(r.id), gone).QueryRow(func(row pgx.Row) error {
			var n int
			err := row.Scan(&n)
			rows += n
			return err
		})
		return to.SendBatch(ctx, b).Close()
	})
	return rows, err
}

// within runs a function in a transaction of its own, or in the host's.
func (r *reader) within(ctx context.Context, f func(sender) error) error {
	if r.tx != nil {
		return failed(ctx, f(r.tx))
	}
	ctx, cancel := context.WithTimeout(ctx, r.db.config.Timeout)
	defer cancel()
	err := pgx.BeginTxFunc(ctx, r.db.pool, pgx.TxOptions{IsoLevel: pgx.ReadCommitted, AccessMode: pgx.ReadWrite}, func(tx pgx.Tx) error { return f(tx) })
	return failed(ctx, err)
}
