package main

import "time"

// clock is a virtual clock: it stands still until the day moves it. Everything here runs in one goroutine, so it needs no
// lock.
type clock struct{ now time.Time }

// Now implements reparto.Clock.
func (c *clock) Now() time.Time { return c.now }

// After implements reparto.Clock. Only Engine.Run waits, and a replay calls Engine.Tick itself.
func (c *clock) After(time.Duration) <-chan time.Time { return nil }
