package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// engineOn is a process's engine, which all but never looks by itself, and its account.
func engineOn(t *testing.T, db store.DB) (*reparto.Engine, *reparto.Account) {
	t.Helper()
	engine, err := reparto.New(db, reparto.Config{Sweep: time.Hour})
	require.NoError(t, err)
	shop, err := engine.Account("shop")
	require.NoError(t, err)
	return engine, shop
}

// following runs an engine and follows its account until the test ends. It gives what it is handed.
func following(t *testing.T, engine *reparto.Engine, shop *reparto.Account) <-chan botflow.Event {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	handed := make(chan botflow.Event)
	ended := make(chan error, 2)
	go func() { ended <- engine.Run(ctx) }()
	go func() {
		ended <- shop.Follow(ctx, reparto.Consumer{Name: "app", Handle: func(ctx context.Context, r store.Record) error {
			select {
			case handed <- r.Event:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}})
	}()
	t.Cleanup(func() {
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
		require.ErrorIs(t, <-ended, context.Canceled)
	})
	return handed
}

// await waits until an event of a type is handed out.
func await(t *testing.T, handed <-chan botflow.Event, is botflow.EventType) {
	t.Helper()
	for e := range handed {
		if e.Type == is {
			return
		}
	}
}

// Rules: E1, L48
func TestAnotherProcessHearsSoon(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		ctx, path := t.Context(), filepath.Join(t.TempDir(), "test.db")
		mine := open(t, driver, path)
		db := over(t, mine, sqlite.Config{})
		_, shop := engineOn(t, db)
		policy := routing.Sales()
		policy.ReassignAfter = time.Second
		_, err := shop.Apply(ctx, directory.Directory{
			Agents:   []directory.Agent{{ID: "Ana"}, {ID: "Bob"}},
			Inboxes:  []directory.Inbox{{ID: "Sales", Members: []botflow.AgentID{"Ana", "Bob"}, Policy: policy}},
			Channels: []directory.Channel{{ID: "mail"}, {ID: "web", Inbox: "Sales"}},
		})
		require.NoError(t, err)
		theirs := open(t, driver, path)
		theirs.SetMaxOpenConns(1)
		runner, followed := engineOn(t, over(t, theirs, sqlite.Config{Poll: 5 * time.Millisecond}))
		handed := following(t, runner, followed)
		lucia := reparto.Chat("mail", "lucia")
		for n := range 3 {
			_, err = shop.System().Do(ctx, lucia, botflow.Receive{Message: botflow.MessageID(fmt.Sprint(n))}, "")
			require.NoError(t, err)
			await(t, handed, botflow.Received)
		}
		tx, err := mine.BeginTx(ctx, nil)
		require.NoError(t, err)
		rows, err := db.Bind("shop", tx)
		require.NoError(t, err)
		bound, err := shop.Bind(rows).System().Do(ctx, lucia, botflow.Receive{Message: "in the host's transaction"}, "")
		require.NoError(t, err)
		require.NoError(t, tx.Commit())
		await(t, handed, botflow.Received)
		require.NoError(t, shop.Settle(ctx, bound))

		// A deadline that the writer sets, who doesn't apply any.
		_, err = shop.System().Do(ctx, reparto.Chat("web", "lucia"), botflow.Receive{Message: "for sale"}, "")
		require.NoError(t, err)
		await(t, handed, botflow.Rotated)
	})
}

func TestWhoDoesWithoutPollingHearsNothing(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(context.Background())
	pool := open(t, "sqlite", filepath.Join(t.TempDir(), "test.db"))
	db := over(t, pool, sqlite.Config{Poll: botflow.None})
	held, err := pool.Conn(ctx)
	require.NoError(t, err)
	pool.SetMaxOpenConns(1) // whoever asks for a connection waits for ever
	stop()
	require.ErrorIs(t, db.Watch(ctx, func(botflow.AccountID, botflow.Instant) { t.Error("heard something") }), context.Canceled)
	require.NoError(t, held.Close())
}
