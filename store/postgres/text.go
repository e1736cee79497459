package postgres

import (
	"regexp"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// texts gives statements their schema. They are written for the default one, whose name is replaced once for each statement.
type texts struct {
	schema *strings.Replacer // by the schema's name, quoted; at the beginning of a text literal by what is quoted once more
	made   sync.Map
}

func newTexts(schema string) *texts {
	name := pgx.Identifier{schema}.Sanitize() + "."
	return &texts{schema: strings.NewReplacer("'"+DefaultSchema+".", "'"+strings.ReplaceAll(name, "'", "''"), DefaultSchema+".", name)}
}

// arrays is an unnest that other tables are joined to.
var arrays = regexp.MustCompile(`unnest\(([^()]*)\)( with ordinality)? ([ts]\()`)

// of gives the statement for the schema of this store.
//
// The planner must not see how long the arrays are: it would plan anew at each execution, which takes longer than the statement. Nor
// must it guess that they are long, and read whole tables: of a limit that it doesn't know it expects one row in ten, so one of the
// ten that it takes any array for. So each row is looked up in an index.
func (t *texts) of(statement string) string {
	if made, ok := t.made.Load(statement); ok {
		return made.(string) //nolint:forcetypeassert // nothing else is stored
	}
	made := t.schema.Replace(arrays.ReplaceAllString(statement, "(select * from unnest($1)$2 limit (select 1000000000)) $3"))
	t.made.Store(statement, made)
	return made
}
