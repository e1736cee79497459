package main

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
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

// telling is one round of it, in this process.
func (s *shop) telling(worker string) func(context.Context, botflow.Instant) (store.Round, error) {
	return func(ctx context.Context, now botflow.Instant) (store.Round, error) {
		return s.store.Consume(ctx, account, now, timeline(worker))
	}
}

// tell writes what is to be told, until there is nothing left.
func (s *shop) tell(ctx context.Context, worker string) error {
	now, err := s.account.Now(ctx)
	for worked := true; worked && err == nil; {
		var round store.Round
		round, err = s.telling(worker)(ctx, now)
		for _, f := range round.Failed {
			err = errors.Join(err, f.Err)
		}
		worked = round.Worked
	}
	return err
}
