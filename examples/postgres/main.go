// Command postgres is a host with a database of its own: it keeps each message and has it routed in one transaction, in two worker
// processes at once, and follows what happens in a table that each event reaches exactly once.
//
//	go run ./examples/postgres                                    # on a private server, if the server's programs are installed
//	go run ./examples/postgres -dsn 'host=localhost dbname=shop'  # on yours, in the schema "shop"
//
// The pattern is in two files: receive.go takes a message, timeline.go takes the events. bot.go is the shop's bot; shop.go opens the
// database, worker.go is the process that does it all. The rest is the world around the shop, and whoever checks its books: channel.go
// sends everything twice and in two orders, agents.go answers, crew.go hires workers and kills one, audit.go looks at what is left.
//
// README.md says why it is right.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

// place is where the shop's tables are.
type place struct{ dsn, schema string }

// What a worker process is told by its environment.
const (
	envDSN    = "REPARTO_POSTGRES"
	envSchema = "SHOP_SCHEMA"
	envWorker = "SHOP_WORKER" // its name; only a worker has one
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := start(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "postgres:", err)
		os.Exit(1)
	}
}

// start is the worker, or the day with its workers.
func start(ctx context.Context) error {
	at := place{dsn: os.Getenv(envDSN), schema: os.Getenv(envSchema)}
	if name := os.Getenv(envWorker); name != "" {
		return work(ctx, at, name, os.Stdin, os.Stdout)
	}
	flag.StringVar(&at.dsn, "dsn", at.dsn, "the database; without it $"+envDSN+", or else a private server")
	flag.StringVar(&at.schema, "schema", cmp.Or(at.schema, "shop"), "where the tables are; they stay, and the next run adds to them")
	flag.Parse()
	if at.dsn == "" {
		server, stop, err := postgrestest.Temporary()
		if err != nil {
			return fmt.Errorf("no database: give one with -dsn or %s, or install PostgreSQL's server for a private one: %w", envDSN, err)
		}
		defer stop()
		fmt.Println("No -dsn: this is a private server, which goes when the day is over.")
		at.dsn = server.DSN()
	}
	_, err := play(ctx, at, os.Stdout)
	return err
}

// play installs the shop, lets a day happen, checks the books, and tells what it found.
func play(ctx context.Context, at place, out io.Writer) (*day, error) {
	const enough = 2 * time.Minute
	ctx, cancel := context.WithTimeout(ctx, enough)
	defer cancel()
	s, err := install(ctx, at)
	if err != nil {
		return nil, err
	}
	defer s.pool.Close()
	d := &day{shop: s, sent: messages(time.Now())}
	if err := d.happen(ctx, at); err != nil {
		return d, err
	}
	d.tell(out)
	return d, audit(ctx, s, d.sent, out)
}
