package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// The account that is measured.
const (
	floorChats  = 10_000
	floorAgents = 100
	floorRounds = 7
)

func floorChat(i int) botflow.ConversationID {
	return botflow.ConversationID(fmt.Sprintf("0192%04x-0000-7000-8000-%012d", i%65536, i))
}
func floorAgent(i int) botflow.AgentID { return botflow.AgentID(fmt.Sprintf("agent %04d", i)) }

// furnish fills a store with chats.
func furnish(b *testing.B, db *sqlite.DB, chat func(i int) botflow.Conversation) store.Store {
	b.Helper()
	s, err := db.Account("acme")
	require.NoError(b, err)
	d := directory.Directory{Inboxes: []directory.Inbox{{ID: botflow.General, Policy: routing.Support()}}}
	for i := range floorAgents {
		d.Agents = append(d.Agents, directory.Agent{ID: floorAgent(i)})
	}
	apply := func(key store.Key, c store.Changeset) {
		err := s.Apply(context.Background(), key, func(store.Loaded) (store.Changeset, error) { return c, nil })
		if err != nil {
			b.Error(err)
		}
	}
	apply(store.Key{Account: true}, store.Changeset{Directory: &d})
	for _, a := range d.Agents {
		apply(store.Key{Agents: []botflow.AgentID{a.ID}}, store.Changeset{Agents: []botflow.Presence{{Agent: a.ID, Status: botflow.Online, Since: 1}}})
	}
	var all sync.WaitGroup
	for w := range 64 {
		all.Go(func() {
			for i := w; i < floorChats; i += 64 {
				c := chat(i)
				apply(store.Key{Chat: store.Chat{Channel: c.Channel, Contact: c.Contact}}, store.Changeset{
					Conversations: []botflow.Conversation{c}, Contacts: []botflow.Contact{{ID: c.Contact}},
				})
			}
		})
	}
	all.Wait()
	return s
}

func waitingChat(i int) botflow.Conversation {
	at := botflow.Instant(63_900_000_000_000_000 + i*1_000_000)
	return botflow.Conversation{
		ID: floorChat(i), Channel: "whatsapp", Contact: botflow.ContactID(fmt.Sprintf("51%09d", i)),
		Episode: 1, Epoch: 1, EpisodeAt: at, OpenedAt: at, Updated: at, QueuedAt: at, LastInbound: at, LastActivity: at, Unanswered: at, Unread: true,
		WindowEnds: at + 86_400_000_000, Wake: botflow.Wake{At: at + 86_400_000_000, Rank: botflow.RankEnding},
		Place: botflow.Place{State: botflow.StateInbox, Inbox: botflow.General, Since: at}, TakenFrom: botflow.General,
	}
}

// taking gives what taking a chat, or giving it back, writes: the conversation, the agent's load, the event and the result.
func taking(c botflow.Conversation, p botflow.Presence, op botflow.OpID) store.Changeset {
	at := c.Updated + 1_000_000
	from := c.Place
	if c.Place.State == botflow.StateInbox {
		c.Place, p.Load = botflow.Place{State: botflow.StateAgent, Owner: p.Agent, Since: at}, p.Load+1
		c.LastOwner = p.Agent
	} else {
		c.Place, p.Load = botflow.Place{State: botflow.StateInbox, Inbox: botflow.General, Since: at}, p.Load-1
	}
	c.Previous, c.Updated, c.Seq, c.Epoch = from, at, c.Seq+1, c.Epoch+1
	p.IdleFrom, p.Activity = at, at
	e := botflow.Event{
		Subject: botflow.OfConversation(c.ID), Seq: c.Seq, Type: botflow.Taken, At: at, Recorded: at, By: botflow.ByAgent(p.Agent), Rule: "L10",
		Channel: c.Channel, Contact: c.Contact, Episode: c.Episode, Epoch: c.Epoch, From: from, To: c.Place, Home: botflow.General, Agent: p.Agent,
	}
	result, err := json.Marshal(map[string]any{"conversation": c.ID, "first": c.Seq, "last": c.Seq})
	if err != nil {
		panic(err)
	}
	return store.Changeset{
		Op: op, Result: result, At: at, Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{p}, Events: []botflow.Event{e},
	}
}

// command takes one chat, or gives it back, through the store.
func command(s store.Store, i int, op botflow.OpID) error {
	key := store.Key{Op: op, Conversations: []botflow.ConversationID{floorChat(i)}, Agents: []botflow.AgentID{floorAgent(i % floorAgents)}}
	return s.Apply(context.Background(), key, func(l store.Loaded) (store.Changeset, error) {
		at := slices.IndexFunc(l.Agents, func(p botflow.Presence) bool { return p.Agent == floorAgent(i%floorAgents) })
		return taking(l.Conversations[0], l.Agents[at], op), nil
	})
}

// bare writes the same rows, made beforehand, by prepared statements on one connection, and compares the revision.
type bare struct {
	mu    sync.Mutex
	stmts []*sql.Stmt
	rows  []store.Changeset // by chat
	docs  [][3]string
	seqs  []int
}

func newBare(b *testing.B, pool *sql.DB) *bare {
	b.Helper()
	ctx := context.Background()
	conn, err := pool.Conn(ctx)
	require.NoError(b, err)
	f := &bare{seqs: make([]int, floorChats)}
	b.Cleanup(func() {
		for _, st := range f.stmts {
			require.NoError(b, st.Close())
		}
		require.NoError(b, conn.Close())
	})
	_, err = conn.ExecContext(ctx, "PRAGMA synchronous = FULL")
	require.NoError(b, err)
	for _, q := range []string{
		"BEGIN IMMEDIATE",
		"SELECT revision FROM reparto_account WHERE id = ?1",
		"UPDATE reparto_conversation SET events = ?3, doc = ?4, area = ?5, home = ?6, holder = ?7 WHERE account = ?1 AND id = ?2",
		"UPDATE reparto_agent SET load = ?3, idle_from = ?4, doc = ?5 WHERE account = ?1 AND id = ?2",
		"INSERT INTO reparto_operation (account, id, at, result) VALUES (?1, ?2, ?3, ?4)",
		"INSERT INTO reparto_event (account, kind, subject, seq, recorded, doc) VALUES (?1, 0, ?2, ?3, ?4, ?5)",
		"COMMIT",
	} {
		st, err := conn.PrepareContext(ctx, q)
		require.NoError(b, err)
		f.stmts = append(f.stmts, st)
	}
	for i := range floorChats {
		c := waitingChat(i)
		taken := taking(c, botflow.Presence{Agent: floorAgent(i % floorAgents), Status: botflow.Online, Since: 1}, "")
		f.rows = append(f.rows, taken)
		f.docs = append(f.docs, [3]string{text(b, taken.Conversations[0]), text(b, taken.Agents[0]), text(b, taken.Events[0])})
	}
	return f
}

func text(b *testing.B, v any) string {
	b.Helper()
	doc, err := json.Marshal(v)
	require.NoError(b, err)
	return string(doc)
}

func (f *bare) command(i int, op botflow.OpID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	ctx := context.Background()
	c, p := &f.rows[i].Conversations[0], &f.rows[i].Agents[0]
	f.seqs[i]++
	area, holder := inbox.AreaOwned, string(p.Agent)
	if f.seqs[i]%2 == 0 {
		area, holder = inbox.AreaShared, ""
	}
	if _, err := f.stmts[0].ExecContext(ctx); err != nil {
		return err
	}
	var revision int
	if err := f.stmts[1].QueryRowContext(ctx, "acme").Scan(&revision); err != nil || revision != 1 {
		return fmt.Errorf("revision %d: %w", revision, err)
	}
	for n, args := range [][]any{
		{"acme", string(c.ID), f.seqs[i], f.docs[i][0], int(area), "General", holder},
		{"acme", string(p.Agent), i, int64(p.IdleFrom), f.docs[i][1]},
		{"acme", string(op), int64(p.IdleFrom), f.rows[i].Result},
		{"acme", string(c.ID), f.seqs[i], int64(p.IdleFrom), f.docs[i][2]},
		nil,
	} {
		if _, err := f.stmts[n+2].ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// rate runs commands by so many callers for a while and gives how many a second.
func rate(b *testing.B, callers int, next *atomic.Int64, run func(i int, op botflow.OpID) error) float64 {
	b.Helper()
	const slice = 400 * time.Millisecond
	var done atomic.Int64
	began := time.Now()
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			for k := c; time.Since(began) < slice; k += callers {
				i := (k * 7919) % floorChats
				if err := run(i, botflow.OpID(fmt.Sprintf("op-%010d", next.Add(1)))); err != nil {
					b.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	return float64(done.Load()) / time.Since(began).Seconds()
}

func median(x []float64) float64 {
	slices.Sort(x)
	return x[len(x)/2]
}

// BenchmarkFloor compares the store with the least that could be done: interleaved rounds in one process, medians. The metrics are
// commands a second of both, and their ratio.
func BenchmarkFloor(b *testing.B) {
	for name, driver := range drivers() {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			s := furnish(b, over(b, open(b, driver, filepath.Join(dir, "store.db")), sqlite.Config{}), waitingChat)
			pool := open(b, driver, filepath.Join(dir, "bare.db"))
			furnish(b, over(b, pool, sqlite.Config{}), waitingChat)
			floor := newBare(b, pool)
			var next atomic.Int64
			for _, callers := range []int{1, 16} {
				b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
					for b.Loop() {
						var ours, theirs, ratios []float64
						for range floorRounds {
							x := rate(b, callers, &next, func(i int, op botflow.OpID) error { return command(s, i, op) })
							y := rate(b, callers, &next, floor.command)
							ours, theirs, ratios = append(ours, x), append(theirs, y), append(ratios, x/y)
						}
						b.ReportMetric(median(ours), "store/s")
						b.ReportMetric(median(theirs), "bare/s")
						b.ReportMetric(median(ratios), "ratio")
					}
				})
			}
			wrong, err := s.Verify(context.Background())
			require.NoError(b, err)
			require.Empty(b, wrong)
		})
	}
}
