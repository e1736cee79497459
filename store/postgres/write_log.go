package postgres

import (
	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store/internal/batch"
)

const (
	insertSeats = `insert into reparto.seat (account, agent, inbox, member, position, barred, needs_online, attends, most, ordering, ramp_most, ramp_period,
ordinal, rank, ready, human) select * from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::text[], $7::boolean[],
$8::boolean[], $9::bigint[], $10::smallint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::boolean[], $16::boolean[])`

	// Without a new directory only the hot half moves. As for conversations, it is the primary key that finds the row.
	moveSeats = insertSeats + ` on conflict (account, agent, inbox) do update set ordinal = excluded.ordinal, rank = excluded.rank,
ready = excluded.ready, human = excluded.human`

	updateSeats = moveSeats + `, member = excluded.member, position = excluded.position, barred = excluded.barred,
needs_online = excluded.needs_online, attends = excluded.attends, most = excluded.most, ordering = excluded.ordering,
ramp_most = excluded.ramp_most, ramp_period = excluded.ramp_period`
)

func (g *group) writeSeats(b *pgx.Batch) {
	fresh, stored := split(gather(g, (*batch.Set).Seats))
	var moved, configured []owned[*batch.Seat]
	for _, s := range stored {
		if g.sets[s.account].Configures() {
			configured = append(configured, s)
		} else {
			moved = append(moved, s)
		}
	}
	g.queueSeats(b, insertSeats, fresh)
	g.queueSeats(b, updateSeats, configured)
	g.queueSeats(b, moveSeats, moved)
}

func (g *group) queueSeats(b *pgx.Batch, statement string, rows []owned[*batch.Seat]) {
	if len(rows) == 0 {
		return
	}
	number := func(of func(*batch.Seat) int64) []int64 { return column(rows, of) }
	b.Queue(g.text(statement), accounts(rows),
		column(rows, func(s *batch.Seat) string { return string(s.Agent) }),
		column(rows, func(s *batch.Seat) string { return string(s.Inbox) }),
		column(rows, func(s *batch.Seat) bool { return s.Member }),
		number(func(s *batch.Seat) int64 { return int64(s.Position) }),
		column(rows, func(s *batch.Seat) string { return string(s.Barred) }),
		column(rows, func(s *batch.Seat) bool { return s.NeedsOnline }),
		column(rows, func(s *batch.Seat) bool { return s.Attends }),
		number(func(s *batch.Seat) int64 { return int64(s.Limit) }),
		column(rows, func(s *batch.Seat) int16 { return int16(s.Order) }),
		number(func(s *batch.Seat) int64 { return int64(s.RampIn.Limit) }),
		number(func(s *batch.Seat) int64 { return int64(s.RampIn.Period) }),
		number(func(s *batch.Seat) int64 { return int64(s.Ordinal) }),
		number(func(s *batch.Seat) int64 { return s.Rank }),
		column(rows, func(s *batch.Seat) bool { return s.Ready }),
		column(rows, func(s *batch.Seat) bool { return s.Human }))
}

const (
	insertEvents = `insert into reparto.event (account, kind, subject, seq, recorded, doc)
select account, kind, subject, seq, recorded, doc
from unnest($1::text[], $2::smallint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) with ordinality
t(account, kind, subject, seq, recorded, doc, nth) order by nth`

	insertNotes = `insert into reparto.note (account, conversation, seq, doc) select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[])`
)

// writeLog appends events and notes. The tickets of one subject's events ascend, since whoever draws them holds its row.
func (g *group) writeLog(b *pgx.Batch) {
	if rows := gather(g, (*batch.Set).Log); len(rows) > 0 {
		b.Queue(g.text(insertEvents), accounts(rows),
			column(rows, func(e botflow.Event) int16 { return int16(e.Subject.Kind) }),
			column(rows, func(e botflow.Event) string { return e.Subject.ID }),
			column(rows, func(e botflow.Event) int64 { return int64(e.Seq) }),
			column(rows, func(e botflow.Event) int64 { return int64(e.Recorded) }),
			column(rows, func(e botflow.Event) string { return document(&e) }))
	}
	if rows := gather(g, (*batch.Set).Notes); len(rows) > 0 {
		b.Queue(g.text(insertNotes), accounts(rows),
			column(rows, func(n botflow.Note) string { return string(n.Conversation) }),
			column(rows, func(n botflow.Note) int64 { return int64(n.Seq) }),
			column(rows, func(n botflow.Note) string { return document(&n) }))
	}
}

const insertResults = `insert into reparto.operation (account, id, at, result)
select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[])`

func (g *group) writeResults(b *pgx.Batch) {
	rows := gather(g, (*batch.Set).Results)
	if len(rows) == 0 {
		return
	}
	b.Queue(g.text(insertResults), accounts(rows),
		column(rows, func(r *batch.Result) string { return string(r.Op) }),
		column(rows, func(r *batch.Result) int64 { return int64(r.At) }),
		column(rows, func(r *batch.Result) []byte { return append([]byte{}, r.Data...) }))
}

const eraseEvents = `update reparto.event e set doc = (e.doc::jsonb - '{contact,message,text,changed}'::text[])::text
where e.account = $1 and e.kind = $2 and e.subject = any($3::text[])`

const (
	eraseNotes = "delete from reparto.note where account = $1 and conversation = any($2::text[])"

	// Contacts go with their last chat. It answers how many chats went, and how many contacts of whom something was written.
	eraseConversations = `with gone as (delete from reparto.conversation where account = $1 and id = any($2::text[]) returning contact),
left_alone as (delete from reparto.contact k where k.account = $1 and k.id in (select contact from gone)
and not exists (select from reparto.conversation c where c.account = $1 and c.contact = k.id and c.contact <> '' and c.id <> all($2::text[])) returning written)
select (select count(*) from gone) + (select count(*) from left_alone where written)`
)
