// Command sqlite plays the quickstart's Monday on a file, and can be stopped at any time: the next run goes on where the last one
// was stopped, and nothing is lost or told twice.
//
//	go run ./examples/sqlite -file monday.db -lines 200   # the first 200 recorded lines
//	go run ./examples/sqlite -file monday.db              # the others, and the story of the whole day
//
// Read it in this order: open.go opens the file; run.go drives the engine and remembers how far it has come; bot.go is the shop's
// bots; story.go writes what happened into a table of the shop's own, in the transaction that acknowledges it; line.go and act.go only
// read the recording.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

// options are what the command line asks for.
type options struct {
	file  string
	day   string
	lines int // to play at most; 0: all
}

func main() {
	var o options
	flag.StringVar(&o.file, "file", "monday.db", "the database")
	flag.StringVar(&o.day, "day", "examples/quickstart/testdata/monday", "the folder of the recorded day")
	flag.IntVar(&o.lines, "lines", 0, "stop after so many recorded lines; 0: play all")
	flag.Parse()
	if err := interruptible(o); err != nil {
		fmt.Fprintln(os.Stderr, "sqlite:", err)
		os.Exit(1)
	}
}

// interruptible runs until it is done or somebody presses Ctrl-C, which stops it as anything else may.
func interruptible(o options) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return run(ctx, o, os.Stdout)
}

// run opens the file, plays, and prints the story once the day is over.
func run(ctx context.Context, o options, out io.Writer) error {
	lines, setup, err := readDay(os.DirFS(o.day))
	if err != nil {
		return err
	}
	f, err := open(ctx, o.file)
	if err != nil {
		return err
	}
	defer f.close()
	shop, err := openShop(ctx, f.store, setup, lines[0].at)
	if err != nil {
		return err
	}
	done, err := f.done(ctx)
	if err != nil {
		return err
	}
	upTo := len(lines)
	if o.lines > 0 {
		upTo = min(upTo, done+o.lines)
	}
	if err := shop.play(ctx, lines, done, upTo, func(n int) error { return f.remember(ctx, n) }); err != nil {
		return err
	}
	if err := f.tell(ctx); err != nil {
		return err
	}
	if upTo < len(lines) {
		_, err = fmt.Fprintf(out, "stopped after %d of %d lines: run it again to go on\n", upTo, len(lines))
		return err
	}
	return f.print(ctx, out)
}
