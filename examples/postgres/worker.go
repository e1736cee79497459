package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
)

// work is a worker process: it answers webhooks, lets deadlines happen, and follows the events, for the bot and for the timeline. It says
// on out where it listens, and ends when in does.
func work(ctx context.Context, at place, name string, in io.Reader, out io.Writer) error {
	s, err := open(ctx, at)
	if err != nil {
		return err
	}
	defer s.pool.Close()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, in)
		stop()
	}()
	server := &http.Server{Handler: s}
	var all sync.WaitGroup
	all.Go(func() { _ = s.engine.Run(running) })
	all.Go(func() { _ = s.account.Follow(running, s.bot()) })
	all.Go(func() { _ = s.account.FollowBy(running, s.telling(name)) })
	all.Go(func() {
		<-running.Done()
		_ = server.Shutdown(ctx) // lets calls end that have begun
	})
	fmt.Fprintln(out, socket.Addr())
	err = server.Serve(socket)
	stop()
	all.Wait()
	if !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return s.tell(ctx, name) // what came last
}
