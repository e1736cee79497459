package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
)

// query is the text of a statement, prepared once on each connection that runs it.
type query string

// session runs statements in one transaction.
type session struct {
	ctx  context.Context
	db   *DB
	tx   *sql.Tx             // nil: none; each statement is one of its own
	here map[query]*sql.Stmt // the prepared ones, of this transaction
}

func (db *DB) session(ctx context.Context, tx *sql.Tx) *session {
	return &session{ctx: ctx, db: db, tx: tx, here: make(map[query]*sql.Stmt, 8)}
}

// statement gives the statement as it is prepared on the transaction's connection.
func (s *session) statement(q query) *sql.Stmt {
	if s.tx == nil {
		return s.db.prepared[q]
	}
	if st := s.here[q]; st != nil {
		return st
	}
	st := s.tx.StmtContext(s.ctx, s.db.prepared[q])
	s.here[q] = st
	return st
}

func (s *session) exec(q query, args ...any) error {
	_, err := s.statement(q).ExecContext(s.ctx, args...)
	return err
}

// count runs a statement and tells how many rows it changed.
func (s *session) count(q query, args ...any) (int, error) {
	r, err := s.statement(q).ExecContext(s.ctx, args...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

func (s *session) row(q query, args ...any) *sql.Row {
	return s.statement(q).QueryRowContext(s.ctx, args...)
}

// each calls do with every row of the answer.
func (s *session) each(q query, do func(*sql.Rows) error, args ...any) (err error) {
	rows, err := s.statement(q).QueryContext(s.ctx, args...)
	if err != nil {
		return err
	}
	defer func() {
		if closed := rows.Close(); err == nil {
			err = closed
		}
	}()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// decode reads a document of the database.
func decode[T any](doc []byte, into *T) error {
	if err := json.Unmarshal(doc, into); err != nil {
		return fmt.Errorf("a document can't be read: %w", err)
	}
	return nil
}

// encode writes a document for the database.
func encode(value any) (string, error) {
	b, err := json.Marshal(value)
	return string(b), err
}

// list gives ids as the one parameter of a query that reads them by json_each, however many there are.
func list[T ~string](ids []T) string {
	b, err := json.Marshal(append([]T{}, ids...)) // none is an empty list
	if err != nil {
		panic(err) // strings always have a JSON form
	}
	return string(b)
}
