package postgres

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// owned is a row with its account.
type owned[T any] struct {
	account string
	row     T
}

// column makes a parameter for unnest of one value of each row.
func column[T, V any](rows []owned[T], value func(T) V) []V {
	out := make([]V, len(rows))
	for i := range rows {
		out[i] = value(rows[i].row)
	}
	return out
}

func accounts[T any](rows []owned[T]) []string {
	out := make([]string, len(rows))
	for i := range rows {
		out[i] = rows[i].account
	}
	return out
}

// gather collects rows of all accounts, in order of the accounts.
func gather[T any](g *group, of func(*batch.Set) []T) (rows []owned[T]) {
	for _, id := range slices.Sorted(maps.Keys(g.sets)) {
		for _, row := range of(g.sets[id]) {
			rows = append(rows, owned[T]{id, row})
		}
	}
	return rows
}

// split parts rows into those to insert and those to update.
func split[T interface{ New() bool }](rows []owned[T]) (fresh, stored []owned[T]) {
	for _, r := range rows {
		if r.row.New() {
			fresh = append(fresh, r)
		} else {
			stored = append(stored, r)
		}
	}
	return fresh, stored
}

// document writes a value as it is stored. What the engine lets in always has a JSON.
func document(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// write queues what the calls have made of the rows.
func (g *group) write(b *pgx.Batch) {
	g.writeConversations(b)
	g.writeContacts(b)
	g.writeAgents(b)
	g.writeInboxes(b)
	g.writeSeats(b)
	g.writeLog(b)
	g.writeResults(b)
	g.writeJobs(b)
	g.writeAccounts(b)
	g.forget(b)
}

const (
	insertConversations = `insert into reparto.conversation (account, id, events, area, home, holder, owner, last_owner, waiting, recency, urgency,
queued_at, wake_at, wake_rank, doc, channel, contact) select * from unnest($1::text[], $2::text[], $3::bigint[], $4::smallint[], $5::text[],
$6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::smallint[], $15::text[],
$16::text[], $17::text[])`

	// Of a row that is there it is the primary key that finds it, whatever the planner thinks of the table.
	updateConversations = insertConversations + ` on conflict (account, id) do update set events = excluded.events, area = excluded.area,
home = excluded.home, holder = excluded.holder, owner = excluded.owner, last_owner = excluded.last_owner, waiting = excluded.waiting,
recency = excluded.recency, urgency = excluded.urgency, queued_at = excluded.queued_at, wake_at = excluded.wake_at,
wake_rank = excluded.wake_rank, doc = excluded.doc`

	// A contact with a chat has a row, which whoever changes one of the two holds.
	insertContacts = `insert into reparto.contact (account, id, written, affinity, doc)
select *, false, '', '' from (select distinct account, id from unnest($1::text[], $2::text[]) t(account, id)) t on conflict do nothing`
)

func (g *group) writeConversations(b *pgx.Batch) {
	fresh, stored := split(gather(g, (*batch.Set).Conversations))
	if len(fresh) > 0 {
		b.Queue(g.text(insertConversations), conversationColumns(fresh)...)
		b.Queue(g.text(insertContacts), accounts(fresh), column(fresh, func(c *batch.Conversation) string { return string(c.Contact) }))
	}
	if len(stored) > 0 {
		b.Queue(g.text(updateConversations), conversationColumns(stored)...)
	}
}

func conversationColumns(rows []owned[*batch.Conversation]) []any {
	filings := column(rows, func(c *batch.Conversation) owned[batch.Filing] {
		return owned[batch.Filing]{row: batch.FilingOf(&c.Conversation)}
	})
	return []any{
		accounts(rows),
		column(rows, func(c *batch.Conversation) string { return string(c.ID) }),
		column(rows, func(c *batch.Conversation) int64 { return int64(c.Events) }),
		column(filings, func(f batch.Filing) int16 { return int16(f.Area) }),
		column(filings, func(f batch.Filing) string { return string(f.Home) }),
		column(filings, func(f batch.Filing) string { return string(f.Holder) }),
		column(filings, func(f batch.Filing) string { return string(f.Owner) }),
		column(filings, func(f batch.Filing) string { return string(f.LastOwner) }),
		column(filings, func(f batch.Filing) int64 { return f.Waiting }),
		column(filings, func(f batch.Filing) int64 { return f.Recency }),
		column(filings, func(f batch.Filing) int64 { return f.Urgency }),
		column(filings, func(f batch.Filing) int64 { return int64(f.QueuedAt) }),
		column(filings, func(f batch.Filing) int64 { return int64(f.Wake.At) }),
		column(filings, func(f batch.Filing) int16 { return int16(f.Wake.Rank) }),
		column(rows, func(c *batch.Conversation) string { return document(&c.Conversation) }),
		column(rows, func(c *batch.Conversation) string { return string(c.Channel) }),
		column(rows, func(c *batch.Conversation) string { return string(c.Contact) }),
	}
}

const upsertContacts = `insert into reparto.contact (account, id, written, affinity, doc)
select account, id, true, affinity, doc from unnest($1::text[], $2::text[], $3::text[], $4::text[]) t(account, id, affinity, doc)
on conflict (account, id) do update set written = true, affinity = excluded.affinity, doc = excluded.doc`

func (g *group) writeContacts(b *pgx.Batch) {
	rows := gather(g, (*batch.Set).Contacts)
	if len(rows) == 0 {
		return
	}
	b.Queue(g.text(upsertContacts), accounts(rows),
		column(rows, func(k *batch.Contact) string { return string(k.ID) }),
		column(rows, func(k *batch.Contact) string { return string(k.Affinity) }),
		column(rows, func(k *batch.Contact) string { return document(&k.Contact) }))
}

const (
	insertAgents = `insert into reparto.agent (account, id, written, known, events, status, chosen, cause, since, activity, load, idle_from, ramped, seq,
wake_at) select * from unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::bigint[], $6::smallint[], $7::smallint[], $8::text[], $9::bigint[],
$10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[])`

	updateAgents = insertAgents + ` on conflict (account, id) do update set written = excluded.written, known = excluded.known, events = excluded.events,
status = excluded.status, chosen = excluded.chosen, cause = excluded.cause, since = excluded.since, activity = excluded.activity,
load = excluded.load, idle_from = excluded.idle_from, ramped = excluded.ramped, seq = excluded.seq, wake_at = excluded.wake_at`
)

func (g *group) writeAgents(b *pgx.Batch) {
	fresh, stored := split(gather(g, (*batch.Set).Agents))
	for statement, rows := range map[string][]owned[*batch.Agent]{insertAgents: fresh, updateAgents: stored} {
		if len(rows) == 0 {
			continue
		}
		number := func(of func(*batch.Agent) int64) []int64 { return column(rows, of) }
		b.Queue(g.text(statement), accounts(rows),
			column(rows, func(a *batch.Agent) string { return string(a.Agent) }),
			column(rows, func(a *batch.Agent) bool { return a.Written }),
			column(rows, func(a *batch.Agent) bool { return a.Known }),
			number(func(a *batch.Agent) int64 { return int64(a.Events) }),
			column(rows, func(a *batch.Agent) int16 { return int16(a.Status) }),
			column(rows, func(a *batch.Agent) int16 { return int16(a.Chosen) }),
			column(rows, func(a *batch.Agent) string { return string(a.Cause) }),
			number(func(a *batch.Agent) int64 { return int64(a.Since) }),
			number(func(a *batch.Agent) int64 { return int64(a.Activity) }),
			number(func(a *batch.Agent) int64 { return int64(a.Load) }),
			number(func(a *batch.Agent) int64 { return int64(a.IdleFrom) }),
			number(func(a *batch.Agent) int64 { return int64(a.Ramped) }),
			number(func(a *batch.Agent) int64 { return int64(a.Presence.Seq) }),
			number(func(a *batch.Agent) int64 { return int64(a.Wake) }))
	}
}

const upsertInboxes = `insert into reparto.inbox (account, id, written, known, turn, wake_at)
select * from unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::bigint[], $6::bigint[])
on conflict (account, id) do update set written = excluded.written, known = excluded.known, turn = excluded.turn, wake_at = excluded.wake_at`

func (g *group) writeInboxes(b *pgx.Batch) {
	rows := gather(g, (*batch.Set).Inboxes)
	if len(rows) == 0 {
		return
	}
	b.Queue(g.text(upsertInboxes), accounts(rows),
		column(rows, func(in *batch.Inbox) string { return string(in.ID) }),
		column(rows, func(in *batch.Inbox) bool { return in.Written }),
		column(rows, func(in *batch.Inbox) bool { return in.Known }),
		column(rows, func(in *batch.Inbox) int64 { return int64(in.Turn) }),
		column(rows, func(in *batch.Inbox) int64 { return int64(in.Wake) }))
}

const upsertJobs = `insert into reparto.job (account, id, at, doc) select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
on conflict (account, id) do update set at = excluded.at, doc = excluded.doc`

func (g *group) writeJobs(b *pgx.Batch) {
	put := gather(g, func(s *batch.Set) []store.Job { put, _ := s.Jobs(); return put })
	done := gather(g, func(s *batch.Set) []string { _, done := s.Jobs(); return done })
	if len(put) > 0 {
		b.Queue(g.text(upsertJobs), accounts(put),
			column(put, func(j store.Job) string { return j.ID }),
			column(put, func(j store.Job) int64 { return int64(j.At) }),
			column(put, func(j store.Job) string { return document(j) }))
	}
	if len(done) > 0 {
		b.Queue(g.text(`delete from reparto.job j using unnest($1::text[], $2::text[]) t(account, id) where j.account = t.account and j.id = t.id`),
			accounts(done), column(done, func(id string) string { return id }))
	}
}

// writeAccounts writes the accounts' own rows where they have changed, or aren't there yet. Whoever changes one holds it alone.
func (g *group) writeAccounts(b *pgx.Batch) {
	for _, id := range slices.Sorted(maps.Keys(g.sets)) {
		set := g.sets[id]
		if !set.Touched() {
			continue
		}
		if g.fresh[id] {
			b.Queue(g.text("insert into reparto.account (id) values ($1) on conflict do nothing"), id)
		}
		if d := set.Directory(); d != nil {
			b.Queue(g.text("update reparto.account set revision = $2, events = $3, directory = $4 where id = $1"),
				id, int64(set.Revision), int64(set.Events), document(d))
		} else if slices.ContainsFunc(set.Log(), func(e botflow.Event) bool { return e.Subject == botflow.OfAccount() }) {
			b.Queue(g.text("update reparto.account set events = $2 where id = $1"), id, int64(set.Events))
		}
	}
}

// forget erases conversations after everything else was written, and leaves of their events what figures need (E4).
func (g *group) forget(b *pgx.Batch) {
	for _, id := range slices.Sorted(maps.Keys(g.sets)) {
		var gone []string
		for _, c := range g.sets[id].Forgotten() {
			gone = append(gone, string(c))
		}
		if len(gone) == 0 {
			continue
		}
		b.Queue(g.text(eraseEvents), id, int16(botflow.SubjectConversation), gone)
		b.Queue(g.text(eraseNotes), id, gone)
		b.Queue(g.text(eraseConversations), id, gone)
	}
}
