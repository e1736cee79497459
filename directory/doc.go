// Package directory is the configuration of one account as plain data: who works there, which inboxes, channels and
// assistants it has, and how each of them behaves.
//
// A [Directory] is the whole desired state in one value: build it in code or read it from JSON. [Directory.Validate] finds
// every contradiction at once and names the field and the cure. [Normalize] carries over what must not be forgotten when a
// new state replaces an old one: removed agents stay as disabled, deleted inboxes leave a forwarding address. [Diff] tells
// what changed. [Compile] lays a directory out for answering; a [Snapshot] never changes and any number of goroutines may
// ask it.
//
// Replacing a configuration is always these four steps, and repeating them with the same input changes nothing:
//
//	next := directory.Normalize(old, wanted)
//	if err := next.Validate(); err != nil { ... }
//	changes := directory.Diff(old, next) // none: nothing to do
//	// commit next, then compile it
//
// Nothing here does I/O, reads a clock or keeps state.
package directory
