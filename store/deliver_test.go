package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// books is a database in which a consumer and what its handler writes are committed together.
type books struct {
	feed    []store.Record
	now     botflow.Instant
	c       store.Consumer
	written []string // by the handler: ids of events
}

// begin starts a transaction: a copy, which is committed by putting it back.
func (b *books) begin() *books {
	tx := *b
	tx.c.Held, tx.written = slices.Clone(b.c.Held), slices.Clone(b.written)
	return &tx
}

// page gives what the feed has behind the consumer.
func (b *books) page() []store.Record {
	page := b.feed[b.c.Position:]
	return page[:min(len(page), store.RoundEvents)]
}

func (b *books) history(of botflow.Subject, after uint64, limit int) (found []store.Record, err error) {
	for _, r := range b.feed {
		if r.Event.Subject == of && r.Event.Seq > after && len(found) < limit {
			found = append(found, r)
		}
	}
	return found, nil
}

// happen adds events of several agents.
func (b *books) happen(n int) {
	for range n {
		of := botflow.AgentID(fmt.Sprint(len(b.feed) % 3))
		b.feed = append(b.feed, record(of, uint64(len(b.feed)/3+1), uint64(len(b.feed)+1)))
	}
}

// consume does one round in a transaction: all that is wanted at once, and if that fails one event at a time.
func (b *books) consume(handle func(*books, []store.Record) error) *books {
	tx := b.begin()
	page := tx.page()
	wanted := slices.DeleteFunc(slices.Clone(page), func(r store.Record) bool { return !tx.c.Wants(r) })
	if !tx.c.Full() && len(tx.c.Retries(tx.now)) == 0 && handle(tx, wanted) == nil {
		for _, r := range page {
			if tx.c.Wants(r) {
				tx.c.Handled(r)
			}
			tx.c.Passed(r)
		}
		return tx
	}
	tx = b.begin()
	_ = tx.c.Deliver(tx.now, page, tx.history, func(r store.Record) (bool, error) {
		savepoint := tx.begin()
		if err := handle(savepoint, []store.Record{r}); err != nil {
			tx.c.Failed(r, err, tx.now, 3)
			return false, nil
		}
		tx.written = savepoint.written
		tx.c.Handled(r)
		return true, nil
	})
	return tx
}

// Rules: E1
func TestE1_AConsumerInTheHandlersTransactionHandlesEachEventOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		b := &books{c: store.Consumer{Name: "c"}}
		healed := false
		handle := func(tx *books, records []store.Record) error {
			for _, r := range records {
				tx.written = append(tx.written, r.Event.ID())
				if !healed && rapid.IntRange(0, 9).Draw(rt, "luck") == 0 {
					return errors.New("no")
				}
			}
			return nil
		}
		rt.Repeat(map[string]func(*rapid.T){
			"happen":  func(rt *rapid.T) { b.happen(rapid.IntRange(1, 100).Draw(rt, "events")) },
			"consume": func(*rapid.T) { b = b.consume(handle) },
			"die":     func(*rapid.T) { b.consume(handle) },
			"pass":    func(*rapid.T) { b.now = b.now.Add(time.Second) },
		})
		healed = true
		for b.now = b.now.Add(time.Hour); len(b.page())+len(b.c.Held) > 0; b = b.consume(handle) {
			for _, h := range b.c.Held {
				if h.Parked {
					b.c.Redeliver(h.Subject, h.Seq)
				}
			}
		}
		last := map[string]int{}
		for _, id := range b.written {
			var of string
			var seq int
			_, err := fmt.Sscanf(id, "agent/%1s#%d", &of, &seq)
			require.NoError(rt, err)
			require.Equal(rt, last[of]+1, seq, "event %s was written out of order, or twice", id)
			last[of] = seq
		}
		require.Len(rt, b.written, len(b.feed))
	})
}

// Rules: E1
func TestE1_AFullConsumerIsHandedNothingNew(t *testing.T) {
	t.Parallel()
	c := store.Consumer{Name: "c"}
	for i := range store.MaxHeld - 1 {
		c.Failed(record(botflow.AgentID(fmt.Sprintf("held %03d", i)), 1, uint64(i+1)), errors.New("no"), 1, 9)
	}
	page := []store.Record{record("last", 1, 1000), record("new", 1, 1001)}
	require.True(t, c.Ready(1, page))
	given := 0
	deliver := func() {
		require.NoError(t, c.Deliver(1, page, nil, func(r store.Record) (bool, error) {
			given++
			c.Failed(r, errors.New("no"), 1, 9)
			return false, nil
		}))
	}
	deliver()
	require.True(t, c.Full())
	require.Equal(t, 1, given, "with the last place taken, the rest of the page waits")
	require.EqualValues(t, 1000, c.Position)
	require.False(t, c.Ready(1, page[1:]))
	deliver()
	require.Equal(t, 1, given)
	require.NoError(t, c.Check())
}
