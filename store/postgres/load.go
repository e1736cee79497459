package postgres

import (
	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// The load of a group. Each statement sees what was committed when it began, so each sees the newest rows once those before it hold
// their locks. The order of the locks is the same for everybody: names, conversations, contacts, agents, inboxes, each sorted.
const (
	lockNames = `select case when exclusive then pg_advisory_xact_lock(number)::text else pg_advisory_xact_lock_shared(number)::text end
from unnest($1::bigint[], $2::boolean[]) t(number, exclusive)`

	// Its parameters are $1 to $5 of each statement that it is a part of.
	namedConversations = `(select account, id from unnest($1::text[], $2::text[]) t(account, id)
union select c.account, c.id from unnest($3::text[], $4::text[], $5::text[]) t(account, contact, channel)
join reparto.conversation c on c.account = t.account and c.contact = t.contact and c.channel = t.channel)`

	loadConversations = `select c.account, c.events, c.doc from ` + namedConversations + ` t
join reparto.conversation c on c.account = t.account and c.id = t.id order by c.account, c.id`

	loadContacts = `select k.account, k.id, k.written, k.doc from (select account, id from unnest($6::text[], $7::text[]) t(account, id)
union select c.account, c.contact from ` + namedConversations + ` t join reparto.conversation c on c.account = t.account and c.id = t.id) t
join reparto.contact k on k.account = t.account and k.id = t.id order by k.account, k.id`

	namedAgents = `(select account, id from unnest($6::text[], $7::text[]) t(account, id)
union select c.account, a.id from ` + namedConversations + ` t join reparto.conversation c on c.account = t.account and c.id = t.id
cross join lateral (values (c.owner), (c.last_owner)) a(id) where a.id <> '')`

	agentColumns = `a.account, a.id, a.written, a.known, a.events, a.status, a.chosen, a.cause, a.since, a.activity, a.load, a.idle_from,
a.ramped, a.seq, a.wake_at`

	loadAgents = `select ` + agentColumns + ` from ` + namedAgents + ` t
join reparto.agent a on a.account = t.account and a.id = t.id order by a.account, a.id`

	loadInboxes = `select i.account, i.id, i.written, i.known, i.turn, i.wake_at from (select distinct account, id from unnest($1::text[], $2::text[]) t(account, id)) t
join reparto.inbox i on i.account = t.account and i.id = t.id order by i.account, i.id`

	holding = ` for no key update of `

	seatColumns = `s.account, s.agent, s.inbox, s.member, s.position, s.barred, s.needs_online, s.attends, s.most, s.ordering, s.ramp_most,
s.ramp_period, s.ordinal, s.rank, s.ready, s.human`

	// Of agents who are named, and of those who come with a conversation: two plain statements take less than one of both.
	loadSeats = `select ` + seatColumns + ` from unnest($1::text[], $2::text[]) t(account, id)
join reparto.seat s on s.account = t.account and s.agent = t.id`

	loadOwnersSeats = `select ` + seatColumns + ` from ` + namedConversations + ` t
join reparto.conversation c on c.account = t.account and c.id = t.id
join reparto.seat s on s.account = c.account and s.agent = any(array[c.owner, c.last_owner])`

	loadNamedSeats = `select ` + seatColumns + ` from unnest($1::text[], $2::text[], $3::text[]) t(account, agent, inbox)
join reparto.seat s on s.account = t.account and s.agent = t.agent and s.inbox = t.inbox`

	loadScopes = `select t.account, t.id,
exists (select from reparto.seat s where s.account = t.account and s.inbox = t.id and s.human),
case when t.area = 6 then exists (select from reparto.conversation c where c.account = t.account and c.area = 6)
  when t.area = 3 then exists (select from reparto.conversation c where c.account = t.account and c.area = 3 and c.holder <> '' and c.holder = t.part)
  else exists (select from reparto.conversation c where c.account = t.account and c.area = 2 and c.home = t.part) end
from unnest($1::text[], $2::text[], $3::smallint[], $4::text[]) t(account, id, area, part)`

	loadResults = `select o.account, o.id, o.result from unnest($1::text[], $2::text[]) t(account, id)
join reparto.operation o on o.account = t.account and o.id = t.id`

	loadAccounts = `select t.id, coalesce(a.revision, 0), coalesce(a.events, 0), a.id is not null, coalesce(least(
  (select c.wake_at from reparto.conversation c where c.account = t.id and c.wake_at <> 0 order by c.account, c.wake_at limit 1),
  (select g.wake_at from reparto.agent g where g.account = t.id and g.wake_at <> 0 order by g.account, g.wake_at limit 1),
  (select i.wake_at from reparto.inbox i where i.account = t.id and i.wake_at <> 0 order by i.account, i.wake_at limit 1)), 0),
(extract(epoch from clock_timestamp()) * 1000000)::bigint + 62135596800000000
from unnest($1::text[]) t(id) left join reparto.account a on a.id = t.id`

	holdAccounts = `select a.id from unnest($1::text[]) t(id) join reparto.account a on a.id = t.id order by a.id for share of a`
)

// group is the rows of a group of calls.
type group struct {
	*reader
	look   *lookup
	wanted wanted
	sets   map[string]*batch.Set
	fresh  map[string]bool // accounts that have no row
	owners names           // owners and last owners of the conversations
	rooms  names           // inboxes in which a chat is
	found  map[int64]bool  // agents and inboxes that have a row, by the number of their lock
}

func (r *reader) group(calls []*batch.Call) *group {
	g := &group{reader: r, wanted: wanted{schema: r.db.config.Schema}}
	for _, c := range calls {
		g.wanted.want(c.Account, &c.Key)
	}
	return g
}

// reset forgets what was loaded.
func (g *group) reset(look *lookup) {
	g.sets, g.fresh, g.found = make(map[string]*batch.Set), make(map[string]bool), make(map[int64]bool)
	g.owners, g.rooms, g.look = names{}, names{}, look
	for _, account := range g.wanted.accounts {
		g.sets[account] = batch.NewSet(botflow.AccountID(account))
		g.sets[account].Lookup = &lookupOf{look, botflow.AccountID(account)}
	}
}

// lock queues the names' locks.
func (g *group) lock(b *pgx.Batch) {
	numbers, exclusive := g.wanted.sorted()
	b.Queue(g.text(lockNames), numbers, exclusive)
}

// load queues the statements that read what is wanted, and hold it if hold says so.
func (g *group) load(b *pgx.Batch, hold bool) {
	suffix := func(of string) string {
		if hold {
			return holding + of
		}
		return ""
	}
	w := &g.wanted
	named := []any{w.conversations.accounts, w.conversations.ids, w.chats.accounts, w.chats.contacts, w.chats.channels}
	with := func(n names) []any { return append(named[:len(named):len(named)], n.accounts, n.ids) }
	if chats := len(w.conversations.ids)+len(w.chats.contacts) > 0; chats {
		b.Queue(g.text(loadConversations+suffix("c")), named...).Query(g.takeConversations)
		b.Queue(g.text(loadContacts+suffix("k")), with(w.contacts)...).Query(g.takeContacts)
		b.Queue(g.text(loadAgents+suffix("a")), with(w.agents)...).Query(g.takeAgents)
		b.Queue(g.text(loadOwnersSeats), named...).Query(g.takeSeats)
	} else {
		if len(w.contacts.ids) > 0 {
			b.Queue(g.text(loadContacts+suffix("k")), with(w.contacts)...).Query(g.takeContacts)
		}
		if len(w.agents.ids) > 0 {
			b.Queue(g.text(loadAgents+suffix("a")), with(w.agents)...).Query(g.takeAgents)
		}
	}
	if len(w.agents.ids) > 0 {
		b.Queue(g.text(loadSeats), w.agents.accounts, w.agents.ids).Query(g.takeSeats)
	}
	if len(w.seats.agents) > 0 {
		b.Queue(g.text(loadNamedSeats), w.seats.accounts, w.seats.agents, w.seats.inboxes).Query(g.takeSeats)
	}
	if len(w.scopes.ids) > 0 {
		areas, parts := insides(w.scopes.ids)
		b.Queue(g.text(loadScopes), w.scopes.accounts, w.scopes.ids, areas, parts).Query(g.takeScopes)
	}
	if len(w.inboxes.ids) > 0 {
		b.Queue(g.text(loadInboxes+suffix("i")), w.inboxes.accounts, w.inboxes.ids).Query(g.takeInboxes)
	}
	if len(w.operations.ids) > 0 {
		b.Queue(g.text(loadResults), w.operations.accounts, w.operations.ids).Query(g.takeResults)
	}
	b.Queue(g.text(loadAccounts), w.accounts).Query(g.takeAccounts)
}

// insides names the shelves of what is in some inboxes.
func insides(ids []string) (areas []int16, parts []string) {
	for _, id := range ids {
		s := batch.Inside(botflow.InboxID(id))
		areas, parts = append(areas, int16(s.Area)), append(parts, s.ID)
	}
	return areas, parts
}

// complete adds the inboxes that were named and have no row: of them it is told whether a chat is in them.
func (g *group) complete() {
	for i, id := range g.wanted.inboxes.ids {
		account, in := g.wanted.inboxes.accounts[i], botflow.InboxID(id)
		if set := g.sets[account]; !set.HoldsInbox(in) {
			set.AddInbox(batch.Inbox{InboxState: store.InboxState{ID: in}, Occupied: g.rooms.has(account, id)}, false)
		}
	}
}

// missing gives the locks of agents and inboxes that were named, or came with a conversation, and have no row.
func (g *group) missing() (locks []advisory) {
	miss := func(kind string, n *names) {
		for i, id := range n.ids {
			if a := g.wanted.absent(kind, n.accounts[i], id); !g.found[a.number] && !g.locked(a) {
				locks = append(locks, a)
			}
		}
	}
	miss("agent", &g.wanted.agents)
	miss("agent", &g.owners)
	miss("inbox", &g.wanted.inboxes)
	return locks
}

func (g *group) locked(a advisory) bool {
	for _, held := range g.wanted.locks {
		if held.number == a.number {
			return true
		}
	}
	return false
}

// loaded gives what a key names, as it was loaded.
func (g *group) loaded(key store.Key) store.Loaded {
	l, _ := g.sets[string(g.id)].Loaded(key)
	return l
}
