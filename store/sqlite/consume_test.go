package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// tell appends events of an agent.
func tell(t *testing.T, s store.Store, of botflow.AgentID, seqs ...uint64) {
	t.Helper()
	c := store.Changeset{}
	for _, n := range seqs {
		c.Events = append(c.Events, botflow.Event{Subject: botflow.OfAgent(of), Seq: n, Type: botflow.PresenceChanged, At: 1})
	}
	err := s.Apply(t.Context(), store.Key{Agents: []botflow.AgentID{of}}, func(store.Loaded) (store.Changeset, error) { return c, nil })
	require.NoError(t, err)
}

func to(n uint64) (seqs []uint64) {
	for i := range n {
		seqs = append(seqs, i+1)
	}
	return seqs
}

// Rules: E1
func TestE1_ConsumeHandlesEachEventOnce(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		pool := open(t, driver, filepath.Join(t.TempDir(), "test.db"))
		db := over(t, pool, sqlite.Config{})
		s, err := db.Account("acme")
		require.NoError(t, err)
		_, err = pool.ExecContext(t.Context(), "CREATE TABLE heard (agent TEXT, seq INTEGER, UNIQUE (agent, seq))")
		require.NoError(t, err)
		tell(t, s, "ana", to(100)...)
		tell(t, s, "bob", to(100)...)
		var broken sync.Map // agent#seq
		broken.Store("ana#7", true)
		c := sqlite.Consumer{Name: "figures", Tries: 2, Handle: func(ctx context.Context, tx *sql.Tx, records []store.Record) error {
			for _, r := range records {
				if _, err := tx.ExecContext(ctx, "INSERT INTO heard VALUES (?, ?)", r.Event.Subject.ID, int64(r.Event.Seq)); err != nil {
					return err
				}
				if _, is := broken.Load(fmt.Sprintf("%s#%d", r.Event.Subject.ID, r.Event.Seq)); is {
					return errors.New("no such agent")
				}
			}
			return nil
		}}
		now := botflow.Instant(1)
		var failed []store.Failure
		all := func() (next botflow.Instant) {
			for {
				r, err := db.Consume(t.Context(), "acme", now, c)
				require.NoError(t, err)
				failed = append(failed, r.Failed...)
				if !r.Worked {
					return r.Next
				}
			}
		}
		now = all()
		require.NotZero(t, now)
		require.Zero(t, all(), "the second try parks it")
		require.Len(t, failed, 2)
		require.True(t, failed[1].Parked && failed[1].Tries == 2 && failed[1].Record.Event.Seq == 7)
		require.Equal(t, 6+100, rows(t, pool, "heard"))
		broken.Clear()
		state, err := s.Consumer(t.Context(), "figures")
		require.NoError(t, err)
		require.True(t, state.Redeliver(botflow.OfAgent("ana"), 7))
		_, err = s.Advance(t.Context(), state)
		require.NoError(t, err)
		all()
		require.Equal(t, 200, rows(t, pool, "heard"))
	})
}

// Rules: E1
func TestE1_ManyConsumeUnderOneName(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "test.db")
		pool := open(t, driver, path)
		db := over(t, pool, sqlite.Config{Patience: time.Minute})
		s, err := db.Account("acme")
		require.NoError(t, err)
		_, err = pool.ExecContext(t.Context(), "CREATE TABLE heard (agent TEXT, seq INTEGER, UNIQUE (agent, seq))")
		require.NoError(t, err)
		const processes, events = 3, 300
		var all sync.WaitGroup
		for range processes {
			mine := over(t, open(t, driver, path), sqlite.Config{Patience: time.Minute})
			all.Go(func() {
				c := sqlite.Consumer{Name: "figures", Handle: func(ctx context.Context, tx *sql.Tx, records []store.Record) error {
					for _, r := range records {
						if _, err := tx.ExecContext(ctx, "INSERT INTO heard VALUES (?, ?)", r.Event.Subject.ID, int64(r.Event.Seq)); err != nil {
							return err
						}
					}
					return nil
				}}
				for rows(t, pool, "heard") < events {
					r, err := mine.Consume(t.Context(), "acme", 1, c)
					if err != nil || len(r.Failed) > 0 {
						t.Errorf("consume: %v, %v", r.Failed, err)
						return
					}
				}
			})
		}
		for i := range uint64(events) {
			tell(t, s, "ana", i+1)
		}
		all.Wait()
		require.Equal(t, events, rows(t, pool, "heard"))
	})
}

func rows(t *testing.T, pool *sql.DB, table string) (n int) {
	t.Helper()
	if err := pool.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Error(err)
	}
	return n
}
