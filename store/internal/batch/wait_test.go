package batch_test

import "time"

// How long a test waits for another goroutine to get somewhere, and how often it looks.
const (
	waitFor = time.Minute
	tick    = time.Millisecond
)
