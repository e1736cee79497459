package reparto

import (
	"io"
	"maps"
	"slices"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// DefaultSweep is how often [Engine.Run] looks at every inbox with waiting chats, whether or not anything happened there.
const DefaultSweep = 5 * time.Second

// Config sets an engine up. The zero value is ready to use.
type Config struct {
	// Clock is where time comes from. Nil: the store's clock where it offers one, else the wall clock.
	Clock Clock
	// Entropy gives the random bits of conversation ids. Nil: the runtime's generator. A test passes a
	// counter. It must be safe for concurrent use.
	Entropy func() uint64
	// Rankers are the host's own strategies by the name that a policy gives as its Strategy.
	Rankers map[string]routing.Ranker
	// Record receives every accepted command as a JSON line that [Replay] understands. Nil: nothing is recorded. While it
	// is set, commands of one account run one after the other, so that the record has their order.
	Record io.Writer
	// Sweep is how often Run looks at every inbox with waiting chats. 0: [DefaultSweep].
	Sweep time.Duration
}

// strategies are the names that a directory's policies may use beside the library's own.
func (c *Config) strategies() []string { return slices.Sorted(maps.Keys(c.Rankers)) }

// Validate refuses a configuration that can't work, naming the field.
func (c *Config) Validate() error {
	if c.Sweep < 0 || c.Sweep > time.Hour {
		return botflow.Invalid("config.sweep", "must be between 0 and an hour")
	}
	for _, name := range c.strategies() {
		if err := botflow.CheckID("config.rankers", name); err != nil {
			return err
		}
		if c.Rankers[name] == nil {
			return botflow.Invalid("config.rankers", "has no ranker under "+name)
		}
	}
	return nil
}
