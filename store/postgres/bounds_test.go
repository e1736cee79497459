package postgres_test

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
)

// patient notes how long transactions say that they would wait for a lock.
type patient struct {
	trips
	milliseconds atomic.Int64 // in all
	longest      atomic.Int64
}

func (p *patient) TraceBatchQuery(ctx context.Context, conn *pgx.Conn, data pgx.TraceBatchQueryData) {
	p.trips.TraceBatchQuery(ctx, conn, data)
	if strings.Contains(data.SQL, "lock_timeout") {
		if wait, err := strconv.ParseInt(data.Args[2].(string), 10, 64); err == nil {
			p.milliseconds.Add(wait)
			p.longest.Store(max(p.longest.Load(), wait)) // about: two at once may lose one
		}
	}
}

// locked opens a transaction of a host's that has written a chat.
func locked(t *testing.T, db *postgres.DB, pool *pgxpool.Pool, id botflow.ConversationID) {
	t.Helper()
	tx, err := pool.Begin(context.Background())
	require.NoError(t, err)
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	host, err := db.Bind("acme", tx)
	require.NoError(t, err)
	_, err = touch(t.Context(), host, id)
	require.NoError(t, err)
}

// TestHoweverManyWaitForALockedChatTheWaitHasAnEnd: they wait one after the other, in turns, and yet none of them much longer than Timeout. What
// their transactions were ready to wait is what they have waited.
func TestHoweverManyWaitForALockedChatTheWaitHasAnEnd(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	const callers, timeout = 100, 500 * time.Millisecond
	waits := &patient{}
	_, pool, schema := opened(t, func(cfg *pgxpool.Config) { cfg.ConnConfig.Tracer = waits })
	db, err := postgres.New(ctx, pool, postgres.Config{Schema: schema, Timeout: timeout, Silent: true})
	require.NoError(t, err)
	acme, _ := withChats(t, db, 1)
	locked(t, db, pool, "0")
	waits.milliseconds.Store(0)
	all := make([]<-chan written, callers)
	for i := range all {
		all[i] = touching(ctx, acme, "0")
	}
	for _, done := range all {
		require.Error(t, (<-done).err)
	}
	require.LessOrEqual(t, waits.milliseconds.Load(), timeout.Milliseconds()*3/2)
}

// TestGroupsLosePatienceWhenSomebodyStaysInTheWay: a host's open transaction may hold rows that no key names, as of the agent who owns many
// chats. Every one of those chats would keep a group waiting, the first time, for as long as somebody who is merely busy may take.
func TestGroupsLosePatienceWhenSomebodyStaysInTheWay(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	waits := &patient{}
	db, pool, _ := opened(t, func(cfg *pgxpool.Config) { cfg.ConnConfig.Tracer = waits })
	acme, other := withChats(t, db, 1)
	patience := waits.longest.Load()
	locked(t, db, pool, "0")
	barred, giveUp := context.WithCancel(ctx)
	waiting := touching(barred, acme, "0")
	before := waits.milliseconds.Load()
	require.Eventually(t, func() bool { return waits.milliseconds.Load() > before+1000 }, time.Minute, time.Millisecond)
	waits.longest.Store(0)
	_, err := touch(ctx, other, "0")
	require.NoError(t, err)
	require.Less(t, waits.longest.Load(), patience)
	giveUp()
	<-waiting
}

// TestAServerThatIsGoneIsTriedOnceForAGroup: somebody is in the way of a group, and when its calls go on one by one the pool has no
// connection any more. Each of them would wait Timeout for one, and everybody behind them for all that.
func TestAServerThatIsGoneIsTriedOnceForAGroup(t *testing.T) {
	t.Parallel()
	const calls = 16
	var begun, acquired atomic.Int32
	gate := make(chan struct{})
	counting := func(ctx context.Context, _ *pgx.Conn) bool {
		switch {
		case begun.Load() == 0:
		case begun.CompareAndSwap(1, 2):
			<-gate // the first group, while the others come
		case acquired.Add(1) > 1:
			<-ctx.Done() // the second has found its way barred: from now on there is no connection
			return false
		}
		return true
	}
	_, pool, schema := opened(t, func(cfg *pgxpool.Config) { cfg.BeforeAcquire = counting }) //nolint:staticcheck // it is asked all the same
	db, err := postgres.New(t.Context(), pool, postgres.Config{Schema: schema, Timeout: 500 * time.Millisecond, Silent: true})
	require.NoError(t, err)
	acme, _ := withChats(t, db, calls)
	locked(t, db, pool, "0")
	begun.Store(1)
	all := []<-chan written{touching(t.Context(), acme, "1")}
	for begun.Load() < 2 {
		runtime.Gosched()
	}
	for i := range calls {
		all = append(all, touching(t.Context(), acme, botflow.ConversationID(fmt.Sprint(i))))
	}
	for range 1000 {
		runtime.Gosched()
	}
	close(gate)
	for _, done := range all[1:] {
		require.ErrorIs(t, (<-done).err, store.ErrUnavailable)
	}
	require.NoError(t, (<-all[0]).err)
	require.Less(t, acquired.Load(), int32(calls/2))
}

// TestThoseWhoWaitForALockedChatDontWaitForTheServerToo: when the pool has no connection any more, those who were set aside don't find out
// one after the other.
func TestThoseWhoWaitForALockedChatDontWaitForTheServerToo(t *testing.T) {
	t.Parallel()
	const calls = 12
	var gone atomic.Bool
	var hung atomic.Int32
	_, pool, schema := opened(t, func(cfg *pgxpool.Config) {
		cfg.BeforeAcquire = func(ctx context.Context, _ *pgx.Conn) bool { //nolint:staticcheck // it is asked all the same
			if gone.Load() {
				hung.Add(1)
				<-ctx.Done()
			}
			return !gone.Load()
		}
	})
	db, err := postgres.New(t.Context(), pool, postgres.Config{Schema: schema, Timeout: 300 * time.Millisecond, Silent: true})
	require.NoError(t, err)
	acme, other := withChats(t, db, 1)
	locked(t, db, pool, "0")
	all := make([]<-chan written, calls)
	for i := range all {
		all[i] = touching(t.Context(), acme, "0")
	}
	_, err = touch(t.Context(), other, "0") // in or behind their group
	require.NoError(t, err)
	gone.Store(true)
	for _, done := range all {
		require.Error(t, (<-done).err)
	}
	require.Less(t, hung.Load(), int32(calls/2))
}
