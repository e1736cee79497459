package store

import (
	"context"

	"github.com/repartogo/reparto/botflow"
)

// Watcher is what a [DB] may be as well: one that tells when something was written, so that a process needn't look again and again to
// learn what others do. All that it tells is a hint. It may come twice, or for nothing; one that is lost costs its hearer the time until
// they look by themselves, and nothing may rest on it. Both methods are safe for concurrent use.
type Watcher interface {
	// Watch calls heard, one call at a time and soon after the commit, with each account in which events were written, by whichever process;
	// and with an instant that no wake set in the same write comes before, 0 if none was set. Many writes may be one call. An empty account
	// means that anything may have been written anywhere, unheard: so it begins, and so it goes on after a break. Heard may call the store,
	// and should be quick, since meanwhile nothing is told (duty 20).
	//
	// Watch ends with its context, whose error it answers; or, with one that wraps [ErrUnavailable], when the line is lost: whoever still
	// wants to hear calls it again.
	Watch(ctx context.Context, heard func(account botflow.AccountID, wake botflow.Instant)) error
	// Tell says that the host has committed a transaction in which something was written to the account, and the earliest wake that was
	// set there; 0: none. A database that can't see that by itself passes it on. It doesn't wait, and has no effect but hints.
	Tell(account botflow.AccountID, wake botflow.Instant)
}
