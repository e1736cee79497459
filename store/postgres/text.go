package postgres

import (
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// texts gives statements their schema. They are written for the default one, whose name is replaced once for each statement.
type texts struct {
	schema string // quoted, with its dot
	made   sync.Map
}

func newTexts(schema string) *texts {
	return &texts{schema: pgx.Identifier{schema}.Sanitize() + "."}
}

// of gives the statement for the schema of this store.
func (t *texts) of(statement string) string {
	if made, ok := t.made.Load(statement); ok {
		return made.(string) //nolint:forcetypeassert // nothing else is stored
	}
	made := strings.ReplaceAll(statement, DefaultSchema+".", t.schema)
	t.made.Store(statement, made)
	return made
}
