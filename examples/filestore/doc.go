// Package filestore is a complete store in one file: small, slow and honest. It shows what a store has to do, see docs/stores.md.
//
// The rows live in memory, in package store/memory, which knows how to find them. What makes them last is a log: every change that was
// accepted is appended to a file and forced to the disk before the caller hears of it, and opening the file applies them all again. So
// the file only grows, opening takes as long as its history, and one process at a time may use it. What was forgotten or pruned can't be
// read any more, but its bytes stay in the file. A host that needs more takes a database.
package filestore
