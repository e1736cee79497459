package store

import (
	"errors"
	"fmt"
)

// ErrUnknown is wrapped by the error of an Apply that sent its write and lost the answer: it may have happened whole or not at all,
// or may still be under way, and the store can't tell. A store never guesses: whatever ends the connection once the commit
// was sent is this error, a context that ended meanwhile included. It must hold that a later Apply of the same rows waits for a
// write that is still under way, so that the engine learns by asking again what became of it.
var ErrUnknown = errors.New("store: the answer to a write was lost: it may have happened")

// ErrUnavailable is wrapped by the error of a call that the database couldn't serve: it can't be reached, is starting or
// shutting down, or refuses more work. Nothing was written. Trying again later may help.
var ErrUnavailable = errors.New("store: the database is unavailable: nothing was written")

// ErrMore says that decide went on asking for further rows. Cure: name all that is needed at once.
var ErrMore = errors.New("store: decide asked for further rows too often: name them in one More")

// ErrChangeset is wrapped by the refusal of a changeset that contradicts itself or the stored rows. Nothing has been written.
// It means a mistake in decide, not bad luck: trying again doesn't help.
var ErrChangeset = errors.New("store: refused changeset")

// Refuse makes such a refusal: what is wrong, with the ids that it is about.
func Refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrChangeset, fmt.Sprintf(format, args...))
}
