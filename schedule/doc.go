// Package schedule answers when a business is open and counts time in its
// open hours. It stands alone: it needs nothing else of this module.
//
// [Hours] is the description that a host writes and stores: a named zone, the
// hours of the week, seasons, yearly dates, dated exceptions, holidays and at most
// one override. [Hours.Compile] checks it and turns it into a [Schedule], an immutable
// value that answers [Schedule.IsOpen], [Schedule.NextOpen], [Schedule.NextClose],
// [Schedule.NextChange], [Schedule.Openings], [Schedule.Day], [Schedule.Add],
// [Schedule.Between] and [Schedule.Explain] from any number of goroutines. A nil
// *Schedule is always open.
//
// # What wins
//
// On each date the first of these that says something, and it alone (F13):
//
//  1. the override, while it lasts
//  2. an exception that owns the date
//  3. a yearly date, the one listed first
//  4. a holiday: of those stored with the hours, then of the [Holidays] that they
//     were compiled with
//  5. a season with dates, then one of every year
//  6. the week
//
// An exception, a yearly date or a holiday replaces its whole date: the night
// that began the day before ends at 00:00, unless it keeps it. A season replaces
// the week and cuts no night. Hours never mix with those of another scope: a
// department has its own, or uses the general ones (F12).
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
// Compiling lays the whole calendar out as a table of stretches: 10 to 20 KB for
// a zone with clock changes, and some 100 bytes for each date that isn't the
// week's, so 300 KB for sixteen yearly dates. Keep what was compiled. A look-up is
// two binary searches and a query is a few look-ups; none but Explain allocates.
// No query walks days, weeks or exceptions, so none can run away.
//
// # What it won't do
//
// It reads no clock. It doesn't ship a zone database: it uses the one of the
// program (import time/tzdata in a program that may run without one) or the one
// in [Sources], and the answers are as fresh as that. Clock changes are followed
// from 1970 through 2099; before and after, the zone keeps the offset it had at
// that border. Yearly dates, yearly seasons and the holidays of a source happen
// from 1970 through 2140. Outside the years 1 to 9999 a compiled schedule is
// closed. It has no say in who is present: hours tell who may serve, not who can.
package schedule
