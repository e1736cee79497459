package reparto

import (
	"io"
	"maps"
	"slices"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// DefaultSweep is how often every inbox with waiting chats is looked at, whether or not anything happened there.
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
	// Record receives every well-formed command, refused ones too, every configuration and every tick, as JSON lines that
	// [Replay] understands. Nil: nothing is recorded. While it is set everything that is recorded runs one after the other, in
	// all accounts, so that the record has their order. The writer must not call the engine.
	Record io.Writer
	// Sweep is how often a tick looks at every inbox with waiting chats. 0: [DefaultSweep].
	Sweep time.Duration
	// OnError hears of errors that no call answers: of Run and Follow, of matching after a commit, which is tried again, and of
	// consumers' handlers ([*HandlerError]); with an empty account, of a watch on the store ([store.Watcher]) that was lost and is taken up
	// again. It must be safe for concurrent use and must not call the engine. Nil: they are only seen in Tick's answer and in Verify.
	OnError func(botflow.AccountID, error)
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
