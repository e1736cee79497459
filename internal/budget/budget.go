// Package budget says, in one place, how much work the long tests do.
//
// Every long test has a row here with three sizes: short for go test -short, usual for a plain go test and for CI, and
// long for REPARTO_LONG=1. A new long test adds a row and asks [Of] for its size; it has no number of its own.
package budget

import (
	"fmt"
	"os"
	"testing"
)

// Test names the budget of one long test. The zero value is invalid.
type Test uint8

// The long tests.
const (
	MutantStride   Test = iota + 1 // one planted bug in so many is run
	MutantWorkers                  // planted bugs that are compiled and run at the same time
	QuietPoints                    // times that a crowd of goroutines stops and the books are checked
	ScheduleStride                 // one clock change in so many is compared with the minute scan
	StoryFiles                     // feature files that are told on every store
	StoryHours                     // hours of the bank's day that are told on every store
	StoreHistories                 // times that random histories of a store are drawn, each as often as -rapid.checks says
	FeedRounds                     // events that each of many slow writers adds to a feed
	RaceCommands                   // commands that each caller of two racing processes gives
	FileKills                      // processes that are killed while they write to a file
	ServerKills                    // processes that are killed on a database, and the database with them
	CutCommands                    // commands that each of several callers gives over connections that are cut at random
	ZoneStride                     // one zone in so many has its clock changes compared with the minute scan
	SecondStride                   // one awkward zone in so many is compared with the scan of seconds
)

type size struct{ short, usual, long int }

func sizes() map[Test]size {
	return map[Test]size{
		MutantStride:   {short: 8, usual: 4, long: 1},
		MutantWorkers:  {short: 2, usual: 2, long: 2},
		QuietPoints:    {short: 20, usual: 80, long: 800},
		ScheduleStride: {short: 200, usual: 50, long: 1},
		StoryFiles:     {short: 3, usual: 100, long: 100},
		StoryHours:     {short: 9, usual: 10, long: 24},
		StoreHistories: {short: 1, usual: 1, long: 20},
		FeedRounds:     {short: 5, usual: 12, long: 200},
		RaceCommands:   {short: 10, usual: 40, long: 1000},
		FileKills:      {short: 1, usual: 3, long: 200},
		ServerKills:    {short: 3, usual: 20, long: 1000},
		CutCommands:    {short: 15, usual: 60, long: 2000},
		ZoneStride:     {short: 100, usual: 20, long: 1},
		SecondStride:   {short: 8, usual: 4, long: 1},
	}
}

// Of gives the size of a long test for this run. It panics on a test that has no row. It must be called from a test,
// since -short is known only there.
func Of(test Test) int {
	row, ok := sizes()[test]
	switch {
	case !ok:
		panic(fmt.Sprintf("budget: test %d has no row: add one to sizes", test))
	case os.Getenv("REPARTO_LONG") == "1":
		return row.long
	case testing.Short():
		return row.short
	}
	return row.usual
}
