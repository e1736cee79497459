// Package schedule answers when a business is open and counts time in its
// open hours.
//
// [Hours] is the description that a host writes and stores: a named zone, the
// hours of the week, dated exceptions and at most one override. [Hours.Compile]
// checks it and turns it into a [Schedule], an immutable value that answers
// [Schedule.IsOpen], [Schedule.NextOpen], [Schedule.NextClose],
// [Schedule.Add], [Schedule.Between] and [Schedule.Explain] from any number of
// goroutines. A nil *Schedule is always open.
//
// # What wins
//
// The override while it lasts, then the exception that owns the civil date,
// then the week (F13). An exception replaces its whole date: the night that
// began the day before ends at 00:00, unless the exception keeps it.
//
// # Edges
//
// Every range is half-open: at its first instant it is open, at its last one it
// is closed. Ranges that overlap or touch count once.
//
// # Clock changes
//
// One rule covers them all: a range of one date is open from the first instant
// to the last at which the wall clock shows a time of that range. So an edge in
// a skipped hour moves to the change, a range that was skipped whole doesn't
// happen that day, and in a repeated hour we open at the first showing and close
// at the last. Whenever the wall clock shows published hours, the answer is
// open, and nothing opens and closes twice because a clock was set back.
//
// # Time counted
//
// [Schedule.Between] and [Schedule.Add] count elapsed time, never wall time: a
// day without pause has 23 or 25 hours when the clock changes.
//
// # Cost
//
// Compiling lays the whole calendar out as a short table of stretches. A query
// is two binary searches and allocates nothing; no query walks days, weeks or
// exceptions, so none can run away.
//
// # What it won't do
//
// It reads no clock, knows no holidays by itself, no yearly dates and no dates
// with conditions ("last Friday"): give those as exceptions. It repeats nothing
// but the week. It doesn't ship a zone database: it uses the one of the program
// (import time/tzdata in a program that may run without one), and the answers
// are as fresh as that. Clock changes are followed from 1970 through 2099;
// before and after, the zone keeps the offset it had at that border. Outside the
// years 1 to 9999 a compiled schedule is closed. It has no say in who is
// present: hours tell who may serve, not who can.
package schedule
