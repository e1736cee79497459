package reparto_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store/memory"
)

// running starts an engine with its own clock and Run in a bubble of fake time.
func running(t *testing.T) *rig {
	t.Helper()
	e, err := reparto.New(memory.New(), reparto.Config{})
	require.NoError(t, err)
	acc, err := e.Account("shop")
	require.NoError(t, err)
	r := &rig{t: t, clock: &hand{}, engine: e, acc: acc}
	r.apply(cast(room("Ventas", routing.Sales(), "Ana", "Beto")))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
	return r
}

func TestL48_RunAppliesEachDeadlineInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := running(t)
		r.arrives("K", "Ventas")
		r.in("AGENTE(Ana)", "K")
		began := time.Now()
		time.Sleep(59 * time.Second)
		synctest.Wait()
		require.Empty(t, r.events("K", botflow.Rotated))
		time.Sleep(time.Second)
		synctest.Wait()
		rotated := r.events("K", botflow.Rotated)
		require.Len(t, rotated, 1)
		require.Equal(t, botflow.InstantOf(began.Add(time.Minute)), rotated[0].At)
		require.Equal(t, rotated[0].At, rotated[0].Recorded, "by Run at that instant, and not by the look that found it")
		require.Zero(t, r.engine.Repairs())
	})
}

func TestL48_RunHearsOfDeadlinesSoonerThanItsSleep(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := running(t)
		synctest.Wait() // Run sleeps until its next sweep
		r.edit(policy("Ventas", func(p *routing.Policy) { p.ReassignAfter = time.Second }))
		r.arrives("K", "Ventas")
		time.Sleep(3500 * time.Millisecond)
		synctest.Wait()
		for i, e := range r.events("K", botflow.Rotated) {
			require.Equal(t, e.At, e.Recorded, "rotation %d", i)
		}
		require.Len(t, r.events("K", botflow.Rotated), 3)
	})
}
