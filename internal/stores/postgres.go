package stores

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/postgres"
)

// schemas makes PostgreSQL schemas in one database.
type schemas struct {
	pool *pgxpool.Pool

	mu    sync.Mutex
	names []string
}

// openSchemas takes a DSN as it stands behind "postgres:", in either of its forms; name is the whole.
func openSchemas(ctx context.Context, where, name string) (*schemas, error) {
	dsn := where
	if strings.HasPrefix(name, "postgres://") {
		dsn = name
	}
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("stores: %w", err)
	}
	return &schemas{pool: pool}, nil
}

func (s *schemas) New(ctx context.Context) (store.DB, error) {
	s.mu.Lock()
	name := fmt.Sprintf("reparto_%d_%d_%d", os.Getpid(), time.Now().UnixNano(), len(s.names)+1)
	s.names = append(s.names, name)
	s.mu.Unlock()
	if err := postgres.Migrate(ctx, s.pool, name); err != nil {
		return nil, err
	}
	return postgres.New(ctx, s.pool, postgres.Config{Schema: name})
}

func (s *schemas) Close(ctx context.Context) error {
	defer s.pool.Close()
	for _, name := range s.names {
		if _, err := s.pool.Exec(ctx, "drop schema if exists "+pgx.Identifier{name}.Sanitize()+" cascade"); err != nil {
			return err
		}
	}
	return nil
}
