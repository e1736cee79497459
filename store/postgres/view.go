package postgres

import (
	"context"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// A view is read in one snapshot: which inboxes have a queue, the heads of their queues, and only of those the seats. Everything is looked up
// in sub-selects with a limit, which can't become joins: see loadConversations.
const (
	// Its parameters are $1 the account, $2 the inboxes, $3 the chat.
	viewed = `(select id, n from unnest($2::text[]) with ordinality t(id, n) where $3 <> '' or (
select true from reparto.conversation c where c.account = $1 and c.area = 2 and c.home = t.id limit 1)) t`

	viewInboxes = `select t.id, coalesce(i.turn, 0), coalesce(i.wake_at, 0) from ` + viewed + ` left join lateral (
select i.turn, i.wake_at from reparto.inbox i where i.account = $1 and i.id = t.id limit 1) i on true order by t.n`

	likes = ` left join lateral (select k.affinity from reparto.contact k where k.account = $1 and k.id = c.contact limit 1) k on true `

	viewQueue = `select t.id, c.doc, coalesce(k.affinity, '') from ` + viewed + ` cross join lateral (
select c.doc, c.contact, c.urgency, c.queued_at, c.id from reparto.conversation c where c.account = $1 and c.area = 2 and c.home = t.id and $3 = ''
order by c.account, c.home, c.urgency, c.queued_at, c.id limit $4) c` + likes + `order by t.n, c.urgency, c.queued_at, c.id`

	viewChat = `select c.doc, coalesce(k.affinity, '') from reparto.conversation c` + likes + `where c.account = $1 and c.id = $2`

	hotSeat = `s.account, s.agent, s.inbox, s.member, s.position, s.barred, s.needs_online, s.attends, s.most, s.ordering, s.ramp_most,
s.ramp_period, s.ordinal, s.rank, s.ready, s.human, coalesce(a.load, 0), coalesce(a.status, 0), coalesce(a.since, 0), coalesce(a.idle_from, 0),
coalesce(a.ramped, 0)`

	asIs = ` left join lateral (select a.load, a.status, a.since, a.idle_from, a.ramped from reparto.agent a
where a.account = $1 and a.id = s.agent limit 1) a on true `

	// An order by hash is a ring, which begins at $5: half is 0 for what comes before the end, 1 for what comes after it.
	viewReady = `select ` + hotSeat + ` from ` + viewed + ` cross join lateral (
select case when (select f.ordering from reparto.seat f where f.account = $1 and f.inbox = t.id and f.ready order by f.rank limit 1) = $6::smallint
then $5::bigint else 0 end as start) f cross join lateral (
(select 0 as half, x.* from reparto.seat x where x.account = $1 and x.inbox = t.id and x.ready and x.rank >= f.start
order by x.rank, x.ordinal, x.position, x.agent limit $4)
union all
(select 1, x.* from reparto.seat x where x.account = $1 and x.inbox = t.id and x.ready and x.rank < f.start
order by x.rank, x.ordinal, x.position, x.agent limit $4)
order by 1, rank, ordinal, position, agent limit $4) s` + asIs + `order by t.n, s.half, s.rank, s.ordinal, s.position, s.agent`

	viewMembers = `select ` + hotSeat + ` from ` + viewed + ` cross join lateral (
select x.* from reparto.seat x where x.account = $1 and x.inbox = t.id and x.member order by x.ordinal, x.position, x.agent limit $4) s` + asIs + `order by t.n, s.ordinal, s.position, s.agent`

	// Whom the chats at the head of the queue are kept for, or from.
	viewNamed = `select ` + hotSeat + ` from ` + viewed + ` cross join lateral (
(select c.doc, c.contact from reparto.conversation c where c.account = $1 and c.area = 2 and c.home = t.id and $3 = ''
order by c.account, c.home, c.urgency, c.queued_at, c.id limit $4)
union all select c.doc, c.contact from reparto.conversation c where c.account = $1 and c.id = $3) c` + likes + `
cross join lateral (values (k.affinity), (c.doc::jsonb ->> 'returner')) v(agent)
cross join lateral (select s.* from reparto.seat s where s.account = $1 and s.agent = v.agent and s.inbox = t.id and s.member limit 1) s` + asIs + `order by t.n, s.agent`
)

// viewing builds a view.
type viewing struct {
	*reader
	req  store.ViewRequest
	at   map[botflow.InboxID]int
	view routing.View
}

// View implements [store.Store].
func (r *reader) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	v := &viewing{reader: r, req: req}
	err := r.snapshot(ctx, v.read)
	return v.view, err
}

func (v *viewing) read(b *pgx.Batch) {
	v.at, v.view = make(map[botflow.InboxID]int), routing.View{}
	inboxes := unique(v.req.Inboxes)
	with := func(further ...any) []any {
		return append([]any{string(v.id), inboxes, string(v.req.Chat)}, further...)
	}
	b.Queue(v.text(viewInboxes), with()...).Query(v.takeInboxes)
	if v.req.Chat != "" {
		b.Queue(v.text(viewChat), string(v.id), string(v.req.Chat)).Query(v.takeChat)
	} else {
		b.Queue(v.text(viewQueue), with(oneMore(v.req.Queue))...).Query(v.takeQueue)
	}
	b.Queue(v.text(viewReady), with(oneMore(v.req.Seats), int64(v.req.Start>>1), int16(routing.ByHash))...).Query(v.takeSeats(func(in *routing.InboxView, s routing.Seat) {
		if len(in.Seats) < v.req.Seats {
			in.Seats = append(in.Seats, s)
		} else {
			in.MoreSeats = true
		}
	}))
	if v.req.Members > 0 {
		b.Queue(v.text(viewMembers), with(min(v.req.Members, botflow.MaxCandidates))...).Query(v.takeSeats(func(in *routing.InboxView, s routing.Seat) {
			in.Members = append(in.Members, s)
		}))
	}
	b.Queue(v.text(viewNamed), with(max(0, min(v.req.Queue, math.MaxInt32)))...).Query(v.takeSeats(func(in *routing.InboxView, s routing.Seat) {
		if n := len(in.Named); n == 0 || in.Named[n-1].Agent != s.Agent {
			in.Named = append(in.Named, s)
		}
	}))
}

func (v *viewing) takeInboxes(rows pgx.Rows) error {
	var id botflow.InboxID
	var turn, wake int64
	return each(rows, []any{&id, &turn, &wake}, func() error {
		v.at[id] = len(v.view.Inboxes)
		v.view.Inboxes = append(v.view.Inboxes, routing.InboxView{Inbox: id, Turn: uint64(turn), Wake: botflow.Instant(wake)})
		return nil
	})
}

// takeQueue takes the heads of the queues.
func (v *viewing) takeQueue(rows pgx.Rows) error {
	var id botflow.InboxID
	var affinity botflow.AgentID
	var doc string
	return each(rows, []any{&id, &doc, &affinity}, func() error {
		in := &v.view.Inboxes[v.at[id]]
		if len(in.Queue) >= v.req.Queue {
			in.MoreQueue = true
			return nil
		}
		return queue(in, doc, affinity)
	})
}

// takeChat takes the one chat that was asked for.
func (v *viewing) takeChat(rows pgx.Rows) error {
	var affinity botflow.AgentID
	var doc string
	return each(rows, []any{&doc, &affinity}, func() error {
		for i := range v.view.Inboxes {
			if err := queue(&v.view.Inboxes[i], doc, affinity); err != nil {
				return err
			}
		}
		return nil
	})
}

func queue(in *routing.InboxView, doc string, affinity botflow.AgentID) error {
	var c botflow.Conversation
	if err := parse("conversation", doc, &c); err != nil {
		return err
	}
	in.Queue = append(in.Queue, routing.WaitingOf(&c, affinity))
	return nil
}

// takeSeats gives each seat to its inbox.
func (v *viewing) takeSeats(give func(*routing.InboxView, routing.Seat)) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var s seatRow
		var p agentRow
		fields := append(s.fields(), &p.load, &p.status, &p.since, &p.idleFrom, &p.ramped)
		return each(rows, fields, func() error {
			seat, agent := s.seat(), p.agent()
			if i, viewed := v.at[seat.Inbox]; viewed {
				give(&v.view.Inboxes[i], seat.Whole(&agent.Presence))
			}
			return nil
		})
	}
}

// unique gives the ids as text, each once.
func unique[T ~string](ids []T) (texts []string) {
	for _, id := range ids {
		if !slices.Contains(texts, string(id)) {
			texts = append(texts, string(id))
		}
	}
	return texts
}

// oneMore is a limit that tells whether there is more.
func oneMore(limit int) int { return min(max(0, limit), math.MaxInt32) + 1 }
