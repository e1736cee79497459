package reparto_test

import (
	"context"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store/memory"
)

func TestSmoke(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	clk := clock.NewMock()
	clk.Set(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
	e, err := reparto.New(memory.New(), reparto.Config{Clock: clk})
	require.NoError(t, err)
	a, err := e.Account("shop")
	require.NoError(t, err)
	changes, err := a.Apply(ctx, directory.Directory{
		Agents:   []directory.Agent{{ID: "Ana"}, {ID: "Beto"}},
		Inboxes:  []directory.Inbox{{ID: "Ventas", Members: []botflow.AgentID{"Ana", "Beto"}, Policy: routing.Sales()}},
		Channels: []directory.Channel{{ID: "whatsapp", Bot: "flow"}},
	})
	require.NoError(t, err)
	for _, c := range changes {
		t.Log(c)
	}
	sys := a.System()
	_, err = sys.Do(ctx, reparto.Agent("Ana"), botflow.SetPresence{Status: botflow.Online}, "")
	require.NoError(t, err)
	k := reparto.Chat("whatsapp", "K")
	_, err = sys.Do(ctx, k, botflow.Receive{Message: "m1"}, "")
	require.NoError(t, err)
	_, err = a.As(botflow.ByBot("flow")).Do(ctx, k, botflow.HandOff{Inbox: "Ventas"}, "h1")
	require.NoError(t, err)
	clk.Add(90 * time.Second)
	c, err := sys.Get(ctx, k)
	require.NoError(t, err)
	events, err := sys.History(ctx, k, 0, 100)
	require.NoError(t, err)
	for _, e := range events {
		t.Logf("%s %s %s -> %s %v", e.At, e.Type, e.From, e.To, e.Decision)
	}
	require.Equal(t, botflow.AgentID("Beto"), c.Place.Owner)
	bad, err := a.Verify(ctx)
	require.NoError(t, err)
	require.Empty(t, bad)
	next, err := e.Tick(ctx)
	require.NoError(t, err)
	t.Log(next)
}
