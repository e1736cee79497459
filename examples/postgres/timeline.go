package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
)

// timeline is the consumer that writes each event into the host's table. The rows and the note that the events were handled are one
// transaction: a worker that dies in it leaves neither, and the next one is handed the same events.
func timeline(worker string) postgres.Consumer {
	return postgres.Consumer{Name: "timeline", Handle: func(ctx context.Context, tx pgx.Tx, records []store.Record) error {
		rows := &pgx.Batch{}
		for i := range records {
			e := &records[i].Event
			rows.Queue(`insert into timeline (subject, seq, at, what, place, worker) values ($1, $2, $3, $4, $5, $6)`,
				e.Subject.String(), int64(e.Seq), e.At.Time(), string(e.Type), e.To.String(), worker)
		}
		return tx.SendBatch(ctx, rows).Close()
	}}
}

// keepTelling writes the timeline until the context ends. All workers do, under one name, and take turns.
func (s *shop) keepTelling(ctx context.Context, worker string) {
	const look = 50 * time.Millisecond // others write events too, and nobody calls
	for ctx.Err() == nil {
		if err := s.tell(ctx, worker); err != nil && ctx.Err() == nil {
			fmt.Fprintf(os.Stderr, "worker %s: timeline: %v\n", worker, err)
		}
		pause(ctx, look)
	}
}

// tell writes what is to be told, until there is nothing left.
func (s *shop) tell(ctx context.Context, worker string) error {
	var failures []error
	for {
		round, err := s.store.Consume(ctx, account, timeline(worker))
		failures = append(failures, round.Failures())
		if err != nil || !round.Worked {
			return errors.Join(append(failures, err)...)
		}
	}
}
