// Package house holds no code: its tests are the rules of the house that a compiler doesn't check.
//
// They say which package may import which, keep the pure packages free of clocks, locks and I/O, keep the
// dependencies to a short list, and keep functions and files small enough to read. Each message names the cure.
package house
