package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// What calls do when somebody is in their way. Nobody of a group goes on before all of it does, so a group waits for a row no longer than
// somebody who is merely busy would hold it.
const (
	reachableTries = 3
	patience       = 25                     // of which part of Config.Timeout a group waits for a row
	impatience     = 20 * time.Millisecond  // how long each of its calls waits by itself, after the group has waited
	turn           = 100 * time.Millisecond // how long one that was set aside waits at most, until it is another's turn
	round          = 10                     // in which part of Config.Timeout it is each one's turn
	conflictPause  = 10 * time.Millisecond  // at most, before one that has lost a race tries again
)

// errUnknown says that a commit was sent and its answer lost.
var errUnknown = errors.New("the answer to the commit was lost")

// errBarred ends a call that was set aside and whose turn comes too late to try.
var errBarred = errors.New("somebody was in the way for too long")

// run takes a group of calls through one transaction, and through another if it has lost a race. It answers every call, or puts it into
// another group. Those that somebody else is in the way of go on by themselves, beside the groups.
func (db *DB) run(calls []*batch.Call) {
	if calls[0].Aside {
		db.insist(calls[0])
		return
	}
	wait := db.config.Timeout / patience
	if _, longest := db.queue.Aside(); longest > db.config.Timeout/round {
		wait = min(wait, impatience) // whoever is in the way isn't merely busy, and may have other rows
	}
	err := db.try(calls, wait, false)
	if err != nil && failureOf(err) == conflicting && !blocked(err) {
		err = db.try(calls, wait, true)
	}
	switch {
	case err == nil:
	case failureOf(err) == unavailable:
		db.answer(calls, err)
	case len(calls) == 1:
		db.setAside(calls[0], err)
	default:
		db.separate(calls)
	}
}

// separate takes the calls of a group through a transaction each. Those that need what one before them waits for wait behind it. When the
// database has gone away the rest need not find out too: each would wait for it as long as the group.
func (db *DB) separate(calls []*batch.Call) {
	var barred []*batch.Call
	for i, c := range calls {
		if slices.ContainsFunc(barred, c.Meets) {
			c.SetAside()
			continue
		}
		err := db.try([]*batch.Call{c}, impatience, true)
		if err != nil && failureOf(err) == unavailable {
			db.answer(calls[i:], err)
			return
		}
		if db.setAside(c, err); err != nil && blocked(err) {
			barred = append(barred, c)
		}
	}
}

// setAside sets a call aside that somebody is in the way of. Any other error is its answer.
func (db *DB) setAside(c *batch.Call, err error) {
	if err != nil && failureOf(err) == conflicting {
		c.SetAside()
		return
	}
	db.answer([]*batch.Call{c}, err)
}

// insist tries again for a call that was set aside. It has lost its race when it was under way for Config.Timeout. The more there are, the
// shorter is each one's turn: the last mustn't wait for all the others' patience.
func (db *DB) insist(c *batch.Call) {
	if time.Since(c.Since) > 2*db.config.Timeout {
		db.answer([]*batch.Call{c}, errBarred) // those before it found nobody there, and waited as long as that takes
		return
	}
	others, _ := db.queue.Aside()
	share := db.config.Timeout / round / time.Duration(max(1, others))
	err := db.try([]*batch.Call{c}, min(turn, share), true)
	if time.Since(c.Since) > db.config.Timeout {
		db.answer([]*batch.Call{c}, err)
		return
	}
	if db.setAside(c, err); err != nil && !blocked(err) {
		time.Sleep(rand.N(conflictPause))
	}
}

// try takes calls through a transaction that waits so long for each row, patient only with a server that isn't there. Nil: they have
// been answered, or go again.
func (db *DB) try(calls []*batch.Call, wait time.Duration, later bool) error {
	for dead := 0; ; later = true {
		err := db.transact(calls, wait, later)
		switch {
		case err == nil, errors.Is(err, errUnknown):
			return nil
		case failureOf(err) != unavailable:
			return err
		}
		if dead++; dead >= reachableTries || errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		db.renew(dead-1, err)
	}
}

// answer gives calls an error in which nothing was written. Nil: they have their answer.
func (db *DB) answer(calls []*batch.Call, err error) {
	if err == nil {
		return
	}
	err = failed(context.Background(), err)
	for _, c := range calls {
		c.Answer(err)
	}
}

// transact is one transaction: lock and load, decide, write. An error means that nothing was written, but for errUnknown, in which
// case the calls have been answered. Later is true if it isn't the calls' first.
func (db *DB) transact(calls []*batch.Call, wait time.Duration, later bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), db.config.Timeout)
	defer cancel()
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	r := &reader{db: db}
	g := r.group(calls)
	if err := g.begin(ctx, conn, wait, later); err != nil {
		rollback(ctx, conn)
		return err
	}
	written, err := g.decide(ctx, conn, calls)
	if err != nil || len(written) == 0 {
		rollback(ctx, conn)
		return err
	}
	b := &pgx.Batch{}
	g.write(b)
	b.Queue("commit")
	err = conn.SendBatch(ctx, b).Close()
	switch {
	case err == nil:
		for _, c := range written {
			c.Answer(nil)
		}
		db.committed(g)
		return nil
	case definite(err):
		rollback(ctx, conn)
		return err
	}
	g.lose(calls, written, err)
	db.committed(g) // perhaps
	return errUnknown
}

// lose answers the calls of a group whose commit has no answer. Those that wrote nothing are decided anew: they may have been shown
// what never was.
func (g *group) lose(calls, written []*batch.Call, err error) {
	for _, c := range calls {
		c.Again()
	}
	for _, c := range written {
		c.Answer(fmt.Errorf("postgres: %w: %w", store.ErrUnknown, err))
	}
}

// rollback ends a transaction that came to nothing. If that fails the connection goes: the pool keeps none that is in a transaction.
func rollback(ctx context.Context, conn *pgxpool.Conn) {
	if conn.Conn().PgConn().TxStatus() != 'I' && !conn.Conn().IsClosed() {
		_, _ = conn.Exec(ctx, "rollback")
	}
}

// begin begins the transaction, locks and loads, in one round trip; in one more if something that was named isn't there: its name is
// locked then, in its place in the order of locks.
func (g *group) begin(ctx context.Context, to sender, wait time.Duration, later bool) error {
	b := &pgx.Batch{}
	for {
		b.Queue("begin isolation level read committed read write")
		g.reset(&lookup{ctx: ctx, group: g, to: to, later: later})
		g.lock(b, &wait)
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
		b = &pgx.Batch{}
		b.Queue("rollback")
	}
}

// decide decides the calls on what was loaded, in their order, and tells which want something written.
func (g *group) decide(ctx context.Context, to sender, calls []*batch.Call) (written []*batch.Call, err error) {
	for _, c := range calls {
		decide := c.Decide
		c.Decide = g.look.watch(decide)
		wrote, err := g.sets[string(c.Account)].Decide(c)
		c.Decide = decide
		if err != nil {
			return nil, err
		}
		if wrote {
			written = append(written, c)
		}
	}
	return written, g.configure(ctx, to)
}

// configure loads the rest of the accounts that have a new directory, which are held alone, and derives their seats from it.
func (g *group) configure(ctx context.Context, to sender) error {
	var accounts []string
	for id, set := range g.sets {
		if set.Configures() {
			accounts = append(accounts, id)
		}
	}
	if len(accounts) == 0 {
		return nil
	}
	b := &pgx.Batch{}
	held := make(map[string]bool) // agents whose rows, and seats, may have changed already
	b.Queue(g.text("select "+agentColumns+" from reparto.agent a where a.account = any($1)"), accounts).Query(func(rows pgx.Rows) error {
		var a agentRow
		return each(rows, a.fields(), func() error {
			if set := g.sets[a.account]; set.HoldsAgent(botflow.AgentID(a.id)) {
				held[a.account+"\x00"+a.id] = true
			} else {
				set.AddAgent(a.agent())
			}
			return nil
		})
	})
	b.Queue(g.text("select "+seatColumns+" from reparto.seat s where s.account = any($1)"), accounts).Query(func(rows pgx.Rows) error {
		var s seatRow
		return each(rows, s.fields(), func() error {
			if !held[s.account+"\x00"+s.agent] {
				g.sets[s.account].AddSeat(s.seat())
			}
			return nil
		})
	})
	b.Queue(g.text("select i.account, i.id, i.written, i.known, i.turn, i.wake_at from reparto.inbox i where i.account = any($1)"), accounts).
		Query(g.takeInboxes)
	if err := to.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	for _, id := range accounts {
		g.sets[id].Reseat()
	}
	return nil
}
