package crash

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Work is what one process does until it is killed or ctx ends: it runs an engine over the shared database and gives random
// commands, each under an operation id of its own; different seeds give different commands. It says on out what it gives and how
// that ended. A command that fails by the database is given again, under the same id, until it is answered.
func Work(ctx context.Context, db store.DB, seed uint64, out io.Writer) error {
	engine, err := reparto.New(db, reparto.Config{})
	if err != nil {
		return err
	}
	acc, err := engine.Account(account)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ran := make(chan error, 1)
	go func() { ran <- engine.Run(ctx) }()
	for n := uint64(0); err == nil; n++ {
		err = settle(ctx, acc, seed, n, out)
	}
	stop()
	return errors.Join(err, <-ran)
}

// settle gives one command until it is answered.
func settle(ctx context.Context, acc *reparto.Account, seed, n uint64, out io.Writer) error {
	const pause = 20 * time.Millisecond // between tries while the database is away
	a := draw(seed, n)
	if err := (line{seed, n, given}).write(out); err != nil {
		return err
	}
	for {
		_, err := acc.As(a.by).Do(ctx, a.on, a.cmd, a.op)
		switch {
		case err == nil:
			return line{seed, n, applied}.write(out)
		case ctx.Err() != nil:
			return ctx.Err()
		case refusal(err):
			return line{seed, n, refused}.write(out)
		case errors.Is(err, store.ErrChangeset):
			return err // trying again doesn't help
		}
		rest(ctx, pause)
	}
}

// refusal tells a rule's answer from a failure of the database, or a race lost too often, which say nothing yet.
func refusal(err error) bool {
	code := botflow.CodeOf(err)
	return code != "" && code != botflow.CodeConflict
}
