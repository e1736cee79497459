// Command bankday plays a recorded day of a bank's contact center again, call by call, and shows the day hour by hour beside
// the record: what came in, what was answered and what was lost, how long people waited, and how busy the agents were.
//
//	go run ./examples/bankday                     # 1999-08-01, which comes with the program
//	go run ./examples/bankday FILE                # another day of the same format
//	go run ./examples/bankday -json [FILE]        # the figures for a program
//	go run ./examples/bankday -patience longest   # another assumption about those who were answered
//	go run ./examples/bankday -store sqlite       # kept in a file, or -store postgres:DSN
//
// Read it in this order: main.go wires things up; record.go, row.go and call.go read the day; shift.go, patience.go and
// plan.go say what the record leaves open; setup.go and day.go drive the engine, which is what a host does; figures.go, count.go,
// load.go and print.go only look.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/repartogo/reparto/internal/stores"
)

//go:embed testdata/1999-08-01.csv
var kept embed.FS

// keptDay is the day that comes with the program.
const keptDay = "testdata/1999-08-01.csv"

// options are what the command line asks for.
type options struct {
	json     bool
	patience belief
	store    string
	file     string // "" : the day that comes with the program
}

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process around it; it gives the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	var out strings.Builder
	if err = replay(ctx, o, &out); err == nil {
		_, err = io.WriteString(stdout, out.String())
	}
	if err != nil {
		complain(stderr, err)
		return 1
	}
	return 0
}

// parse reads the command line, and says what is wrong with it. Flags may stand before or after the file.
func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("bankday", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.json, "json", false, "print the figures as JSON")
	patience := flags.String("patience", string(estimated), "how long those would have waited who were answered: estimated, shortest or longest")
	flags.StringVar(&o.store, "store", "memory", stores.Usage)
	for err = flags.Parse(args); err == nil && flags.NArg() > 0; err = flags.Parse(flags.Args()[1:]) {
		if o.file != "" || flags.Arg(0) == "" {
			err = errors.New("give at most one file: a day's record")
			complain(stderr, err)
			return o, err
		}
		o.file = flags.Arg(0)
	}
	if err != nil {
		return o, err // the flag set has said so
	}
	if o.patience, err = parseBelief(*patience); err != nil {
		complain(stderr, err)
	}
	return o, err
}

// complain says what went wrong. If even that can't be written, nobody is listening.
func complain(stderr io.Writer, err error) { _, _ = fmt.Fprintln(stderr, "bankday:", err) }

// replay plays the day and prints what was asked for.
func replay(ctx context.Context, o options, out io.Writer) (err error) {
	r, err := open(o.file)
	if err != nil {
		return err
	}
	source, err := stores.Open(ctx, o.store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close(ctx)) }()
	db, err := source.New(ctx)
	if err != nil {
		return err
	}
	d, err := openDay(ctx, db, r, o.patience)
	if err != nil {
		return err
	}
	if err := d.play(ctx); err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	if o.json {
		return writeJSON(out, d.figures(o.patience))
	}
	return writeText(out, r, d.figures(o.patience))
}

// open reads the record of a file, or the one that comes with the program.
func open(name string) (*record, error) {
	var file io.ReadCloser
	var err error
	if name == "" {
		name = keptDay
		file, err = kept.Open(keptDay)
	} else {
		file, err = os.Open(name)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	return readRecord(name, file)
}
