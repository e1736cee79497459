package postgres

import (
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// The load of a group. Each statement sees what was committed when it began, so each sees the newest rows once those before it hold
// their locks. The order of the locks is the same for everybody: names, conversations, contacts, agents, inboxes, each sorted.
const (
	lockNames = `case when exclusive then pg_advisory_xact_lock(number)::text else pg_advisory_xact_lock_shared(number)::text end
from unnest($1::bigint[], $2::boolean[]) t(number, exclusive)`

	ownSettings = byIndex + `, set_config('lock_timeout', $3, true), `

	// Rows are looked up in sub-selects that the planner can't turn into joins. While a table has a row or two it takes a join without
	// the index's condition, and keeps that plan when the table has grown: it would go through all of the table, or of the index. The
	// locks come after the sorting.
	held = ` for no key update`
	read = ` limit 1`

	// Conversations by their ids, and by their chats. Only the arms that a group needs are in a statement: each of them is paid for at
	// every execution. What is named twice may come twice.
	byID   = `select account, id from unnest($%d::text[], $%d::text[]) t(account, id)`
	byChat = `select t.account, c.id from unnest($%d::text[], $%d::text[], $%d::text[]) t(account, contact, channel) cross join lateral (
select c.id from reparto.conversation c where c.account = t.account and c.contact = t.contact and c.channel = t.channel and c.contact <> '' limit 1) c`

	contactsOf = `select t.account, c.contact as id from (%s) t cross join lateral (
select c.contact from reparto.conversation c where c.account = t.account and c.id = t.id limit 1) c`

	ownersOf = `select t.account, a.id from (%s) t cross join lateral (
select c.owner, c.last_owner from reparto.conversation c where c.account = t.account and c.id = t.id limit 1) c
cross join lateral (values (c.owner), (c.last_owner)) a(id) where a.id <> ''`

	loadConversations = `select c.* from (select account, id from (%s) t order by account, id) t cross join lateral (
select c.account, c.events, c.doc from reparto.conversation c where c.account = t.account and c.id = t.id%s) c`

	loadContacts = `select k.* from (select account, id from (%s) t order by account, id) t cross join lateral (
select k.account, k.id, k.written, k.doc from reparto.contact k where k.account = t.account and k.id = t.id%s) k`

	agentColumns = `a.account, a.id, a.written, a.known, a.events, a.status, a.chosen, a.cause, a.since, a.activity, a.load, a.idle_from,
a.ramped, a.seq, a.wake_at`

	loadAgents = `select a.* from (select account, id from (%s) t order by account, id) t cross join lateral (
select ` + agentColumns + ` from reparto.agent a where a.account = t.account and a.id = t.id%s) a`

	seatColumns = `s.account, s.agent, s.inbox, s.member, s.position, s.barred, s.needs_online, s.attends, s.most, s.ordering, s.ramp_most,
s.ramp_period, s.ordinal, s.rank, s.ready, s.human`

	loadSeats = `select s.* from (%s) t cross join lateral (
select ` + seatColumns + ` from reparto.seat s where s.account = t.account and s.agent = t.id offset 0) s`

	loadNamedSeats = `select s.* from unnest($1::text[], $2::text[], $3::text[]) t(account, agent, inbox) cross join lateral (
select ` + seatColumns + ` from reparto.seat s where s.account = t.account and s.agent = t.agent and s.inbox = t.inbox limit 1) s`

	loadInboxes = `select i.* from (select account, id from (%s) t order by account, id) t cross join lateral (
select i.account, i.id, i.written, i.known, i.turn, i.wake_at from reparto.inbox i where i.account = t.account and i.id = t.id%s) i`

	loadScopes = `select t.account, t.id,
exists (select from reparto.seat s where s.account = t.account and s.inbox = t.id and s.human),
case when t.area = 6 then exists (select from reparto.conversation c where c.account = t.account and c.area = 6)
  when t.area = 3 then exists (select from reparto.conversation c where c.account = t.account and c.area = 3 and c.holder <> '' and c.holder = t.part)
  else exists (select from reparto.conversation c where c.account = t.account and c.area = 2 and c.home = t.part) end
from unnest($1::text[], $2::text[], $3::smallint[], $4::text[]) t(account, id, area, part)`

	loadResults = `select t.account, t.id, o.result from unnest($1::text[], $2::text[]) t(account, id) cross join lateral (
select o.result from reparto.operation o where o.account = t.account and o.id = t.id limit 1) o`

	loadAccounts = `select t.id, coalesce(a.revision, 0), coalesce(a.events, 0), a.id is not null, coalesce(least(
  (select c.wake_at from reparto.conversation c where c.account = t.id and c.wake_at <> 0 order by c.account, c.wake_at limit 1),
  (select g.wake_at from reparto.agent g where g.account = t.id and g.wake_at <> 0 order by g.account, g.wake_at limit 1),
  (select i.wake_at from reparto.inbox i where i.account = t.id and i.wake_at <> 0 order by i.account, i.wake_at limit 1)), 0),
(extract(epoch from clock_timestamp()) * 1000000)::bigint + 62135596800000000
from unnest($1::text[]) t(id) left join lateral (select a.* from reparto.account a where a.id = t.id limit 1) a on true`

	holdAccounts = `select a.id from (select id from unnest($1::text[]) t(id) order by id) t cross join lateral (
select a.id from reparto.account a where a.id = t.id for share) a`
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

// lock queues the names' locks, of which there is always one, and in a transaction of the store's own what it keeps to: how long it
// waits for each lock, and look-ups by index.
func (g *group) lock(b *pgx.Batch, wait *time.Duration) {
	numbers, exclusive := g.wanted.sorted()
	if wait == nil {
		b.Queue(g.text("select "+lockNames), numbers, exclusive)
		return
	}
	b.Queue(g.text(ownSettings+lockNames), numbers, exclusive, strconv.FormatInt(max(1, wait.Milliseconds()), 10))
}

// load queues the statements that read what is wanted, and hold it if hold says so.
func (g *group) load(b *pgx.Batch, hold bool) {
	how := read
	if hold {
		how = held
	}
	w := &g.wanted
	var chats, contacts, agents, inboxes arms
	chats.add(byID, w.conversations.ids, w.conversations.accounts, w.conversations.ids)
	chats.add(byChat, w.chats.contacts, w.chats.accounts, w.chats.contacts, w.chats.channels)
	contacts.of(contactsOf, chats)
	contacts.add(byID, w.contacts.ids, w.contacts.accounts, w.contacts.ids)
	agents.of(ownersOf, chats)
	agents.add(byID, w.agents.ids, w.agents.accounts, w.agents.ids)
	inboxes.add(byID, w.inboxes.ids, w.inboxes.accounts, w.inboxes.ids)
	g.queue(b, loadConversations, chats, g.takeConversations, how)
	g.queue(b, loadContacts, contacts, g.takeContacts, how)
	g.queue(b, loadAgents, agents, g.takeAgents, how)
	g.queue(b, loadSeats, agents, g.takeSeats)
	if len(w.seats.agents) > 0 {
		b.Queue(g.text(loadNamedSeats), w.seats.accounts, w.seats.agents, w.seats.inboxes).Query(g.takeSeats)
	}
	if len(w.scopes.ids) > 0 {
		areas, parts := insides(w.scopes.ids)
		b.Queue(g.text(loadScopes), w.scopes.accounts, w.scopes.ids, areas, parts).Query(g.takeScopes)
	}
	g.queue(b, loadInboxes, inboxes, g.takeInboxes, how)
	if len(w.operations.ids) > 0 {
		b.Queue(g.text(loadResults), w.operations.accounts, w.operations.ids).Query(g.takeResults)
	}
	b.Queue(g.text(loadAccounts), w.accounts).Query(g.takeAccounts)
}

// queue queues a statement over what arms find, unless there are none.
func (g *group) queue(b *pgx.Batch, statement string, of arms, take func(pgx.Rows) error, how ...any) {
	if len(of.args) > 0 {
		b.Queue(g.text(fmt.Sprintf(statement, append([]any{of.text}, how...)...)), of.args...).Query(take)
	}
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
