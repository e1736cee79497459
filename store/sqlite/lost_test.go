package sqlite_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// loss says what happens to the next commit.
type loss int32

const (
	none    loss = iota
	before       // it isn't done
	after        // it is done, and the answer is lost
	refused      // it isn't done, since the database is locked
)

// errLost is what a commit answers whose answer is lost.
var errLost = errors.New("disk I/O error")

// lossy opens files by a driver of which commits go wrong.
type lossy struct {
	driver driver.Driver
	path   string
	next   atomic.Int32
}

func (l *lossy) Driver() driver.Driver { return l.driver }

func (l *lossy) Connect(context.Context) (driver.Conn, error) {
	c, err := l.driver.Open("file:" + l.path)
	if err != nil {
		return nil, err
	}
	return lossyConn{c, l}, nil
}

// lossyConn is a value, not a pointer: stores must not count on either.
type lossyConn struct {
	driver.Conn
	*lossy
}

func (c lossyConn) PrepareContext(ctx context.Context, q string) (driver.Stmt, error) {
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, q)
}

func (c lossyConn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, q, args)
}

func (c lossyConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
	return lossyTx{tx, c.lossy}, err
}

type lossyTx struct {
	driver.Tx
	*lossy
}

func (t lossyTx) Commit() error {
	switch loss(t.next.Swap(int32(none))) {
	case none:
	case before:
		return errors.Join(errLost, t.Tx.Rollback())
	case refused:
		return errors.Join(errors.New("database is locked"), t.Tx.Rollback())
	case after:
		return errors.Join(errLost, t.Tx.Commit())
	}
	return t.Tx.Commit()
}

func TestACommitWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, name string) {
		t.Helper()
		plain, err := sql.Open(name, "file:")
		require.NoError(t, err)
		l := &lossy{driver: plain.Driver(), path: filepath.Join(t.TempDir(), "test.db")}
		require.NoError(t, plain.Close())
		pool := sql.OpenDB(l)
		t.Cleanup(func() { require.NoError(t, pool.Close()) })
		s := account(t, over(t, pool, sqlite.Config{}))
		for _, tc := range []struct {
			loss loss
			id   botflow.ConversationID
			want error
			done bool
		}{{before, "before", store.ErrUnknown, false}, {after, "after", store.ErrUnknown, true}, {refused, "refused", nil, true}} {
			key, decide := newChat(tc.id, botflow.ContactID(tc.id))
			l.next.Store(int32(tc.loss))
			err := s.Apply(t.Context(), key, decide)
			if tc.want == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, tc.want)
			}
			require.Equal(t, tc.done, has(t, s, tc.id))
		}
		writeChat(t, s, "next", "next")
	})
}
