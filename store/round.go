package store

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// DefaultTimeout is how long one call of a consumer's handler may take.
const DefaultTimeout = 30 * time.Second

// Round is what one round of consumption did. The zero value: nothing was ready.
type Round struct {
	Worked bool            // something was handed out: there may be more
	Next   botflow.Instant // when something that failed is to be tried again; 0: nothing is
	Failed []Failure       // what the handler failed with
}

// Failure is an event that a consumer's handler failed with.
type Failure struct {
	Consumer string // its name
	Record   Record
	Tries    int    // how often it failed by now
	Parked   bool   // it isn't tried again until somebody says Redeliver
	Stack    []byte // where it panicked; nil: it answered an error
	Err      error
}
