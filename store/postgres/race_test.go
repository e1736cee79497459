package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

const (
	racers     = 10 // agents
	racedChats = 60
	raceLimit  = 3
)

// TestI1_I2_I8_TwoProcessesRace lets two stores on one database, each with a pool and an engine of its own, take, answer, close and
// reopen the same chats. Afterwards loads are what is owned, nobody was given a chat beyond the limit, and no event is missing.
func TestI1_I2_I8_TwoProcessesRace(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	first, pool, schema := opened(t)
	second := reopen(t, openServer(t).Pool(t, 4), schema)
	shops := []*reparto.Account{racing(t, first), racing(t, second)}
	policy := routing.Support()
	policy.Limit = raceLimit
	d := directory.Directory{Channels: []directory.Channel{{ID: "web", Inbox: "Support"}}, Inboxes: []directory.Inbox{{ID: "Support", Policy: policy}}}
	for i := range racers {
		d.Agents = append(d.Agents, directory.Agent{ID: racer(i)})
		d.Inboxes[0].Members = append(d.Inboxes[0].Members, racer(i))
	}
	_, err := shops[0].Apply(ctx, d)
	require.NoError(t, err)
	for i := range racers {
		_, err := shops[i%2].System().Do(ctx, reparto.Agent(racer(i)), botflow.SetPresence{Status: botflow.Online}, "")
		require.NoError(t, err)
	}
	limit(t, pool, schema)
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			r := rand.New(rand.NewPCG(uint64(w), 1))
			for i := range budget.Of(budget.RaceCommands) {
				if err := race(ctx, shops[w%2], r, fmt.Sprintf("%d/%d", w, i)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	for _, db := range []store.DB{first, second} {
		requireSound(t, db)
	}
}

// limit lets the database itself refuse an agent beyond the limit, as no store should: here all assignment is automatic.
func limit(t *testing.T, pool *pgxpool.Pool, schema string) {
	t.Helper()
	text := fmt.Sprintf(`create function reparto.guard() returns trigger language plpgsql as
$$ begin if new.load > %d then raise 'agent %% would own %% chats', new.id, new.load; end if; return new; end $$;
create trigger guard before insert or update on reparto.agent for each row execute function reparto.guard()`, raceLimit)
	_, err := pool.Exec(context.Background(), strings.ReplaceAll(text, "reparto.", pgx.Identifier{schema}.Sanitize()+"."), pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err)
}

func racer(i int) botflow.AgentID { return botflow.AgentID(fmt.Sprintf("agent %d", i)) }

func racing(t *testing.T, db store.DB) *reparto.Account {
	t.Helper()
	engine, err := reparto.New(db, reparto.Config{})
	require.NoError(t, err)
	shop, err := engine.Account("shop")
	require.NoError(t, err)
	return shop
}

// race gives one command; a refusal is as good as anything.
func race(ctx context.Context, shop *reparto.Account, r *rand.Rand, message string) error {
	on := reparto.Chat("web", botflow.ContactID(fmt.Sprint(r.IntN(racedChats))))
	agent := shop.As(botflow.ByAgent(racer(r.IntN(racers))))
	var err error
	switch r.IntN(6) {
	case 0, 1:
		_, err = shop.System().Do(ctx, on, botflow.Receive{Message: botflow.MessageID(message)}, "")
	case 2:
		_, err = agent.Do(ctx, on, botflow.Return{}, botflow.OpID("return "+message))
	case 3:
		_, err = agent.Do(ctx, on, botflow.Reply{}, "")
	case 4:
		_, err = agent.Do(ctx, on, botflow.Close{}, "")
	case 5:
		_, err = shop.System().Do(ctx, on, botflow.Close{}, "")
	}
	if code := botflow.CodeOf(err); err != nil && (code == "" || code == botflow.CodeInvalid || errors.Is(err, botflow.ErrConflict)) {
		return fmt.Errorf("%s: %w", message, err)
	}
	return nil
}

// requireSound wants the books to balance.
func requireSound(t *testing.T, db store.DB) {
	t.Helper()
	ctx := context.Background()
	s, err := db.Account("shop")
	require.NoError(t, err)
	wrong, err := s.Verify(ctx)
	require.NoError(t, err)
	require.Empty(t, wrong)
	records, err := s.Feed(ctx, "audit", 0, 100_000)
	require.NoError(t, err)
	given := 0
	for _, r := range records {
		if r.Event.Type == botflow.Assigned {
			given++
		}
	}
	require.Positive(t, given)
}
