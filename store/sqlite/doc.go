// Package sqlite keeps the accounts of package reparto in one SQLite file, in the host's own database beside the host's own tables.
//
// The host opens the database, with any driver of database/sql; this package imports none. [Migrate] makes and changes the tables, all
// of which are called reparto_something; [New] checks them and makes the store:
//
//	pool, err := sql.Open("sqlite", "file:shop.db") // modernc.org/sqlite, for one
//	err = sqlite.Migrate(ctx, pool)
//	db, err := sqlite.New(ctx, pool, sqlite.Config{})
//	engine, err := reparto.New(db, reparto.Config{})
//
// # What it promises
//
// All duties of package store, with one file and any number of processes on one machine. What was answered is on the disk
// (synchronous=FULL, unless [Config] says otherwise). SQLite has one writer at a time. Applies that come while one is being written wait
// together and share the next transaction, so that many callers pay for one wait for the disk. A database that somebody else has
// locked is waited for, for as long as the caller's context lasts and [Config.Patience] allows; "database is locked" comes back only
// as a [*BusyError]. Reading never waits for writing.
//
// [DB.Bind] lets the host write a routing command and rows of its own in one transaction, [DB.Consume] lets it write what follows
// from events exactly once. The feed gives events in the order of their commits, since positions are given under the write lock.
//
// # What an operator should know
//
//   - The file must be on a local disk: the write-ahead log needs shared memory between processes. A database in memory is refused with a
//     [*JournalError], since every connection of a pool would have another one; for tests there is store/memory.
//   - No option of the driver is needed. Before a connection of the pool first writes here, busy_timeout is raised to 100 ms and
//     synchronous to what is configured, if they are lower; this stays so for whatever else the host does on the connection. They
//     are never lowered. Connections that the host writes on itself, and those of [DB.Bind], are as the host set them.
//   - SQLite can't tell one process of another's writes, so a store that is watched, as it is while an engine's Run runs, polls: every 50 ms
//     ([Config.Poll]) it asks by one statement for events beyond the last it has seen. Steps that write no event are found by a sweep. A host
//     with one process can do without: Poll: botflow.None.
//   - Two connections, or better four, are enough for a pool; one is allowed. While the store writes it holds one connection.
//   - One transaction that stays open keeps the write-ahead log growing, and one that writes holds everybody up.
//   - Back the file up with SQLite's backup API or VACUUM INTO, never by copying it while it is open.
//   - SQLite 3.38 or later is needed (STRICT tables, the JSON operators).
//   - Ids are compared as bytes. Instants are integers: microseconds since the year 1. Documents are JSON text, for people and tools to
//     read. The tables are this package's own: whoever changes them by hand should call Verify.
//
// # Versions
//
// Tables have a version, the number of migrations that made them, and know the oldest package version that may still work with them.
// A program that is older than the tables works if they say so, else New refuses them, as it refuses tables older than itself, with a
// [*SchemaError]. So several processes can be updated one after the other: run Migrate with the new version first.
package sqlite
