package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// History implements [store.Store]. An event that nobody has read from the feed yet has no position: 0.
func (r *reader) History(ctx context.Context, of botflow.Subject, after uint64, limit int) (records []store.Record, err error) {
	err = r.read(ctx, func(b *pgx.Batch) {
		records = nil
		b.Queue(r.text(`select coalesce(position, 0), doc from reparto.event where account = $1 and kind = $2 and subject = $3 and seq > $4
order by seq limit $5`), string(r.id), int16(of.Kind), of.ID, signed(after), max(0, limit)).Query(takeRecords(&records))
	})
	return records, err
}

func takeRecords(into *[]store.Record) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var position int64
		var doc string
		return each(rows, []any{&position, &doc}, func() error {
			r := store.Record{Position: uint64(position)}
			if err := parse("event", doc, &r.Event); err != nil {
				return err
			}
			*into = append(*into, r)
			return nil
		})
	}
}

// Notes implements [store.Store].
func (r *reader) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) (notes []botflow.Note, err error) {
	err = r.read(ctx, func(b *pgx.Batch) {
		notes = nil
		b.Queue(r.text("select doc from reparto.note where account = $1 and conversation = $2 and seq > $3 order by seq limit $4"),
			string(r.id), string(of), signed(after), max(0, limit)).Query(takeDocs(&notes))
	})
	return notes, err
}

// takeDocs reads values that are stored as nothing but their JSON.
func takeDocs[T any](into *[]T) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var doc string
		return each(rows, []any{&doc}, func() error {
			var v T
			if err := parse("row", doc, &v); err != nil {
				return err
			}
			*into = append(*into, v)
			return nil
		})
	}
}

// Jobs implements [store.Store].
func (r *reader) Jobs(ctx context.Context, limit int) (open []store.Job, err error) {
	err = r.read(ctx, func(b *pgx.Batch) {
		open = nil
		b.Queue(r.text("select doc from reparto.job where account = $1 order by at, id limit $2"), string(r.id), max(0, limit)).Query(takeDocs(&open))
	})
	return open, err
}

const (
	membersOfAgent = `select id from (
select id from reparto.conversation where account = $1 and area in (3, 4) and holder = $2 and holder <> ''
union
select (select min(c.id) from reparto.conversation c where c.account = $1 and c.contact = k.id and c.contact <> '') from reparto.contact k
where k.account = $1 and k.affinity = $2 and k.affinity <> '') t where id is not null order by id limit $3`

	membersOfInbox = `select id from reparto.conversation where account = $1 and area = $4 and home = $2 order by id limit $3`
	membersOfOwner = `select id from reparto.conversation where account = $1 and area = $4 and holder = $2 and holder <> '' order by id limit $3`
	membersOfArea  = `select id from reparto.conversation where account = $1 and area = $4 and $2 = '' order by id limit $3`
)

// Members implements [store.Store]. Of a contact with affinity to a removed agent it names the first chat, by id.
func (r *reader) Members(ctx context.Context, of store.Job, limit int) (ids []botflow.ConversationID, err error) {
	statement, args := membersOfAgent, []any{string(r.id), string(of.Agent), max(0, limit)}
	switch of.Kind {
	case store.JobRemoveAgent:
	case store.JobDeleteInbox:
		areas, parts := insides([]string{string(of.Inbox)})
		args = []any{string(r.id), parts[0], max(0, limit), areas[0]}
		statement = membersOfInbox
		if _, personal := of.Inbox.Owner(); personal {
			statement = membersOfOwner
		} else if of.Inbox == botflow.Closed {
			statement = membersOfArea
		}
	default:
		return nil, ctx.Err()
	}
	err = r.read(ctx, func(b *pgx.Batch) {
		ids = nil
		b.Queue(r.text(statement), args...).Query(func(rows pgx.Rows) error {
			var id botflow.ConversationID
			return each(rows, []any{&id}, func() error {
				ids = append(ids, id)
				return nil
			})
		})
	})
	return ids, err
}
