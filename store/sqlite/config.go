package sqlite

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// Config says how a store uses its database. The zero value is right for most hosts.
type Config struct {
	// Synchronous is how much a commit waits for the disk. The zero value is [Full].
	Synchronous Synchronous
	// Patience is how long a write waits for other processes, and for the host's own transactions, that hold the database's one
	// write lock; after it the call fails with a *[BusyError]. 0: 10 seconds. At least 10 milliseconds.
	Patience time.Duration
	// Group is how many Applies one transaction carries at most. 0: 128. From 1 to 1,000.
	Group int
	// Poll is how often [DB.Watch] asks whether another process, or another store of this one, has written events, while somebody
	// watches. 0: 50 milliseconds. At least 1 millisecond; [botflow.None]: never, so that others' writes are found by a sweep.
	Poll time.Duration
}

// Synchronous is how much a commit waits for the disk.
type Synchronous uint8

// The settings of SQLite's synchronous. The zero value loses nothing that was answered.
const (
	Full   Synchronous = iota // what was answered survives a power cut
	Normal                    // a power cut may take the last commits with it; a crash of the process none
	AsOpen                    // whatever the host's connections are set to
)

// The defaults and bounds of Config.
const (
	defaultPatience = 10 * time.Second
	leastPatience   = 10 * time.Millisecond
	defaultGroup    = 128
	largestGroup    = 1000
	defaultPoll     = 50 * time.Millisecond
	leastPoll       = time.Millisecond
)

// settled gives the configuration with its defaults filled in.
func (c Config) settled() (Config, error) {
	if c.Patience == 0 {
		c.Patience = defaultPatience
	}
	if c.Group == 0 {
		c.Group = defaultGroup
	}
	if c.Poll == 0 {
		c.Poll = defaultPoll
	}
	switch {
	case c.Poll != botflow.None && c.Poll < leastPoll:
		return c, botflow.Invalid("config.Poll", "is below 1ms; to do without, say botflow.None")
	case c.Synchronous > AsOpen:
		return c, botflow.Invalid("config.Synchronous", "is not one of Full, Normal, AsOpen")
	case c.Patience < leastPatience:
		return c, botflow.Invalid("config.Patience", "is below 10ms")
	case c.Group < 1 || c.Group > largestGroup:
		return c, botflow.Invalid("config.Group", "is outside 1 to 1000")
	}
	return c, nil
}
