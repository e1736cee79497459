package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// bound is the store of one account inside a transaction of the host's.
type bound struct{ reader }

var _ store.Store = (*bound)(nil)

// Apply implements [store.Store]. It decides and writes, but for the commit.
func (s *bound) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	call := &batch.Call{Account: s.id, Key: key, Decide: decide}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		written, err := s.apply(ctx, call)
		if err != nil || written {
			return failed(ctx, err)
		}
		if answered, err := call.Result(); answered {
			return err
		}
	}
}

// apply takes the call through one load, and tells whether it has written; if not, the call has its answer or asks for more.
func (s *bound) apply(ctx context.Context, call *batch.Call) (written bool, err error) {
	g := s.group([]*batch.Call{call})
	if err := g.join(ctx, s.tx); err != nil {
		return false, err
	}
	writing, err := g.decide(ctx, s.tx, []*batch.Call{call})
	if err != nil || len(writing) == 0 {
		return false, err
	}
	if g.sets[string(s.id)].Configures() {
		if err := readsTheNewest(ctx, s.tx); err != nil {
			return false, err
		}
	}
	b := &pgx.Batch{}
	g.write(b)
	return true, s.tx.SendBatch(ctx, b).Close()
}

// ErrIsolation is wrapped by the refusal of a new directory in a transaction that isn't READ COMMITTED: its snapshot may be older than
// its lock on the account, so a chat that came into an inbox meanwhile would not be seen, and the inbox be deleted as an empty one.
var ErrIsolation = errors.New("the configuration changes under READ COMMITTED alone: begin the transaction so, or change it outside")

func readsTheNewest(ctx context.Context, tx pgx.Tx) error {
	var isolation string
	if err := tx.QueryRow(ctx, "select current_setting('transaction_isolation')").Scan(&isolation); err != nil {
		return err
	}
	if isolation != "read committed" {
		return ErrIsolation
	}
	return nil
}

// join locks and loads inside the host's transaction. It also holds the account's row, so that a transaction that began before
// the last change of the configuration is told so.
func (g *group) join(ctx context.Context, to sender) error {
	for {
		b := &pgx.Batch{}
		g.reset(&lookup{ctx: ctx, group: g, to: to, later: true})
		g.lock(b, nil)
		b.Queue(g.text(holdAccounts), g.wanted.accounts)
		g.load(b, true)
		if err := to.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		locks := g.missing()
		if len(locks) == 0 {
			g.complete()
			return nil
		}
		for _, a := range locks {
			g.wanted.lock(a)
		}
	}
}
