package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// failure is the kind of an error that came before a commit was sent: nothing was written.
type failure uint8

const (
	broken      failure = iota // the data's fault or ours: trying again doesn't help
	conflicting                // somebody else came first
	unavailable                // the database doesn't answer
)

// failureOf tells what to do about an error.
func failureOf(err error) failure {
	var refused *pgconn.PgError
	var unread pgx.ScanArgError
	switch {
	case errors.Is(err, errRow), errors.Is(err, ErrIsolation), errors.As(err, &unread):
		return broken
	case errors.Is(err, errBarred):
		return conflicting
	case !errors.As(err, &refused):
		return unavailable // no answer of the server's
	}
	switch refused.Code {
	case "40001", "40P01", "55P03", "23505", "23503":
		return conflicting
	case "0A000" /* read-write in recovery */, "57P01", "57P02", "57P03", "57P05", "53300", "53400", "25006", "57014", "25P03", "53200", "53100":
		return unavailable
	}
	if refused.Code[:2] == "08" || refused.Severity == "FATAL" || refused.Severity == "PANIC" {
		return unavailable
	}
	return broken
}

// blocked tells whether the way was still barred when patience ended.
func blocked(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == "55P03"
}

// definite tells whether an error that came after a commit was sent is the server's refusal of it. Anything else leaves open what
// became of it: a lost connection, a context that ended, and a server that goes down, which may still say so after it has committed.
// pgconn.SafeToRetry doesn't know: it may call such an error safe although the commit is on disk.
func definite(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.SeverityUnlocalized == "ERROR"
}

// failed gives an error its type. The caller's own context comes first.
func failed(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	switch failureOf(err) {
	case conflicting:
		return fmt.Errorf("postgres: %w: %w", botflow.ErrConflict, err)
	case unavailable:
		return fmt.Errorf("postgres: %w: %w", store.ErrUnavailable, err)
	case broken:
	}
	return fmt.Errorf("postgres: %w", err)
}
