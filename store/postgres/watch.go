package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store/internal/news"
)

// A line on which nothing comes is tried after so long: its other end may be gone without a word.
const lineTried = 30 * time.Second

// Watch implements [store.Watcher]. It listens on a connection of its own, see [Config].
func (db *DB) Watch(ctx context.Context, heard func(botflow.AccountID, botflow.Instant)) error {
	if db.config.Silent {
		<-ctx.Done()
		return ctx.Err()
	}
	conn, err := db.listen(ctx)
	if err != nil {
		return failed(ctx, err)
	}
	defer db.hangUp(conn)
	heard("", 0)
	for {
		note, err := db.hear(ctx, conn)
		if err != nil {
			return failed(ctx, err)
		}
		if note != nil && ctx.Err() == nil {
			pass(note.Payload, heard)
		}
	}
}

// listen opens a connection and listens.
func (db *DB) listen(ctx context.Context) (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, db.config.Timeout)
	defer cancel()
	conn, err := db.config.Listen(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "listen "+pgx.Identifier{channelOf(db.config.Schema)}.Sanitize()); err != nil {
		db.hangUp(conn)
		return nil, err
	}
	return conn, nil
}

// connect opens a connection as the pool does. Whom the host lets hear the pool's notifications doesn't hear these.
func (db *DB) connect(ctx context.Context) (*pgx.Conn, error) {
	cfg := db.pool.Config()
	cfg.ConnConfig.OnNotification = nil
	if cfg.BeforeConnect != nil {
		if err := cfg.BeforeConnect(ctx, cfg.ConnConfig); err != nil {
			return nil, err
		}
	}
	return pgx.ConnectConfig(ctx, cfg.ConnConfig)
}

func (db *DB) hangUp(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), db.config.Timeout)
	defer cancel()
	_ = conn.Close(ctx)
}

// hear waits for a note. Nil without an error: none came for a while, but the line is alive.
func (db *DB) hear(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	waiting, cancel := context.WithTimeout(ctx, lineTried)
	defer cancel()
	note, err := conn.WaitForNotification(waiting)
	if err == nil || ctx.Err() != nil || waiting.Err() == nil {
		return note, err
	}
	trying, cancel := context.WithTimeout(ctx, db.config.Timeout)
	defer cancel()
	return nil, conn.Ping(trying)
}

// pass passes a note on. One that can't be read comes from a program that has more to say: it may mean anything.
func pass(note string, heard func(botflow.AccountID, botflow.Instant)) {
	var all news.Set
	if json.Unmarshal([]byte(note), &all) != nil {
		heard("", 0)
		return
	}
	for _, account := range all.Accounts() {
		heard(account, all[account])
	}
}
