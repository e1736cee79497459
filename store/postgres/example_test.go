package postgres_test

import (
	"context"
	"log"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
)

// A process opens the store in its pool, and writes what follows from events in the transaction that notes them as handled.
func Example() {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	if err := postgres.Migrate(ctx, pool, ""); err != nil {
		log.Fatal(err)
	}
	db, err := postgres.New(ctx, pool, postgres.Config{})
	if err != nil {
		log.Fatal(err)
	}
	engine, err := reparto.New(db, reparto.Config{})
	if err != nil {
		log.Fatal(err)
	}
	go func() { _ = engine.Run(ctx) }()

	shop, err := engine.Account("shop")
	if err != nil {
		log.Fatal(err)
	}
	figures := postgres.Consumer{Name: "figures", Handle: func(ctx context.Context, tx pgx.Tx, records []store.Record) error {
		for _, r := range records {
			if _, err := tx.Exec(ctx, "insert into figures (type, at) values ($1, $2)", r.Event.Type, r.Event.At.Time()); err != nil {
				return err
			}
		}
		return nil
	}}
	_ = shop.FollowBy(ctx, func(ctx context.Context, now botflow.Instant) (store.Round, error) { // until ctx ends
		return db.Consume(ctx, "shop", now, figures)
	})
}
