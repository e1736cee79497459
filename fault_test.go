package reparto_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// small is a shop with two inboxes, each entered by a channel of its own.
func small(p routing.Policy) directory.Directory {
	return directory.Directory{
		Agents:   []directory.Agent{{ID: "Ana"}, {ID: "Beto"}, {ID: "Sol", Role: botflow.RoleSupervisor}, {ID: "Ada", Role: botflow.RoleAdmin}},
		Inboxes:  []directory.Inbox{{ID: "Ventas", Members: []botflow.AgentID{"Ana", "Beto"}, Policy: p}, {ID: "VIP", Members: []botflow.AgentID{"Ana"}}},
		Channels: []directory.Channel{{ID: "whatsapp", Inbox: "Ventas"}, {ID: "web", Inbox: "VIP"}},
	}
}

// wrapDB lets a test stand between the engine and its stores.
type wrapDB struct {
	store.DB
	wrap func(botflow.AccountID, store.Store) store.Store
}

func (w wrapDB) Account(id botflow.AccountID) (store.Store, error) {
	s, err := w.DB.Account(id)
	return w.wrap(id, s), err
}

type wrapStore struct {
	store.Store
	onView func() error
	onDue  func() error
	onList func()
	now    func() botflow.Instant
	calls  *[]string
}

func (w *wrapStore) note(s string) {
	if w.calls != nil {
		*w.calls = append(*w.calls, s)
	}
}

func (w *wrapStore) View(ctx context.Context, rq store.ViewRequest) (routing.View, error) {
	if w.onView != nil {
		if err := w.onView(); err != nil {
			return routing.View{}, err
		}
	}
	return w.Store.View(ctx, rq)
}

func (w *wrapStore) Due(ctx context.Context, now botflow.Instant, n int) ([]store.Wake, botflow.Instant, error) {
	if w.onDue != nil {
		if err := w.onDue(); err != nil {
			return nil, 0, err
		}
	}
	return w.Store.Due(ctx, now, n)
}

func (w *wrapStore) List(ctx context.Context, q inbox.Query) (store.Page, error) {
	w.note("List")
	p, err := w.Store.List(ctx, q)
	if w.onList != nil {
		w.onList()
	}
	return p, err
}

func (w *wrapStore) Get(ctx context.Context, k store.Key) (store.Loaded, error) {
	w.note("Get")
	l, err := w.Store.Get(ctx, k)
	if w.now != nil {
		l.Now = w.now()
	}
	return l, err
}

func (w *wrapStore) Apply(ctx context.Context, k store.Key, d store.Decide) error {
	w.note("Apply")
	return w.Store.Apply(ctx, k, func(l store.Loaded) (store.Changeset, error) {
		if w.now != nil {
			l.Now = w.now()
		}
		return d(l)
	})
}

func TestI3_ATickMakesUpForAProcessThatDied(t *testing.T) {
	t.Parallel()
	db := memory.New()
	clock := &hand{t: monday}
	dead, err := reparto.New(wrapDB{db, func(_ botflow.AccountID, s store.Store) store.Store {
		return &wrapStore{Store: s, onView: func() error { return errors.New("died") }}
	}}, reparto.Config{Clock: clock})
	require.NoError(t, err)
	live, err := reparto.New(db, reparto.Config{Clock: clock})
	require.NoError(t, err)
	acc, _ := live.Account("shop")
	_, err = acc.Apply(context.Background(), small(routing.Sales()))
	require.NoError(t, err)
	x, _ := dead.Account("shop")
	_, err = x.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	for range 100 {
		clock.set(clock.Now().Add(time.Minute))
		_, err = live.Tick(context.Background())
		require.NoError(t, err)
	}
	c, _ := acc.System().Get(context.Background(), chat("K"))
	require.Equal(t, botflow.StateAgent, c.Place.State, "still %s after 100 ticks", c.Place)
}

func TestI6_I11_OneAccountsFailureHoldsUpNobody(t *testing.T) {
	t.Parallel()
	db := memory.New()
	clock := &hand{t: monday}
	var broken atomic.Bool
	e, err := reparto.New(wrapDB{db, func(id botflow.AccountID, s store.Store) store.Store {
		w := &wrapStore{Store: s}
		if id == "a" {
			w.onDue = func() error {
				if broken.Load() {
					return errors.New("disk")
				}
				return nil
			}
		}
		return w
	}}, reparto.Config{Clock: clock})
	require.NoError(t, err)
	for _, id := range []botflow.AccountID{"a", "b"} {
		acc, _ := e.Account(id)
		_, err = acc.Apply(context.Background(), small(routing.Policy{}))
		require.NoError(t, err)
		_, err = acc.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "1"}, "")
		require.NoError(t, err)
	}
	broken.Store(true)
	clock.set(monday.Add(25 * time.Hour))
	for range 5 {
		_, _ = e.Tick(context.Background())
	}
	raw, _ := db.Account("b")
	l, _ := raw.Get(context.Background(), store.Key{Chat: store.Chat{Channel: "whatsapp", Contact: "K"}})
	require.Equal(t, botflow.StateExpired, l.Conversations[0].Place.State, "b: %s", l.Conversations[0].Place)
}

func TestL48_TheStoresClockIsTheClock(t *testing.T) {
	t.Parallel()
	then := botflow.InstantOf(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	e, err := reparto.New(wrapDB{memory.New(), func(_ botflow.AccountID, s store.Store) store.Store {
		return &wrapStore{Store: s, now: func() botflow.Instant { return then }}
	}}, reparto.Config{})
	require.NoError(t, err)
	acc, _ := e.Account("shop")
	_, err = acc.Apply(context.Background(), small(routing.Policy{}))
	require.NoError(t, err)
	res, err := acc.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	t.Log("received at", res.Conversation.LastInbound.Time())
	_, err = e.Tick(context.Background())
	require.NoError(t, err)
	now, _ := acc.Now(context.Background())
	require.Equal(t, then, now, "the account's time is %s", now.Time())
}

func TestE4_AChatThatBeginsMeanwhileIsForgottenToo(t *testing.T) {
	t.Parallel()
	db := memory.New()
	clock := &hand{t: monday}
	other, _ := reparto.New(db, reparto.Config{Clock: clock})
	oacc, _ := other.Account("shop")
	armed := false
	e, err := reparto.New(wrapDB{db, func(_ botflow.AccountID, s store.Store) store.Store {
		return &wrapStore{Store: s, onList: func() {
			if armed {
				armed = false
				_, err := oacc.System().Do(context.Background(), reparto.Chat("web", "K"), botflow.Receive{Message: "2"}, "")
				require.NoError(t, err)
			}
		}}
	}}, reparto.Config{Clock: clock})
	require.NoError(t, err)
	acc, _ := e.Account("shop")
	_, err = acc.Apply(context.Background(), small(routing.Policy{}))
	require.NoError(t, err)
	_, err = acc.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	_, err = acc.System().Do(context.Background(), chat("K"), botflow.SetAttributes{Attributes: map[string]string{"dni": "30111222"}}, "")
	require.NoError(t, err)
	armed = true
	_, err = acc.System().Do(context.Background(), chat("K"), botflow.Forget{}, "")
	require.NoError(t, err)
	k, err := acc.System().Contact(context.Background(), reparto.Chat("web", "K"))
	require.ErrorIs(t, err, botflow.ErrNotFound, "still known: %+v", k)
}

func TestV7_E4_ForgettingTellsNothingByStoreCalls(t *testing.T) {
	t.Parallel()
	var calls []string
	clock := &hand{t: monday}
	e, err := reparto.New(wrapDB{memory.New(), func(_ botflow.AccountID, s store.Store) store.Store {
		return &wrapStore{Store: s, calls: &calls}
	}}, reparto.Config{Clock: clock})
	require.NoError(t, err)
	acc, _ := e.Account("shop")
	_, err = acc.Apply(context.Background(), small(routing.Policy{}))
	require.NoError(t, err)
	_, err = acc.System().Do(context.Background(), reparto.Chat("web", "K"), botflow.Receive{Message: "1"}, "") // in VIP, where Beto isn't
	require.NoError(t, err)
	calls = nil
	_, err = acc.As(botflow.ByAgent("Beto")).Do(context.Background(), reparto.Chat("web", "K"), botflow.Forget{}, "")
	require.ErrorIs(t, err, botflow.ErrNotFound)
	hidden := calls
	calls = nil
	_, err = acc.As(botflow.ByAgent("Beto")).Do(context.Background(), reparto.Chat("web", "nobody"), botflow.Forget{}, "")
	require.ErrorIs(t, err, botflow.ErrNotFound)
	require.Equal(t, calls, hidden)
}

func TestA5_AttributesLookAtNoQueue(t *testing.T) {
	t.Parallel()
	views := 0
	clock := &hand{t: monday}
	e, err := reparto.New(wrapDB{memory.New(), func(_ botflow.AccountID, s store.Store) store.Store {
		return &wrapStore{Store: s, onView: func() error { views++; return nil }}
	}}, reparto.Config{Clock: clock})
	require.NoError(t, err)
	acc, _ := e.Account("shop")
	d := small(routing.Policy{})
	_, err = acc.Apply(context.Background(), d)
	require.NoError(t, err)
	_, err = acc.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	views = 0
	_, err = acc.System().Do(context.Background(), chat("K"), botflow.SetAttributes{Attributes: map[string]string{"dni": "1"}}, "")
	require.NoError(t, err)
	require.Zero(t, views)
}

func TestI6_AProcessAheadFiresNothingEarly(t *testing.T) {
	t.Parallel()
	db := memory.New()
	here, there := &hand{t: monday}, &hand{t: monday.Add(time.Hour)}
	a, _ := reparto.New(db, reparto.Config{Clock: here})
	b, _ := reparto.New(db, reparto.Config{Clock: there})
	aa, _ := a.Account("shop")
	ba, _ := b.Account("shop")
	_, err := aa.Apply(context.Background(), small(routing.Sales()))
	require.NoError(t, err)
	_, err = ba.System().Do(context.Background(), chat("X"), botflow.Receive{Message: "1"}, "")
	require.NoError(t, err)
	_, err = aa.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "2"}, "") // its answer clock: 10:01
	require.NoError(t, err)
	_, err = aa.System().Do(context.Background(), chat("X"), botflow.Receive{Message: "3"}, "")
	require.NoError(t, err)
	ev, _ := aa.System().History(context.Background(), chat("K"), 0, 100)
	for _, e := range ev {
		require.NotEqual(t, botflow.Rotated, e.Type, "at %s, recorded %s, clock %s", e.At.Time(), e.Recorded.Time(), here.Now())
	}
}
