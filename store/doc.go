// Package store is the contract between the engine and a database, and the words they share.
//
// A store keeps rows and finds them again; it decides nothing. All writing goes through [Store.Apply]: the store loads
// what a [Key] names, hands it to a pure function, and writes the [Changeset] that the function answers, in one step. How
// it makes that one step (row locks, versions and a retry, one writer, a mutex) is its own business. Package
// store/memory is the smallest store and the one that the others are compared with; package store/storetest checks any
// store against the duties below, by their numbers.
//
// # Duties of a store
//
//  1. What was loaded still holds at the write. Nothing that decide was shown may have changed by the time its changeset is
//     written: no lost update, no decision on a stale row. This goes for rows that were absent, too, and for Revision. It doesn't
//     go for Now, NextDue and Scopes, which are as of the load; but Occupied of a scope holds in a changeset with a Directory.
//  2. All or nothing. A changeset is written whole or not at all, and no reader sees a part of it. A changeset that
//     contradicts itself or the stored rows is refused with an error that wraps [ErrChangeset], and writes nothing. Only an error that
//     wraps [ErrUnknown] leaves open which of the two it was; every other error means that nothing was written. A store that is durable
//     keeps what it has answered for: after a crash every Apply, Ack and Prune that came back without an error is there, and so is every
//     consumer whose Feed did.
//  3. One result per operation id. What was stored under an id is what every later load of it gives, with Seen; the result and
//     the rest of its changeset are one write.
//  4. The last decision counts. Decide may be called more than once; only the answer of its last call is written, and each call
//     gets fresh copies of rows. A *[More] is answered by calling again with the further rows beside the first ones; any other
//     error comes back from Apply as it is.
//  5. Ids are unique by account, channel and contact. There is never a second conversation of one channel and contact, and a
//     conversation's channel and contact never change.
//  6. Sorted integers sort. Every order is by integers as numbers, negative ones included, then by ids as bytes: no collation,
//     no case folding. The store sorts by the keys that botflow, routing and inbox compute and never interprets a policy.
//  7. Nothing of another account. A [Store] reaches the rows of its own account only, whatever ids the accounts share (V6).
//  8. Nothing is counted to decide. An agent's load is the number on their row, written as it was given; no row is counted or
//     scanned to find out whether somebody is full. Only [Store.Verify] counts, to check the books (I8).
//  9. Values aren't shared. What is given to a store and what it gives out are copies in both directions.
//  10. Events have no gap. Each subject's numbers go on from its last, or the changeset is refused. The feed gives every event of
//     a subject in that order, at least once, until it is acknowledged, and never passes over one that commits late, whether the
//     consumer acknowledges as it reads or reads on without; an acknowledgement never goes back, nor ahead of what the feed has (E1).
//  11. Wakes are due in order. Whatever was written with a wake is due at that instant: not before, in the order of
//     [Wake.Before], until it is written with another.
//  12. A view is what is there. Queues in the order of botflow's Before, ready seats in routing's Less, members in its
//     TurnLess, each cut to its limit with a word on whether there is more; all of one view from one moment, and that moment is not before
//     the call: no replica, no cache, no snapshot from before the caller's own last write. Whoever frees an agent and whoever parks a
//     chat both look afterwards, and one of them must see the other's. What Get loads isn't older than the call either.
//  13. A list is exactly what matches. Pages that follow one another give every conversation that the query matches once, in its
//     order; nothing else is given, counted or hinted at. A page may be short, or empty, and still lead on.
//  14. Nothing undelivered or alive goes. [Store.Prune] keeps what a consumer has yet to acknowledge, what it holds, from the number of
//     the [Hold] on, and what can still change (E4); a forgotten conversation leaves nothing but events without contact and texts.
//  15. A cancelled context stops the work before it begins, and the error is the context's own. One that is cancelled later stops an Apply
//     whole or comes too late: an Apply without an error is written, one with the context's error may be.
//  16. Text is opaque. Ids and texts come back byte for byte: any UTF-8 but NUL, upper and lower case apart, composed and decomposed
//     letters apart, up to the longest that botflow allows; integers over their whole range, to the microsecond instants from the year 1
//     up to the end of the year 9999, and botflow.Forever. A list or a map without anything in it may come back as nil. Malformed ids are
//     refused before anything is done, with an *[botflow.Error] of code "invalid" that names the field: [Checked] does so, the same for
//     every store.
//  17. Unfinished work is kept. Jobs stay until they are done, and [Store.Members] names exactly what each has still to visit.
//  18. Only what was named is written. A changeset writes rows that its key named, that a *[More] added or that came with them, and
//     events of such subjects; any other is refused with an error that wraps [ErrChangeset], and writes nothing. [Key.Named] and
//     [Named.Check] decide it without a query: a store knows before decide all that it must hold, and takes its locks in one order.
//  19. A consumer moves on from where it was seen. [Store.Advance] writes position and holds in one step, and only over the revision
//     that its caller has read. Every Advance, every Ack that moves the position, and being known and dropped give another revision,
//     and one that a name has had never comes back, not even after it was dropped.
//  20. What is written is told, if the database is a [Watcher]. Whoever watches hears, soon after the commit, of every account in which
//     events were written, whoever wrote them, and of no wake that was set with them too late for it. At first they hear that something may
//     have been missed, and after their watch has ended nothing. No writer waits for them.
//
// Limits are upper bounds: a limit of 0 or less asks for nothing.
package store
