package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/storetest"
)

// hosted is a store whose every Apply is a transaction of a host's, run again after a conflict.
type hosted struct {
	*postgres.DB
	pool *pgxpool.Pool
	iso  pgx.TxIsoLevel
}

type hostedAccount struct {
	store.Store
	hosted
	id botflow.AccountID
}

func (h hosted) Account(id botflow.AccountID) (store.Store, error) {
	s, err := h.DB.Account(id)
	return hostedAccount{s, h, id}, err
}

func (a hostedAccount) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	iso := a.iso
	for try := 0; ; try++ {
		err := pgx.BeginTxFunc(ctx, a.pool, pgx.TxOptions{IsoLevel: iso}, func(tx pgx.Tx) error {
			s, err := a.Bind(a.id, tx)
			if err != nil {
				return err
			}
			return s.Apply(ctx, key, decide)
		})
		if errors.Is(err, postgres.ErrIsolation) {
			iso = pgx.ReadCommitted
			continue
		}
		var refused *pgconn.PgError
		lost := errors.Is(err, botflow.ErrConflict) || errors.As(err, &refused) && refused.Code == "40001" // of the commit
		if !lost || try > 1000 {
			return err
		}
		time.Sleep(rand.N(time.Millisecond << min(try, 5)))
	}
}

// Rules: I7
func TestBindIsRightInEveryIsolation(t *testing.T) {
	t.Parallel()
	for _, iso := range []pgx.TxIsoLevel{pgx.ReadCommitted, pgx.RepeatableRead, pgx.Serializable} {
		t.Run(string(iso), func(t *testing.T) {
			t.Parallel()
			contract(t, func(tb testing.TB) store.DB {
				tb.Helper()
				db, pool, _ := recycled(tb)
				return hosted{db, pool, iso}
			}, func(c storetest.Check) bool { return c.Duty <= 3 || c.Duty == 10 })
		})
	}
}

func TestBindCommitsWithTheHost(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, pool, schema := opened(t)
	table := pgx.Identifier{schema}.Sanitize() + ".message"
	_, err := pool.Exec(ctx, "create table "+table+" (text text)")
	require.NoError(t, err)
	write := func(end func(pgx.Tx) error) {
		tx, err := pool.Begin(ctx)
		require.NoError(t, err)
		_, err = tx.Exec(ctx, "insert into "+table+" values ('hello')")
		require.NoError(t, err)
		s, err := db.Bind("acme", tx)
		require.NoError(t, err)
		require.NoError(t, s.Apply(ctx, newChat("1"), makes(chat("1"))))
		l, err := s.Get(ctx, newChat("1"))
		require.NoError(t, err)
		require.Len(t, l.Conversations, 1, "the transaction sees its own")
		require.NoError(t, end(tx))
	}
	count := func() (messages, chats int) {
		require.NoError(t, pool.QueryRow(ctx, "select count(*) from "+table).Scan(&messages))
		s, err := db.Account("acme")
		require.NoError(t, err)
		l, err := s.Get(ctx, newChat("1"))
		require.NoError(t, err)
		return messages, len(l.Conversations)
	}
	write(func(tx pgx.Tx) error { return tx.Rollback(ctx) })
	messages, chats := count()
	require.Equal(t, []int{0, 0}, []int{messages, chats})
	write(func(tx pgx.Tx) error { return tx.Commit(ctx) })
	messages, chats = count()
	require.Equal(t, []int{1, 1}, []int{messages, chats})
}

func TestBindKeepsADecidesRefusal(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, pool, _ := opened(t)
	tx, err := pool.Begin(ctx)
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback(ctx)) }()
	s, err := db.Bind("acme", tx)
	require.NoError(t, err)
	refusal := errors.New("no")
	require.Equal(t, refusal, s.Apply(ctx, newChat("1"), func(store.Loaded) (store.Changeset, error) { return store.Changeset{}, refusal }))
	require.PanicsWithValue(t, "oh", func() { _ = s.Apply(ctx, newChat("1"), func(store.Loaded) (store.Changeset, error) { panic("oh") }) })
	_, err = db.Bind("", tx)
	require.Equal(t, botflow.CodeInvalid, botflow.CodeOf(err))
}

// newChat names a conversation by its chat.
func newChat(id botflow.ConversationID) store.Key {
	return store.Key{Chat: store.Chat{Channel: "web", Contact: botflow.ContactID("contact of " + id)}}
}

// chat waits in General.
func chat(id botflow.ConversationID) botflow.Conversation {
	return botflow.Conversation{
		ID: id, Channel: "web", Contact: botflow.ContactID("contact of " + id), TakenFrom: botflow.General, QueuedAt: 1,
		Place: botflow.Place{State: botflow.StateInbox, Inbox: botflow.General, Since: 1},
	}
}

// makes decides to write conversations, each with an event more.
func makes(all ...botflow.Conversation) store.Decide {
	return func(store.Loaded) (c store.Changeset, err error) {
		for _, x := range all {
			x.Seq++
			c.Conversations = append(c.Conversations, x)
			c.Events = append(c.Events, botflow.Event{Subject: botflow.OfConversation(x.ID), Seq: x.Seq, Type: botflow.Received, At: 1, Text: fmt.Sprint(x.Seq)})
		}
		return c, nil
	}
}
