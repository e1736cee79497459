package store

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
)

// DB is a host's storage of all its accounts. It is safe for concurrent use.
type DB interface {
	// Account gives the store of one account. It can't reach any other (duty 7). It does no I/O. A malformed id is refused with
	// an *[botflow.Error].
	Account(id botflow.AccountID) (Store, error)
	// Accounts lists the accounts that have something due by now, waiting chats or open jobs, in id order from after on (after itself
	// excluded), at most limit of them; and the earliest wake later than now over all accounts, 0 for none.
	Accounts(ctx context.Context, after botflow.AccountID, now botflow.Instant, limit int) ([]botflow.AccountID, botflow.Instant, error)
}

// Decide turns what was loaded into a changeset. It is pure and may be called again, so it keeps nothing from an earlier
// call, and it never calls a store: rows may be locked while it runs. A *[More] asks to be called again with further rows;
// any other error is returned by Apply as it is, with nothing written. A changeset that [Changeset.Empty] says is empty
// writes nothing.
type Decide func(Loaded) (Changeset, error)

// Store is the storage of one account. Every method is safe for concurrent use; what is returned is the caller's: changing
// it changes nothing stored, and the other way round (duty 9).
type Store interface {
	// Apply loads what the key names, calls decide, and writes its changeset whole or not at all, with everything that was
	// loaded still true at the write (duties 1 to 5). A lost answer is an error that wraps [ErrUnknown], a database that doesn't
	// serve one that wraps [ErrUnavailable]. A race that is lost too often is botflow's ErrConflict; so is, in a store bound to a
	// transaction of the host's, the first that is lost: only the host can begin it anew. Both mean that nothing was written.
	Apply(ctx context.Context, key Key, decide Decide) error
	// Get loads what the key names, for reading: a consistent picture, no locks.
	Get(ctx context.Context, key Key) (Loaded, error)
	// View gives what matching sees of the inboxes asked for, in the order asked for. Those in which nothing waits are left out,
	// so that seats are read only where they may be needed; with req.Chat none is.
	View(ctx context.Context, req ViewRequest) (routing.View, error)
	// Due gives what wakes by now, earliest first ([Wake.Before]), at most limit; and the instant of the next wake after
	// those, 0 for none.
	Due(ctx context.Context, now botflow.Instant, limit int) ([]Wake, botflow.Instant, error)
	// Waiting lists the shared inboxes with waiting chats, in id order after the one given, at most limit.
	Waiting(ctx context.Context, after botflow.InboxID, limit int) ([]botflow.InboxID, error)
	// List gives one page; Count counts up to a cap. Both see exactly the conversations that q matches (duty 13). Count looks
	// at neither q's cursor nor its limit.
	List(ctx context.Context, q inbox.Query) (Page, error)
	Count(ctx context.Context, q inbox.Query, upTo int) (int, error)
	// Directory gives the configuration in force and its revision. If it is known already the directory is left zero. The
	// revision of an account that was never configured is 0.
	Directory(ctx context.Context, known uint64) (directory.Directory, uint64, error)
	// History gives the events of one subject in order, after a sequence number, at most limit.
	History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]Record, error)
	// Notes gives the internal notes of a conversation in order, after a sequence number, at most limit.
	Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error)
	// Feed gives events that the consumer has not acknowledged and whose position is beyond after, in order of position and so
	// in order per subject, at most limit: from 0 what comes next, from the last position read what comes behind that, whether it
	// was acknowledged or not. It acknowledges nothing. A new consumer starts at the oldest event kept, and from its first Feed on
	// nothing it has not acknowledged is removed.
	Feed(ctx context.Context, consumer string, after uint64, limit int) ([]Record, error)
	// Ack acknowledges everything up to and including the position. An older position than the last is a no-op; one ahead of
	// the feed stands for the feed's end. What the consumer holds stays held.
	Ack(ctx context.Context, consumer string, position uint64) error
	// Consumer gives how far a consumer has come. One that has neither read nor acknowledged yet has revision 0, and isn't made
	// known by asking.
	Consumer(ctx context.Context, name string) (Consumer, error)
	// Advance writes a consumer as it is given, whole, if it still has the revision with which it was read, and answers the new one;
	// else it writes nothing and answers [ErrMoved] (duty 19). Its position is taken as Ack takes it. One that contradicts itself
	// ([Consumer.Check]) is refused.
	Advance(ctx context.Context, c Consumer) (revision uint64, err error)
	// Consumers lists the names of all consumers, in order of their bytes after the one given, at most limit.
	Consumers(ctx context.Context, after string, limit int) ([]string, error)
	// DropConsumer forgets a consumer and what it holds: nothing is kept for it any more. It begins anew if it reads again. An unknown
	// one is no error.
	DropConsumer(ctx context.Context, name string) error
	// Jobs lists the open jobs, oldest first (At, then ID).
	Jobs(ctx context.Context, limit int) ([]Job, error)
	// Members lists conversations that a job has still to visit, in id order, at most limit.
	Members(ctx context.Context, of Job, limit int) ([]botflow.ConversationID, error)
	// Prune removes what the retention allows: never what is undelivered or alive (E4). It answers how many rows went.
	Prune(ctx context.Context, keep Retention) (int, error)
	// Verify checks the store's own books: loads equal owned chats, indexes agree with rows, events have no gap. Each line
	// of the answer is one violation, in words.
	Verify(ctx context.Context) ([]string, error)
}
