// Package stores opens empty stores by a name, for the programs of this repository that have a flag -store and for tests that
// want one story told on all of them.
package stores

import (
	"context"
	"fmt"
	"strings"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// Usage says what a flag -store may be.
const Usage = "where to keep what happens: memory, sqlite (a file that goes), sqlite:FOLDER (files that stay) or postgres:DSN (schemas that go)"

// Source makes empty stores of one kind. Close it when they aren't used any more.
type Source interface {
	New(ctx context.Context) (store.DB, error)
	Close(ctx context.Context) error
}

// Open understands what a flag -store says; see [Usage].
func Open(ctx context.Context, name string) (Source, error) {
	kind, where, _ := strings.Cut(name, ":")
	switch kind {
	case "", "memory":
		return inMemory{}, nil
	case "sqlite":
		return Files("sqlite", where)
	case "postgres":
		if where == "" {
			return nil, fmt.Errorf("stores: %q names no database: write postgres:DSN", name)
		}
		return openSchemas(ctx, strings.TrimPrefix(where, "//"), name)
	}
	return nil, fmt.Errorf("stores: %q is unknown: write memory, sqlite, sqlite:FOLDER or postgres:DSN", name)
}

type inMemory struct{}

func (inMemory) New(context.Context) (store.DB, error) { return memory.New(), nil }
func (inMemory) Close(context.Context) error           { return nil }
