package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// TestWorker isn't a test but the process that TestI7_AKilledProcessLosesNothing kills: it writes, and says what was answered.
func TestWorker(t *testing.T) {
	t.Parallel()
	path, ok := strings.CutPrefix(os.Getenv("REPARTO_SQLITE_WORKER"), "file:")
	if !ok {
		t.Skip("started by TestI7_AKilledProcessLosesNothing")
	}
	driver, path, _ := strings.Cut(path, ":")
	s := account(t, over(t, open(t, driver, path), sqlite.Config{Patience: time.Minute}))
	var out sync.Mutex
	var all sync.WaitGroup
	for caller := range 4 {
		all.Go(func() {
			for n := 0; ; n++ {
				op := botflow.OpID(fmt.Sprintf("%d/%d/%d", os.Getpid(), caller, n))
				if err := bump(s, op); err != nil {
					t.Error(err)
					return
				}
				out.Lock()
				fmt.Fprintln(os.Stdout, "wrote", op)
				out.Unlock()
			}
		})
	}
	all.Wait()
}

// Rules: I7
func TestI7_AKilledProcessLosesNothing(t *testing.T) {
	t.Parallel()
	withDrivers(t, func(t *testing.T, driver string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "test.db")
		s := account(t, over(t, open(t, driver, path), sqlite.Config{Patience: time.Minute}))
		writeChat(t, s, "c", "k")
		var answered []botflow.OpID
		for range budget.Of(budget.FileKills) {
			answered = append(answered, killed(t, driver, path)...)
		}
		require.NotEmpty(t, answered)
		for _, op := range answered {
			l, err := s.Get(t.Context(), store.Key{Op: op})
			require.NoError(t, err)
			require.True(t, l.Seen, "operation %q was answered and is gone", op)
		}
		wrong, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, wrong)
		require.NoError(t, bump(s, "last"), "whoever comes after isn't held up by the dead")
	})
}

// killed starts a worker, kills it in the midst of its work, and gives the operations that it was answered for.
func killed(t *testing.T, driver, path string) (answered []botflow.OpID) {
	t.Helper()
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	worker := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestWorker$", "-test.v")
	worker.Env = append(os.Environ(), "REPARTO_SQLITE_WORKER=file:"+driver+":"+path)
	out, err := worker.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, worker.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if op, ok := strings.CutPrefix(lines.Text(), "wrote "); ok {
			if answered = append(answered, botflow.OpID(op)); len(answered) == 20 {
				kill() // what it has written until it is dead is read, too
			}
		}
	}
	require.GreaterOrEqual(t, len(answered), 20, "the worker ended by itself")
	require.Error(t, worker.Wait())
	return answered
}
