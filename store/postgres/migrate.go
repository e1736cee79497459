package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations gives the numbered files that [Migrate] runs, for hosts with a tool of their own: each once, in order, each in a
// transaction, after
//
//	create schema reparto;
//	create table reparto.migration (version bigint primary key, oldest bigint not null, at timestamptz not null default now());
//
// They are written for the schema reparto; for another one replace every "reparto." in them.
//
// Migrations only go forward. Each writes down which schema a program must know at the least to work with what it makes: one that
// only adds what older programs leave alone lets them go on, so that processes can be replaced one by one; one that changes what
// they write locks them out, and [New] refuses them.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// needed is the version of the schema that this package works with: that of its last migration.
const needed = 1

// SchemaError says that the tables aren't those that this program works with.
type SchemaError struct {
	Schema string
	Have   int // the version that the database has; 0: none
	Need   int // the version that this program was made for
	Oldest int // the oldest version that a program must know to work with what the database has
}

// Error says what to do.
func (e *SchemaError) Error() string {
	if e.Have < e.Need {
		return fmt.Sprintf("postgres: schema %q has version %d, older than %d: run Migrate", e.Schema, e.Have, e.Need)
	}
	return fmt.Sprintf("postgres: schema %q has version %d, which wants a program that knows version %d; this one knows %d: update it",
		e.Schema, e.Have, e.Oldest, e.Need)
}

// Migrate makes the schema, or brings it up to the version that this program works with. It is idempotent; processes that run it at
// the same time take turns; one that is killed half-way has changed nothing. A schema that is newer already stays as it is.
func Migrate(ctx context.Context, pool *pgxpool.Pool, schema string) error {
	if schema == "" {
		schema = DefaultSchema
	}
	if err := checkSchema(schema); err != nil {
		return err
	}
	return migrate(ctx, pool, schema, Migrations())
}

func migrate(ctx context.Context, pool *pgxpool.Pool, schema string, files fs.FS) error {
	names, err := fs.Glob(files, "*.sql") // sorted
	if err != nil {
		return err
	}
	t := newTexts(schema)
	return pgx.BeginTxFunc(ctx, pool, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", lockOf(schema, "migration", "", "")); err != nil {
			return err
		}
		if err := establish(ctx, tx, t, schema); err != nil {
			return err
		}
		var have int
		if err := tx.QueryRow(ctx, t.of("select coalesce(max(version), 0) from reparto.migration")).Scan(&have); err != nil {
			return err
		}
		return pending(ctx, tx, t, files, names, have)
	})
}

// establish makes the schema and its list of migrations where they aren't there. A schema that is there may be another's gift: to make one,
// even "if not exists", takes a right in the database that the role may not have.
func establish(ctx context.Context, tx pgx.Tx, t *texts, schema string) error {
	there := false
	if err := tx.QueryRow(ctx, "select exists (select from pg_catalog.pg_namespace where nspname = $1)", schema).Scan(&there); err != nil {
		return err
	}
	if !there {
		if err := script(ctx, tx, "create schema "+pgx.Identifier{schema}.Sanitize()); err != nil {
			return err
		}
	}
	return script(ctx, tx, t.of("create table if not exists reparto.migration "+
		"(version bigint primary key, oldest bigint not null, at timestamptz not null default now())"))
}

// pending runs the files beyond a version.
func pending(ctx context.Context, tx pgx.Tx, t *texts, files fs.FS, names []string, have int) error {
	for _, name := range names {
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.Atoi(number)
		if err != nil {
			return fmt.Errorf("postgres: migration %q has no number", name)
		}
		if version <= have {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if err := script(ctx, tx, t.of(string(text))); err != nil {
			return fmt.Errorf("postgres: migration %s: %w", name, err)
		}
	}
	return nil
}

// script runs statements without parameters.
func script(ctx context.Context, tx pgx.Tx, text string) error {
	_, err := tx.Exec(ctx, text, pgx.QueryExecModeSimpleProtocol)
	return err
}

// checkVersion refuses tables that this program can't work with.
func checkVersion(ctx context.Context, pool *pgxpool.Pool, t *texts, schema string) error {
	e := &SchemaError{Schema: schema, Need: needed}
	err := pool.QueryRow(ctx, t.of("select coalesce(max(version), 0), coalesce(max(oldest), 0) from reparto.migration")).Scan(&e.Have, &e.Oldest)
	var refused *pgconn.PgError
	const noTable, noSchema = "42P01", "3F000"
	if errors.As(err, &refused) && (refused.Code == noTable || refused.Code == noSchema) {
		return e
	}
	if err != nil {
		return failed(ctx, err)
	}
	if e.Have < e.Need || e.Oldest > e.Need {
		return e
	}
	return nil
}
