package postgres

import (
	"time"

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
