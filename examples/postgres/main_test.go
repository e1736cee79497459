package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// The workers of the tests are this program again.
func TestMain(m *testing.M) {
	if os.Getenv(envWorker) == "" {
		os.Exit(m.Run())
	}
	if err := start(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func emptyPlace(t *testing.T) place {
	t.Helper()
	server := postgrestest.Open(t)
	return place{dsn: server.DSN(), schema: server.Schema(t)}
}

// serializable lets every transaction be so, the host's own included.
func serializable(at place) place {
	const setting = "default_transaction_isolation=serializable"
	switch {
	case !strings.Contains(at.dsn, "://"):
		at.dsn += " " + setting
	case strings.Contains(at.dsn, "?"):
		at.dsn += "&" + setting
	default:
		at.dsn += "?" + setting
	}
	return at
}

// Rules: E1, I7, I9
func TestADayWithTwoWorkersAndADeath(t *testing.T) {
	t.Parallel()
	at := emptyPlace(t)
	var out strings.Builder
	d, err := play(t.Context(), at, &out)
	t.Log(out.String())
	require.NoError(t, err)
	require.Equal(t, contacts*each, strings.Count(fmt.Sprint(d.sent), "lamp"))
	require.Contains(t, out.String(), "100 stored, 100 received")

	_, err = play(t.Context(), serializable(at), io.Discard)
	require.NoError(t, err, "another day in the same tables, with many lost races")

	s, err := open(t.Context(), at)
	require.NoError(t, err)
	t.Cleanup(s.pool.Close)
	for _, tamper := range []struct{ with, want string }{
		{`delete from message where id = (select max(id) from message)`, "stored or received, but not both"},
		{`delete from timeline where line = (select max(line) from timeline)`, "is missing"},
		{`delete from timeline where line = (select min(line) from timeline where seq = 2)`, "after event 1 of"},
		{`insert into timeline (subject, seq, at, what, place, worker) values ('conversation/nobody', 1, now(), '', '', '')`, "rows of"},
	} {
		_, err = s.pool.Exec(t.Context(), tamper.with)
		require.NoError(t, err)
		require.ErrorContains(t, audit(t.Context(), s, d.sent, io.Discard), tamper.want)
	}
}

// Rules: E1, E3, I7
func TestWhatIsRolledBackLeavesNothing(t *testing.T) {
	t.Parallel()
	s, err := install(t.Context(), emptyPlace(t))
	require.NoError(t, err)
	t.Cleanup(s.pool.Close)
	m := message{Channel: whatsapp, Contact: "Lucía", ID: "1", Text: "virus.exe", SentAt: time.Now()}
	_, err = s.received(t.Context(), m)
	require.ErrorIs(t, err, errInfected)
	_, err = s.account.System().Get(t.Context(), reparto.Chat(whatsapp, "Lucía"))
	require.ErrorIs(t, err, botflow.ErrNotFound)
	m.Text = "I want to buy a lamp"
	for _, want := range []bool{false, true, true} {
		again, err := s.received(t.Context(), m)
		require.NoError(t, err)
		require.Equal(t, want, again)
	}

	dying, die := context.WithCancel(t.Context())
	dead := timeline("A")
	dead.Handle = func(ctx context.Context, tx pgx.Tx, records []store.Record) error {
		defer die()
		return timeline("A").Handle(ctx, tx, records)
	}
	_, err = s.store.Consume(dying, account, 1, dead)
	require.ErrorIs(t, err, context.Canceled, "rows written, and dead before the commit")
	require.NoError(t, s.tell(t.Context(), "B"))
	require.NoError(t, audit(t.Context(), s, []message{m}, io.Discard))
}
