// Package postgres keeps conversations in a PostgreSQL database, for any number of processes that share it.
//
//	pool, err := pgxpool.New(ctx, dsn)
//	err = postgres.Migrate(ctx, pool, "")                  // at deployment
//	db, err := postgres.New(ctx, pool, postgres.Config{})  // in each process
//	engine, err := reparto.New(db, reparto.Config{})
//
// # What it promises
//
// All of package store's duties, under the isolation level READ COMMITTED, which it asks for by itself. Applies that come at the same
// time share one transaction: two round trips and one commit for however many there are, and for one alone. The rows that an Apply
// names are locked when they are loaded, always in the same order (names, conversations, contacts, agents, inboxes, each sorted), so
// processes wait for each other and don't deadlock. A conflict that happens all the same is tried again by the store itself. An Apply that
// needs a row which somebody keeps locked goes on alone, so that it holds up nobody, until Config.Timeout: then it has lost the race.
//
// An answer that is lost once the commit was sent is [store.ErrUnknown], whatever the driver thinks of it; the engine then finds
// out what became of it. A server that can't be reached, or that answers nothing within Config.Timeout, is [store.ErrUnavailable].
//
// # The host's own transactions
//
// [DB.Bind] writes an engine's step and the host's own rows in one transaction; [DB.Consume] handles events and writes what follows from
// them in one, so that each has its effect exactly once.
//
// # Other processes
//
// Routing waits for no signal: whoever frees an agent and whoever parks a chat look at the database after their own commit, and the later of
// the two sees the other's. What is left to other processes is a deadline that comes sooner than they know, and a consumer's next event. Of
// these they hear by NOTIFY ([DB.Watch], which an engine's Run calls). In a transaction NOTIFY takes a lock of the whole server until its
// commit is done, so there is none in those that matter: once they are committed, a statement of its own tells of all that were, at
// once after a silence and else every 20 ms, and nobody waits for it. What it says may be lost, with a connection or with the process,
// and then costs a sweep. Of [DB.Bind] the host's call of Settle tells.
//
// # What an operator should know
//
//   - Run needs one connection beside the pool, to listen on; it is opened as the pool opens its own, or by Config.Listen. Telling takes one of the
//     pool for a moment. Each statement that tells takes a transaction id; it doesn't wait for the disk. What is told is accounts' ids and
//     instants, and whoever may connect to the database can hear it, or say it: they are hints. Config.Silent does without all of this.
//   - PgBouncer in transaction mode works: there is no session state, no setting and no lock beyond a transaction. Listening doesn't work through
//     it: give Config.Listen a connection past it, or set Config.Silent. Statements are
//     prepared by name unless the pool says otherwise: set DefaultQueryExecMode to pgx.QueryExecModeExec, or let PgBouncer keep
//     prepared statements (max_prepared_statements). Without names each statement is planned anew, which costs about as much as
//     running it.
//   - The role needs usage of the schema and select, insert, update and delete on its tables; only [Migrate] creates anything. Locks by
//     name are advisory locks of the transaction, with numbers made of the schema, the account and the id.
//   - Plans are kept. Rows are looked up in a way that only an index can serve, and the store's own transactions turn enable_seqscan off
//     for themselves, so that a plan made for an empty table is right for a full one; inside the host's transactions they leave it
//     alone, so run ANALYZE after a large import.
//   - Every message moves a conversation in its lists, so its row is written to all its indexes: nine for one that waits. Leave autovacuum on.
//     A transaction that stays open for hours, in any database of the server, keeps it from cleaning up.
//   - Events get their positions when a consumer reads the feed, in order, without a gap that could still be filled. An account without
//     consumers pays nothing for that.
//   - Configurations are written under a lock on the account alone; [DB.Bind] does so under READ COMMITTED only.
//   - Tables hold JSON of the library's values, and columns derived from it: read them if you like, never write them. [store.Store]'s
//     Verify compares both.
package postgres
