package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// books collects violations, all of one snapshot.
type books struct {
	*reader
	to    sender
	wrong []string
}

func (b *books) add(format string, args ...any) {
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

// What the database can tell by itself; each answers a line.
func audits() []string {
	return []string{
		`select format('agent "%s": the load is %s but they own %s conversations', coalesce(a.id, c.id), a.load, coalesce(c.n, 0))
from (select id, load from reparto.agent where account = $1) a
left join (select owner as id, count(*) as n from reparto.conversation where account = $1 and area = 4 group by owner) c on c.id = a.id
where a.load <> coalesce(c.n, 0)`,
		`select format('agent "%s": there is no row but they own %s conversations', c.owner, count(*)) from reparto.conversation c
where c.account = $1 and c.area = 4 and not exists (select from reparto.agent a where a.account = $1 and a.id = c.owner) group by c.owner`,
		`select format('subject %s/%s: event %s has a gap behind it', e.kind, e.subject, e.seq) from (
select kind, subject, seq, lead(seq) over (partition by kind, subject order by seq) as next from reparto.event where account = $1) e where next <> seq + 1`,
		`select format('conversation "%s": it counts %s events but has %s', c.id, c.events, coalesce(e.last, c.events)) from reparto.conversation c
left join lateral (select max(seq) as last from reparto.event where account = $1 and kind = 0 and subject = c.id) e on true
where c.account = $1 and (e.last <> c.events or (e.last is null and c.events <> 0))`,
		`select format('agent "%s": they count %s events but have %s', a.id, a.events, e.last) from reparto.agent a
join (select subject, max(seq) as last from reparto.event where account = $1 and kind = 1 group by subject) e on e.subject = a.id
where a.account = $1 and e.last <> a.events`,
		`select format('account: it counts %s events but has %s', coalesce(a.events, 0), e.last)
from (select max(seq) as last from reparto.event where account = $1 and kind = 2) e left join reparto.account a on a.id = $1
where e.last <> coalesce(a.events, 0)`,
		`select format('feed: position %s is beyond its end, %s', e.position, coalesce(f.position, 0))
from (select max(position) as position from reparto.event where account = $1) e left join reparto.feed f on f.account = $1
where e.position > coalesce(f.position, 0)`,
		`select format('feed: event %s of %s/%s stands before one of its subject that is older', e.seq, e.kind, e.subject) from (
select kind, subject, seq, position, lag(position) over (partition by kind, subject order by seq) as before,
lag(position is null) over (partition by kind, subject order by seq) as unplaced from reparto.event where account = $1) e
where position < before or (position is not null and unplaced)`,
		`select format('contact "%s": there is no row, but a chat', c.contact) from reparto.conversation c
where c.account = $1 and not exists (select from reparto.contact k where k.account = $1 and k.id = c.contact)`,
		`select format('note %s of conversation "%s": there is no such chat', n.seq, n.conversation) from reparto.note n
where n.account = $1 and not exists (select from reparto.conversation c where c.account = $1 and c.id = n.conversation)`,
	}
}

// Verify implements [store.Store]. It reads the whole account in one snapshot.
func (r *reader) Verify(ctx context.Context) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b := &books{reader: r}
	if r.tx != nil {
		b.to = r.tx
		err := b.all(ctx)
		return b.wrong, failed(ctx, err)
	}
	err := pgx.BeginTxFunc(ctx, r.db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		b.to = tx
		return b.all(ctx)
	})
	slices.Sort(b.wrong)
	return b.wrong, failed(ctx, err)
}

func (b *books) all(ctx context.Context) error {
	audit := &pgx.Batch{}
	for _, statement := range audits() {
		audit.Queue(b.text(statement), string(b.id)).Query(func(rows pgx.Rows) error {
			var line string
			return each(rows, []any{&line}, func() error {
				b.add("%s", line)
				return nil
			})
		})
	}
	if err := b.to.SendBatch(ctx, audit).Close(); err != nil {
		return err
	}
	if err := b.conversations(ctx); err != nil {
		return err
	}
	return b.seats(ctx)
}

const filingPage = `select id, channel, contact, area, home, holder, owner, last_owner, waiting, recency, urgency, queued_at, wake_at, wake_rank, doc, events
from reparto.conversation where account = $1 and id > $2 order by account, id limit 1000`

// conversations compares the columns of each chat with those that follow from its doc.
func (b *books) conversations(ctx context.Context) error {
	for after, rows := "", 1; rows > 0; {
		rows = 0
		page := &pgx.Batch{}
		page.Queue(b.text(filingPage), string(b.id), after).Query(func(found pgx.Rows) error {
			var id, channel, contact, home, holder, owner, lastOwner, doc string
			var area, rank int16
			var waiting, recency, urgency, queued, wake, events int64
			into := []any{&id, &channel, &contact, &area, &home, &holder, &owner, &lastOwner, &waiting, &recency, &urgency, &queued, &wake, &rank, &doc, &events}
			return each(found, into, func() error {
				rows, after = rows+1, id
				var c botflow.Conversation
				if err := parse("conversation", doc, &c); err != nil {
					return err
				}
				f := batch.FilingOf(&c)
				want := fmt.Sprintf("%q %q %q %d %q %q %q %q %d %d %d %d %d %d", c.ID, c.Channel, c.Contact, f.Area, f.Home, f.Holder, f.Owner, f.LastOwner,
					f.Waiting, f.Recency, f.Urgency, f.QueuedAt, f.Wake.At, f.Wake.Rank)
				have := fmt.Sprintf("%q %q %q %d %q %q %q %q %d %d %d %d %d %d", id, channel, contact, area, home, holder, owner, lastOwner,
					waiting, recency, urgency, queued, wake, rank)
				if have != want {
					b.add("conversation %q is filed as %s instead of %s", id, have, want)
				}
				if c.Seq != uint64(events) {
					b.add("conversation %q: it counts %d events but has %d", id, c.Seq, events)
				}
				return nil
			})
		})
		if err := b.to.SendBatch(ctx, page).Close(); err != nil {
			return err
		}
	}
	return nil
}

// seats compares every seat with the directory and its agent's row.
func (b *books) seats(ctx context.Context) error {
	var revision uint64
	var d directory.Directory
	agents := make(map[botflow.AgentID]batch.Agent)
	found := make(map[store.SeatKey]batch.Seat)
	page := &pgx.Batch{}
	page.Queue(b.text("select revision, directory from reparto.account where id = $1 and directory is not null"), string(b.id)).Query(func(rows pgx.Rows) error {
		var have int64
		var doc string
		return each(rows, []any{&have, &doc}, func() error {
			revision = uint64(have)
			return parse("directory", doc, &d)
		})
	})
	page.Queue(b.text("select "+agentColumns+" from reparto.agent a where a.account = $1"), string(b.id)).Query(func(rows pgx.Rows) error {
		var a agentRow
		return each(rows, a.fields(), func() error {
			agents[botflow.AgentID(a.id)] = a.agent()
			return nil
		})
	})
	page.Queue(b.text("select "+seatColumns+" from reparto.seat s where s.account = $1"), string(b.id)).Query(func(rows pgx.Rows) error {
		var s seatRow
		return each(rows, s.fields(), func() error {
			found[store.SeatKey{Inbox: botflow.InboxID(s.inbox), Agent: botflow.AgentID(s.agent)}] = s.seat()
			return nil
		})
	})
	if err := b.to.SendBatch(ctx, page).Close(); err != nil {
		return err
	}
	b.compareAgents(agents)
	return b.compareSeats(d, revision, agents, found)
}

// compareAgents wants each agent's own count of events to be the store's.
func (b *books) compareAgents(agents map[botflow.AgentID]batch.Agent) {
	for id, a := range agents {
		if a.Written && a.Presence.Seq != a.Events {
			b.add("agent %q: they count %d events but have %d", id, a.Presence.Seq, a.Events)
		}
	}
}

func (b *books) compareSeats(d directory.Directory, revision uint64, agents map[botflow.AgentID]batch.Agent, found map[store.SeatKey]batch.Seat) error {
	var rules []routing.SeatRules
	if revision > 0 {
		snapshot, err := directory.Compile(d, revision)
		if err != nil {
			return err
		}
		rules = snapshot.Seats()
	}
	for _, want := range rules {
		key := store.SeatKey{Inbox: want.Inbox, Agent: want.Agent}
		if s, ok := found[key]; !ok || !s.Member || s.SeatRules != want {
			b.add("inbox %q: agent %q has no seat, or an old one", want.Inbox, want.Agent)
		}
	}
	members := 0
	for key, s := range found {
		if s.Member {
			members++
		}
		if a := agents[key.Agent]; s.Stale(&a.Presence) {
			b.add("inbox %q: the seat of agent %q is stale", key.Inbox, key.Agent)
		}
	}
	if members > len(rules) {
		b.add("seats: there are %d, and %d belong there", members, len(rules))
	}
	return nil
}
