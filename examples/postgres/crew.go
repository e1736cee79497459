package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// worker is a worker process: this program again.
type worker struct {
	name    string
	cmd     *exec.Cmd
	in      io.Closer
	address string
}

// hire starts a worker and waits until it listens.
func hire(ctx context.Context, at place, name string) (*worker, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w := &worker{name: name, cmd: exec.CommandContext(ctx, program)}
	w.cmd.Env = append(os.Environ(), envDSN+"="+at.dsn, envSchema+"="+at.schema, envWorker+"="+name)
	w.cmd.Stderr = os.Stderr
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := w.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		w.kill()
		return nil, fmt.Errorf("worker %s didn't begin: %w", name, err)
	}
	w.address = strings.TrimSpace(line)
	return w, nil
}

// kill ends the process at once, wherever it is.
func (w *worker) kill() {
	_ = w.cmd.Process.Kill()
	_ = w.cmd.Wait() // says that it was killed
}

// dismiss lets the process finish what it is doing.
func (w *worker) dismiss() error {
	_ = w.in.Close()
	if err := w.cmd.Wait(); err != nil {
		return fmt.Errorf("worker %s: %w", w.name, err)
	}
	return nil
}

// door is where the channel finds a worker, whoever it is at the moment.
type door struct {
	mu  sync.Mutex
	now *worker
}

func (d *door) address() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now.address
}

// replace kills the worker, and hires another one. The channel goes on calling meanwhile.
func (d *door) replace(ctx context.Context, at place, name string) error {
	d.now.kill()
	next, err := hire(ctx, at, name)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = next
	return nil
}
