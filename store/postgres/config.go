package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
)

// Config says how a store uses its database. The zero value is ready.
type Config struct {
	// Schema is where the tables are; "" : reparto. Use the one that was given to [Migrate].
	Schema string
	// Timeout bounds each transaction of the store, and a read whose context has no deadline of its own; 0: five seconds. It
	// isn't cut short by a caller who goes away, since others share the transaction.
	Timeout time.Duration
	// Group is how many Applies share a transaction at most; 0: 64.
	Group int
	// Lanes is how many such transactions are under way at most; 0: two, so that one is decided while the server writes another. Each
	// takes a connection of the pool. More can help where many callers write and the server has processors to spare.
	Lanes int
	// Listen opens the connection on which [DB.Watch] listens, and which it closes: one that is a session of the server's own, without an
	// OnNotification. Nil: it is opened as the pool opens its own. Behind PgBouncer in transaction mode that would hear nothing: give
	// here a way past it, or be Silent.
	Listen func(ctx context.Context) (*pgx.Conn, error)
	// Silent does without: nothing is told to other processes, and nothing is heard of them but by their engines' sweeps.
	Silent bool
}

// The defaults.
const (
	DefaultSchema  = "reparto"
	defaultTimeout = 5 * time.Second
	defaultGroup   = 64
	defaultLanes   = 2
)

// with fills in the defaults, or refuses.
func (c Config) with() (Config, error) {
	if c.Schema == "" {
		c.Schema = DefaultSchema
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.Group == 0 {
		c.Group = defaultGroup
	}
	if c.Lanes == 0 {
		c.Lanes = defaultLanes
	}
	switch {
	case c.Timeout < 0:
		return c, botflow.Invalid("config.timeout", "is negative; leave it 0 for five seconds")
	case c.Group < 0:
		return c, botflow.Invalid("config.group", "is negative; leave it 0 for 64")
	case c.Lanes < 0:
		return c, botflow.Invalid("config.lanes", "is negative; leave it 0 for two")
	}
	return c, checkSchema(c.Schema)
}

// checkSchema wants a name that the database doesn't cut.
func checkSchema(name string) error {
	const most = 63
	if len(name) > most {
		return botflow.Invalid("schema", "has more than 63 bytes: the database would cut it")
	}
	return botflow.CheckID("schema", name)
}
