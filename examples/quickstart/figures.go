package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/report"
)

// answeredWithin is the shop's promise, which the service level is measured by.
const answeredWithin = 2 * time.Minute

// dayFigures folds the account's events into the figures of one day. It is a second reader of the same feed, under a name of
// its own: each reader sees every event.
func dayFigures(ctx context.Context, shop *reparto.Account, midnight time.Time) (*report.Report, error) {
	fold := report.New(report.Settings{Zone: midnight.Location(), Within: answeredWithin})
	for delivery, err := range shop.Events(ctx, "figures") {
		if err != nil {
			return nil, err
		}
		fold.Add(delivery.Event)
		if err := delivery.Ack(ctx); err != nil {
			return nil, err
		}
	}
	end := botflow.InstantOf(midnight.AddDate(0, 0, 1))
	r := fold.Report(report.Query{From: botflow.InstantOf(midnight), To: end, Now: end})
	r.Periods = nil // there is but one: it says the same as the total
	return &r, nil
}

// writeFigures prints the figures for a person.
func writeFigures(w io.Writer, r *report.Report, midnight time.Time) error {
	if _, err := fmt.Fprintf(w, "\nFigures of %s\n\n", midnight.Format("Monday 2 January 2006")); err != nil {
		return err
	}
	return r.WriteText(w)
}

// writeJSON prints the figures for a program.
func writeJSON(w io.Writer, r *report.Report) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(r)
}
