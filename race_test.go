package reparto_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// meanwhile is a store in which something happens between what a pass sees and what it writes.
type meanwhile struct {
	store.DB
	hook func() // once, after the next view
}

type meanwhileAccount struct {
	store.Store
	db *meanwhile
}

func (m *meanwhile) Account(id botflow.AccountID) (store.Store, error) {
	s, err := m.DB.Account(id)
	return &meanwhileAccount{s, m}, err
}

func (m *meanwhileAccount) View(ctx context.Context, rq store.ViewRequest) (routing.View, error) {
	view, err := m.Store.View(ctx, rq)
	if hook := m.db.hook; hook != nil {
		m.db.hook = nil
		hook()
	}
	return view, err
}

// raced is a shop whose own engine loses a race against what another process does.
func raced(t *testing.T, p routing.Policy) (r, other *rig) {
	t.Helper()
	r = shop(t, cast(room("Ventas", p, "Ana", "Beto")))
	r.goes("Beto", botflow.Away)
	return r, &rig{t: t, clock: r.clock, db: r.db, engine: r.engine, acc: r.acc, ops: 1 << 20}
}

// lose lets the engine of a raced shop see what is so now, and write when what happens has happened.
func (r *rig) lose(happens func()) {
	r.t.Helper()
	db := &meanwhile{DB: r.db, hook: happens}
	var err error
	r.engine, err = reparto.New(db, reparto.Config{Clock: r.clock})
	require.NoError(r.t, err)
	r.acc, err = r.engine.Account("shop")
	require.NoError(r.t, err)
}

func TestA14_ADecisionIsLookedAtAgainWhereItIsWritten(t *testing.T) {
	t.Parallel()
	one := online
	one.Limit = 1
	for _, tc := range []struct {
		name  string
		do    func(r *rig)
		place string
	}{
		{"nothing", func(*rig) {}, "AGENTE(Ana)"},
		{"full by then", func(r *rig) { r.as(ana(), web("other"), botflow.Take{}) }, "BANDEJA(Ventas)"},
		{"away by then", func(r *rig) { r.goes("Ana", botflow.Away) }, "BANDEJA(Ventas)"},
		{"taken by then", func(r *rig) { r.as(beto(), chat("k"), botflow.Take{}) }, "AGENTE(Beto)"},
		{"closed by then", func(r *rig) { r.as(sol(), chat("k"), botflow.Close{}) }, "BANDEJA(Cerradas)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r, other := raced(t, one)
			other.message(web("other"))
			other.writes("k")
			r.lose(func() { tc.do(other) })
			r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"})
			r.in(tc.place, "k")
			r.sound()
		})
	}
}

func TestA14_A10_ARotationIsLookedAtAgainWhereItIsWritten(t *testing.T) {
	t.Parallel()
	one := online
	one.Limit, one.ReassignAfter = 1, time.Minute
	for _, tc := range []struct {
		name  string
		do    func(r *rig)
		place string
	}{
		{"nothing", func(*rig) {}, "AGENTE(Ana)"},
		{"full by then", func(r *rig) { r.as(ana(), web("other"), botflow.Take{}) }, "AGENTE(Beto)"},
		{"away by then", func(r *rig) { r.goes("Ana", botflow.Away) }, "AGENTE(Beto)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r, other := raced(t, one)
			other.message(web("other"))
			other.goes("Ana", botflow.Away)
			other.arrives("k", "Ventas")
			other.as(beto(), chat("k"), botflow.Take{})
			other.goes("Ana", botflow.Online)
			r.clock.set(r.clock.Now().Add(time.Minute))
			other.clock = &hand{t: r.clock.Now().Add(-time.Second)} // nothing is due for the other yet
			e, err := reparto.New(r.db, reparto.Config{Clock: other.clock})
			require.NoError(t, err)
			other.acc, err = e.Account("shop")
			require.NoError(t, err)
			r.lose(func() { tc.do(other) })
			r.tick()
			r.in(tc.place, "k")
			r.sound()
		})
	}
}
