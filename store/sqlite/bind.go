package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// Bind gives the store of one account inside a transaction of the host's, begun on the database that the store was made with: all that
// the store reads and writes goes through it, and takes effect when the host commits. There is no grouping and no trying again: a race
// that is lost is botflow's ErrConflict, and the host must roll back and begin anew. That happens only where the transaction had read
// before its first write, or waited longer than its busy_timeout; begin it as an immediate one and it can't.
//
// What Apply refuses leaves nothing behind, so the host may go on. How durable the commit is, the host's connection says. Until the
// host commits or rolls back, all other writers of the database wait: keep it short, and call no other store of the database
// meanwhile. The store is of no use after the transaction has ended. One goroutine at a time may use it.
func (db *DB) Bind(id botflow.AccountID, tx *sql.Tx) (store.Store, error) {
	if err := botflow.CheckID("account", id); err != nil {
		return nil, err
	}
	if tx == nil {
		return nil, errors.New("sqlite: bind to no transaction: begin one first")
	}
	return store.Checked(&account{db: db, id: id, tx: tx}), nil
}

// applyInHosts decides one call alone, in the host's transaction.
func (a *account) applyInHosts(ctx context.Context, call *batch.Call) error {
	alone := batch.NewQueue(1, 1, func(calls []*batch.Call) {
		var written []*batch.Call
		err := a.db.within(ctx, a.tx, func(s *session) (err error) {
			written, err = s.decide(calls)
			return err
		})
		answerAll(calls, written, inHosts(ctx, err))
	})
	return alone.Do(ctx, call)
}
