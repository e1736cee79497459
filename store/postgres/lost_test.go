package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// modes are the ways in which pgx says a commit that is one of a batch.
func modes() map[string]func(*pgxpool.Config) {
	return map[string]func(*pgxpool.Config){
		"prepared":      func(*pgxpool.Config) {},
		"without names": func(cfg *pgxpool.Config) { cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec },
	}
}

// TestTheTrapOfSafeToRetry shows why the store never asks pgconn whether a commit may be sent again: it says yes to one that is done.
func TestTheTrapOfSafeToRetry(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	proxy := postgrestest.NewProxy(t)
	_, pool, schema := opened(t, proxy.Between)
	table := pgx.Identifier{schema}.Sanitize() + ".trap"
	_, err := pool.Exec(ctx, "create table "+table+" (n int)")
	require.NoError(t, err)
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	_, err = tx.Exec(ctx, "insert into "+table+" values (1)")
	require.NoError(t, err)
	proxy.Lose(postgrestest.Unheard)
	err = tx.Commit(ctx)
	require.Error(t, err)
	var n int
	require.NoError(t, pool.QueryRow(ctx, "select count(*) from "+table).Scan(&n))
	require.Equal(t, 1, n, "the commit is done")
	require.True(t, pgconn.SafeToRetry(err), "pgconn has learned better: %v", err)
}

// Rules: E3, I9
func TestALostCommitIsUnknown(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for mode, change := range modes() {
		for how, most := range map[postgrestest.Cut][]int{postgrestest.Unsent: {0}, postgrestest.Unheard: {1}, postgrestest.Abrupt: {0, 1}} {
			proxy := postgrestest.NewProxy(t)
			db, _, _ := opened(t, proxy.Between, change)
			s, err := db.Account("acme")
			require.NoError(t, err)
			proxy.Lose(how)
			require.ErrorIs(t, s.Apply(ctx, newChat("1"), makes(chat("1"))), store.ErrUnknown, mode)
			require.Equal(t, 1, proxy.Cuts())
			l, err := s.Get(ctx, newChat("1"))
			require.NoError(t, err)
			require.Contains(t, most, len(l.Conversations), mode)
		}
	}
}

// Rules: E3, I9
func TestTheEngineFindsOutWhatBecameOfALostCommit(t *testing.T) {
	t.Parallel()
	for mode, change := range modes() {
		for _, how := range []postgrestest.Cut{postgrestest.Unsent, postgrestest.Unheard, postgrestest.Abrupt} {
			t.Run(fmt.Sprint(mode, " ", how), func(t *testing.T) {
				t.Parallel()
				proxy := postgrestest.NewProxy(t)
				db, _, _ := opened(t, proxy.Between, change)
				ctx, shop := context.Background(), lampShop(t, db)
				lucia := reparto.Chat("whatsapp", "lucia")
				commands := []func() (reparto.Result, error){
					func() (reparto.Result, error) { return shop.System().Do(ctx, lucia, botflow.Receive{Message: "1"}, "") },
					func() (reparto.Result, error) {
						return shop.As(botflow.ByAgent("Ana")).Do(ctx, lucia, botflow.Take{}, "take")
					},
					func() (reparto.Result, error) {
						return shop.As(botflow.ByAgent("Ana")).Do(ctx, lucia, botflow.Reply{}, "")
					},
				}
				for i, command := range commands {
					proxy.Lose(how)
					_, err := command()
					require.NoError(t, err)
					require.Equal(t, i+1, proxy.Cuts(), "its commit was cut")
				}
				c, err := shop.System().Get(ctx, lucia)
				require.NoError(t, err)
				count := make(map[botflow.EventType]int)
				for _, e := range historyOf(t, db, c.ID) {
					count[e.Type]++
				}
				require.Equal(t, []int{1, 1, 1}, []int{count[botflow.Received], count[botflow.Taken], count[botflow.Answered]}, "each happened once")
				sound(t, db)
			})
		}
	}
}

// Connections end at random messages, while several callers give commands and give each again, under its id, until it is answered.
//
// Rules: E3, I9
func TestWhatIsAcknowledgedHappenedOnceWhereverConnectionsEnd(t *testing.T) {
	t.Parallel()
	const callers, oneIn = 4, 120
	each := budget.Of(budget.CutCommands)
	seed := rand.Uint64()
	t.Logf("the cuts are those of seed %d", seed)
	proxy := postgrestest.NewProxy(t)
	db, _, _ := opened(t, proxy.Between)
	ctx, shop := context.Background(), lampShop(t, db)
	proxy.Scatter(seed, oneIn)
	var all sync.WaitGroup
	for caller := range callers {
		all.Go(func() {
			contact := reparto.Chat("whatsapp", botflow.ContactID(fmt.Sprint("contact ", caller%2)))
			for i := range each {
				id := fmt.Sprintf("%d/%d", caller, i)
				for again := true; again; {
					_, err := shop.System().Do(ctx, contact, botflow.Receive{Message: botflow.MessageID(id)}, "") // its message is its operation
					again = errors.Is(err, store.ErrUnavailable) || errors.Is(err, botflow.ErrOutcomeUnknown) || errors.Is(err, botflow.ErrConflict)
					if err != nil && !again {
						t.Errorf("command %s: %v", id, err)
						return
					}
				}
			}
		})
	}
	all.Wait()
	proxy.Scatter(seed, 0)
	require.Positive(t, proxy.Cuts())
	t.Logf("%d commands, %d cuts", callers*each, proxy.Cuts())
	for contact := range 2 {
		c, err := shop.System().Get(ctx, reparto.Chat("whatsapp", botflow.ContactID(fmt.Sprint("contact ", contact))))
		require.NoError(t, err)
		count := make(map[botflow.MessageID]int)
		for _, e := range historyOf(t, db, c.ID) {
			if e.Type == botflow.Received {
				count[e.Message]++
			}
		}
		for caller := contact; caller < callers; caller += 2 {
			for i := range each {
				id := botflow.MessageID(fmt.Sprintf("%d/%d", caller, i))
				require.Equal(t, 1, count[id], "message %s", id)
			}
		}
		require.Len(t, count, callers/2*each)
	}
	sound(t, db)
}

// lampShop is an account with one agent and one channel.
func lampShop(t *testing.T, db store.DB) *reparto.Account {
	t.Helper()
	engine, err := reparto.New(db, reparto.Config{})
	require.NoError(t, err)
	shop, err := engine.Account("shop")
	require.NoError(t, err)
	_, err = shop.Apply(context.Background(), directory.Directory{
		Agents:   []directory.Agent{{ID: "Ana"}},
		Inboxes:  []directory.Inbox{{ID: "Ventas", Members: []botflow.AgentID{"Ana"}, Policy: routing.Policy{}}},
		Channels: []directory.Channel{{ID: "whatsapp", Inbox: "Ventas"}},
	})
	require.NoError(t, err)
	return shop
}

func historyOf(t *testing.T, db store.DB, id botflow.ConversationID) (events []botflow.Event) {
	t.Helper()
	s, err := db.Account("shop")
	require.NoError(t, err)
	records, err := s.History(context.Background(), botflow.OfConversation(id), 0, 1<<30)
	require.NoError(t, err)
	for _, r := range records {
		events = append(events, r.Event)
	}
	return events
}

// sound wants the books to be right.
func sound(t *testing.T, db store.DB) {
	t.Helper()
	s, err := db.Account("shop")
	require.NoError(t, err)
	wrong, err := s.Verify(context.Background())
	require.NoError(t, err)
	require.Empty(t, wrong)
}
