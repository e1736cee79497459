package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Server is a PostgreSQL server for tests. It is safe for concurrent use, but for [Server.Kill] and [Server.Start].
type Server struct {
	dsn     string
	cluster *cluster // nil: somebody else's server
	schemas atomic.Int64
}

//nolint:gochecknoglobals // one server for a test process: starting one takes a second
var shared = sync.OnceValues(func() (*Server, error) {
	if dsn := os.Getenv("REPARTO_TEST_POSTGRES"); dsn != "" {
		return &Server{dsn: dsn}, nil
	}
	return start("fsync=off")
})

// Open gives the server that all tests of this process share. It skips the test where there is none.
func Open(tb testing.TB) *Server {
	tb.Helper()
	s, err := shared()
	have(tb, err)
	return s
}

// Private starts a cluster of the test's own, with further settings such as "fsync=off", and stops it when the test ends. It skips
// the test where the server's binaries are missing.
func Private(tb testing.TB, settings ...string) *Server {
	tb.Helper()
	s, err := start(settings...)
	have(tb, err)
	tb.Cleanup(s.cluster.stop)
	return s
}

// have ends a test that has no server.
func have(tb testing.TB, err error) {
	tb.Helper()
	if err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		tb.Fatalf("no PostgreSQL for this test: %v", err)
	}
	tb.Skipf("no PostgreSQL for this test: %v", err)
}

func start(settings ...string) (*Server, error) {
	c, err := newCluster(settings)
	if err != nil {
		return nil, err
	}
	return &Server{dsn: c.dsn(), cluster: c}, nil
}

// DSN gives the connection string of the server.
func (s *Server) DSN() string { return s.dsn }

// Socket gives the path of a private cluster's unix socket, for a test that puts itself between.
func (s *Server) Socket() string { return s.cluster.socket() }

// Pool opens a pool of at most so many connections, and closes it when the test ends.
func (s *Server) Pool(tb testing.TB, conns int32, change ...func(*pgxpool.Config)) *pgxpool.Pool {
	tb.Helper()
	cfg, err := pgxpool.ParseConfig(s.dsn)
	if err != nil {
		tb.Fatal(err)
	}
	cfg.MaxConns = conns
	for _, f := range change {
		f(cfg)
	}
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(pool.Close)
	return pool
}

// Schema gives the name of a schema that doesn't exist yet, and drops it when the test ends.
func (s *Server) Schema(tb testing.TB) string {
	tb.Helper()
	name := s.NewSchema()
	tb.Cleanup(func() {
		if err := s.Drop(name); err != nil && s.answers() {
			tb.Error(err)
		}
	})
	return name
}

// NewSchema gives the name of a schema that doesn't exist yet, for whoever removes it by [Server.Drop].
func (s *Server) NewSchema() string {
	return fmt.Sprintf("reparto_test_%d_%d", os.Getpid(), s.schemas.Add(1))
}

// Drop removes schemas and all that is in them.
func (s *Server) Drop(names ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	for _, name := range names {
		if err := drop(ctx, conn, name); err != nil {
			return err
		}
	}
	return nil
}

// drop removes a schema. Where a connection was lost the server may still be at work on it, and be in the way: it ends by itself.
func drop(ctx context.Context, conn *pgx.Conn, name string) error {
	for {
		_, err := conn.Exec(ctx, "drop schema if exists "+pgx.Identifier{name}.Sanitize()+" cascade")
		var refused *pgconn.PgError
		const deadlock = "40P01"
		if !errors.As(err, &refused) || refused.Code != deadlock {
			return err
		}
	}
}

// answers tells whether the server is there: a test may have ended it.
func (s *Server) answers() bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.dsn)
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// Kill ends a private cluster's server as a crash would: without a word to anybody. [Server.Start] starts it again.
func (s *Server) Kill(tb testing.TB) {
	tb.Helper()
	if err := s.cluster.kill(); err != nil {
		tb.Fatal(err)
	}
}

// Start starts a private cluster's server that was killed, and waits until it answers.
func (s *Server) Start(tb testing.TB) {
	tb.Helper()
	if err := s.cluster.start(); err != nil {
		tb.Fatal(err)
	}
}
