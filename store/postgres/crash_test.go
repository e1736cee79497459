package postgres_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/repartotest/crash"
	"github.com/repartogo/reparto/store/postgres"
	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// The environment of a worker: this test's own program, run again.
const (
	workerDSN  = "REPARTO_WORKER_DSN"
	workerSeed = "REPARTO_WORKER_SEED"
)

// TestMain is also the worker that the crash test kills.
func TestMain(m *testing.M) {
	if dsn := os.Getenv(workerDSN); dsn != "" {
		if err := work(dsn, os.Getenv(workerSeed)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	spare.drop()
	os.Exit(code)
}

// work gives commands until it is killed. While the server is down it waits for it.
func work(dsn, seed string) error {
	ctx := context.Background()
	n, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return err
	}
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	db, err := postgres.New(ctx, pool, postgres.Config{})
	for tries := 0; err != nil && tries < 100; tries++ {
		time.Sleep(100 * time.Millisecond)
		db, err = postgres.New(ctx, pool, postgres.Config{})
	}
	if err != nil {
		return err
	}
	return crash.Work(ctx, db, n, os.Stdout)
}

// process is a worker of its own.
type process struct {
	io.Reader
	cmd  *exec.Cmd
	over <-chan struct{}
}

func (p process) Kill() {
	_ = p.cmd.Process.Kill()
	<-p.over
}

// begin runs this test's program again, as a worker.
func begin(dsn string, seed uint64) (crash.Process, error) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), workerDSN+"="+dsn, workerSeed+"="+strconv.FormatUint(seed, 10))
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	over := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		_ = in.Close()
		close(over)
	}()
	return process{out, cmd, over}, nil
}

// TestI7_I9_NothingIsLostWhenProcessesAndTheServerAreKilled kills workers, backends and the server itself with SIGKILL, over and over.
func TestI7_I9_NothingIsLostWhenProcessesAndTheServerAreKilled(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := postgrestest.Private(t, "fsync=on")
	pool := s.Pool(t, 4)
	require.NoError(t, postgres.Migrate(ctx, pool, ""))
	start := func(seed uint64) (crash.Process, error) { return begin(s.DSN(), seed) }
	report, err := crash.Run(ctx, crash.Plan{
		DB: reopen(t, pool, ""), Start: start, Kills: budget.Of(budget.ServerKills), Seed: 1,
		Disturb: func(ctx context.Context, n int) error {
			switch n % 4 {
			case 1:
				pool.Reset() // connections from before the server's last end are dead
				_, err := pool.Exec(ctx, "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()")
				return err
			case 3:
				s.Kill(t)
				s.Start(t)
			}
			return nil
		},
	})
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	require.Positive(t, report.Applied)
	t.Logf("%+v", report)
}
