// Package ical reads the all-day events of an iCalendar file (RFC 5545) as
// [schedule.Holidays], for hours that close on them.
//
// [Read] takes the events that have a date and no time, whatever else the file
// holds, and lays those that repeat out over a window of at most five years. A
// rule may repeat daily or more rarely; github.com/teambition/rrule-go works out
// its dates, in UTC, as civil dates. What a file can make the reader do is
// bounded: its length, the lines of an event, how many events repeat, the days
// looked at for them, and the dates that come out.
//
// A calendar of the web may hold days on which nobody closes: look through what
// came out before it is stored.
package ical
