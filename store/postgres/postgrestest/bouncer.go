package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// bouncing is the configuration of a PgBouncer in transaction mode, with fewer connections to the server than a test has to it: so a
// client's transactions come through different ones, and each of those serves many clients.
const bouncing = `[databases]
postgres = host=%[1]s port=%[2]s dbname=postgres user=postgres
[pgbouncer]
listen_addr =
unix_socket_dir = %[3]s
listen_port = %[2]s
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 500
`

// Bouncer starts a PgBouncer in front of a private cluster, in transaction mode, stops it when the test ends, and gives the connection
// string through it. It skips the test where the program is missing, or the server is somebody else's.
func (s *Server) Bouncer(tb testing.TB) (dsn string) {
	tb.Helper()
	program, err := findBouncer()
	if err != nil || s.cluster == nil {
		tb.Skip("no PgBouncer for this test: install it, and let the server be one of the test's own")
	}
	dir, err := s.startBouncer(tb, program)
	if err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		tb.Fatalf("PgBouncer: %v\n%s", err, log)
	}
	return fmt.Sprintf("host=%s port=%s user=postgres dbname=postgres", dir, port)
}

// findBouncer looks on the path and where distributions put it.
func findBouncer() (string, error) {
	if path, err := exec.LookPath("pgbouncer"); err == nil {
		return path, nil
	}
	return exec.LookPath("/usr/sbin/pgbouncer")
}

func (s *Server) startBouncer(tb testing.TB, program string) (dir string, err error) {
	tb.Helper()
	if dir, err = os.MkdirTemp("", "reparto-bouncer-"); err != nil { //nolint:usetesting // the server's user must come into it
		return dir, err
	}
	watched, err := newGuard(dir)
	if err != nil {
		return dir, errors.Join(err, os.RemoveAll(dir))
	}
	tb.Cleanup(watched.dismiss)
	settings := filepath.Join(dir, "pgbouncer.ini")
	text := fmt.Sprintf(bouncing, s.cluster.dir, port, dir)
	if err := errors.Join(os.WriteFile(settings, []byte(text), 0o644), s.cluster.user.own(dir)); err != nil { //nolint:gosec // no secret
		return dir, err
	}
	out, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return dir, err
	}
	cmd := exec.Command(program, "-q", settings)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, out
	s.cluster.user.run(cmd)
	if err := cmd.Start(); err != nil {
		return dir, err
	}
	watched.announce(cmd.Process.Pid)
	go func() { _ = cmd.Wait() }()
	return dir, answer(fmt.Sprintf("host=%s port=%s user=postgres dbname=postgres", dir, port))
}

// answer waits until a server answers.
func answer(dsn string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, dsn)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}
