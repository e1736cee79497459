package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// cluster is a private server: its folder, its process, and the guard that outlives this one for a moment.
type cluster struct {
	dir      string
	binaries string
	settings []string
	user     *account // nil: whoever runs the test
	guard    guard
	server   *exec.Cmd // nil: not running
	stopOnce sync.Once
}

const (
	port    = "5432" // a part of the socket's name: nothing listens on a port
	patient = 60 * time.Second
)

// newCluster makes and starts one.
func newCluster(settings []string) (*cluster, error) {
	binaries, err := findBinaries()
	if err != nil {
		return nil, err
	}
	user, err := serverUser()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "reparto-pg-")
	if err != nil {
		return nil, err
	}
	watched, err := newGuard(dir)
	if err = errors.Join(err, user.own(dir)); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	c := &cluster{dir: dir, binaries: binaries, user: user, settings: settings, guard: watched}
	if err := c.initialise(); err != nil {
		c.stop()
		return nil, err
	}
	if err := c.start(); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// findBinaries looks for initdb on the path and where distributions put it, the newest version first.
func findBinaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	slices.Sort(found)
	slices.Reverse(found)
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		found = append([]string{path}, found...)
	}
	for _, path := range found {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "postgres")); err == nil {
			return filepath.Dir(path), nil
		}
	}
	return "", errors.New("set REPARTO_TEST_POSTGRES to a connection string, or install the server: initdb isn't on the path")
}

// command prepares a program of the server, run by the server's user, with its output in the cluster's log.
func (c *cluster) command(name string, args ...string) (*exec.Cmd, error) {
	out, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(filepath.Join(c.binaries, name), args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.dir, out, out
	c.user.run(cmd)
	return cmd, nil
}

// initialise makes the cluster's files. Its collation is a language's where the server can do that: ids must not follow it.
func (c *cluster) initialise() error {
	common := []string{"-D", c.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"}
	cmd, err := c.command("initdb", append(slices.Clip(common), "--locale-provider=icu", "--icu-locale=en")...)
	if err == nil {
		err = cmd.Run()
	}
	if err == nil {
		return nil
	}
	if err = os.RemoveAll(c.data()); err != nil {
		return err
	}
	if cmd, err = c.command("initdb", common...); err == nil {
		err = cmd.Run()
	}
	return c.explain("initdb", err)
}

func (c *cluster) data() string   { return filepath.Join(c.dir, "data") }
func (c *cluster) socket() string { return filepath.Join(c.dir, ".s.PGSQL."+port) }

func (c *cluster) dsn() string {
	return fmt.Sprintf("host=%s port=%s user=postgres dbname=postgres", c.dir, port)
}

// start starts the server and waits until it answers. Right after a crash the first attempts may fail, since what is left of the
// old server still holds its memory.
func (c *cluster) start() error {
	args := []string{"-D", c.data(), "-k", c.dir, "-p", port, "-c", "listen_addresses=", "-c", "max_connections=200"}
	for _, s := range c.settings {
		args = append(args, "-c", s)
	}
	var err error
	for deadline := time.Now().Add(patient); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if c.server, err = c.command("postgres", args...); err != nil {
			return err
		}
		if err = c.server.Start(); err != nil {
			return err
		}
		c.guard.announce(c.server.Process.Pid)
		if err = c.ready(); err == nil {
			return nil
		}
		_ = c.kill()
	}
	return c.explain("the server", err)
}

// ready waits until the server answers, or is gone.
func (c *cluster) ready() error {
	gone := make(chan struct{})
	server := c.server
	go func() {
		_ = server.Wait()
		close(gone)
	}()
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, c.dsn())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-gone:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// kill ends the server at once, without a word.
func (c *cluster) kill() error { return c.end(os.Kill) }

// end sends the server a signal and waits until it is gone: its process is waited for since it became ready.
func (c *cluster) end(signal os.Signal) error {
	if c.server == nil {
		return nil
	}
	pid := c.server.Process
	err := pid.Signal(signal)
	for deadline := time.Now().Add(patient); err == nil && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		err = pid.Signal(checkAlive)
	}
	if err == nil {
		return errors.New("postgrestest: the server doesn't end")
	}
	c.server = nil
	c.guard.announce(0)
	return nil
}

// stop ends the server and waits until its folder is gone.
func (c *cluster) stop() {
	c.stopOnce.Do(func() {
		_ = c.end(os.Interrupt)
		c.guard.dismiss()
	})
}

// explain adds the log to an error.
func (c *cluster) explain(what string, err error) error {
	if err == nil {
		return nil
	}
	log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return fmt.Errorf("%s failed: %w\n%s", what, err, log[max(0, len(log)-2000):])
}
