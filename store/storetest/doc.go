// Package storetest checks that a store does its duties (see package store) and says which one it neglects.
//
// A store's own tests need a few lines:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, storetest.Harness{New: func(tb testing.TB) store.DB { return memory.New() }})
//	}
//
// A durable store says beside New how it is opened again, and one that several processes may share, how a second one opens it:
// [Harness].
//
// Every [Check] gets an empty store of its own. Most try one duty. Their random ones draw from fixed seeds, so a failure repeats. No check
// writes what its key doesn't name (but to see it refused), and events of a conversation or an agent come with its row, which counts them.
// One check looks for an order in which concurrent steps could have come one after the other. And random histories are given to
// the store and to package store/memory, whose answers are the right ones: every answer of every method is compared, order included.
// Some of these are drawn anew each time, and shrink when they fail.
//
// The numbers of random histories: 100, 20 with -short, 2000 with REPARTO_LONG=1, and -rapid.checks says another number. What fails can
// be run again with the seed or the file that the failure names.
//
// [Bench] measures what can be compared between stores. The package needs rapid and porcupine beside the standard library: import it
// from tests only.
package storetest
