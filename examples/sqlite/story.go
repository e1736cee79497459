package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/sqlite"
)

// tell writes what has happened into the shop's own table. The rows and how far the consumer has come are one transaction, so
// each event is told once, whenever the program is stopped.
func (f *file) tell(ctx context.Context) error {
	teller := sqlite.Consumer{Name: "story", Handle: func(ctx context.Context, tx *sql.Tx, records []store.Record) error {
		for i := range records {
			if _, err := tx.ExecContext(ctx, "INSERT INTO story (text) VALUES (?)", words(&records[i].Event)); err != nil {
				return err
			}
		}
		return nil
	}}
	for {
		r, err := f.store.Consume(ctx, account, 0, teller)
		if err != nil {
			return err
		}
		if len(r.Failed) > 0 {
			return r.Failed[0].Err
		}
		if !r.Worked {
			return nil
		}
	}
}

// print prints the story so far.
func (f *file) print(ctx context.Context, out io.Writer) error {
	rows, err := f.pool.QueryContext(ctx, "SELECT text FROM story ORDER BY line")
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err says it
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, text); err != nil {
			return err
		}
	}
	return rows.Err()
}

// words tells one event.
func words(e *botflow.Event) string {
	text := fmt.Sprintf("%s  %-52s %s", e.At, e.ID(), e.Type)
	if !e.From.Same(e.To) {
		text += fmt.Sprintf("  %s → %s", e.From, e.To)
	}
	return text
}
