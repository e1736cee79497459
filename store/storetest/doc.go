// Package storetest checks that a store does its duties (see package store) and says which one it neglects.
//
// A store's own tests need a few lines:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, storetest.Harness{New: func(tb testing.TB) store.DB { return memory.New() }})
//	}
//
// Every [Check] gets an empty store of its own. The random ones draw from fixed seeds, so a failure repeats. No check writes
// what its key doesn't name (but to see it refused), and events of a conversation or an agent come with its row, which counts them. [Bench] measures what
// can be compared between stores. The package needs nothing but the standard library.
package storetest
