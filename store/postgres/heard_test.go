package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
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
func await(t *testing.T, handed <-chan botflow.Event, is botflow.EventType) botflow.Event {
	t.Helper()
	for {
		select {
		case e := <-handed:
			if e.Type == is {
				return e
			}
		case <-t.Context().Done():
			require.FailNow(t, "nothing comes")
		}
	}
}

// Rules: E1, L48
func TestAnotherProcessHearsAtOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	mine, pool, _ := opened(t)
	writer, shop := engineOn(t, mine)
	policy := routing.Sales()
	policy.ReassignAfter = time.Second
	_, err := shop.Apply(ctx, directory.Directory{
		Agents:   []directory.Agent{{ID: "Ana"}, {ID: "Bob"}},
		Inboxes:  []directory.Inbox{{ID: "Sales", Members: []botflow.AgentID{"Ana", "Bob"}, Policy: policy}},
		Channels: []directory.Channel{{ID: "mail"}, {ID: "web", Inbox: "Sales"}},
	})
	require.NoError(t, err)
	runner, theirs := engineOn(t, beside(t, mine))
	handed := following(t, runner, theirs)
	lucia := reparto.Chat("mail", "lucia")
	for range 3 {
		_, err = shop.System().Do(ctx, lucia, botflow.Receive{Message: botflow.MessageID(time.Now().String())}, "")
		require.NoError(t, err)
		await(t, handed, botflow.Received)
	}
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	rows, err := mine.Bind("shop", tx)
	require.NoError(t, err)
	bound, err := shop.Bind(rows).System().Do(ctx, lucia, botflow.Receive{Message: "in the host's transaction"}, "")
	require.NoError(t, err)
	require.NoError(t, tx.Commit(ctx))
	require.NoError(t, shop.Settle(ctx, bound))
	await(t, handed, botflow.Received)

	// A deadline that the writer sets, who doesn't apply any.
	_, err = shop.System().Do(ctx, reparto.Chat("web", "lucia"), botflow.Receive{Message: "for sale"}, "")
	require.NoError(t, err)
	await(t, handed, botflow.Assigned)
	rotated := await(t, handed, botflow.Rotated)
	require.Zero(t, writer.Repairs()+runner.Repairs())
	require.GreaterOrEqual(t, rotated.Recorded, rotated.At)
}
