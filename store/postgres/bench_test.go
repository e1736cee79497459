package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
	"github.com/repartogo/reparto/store/storetest"
)

// The workload of the targets: chats wait in General, and whoever takes one is in so many inboxes.
const (
	benchRounds = 5
	benchSlice  = 400 * time.Millisecond
	benchChats  = 150_000
	benchDrain  = 100 // chats of a queue that is drained
	benchRooms  = 5   // inboxes of each agent beside General
	benchPeers  = 4   // processes that drain one queue together
)

// floorTake is the least that a take can be: one statement that compares the revision and the chat's version and writes the same rows.
const floorTake = `with c as (update reparto.conversation set events = events + 1, area = 4, holder = $3, owner = $3, last_owner = $3, waiting = $4,
recency = $5, doc = $6 where account = $1 and id = $2 and events = $7 and exists (select from reparto.account where id = $1 and revision = $8) returning id),
a as (update reparto.agent set load = load + 1 where account = $1 and id = $3 and load < 1000000 and exists (select from c) returning id),
o as (insert into reparto.operation (account, id, at, result) select $1, $9, $4, $10 from a returning id)
insert into reparto.event (account, kind, subject, seq, recorded, doc) select $1, 0, $2, $7 + 1, $4, $11 from o`

// leanTake is the same without the operation and the event.
const leanTake = `with c as (update reparto.conversation set events = events + 1, area = 4, holder = $3, owner = $3, last_owner = $3, waiting = $4,
recency = $5, doc = $6 where account = $1 and id = $2 and events = $7 and exists (select from reparto.account where id = $1 and revision = $8) returning id)
update reparto.agent set load = load + 1 where account = $1 and id = $3 and load < 1000000 and exists (select from c)`

// ground is one account to measure on.
type ground struct {
	id     botflow.AccountID
	agents int
	pool   *pgxpool.Pool
	shop   *reparto.Account
	next   atomic.Int64 // the next chat that nobody has taken
	taken  taken
}

// taken is what the floors write: what the engine wrote for one chat.
type taken struct {
	events   int64
	revision int64
	doc      string
	event    string
	result   []byte
}

func benchAgent(n int) botflow.AgentID { return botflow.AgentID(fmt.Sprintf("agent %04d", n)) }

func chatID(n int64) string { return fmt.Sprintf("c%07d-0000-7000-8000-000000000000", n) }

// newGround makes an account with waiting chats: copies of one that the engine made.
func newGround(b *testing.B, db *postgres.DB, pool *pgxpool.Pool, id botflow.AccountID, agents int) *ground {
	b.Helper()
	ctx := context.Background()
	engine, err := reparto.New(db, reparto.Config{})
	ok(b, err)
	g := &ground{id: id, agents: agents, pool: pool}
	g.shop, err = engine.Account(id)
	ok(b, err)
	d := directory.Directory{Channels: []directory.Channel{{ID: "web"}}}
	for n := range agents {
		d.Agents = append(d.Agents, directory.Agent{ID: benchAgent(n)})
	}
	for room := range benchRooms {
		in := directory.Inbox{ID: botflow.InboxID(fmt.Sprint("room ", room))}
		for _, a := range d.Agents {
			in.Members = append(in.Members, a.ID)
		}
		d.Inboxes = append(d.Inboxes, in)
	}
	for q := range benchRounds {
		a := directory.Agent{ID: botflow.AgentID(fmt.Sprint("drainer ", q))}
		d.Agents = append(d.Agents, a)
		policy := routing.Support()
		policy.Limit = 0
		d.Inboxes = append(d.Inboxes, directory.Inbox{ID: drained(q), Members: []botflow.AgentID{a.ID}, Policy: policy})
		together := directory.Inbox{ID: shared(q), Policy: policy}
		together.Policy.Limit = benchDrain
		for peer := range benchPeers {
			together.Members = append(together.Members, sharer(q, peer))
			d.Agents = append(d.Agents, directory.Agent{ID: sharer(q, peer)})
		}
		d.Inboxes = append(d.Inboxes, together)
	}
	_, err = g.shop.Apply(ctx, d)
	ok(b, err)
	seed, err := g.shop.System().Do(ctx, reparto.Chat("web", "seed-contact"), botflow.Receive{Message: "1"}, "")
	ok(b, err)
	g.copy(b, seed.Conversation, 0, benchChats, "")
	for q := range benchRounds {
		from := benchChats + q*benchDrain*(1+benchPeers)
		g.copy(b, seed.Conversation, from, benchDrain, drained(q))
		g.copy(b, seed.Conversation, from+benchDrain, benchDrain*benchPeers, shared(q))
	}
	g.sample(b)
	return g
}

func drained(q int) botflow.InboxID { return botflow.InboxID(fmt.Sprint("queue ", q)) }

func shared(q int) botflow.InboxID { return botflow.InboxID(fmt.Sprint("shared queue ", q)) }

func sharer(q, peer int) botflow.AgentID {
	return botflow.AgentID(fmt.Sprintf("sharer %d of %d", peer, q))
}

// copy makes chats like one, in its inbox or in another.
func (g *ground) copy(b *testing.B, c botflow.Conversation, from, n int, into botflow.InboxID) {
	b.Helper()
	ctx := context.Background()
	home := c.Home()
	if into != "" {
		home = into
	}
	_, err := g.pool.Exec(ctx, `insert into reparto.conversation (account, id, channel, contact, events, area, home, holder, owner, last_owner, waiting, recency,
urgency, queued_at, wake_at, wake_rank, doc)
select account, t.id, channel, t.contact, events, area, $6, holder, owner, last_owner, waiting, recency, urgency, queued_at, wake_at, wake_rank,
replace(replace(replace(doc, $2, t.id), 'seed-contact', t.contact), '"'||$5||'"', '"'||$6||'"')
from reparto.conversation c cross join (select 'c'||lpad(n::text, 7, '0')||'-0000-7000-8000-000000000000' as id, 'k'||n as contact
from generate_series($3::bigint, $3::bigint + $4 - 1) n) t where c.account = $1 and c.id = $2`,
		string(g.id), string(c.ID), from, n, string(c.Home()), string(home))
	ok(b, err)
	_, err = g.pool.Exec(ctx, `insert into reparto.contact (account, id, written, affinity, doc) select $1, 'k'||n, false, '', ''
from generate_series($2::bigint, $2::bigint + $3 - 1) n`, string(g.id), from, n)
	ok(b, err)
}

// sample lets the engine take one chat, so that the floors write what it writes.
func (g *ground) sample(b *testing.B) {
	b.Helper()
	ctx := context.Background()
	id := chatID(g.next.Add(1) - 1)
	ok(b, g.pool.QueryRow(ctx, "select events from reparto.conversation where account = $1 and id = $2", string(g.id), id).Scan(&g.taken.events))
	_, err := g.shop.As(botflow.ByAgent(benchAgent(0))).Do(ctx, reparto.Conversation(botflow.ConversationID(id)), botflow.Take{}, "sample")
	ok(b, err)
	ok(b, g.pool.QueryRow(ctx, `select c.doc, e.doc, o.result, a.revision from reparto.conversation c, reparto.event e, reparto.operation o, reparto.account a
where c.account = $1 and c.id = $2 and e.account = $1 and e.kind = 0 and e.subject = $2 and e.seq = c.events and o.account = $1 and o.id like '%sample' and a.id = $1`,
		string(g.id), id).Scan(&g.taken.doc, &g.taken.event, &g.taken.result, &g.taken.revision))
}

// takes is one way to take a chat.
type takes func(ctx context.Context, n int64) error

func (g *ground) engine(ctx context.Context, n int64) error {
	_, err := g.shop.As(botflow.ByAgent(benchAgent(int(n)%g.agents))).Do(ctx, reparto.Conversation(botflow.ConversationID(chatID(n))), botflow.Take{},
		botflow.OpID(fmt.Sprint("take ", n)))
	return err
}

func (g *ground) floor(ctx context.Context, n int64) error {
	t := &g.taken
	tag, err := g.pool.Exec(ctx, floorTake, string(g.id), chatID(n), string(benchAgent(int(n)%g.agents)), n, -n, t.doc, t.events, t.revision,
		fmt.Sprint("take ", n), t.result, t.event)
	if err == nil && tag.RowsAffected() != 1 {
		err = fmt.Errorf("the floor took nothing of %d", n)
	}
	return err
}

func (g *ground) lean(ctx context.Context, n int64) error {
	t := &g.taken
	_, err := g.pool.Exec(ctx, leanTake, string(g.id), chatID(n), string(benchAgent(int(n)%g.agents)), n, -n, t.doc, t.events, t.revision)
	return err
}

// slice lets callers take chats for a while and gives the rate and the slowest of a hundred.
func (g *ground) slice(b *testing.B, callers int, take takes) (perSecond float64, p99 time.Duration) {
	b.Helper()
	ctx := context.Background()
	all := make([][]time.Duration, callers)
	var group sync.WaitGroup
	began := time.Now()
	for w := range callers {
		group.Go(func() {
			for time.Since(began) < benchSlice {
				n := g.next.Add(1) - 1
				start := time.Now()
				if err := take(ctx, n); err != nil {
					b.Error(err)
					return
				}
				all[w] = append(all[w], time.Since(start))
			}
		})
	}
	group.Wait()
	took := time.Since(began)
	times := slices.Concat(all...)
	if len(times) == 0 || g.next.Load() > benchChats {
		b.Fatal("no chats are left to take: make benchChats larger")
	}
	slices.Sort(times)
	return float64(len(times)) / took.Seconds(), times[len(times)*99/100]
}

func median[T float64 | time.Duration](all []T) T {
	all = slices.Clone(all)
	slices.Sort(all)
	return all[len(all)/2]
}

func ok(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkTargets prints the ratios of docs/benchmarks.md. All contenders work on the same tables in the same process, one after the other in
// every round; the ratios are of the medians of the rounds.
func BenchmarkTargets(b *testing.B) {
	ctx := context.Background()
	server := postgrestest.Private(b, "fsync=on", "shared_buffers=512MB", "max_wal_size=4GB")
	pool := server.Pool(b, 64)
	ok(b, postgres.Migrate(ctx, pool, ""))
	db, err := postgres.New(ctx, pool, postgres.Config{})
	ok(b, err)
	many, few := newGround(b, db, pool, "many", 1000), newGround(b, db, pool, "few", 10)
	_, err = pool.Exec(ctx, "vacuum analyze")
	ok(b, err)
	_, err = pool.Exec(ctx, "checkpoint")
	ok(b, err)
	measureTakes(b, []*ground{many, few})
	measureDrain(b, many)
	var peers []*reparto.Account
	for range benchPeers {
		db, err := postgres.New(ctx, server.Pool(b, 8), postgres.Config{})
		ok(b, err)
		peers = append(peers, newPeer(b, db, many.id))
	}
	measureDrainTogether(b, many, peers)
}

// newPeer is the account as another process has it, in which nothing may fail.
func newPeer(b *testing.B, db *postgres.DB, id botflow.AccountID) *reparto.Account {
	b.Helper()
	engine, err := reparto.New(db, reparto.Config{OnError: func(id botflow.AccountID, err error) { b.Errorf("account %s: %v", id, err) }})
	ok(b, err)
	shop, err := engine.Account(id)
	ok(b, err)
	return shop
}

// measureTakes measures T5, T6 and T8.
func measureTakes(b *testing.B, grounds []*ground) {
	b.Helper()
	contenders := []string{"floor", "lean", "engine"}
	for _, callers := range []int{1, 16, 64} {
		rates, slow := make(map[string][]float64), make(map[string][]time.Duration)
		for round := range benchRounds + 1 {
			for _, g := range grounds {
				for i, take := range []takes{g.floor, g.lean, g.engine} {
					rate, p99 := g.slice(b, callers, take)
					if name := contenders[i] + string(g.id); round > 0 { // the first warms up
						rates[name], slow[name] = append(rates[name], rate), append(slow[name], p99)
					}
				}
			}
		}
		for _, g := range grounds {
			floor, lean, engine := median(rates["floor"+string(g.id)]), median(rates["lean"+string(g.id)]), median(rates["engine"+string(g.id)])
			fmt.Printf("takes, %4d agents, %2d callers: engine %6.0f/s, floor %6.0f/s (%.2f, p99 %.2f), lean %6.0f/s (%.2f)\n", g.agents, callers, engine, floor,
				engine/floor, float64(median(slow["engine"+string(g.id)]))/float64(median(slow["floor"+string(g.id)])), lean, engine/lean)
		}
		fmt.Printf("10 agents against 1,000, %2d callers: %.2f\n", callers, median(rates["enginefew"])/median(rates["enginemany"]))
	}
}

// measureDrain measures T7: an agent comes online and is given a queue; the floor takes as many, one after the other.
func measureDrain(b *testing.B, g *ground) {
	b.Helper()
	ctx := context.Background()
	var engine, floor []time.Duration
	for q := range benchRounds {
		start := time.Now()
		for range benchDrain {
			ok(b, g.floor(ctx, g.next.Add(1)-1))
		}
		floor = append(floor, time.Since(start))
		start = time.Now()
		agent := botflow.AgentID(fmt.Sprint("drainer ", q))
		_, err := g.shop.System().Do(ctx, reparto.Agent(agent), botflow.SetPresence{Status: botflow.Online}, "")
		ok(b, err)
		engine = append(engine, time.Since(start))
		p, err := g.shop.System().Presence(ctx, agent)
		ok(b, err)
		if p.Load != benchDrain {
			b.Errorf("%d of %d chats were assigned", p.Load, benchDrain)
		}
	}
	fmt.Printf("a queue of %d: engine %v, floor %v (%.1f)\n", benchDrain, median(engine), median(floor), float64(median(floor))/float64(median(engine)))
}

// measureDrainTogether measures T7 with several processes: each brings an agent online at the same time, and all of them are given one queue;
// the floor takes as many, with as many callers.
func measureDrainTogether(b *testing.B, g *ground, peers []*reparto.Account) {
	b.Helper()
	ctx := context.Background()
	const chats = benchDrain * benchPeers
	var engine, floor []time.Duration
	for q := range benchRounds {
		floor = append(floor, together(b, func(int) error {
			for range benchDrain {
				if err := g.floor(ctx, g.next.Add(1)-1); err != nil {
					return err
				}
			}
			return nil
		}))
		engine = append(engine, together(b, func(peer int) error {
			_, err := peers[peer].System().Do(ctx, reparto.Agent(sharer(q, peer)), botflow.SetPresence{Status: botflow.Online}, "")
			return err
		}))
		given := 0
		for peer := range peers {
			p, err := peers[peer].System().Presence(ctx, sharer(q, peer))
			ok(b, err)
			given += p.Load
		}
		if given != chats {
			b.Errorf("%d of %d chats were assigned", given, chats)
		}
	}
	fmt.Printf("a queue of %d, %d processes: engine %v, floor %v (%.1f)\n", chats, benchPeers, median(engine), median(floor),
		float64(median(floor))/float64(median(engine)))
}

// together times something that is done by all peers at once.
func together(b *testing.B, do func(peer int) error) time.Duration {
	b.Helper()
	var all sync.WaitGroup
	start := time.Now()
	for peer := range benchPeers {
		all.Go(func() {
			if err := do(peer); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

// BenchmarkStore measures what can be compared with other stores.
func BenchmarkStore(b *testing.B) {
	storetest.Bench(b, storetest.Harness{New: func(tb testing.TB) store.DB {
		tb.Helper()
		db, _, _ := opened(tb)
		return db
	}})
}
