package storetest

import (
	"context"
	"errors"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// twin asks two stores and wants one answer: the memory store, which says what is right, and the one under check. Only the
// values of positions in the feed may differ, so it translates them. The answers that it gives are the memory store's.
type twin struct {
	right, checked store.Store
	positions      map[uint64]uint64 // of the feed, the right ones to the checked
	ends           map[uint64]uint64 // of the feed, as consumers that acknowledged ahead of it have them
	revisions      map[revision]uint64
}

// revision is one that a consumer has had.
type revision struct {
	consumer string
	number   uint64
}

func newTwin(right, checked store.Store) *twin {
	return &twin{right: right, checked: checked, positions: map[uint64]uint64{}, ends: map[uint64]uint64{}, revisions: map[revision]uint64{}}
}

var _ store.Store = (*twin)(nil)

// agreeing ends the check unless both failed alike, and gives the right error.
func agreeing(what string, checked, right error) error {
	if c, r := kind(checked), kind(right); c != r {
		same(what, fmt.Sprintf("%s (%v)", c, checked), fmt.Sprintf("%s (%v)", r, right))
	}
	return right
}

// kind says what a caller can tell of an error.
func kind(err error) string {
	for _, sentinel := range []error{store.ErrChangeset, store.ErrMore, store.ErrMoved, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, sentinel) {
			return sentinel.Error()
		}
	}
	if code := botflow.CodeOf(err); code != "" {
		return string(code)
	}
	return fmt.Sprint(err)
}

func (w *twin) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	var shown [2]string
	var errs [2]error
	for i, s := range []store.Store{w.right, w.checked} {
		errs[i] = s.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
			l.Now = 0
			shown[i] = text(l)
			return decide(l)
		})
	}
	same(fmt.Sprintf("what Apply loaded for %+v", key), shown[1], shown[0])
	return agreeing("Apply's error", errs[1], errs[0])
}

func (w *twin) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	right, err := w.right.Get(ctx, key)
	checked, failed := w.checked.Get(ctx, key)
	checked.Now = 0
	same(fmt.Sprintf("what Get loaded for %+v", key), checked, right)
	return right, agreeing("Get's error", failed, err)
}

func (w *twin) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	right, err := w.right.View(ctx, req)
	checked, failed := w.checked.View(ctx, req)
	same(fmt.Sprintf("the view of %+v", req), checked, right)
	return right, agreeing("View's error", failed, err)
}

func (w *twin) Due(ctx context.Context, now botflow.Instant, limit int) ([]store.Wake, botflow.Instant, error) {
	right, next, err := w.right.Due(ctx, now, limit)
	checked, after, failed := w.checked.Due(ctx, now, limit)
	same(fmt.Sprintf("what is due by %d, at most %d,", now, limit), checked, right)
	same(fmt.Sprintf("the next wake after what is due by %d, at most %d,", now, limit), after, next)
	return right, next, agreeing("Due's error", failed, err)
}

func (w *twin) Waiting(ctx context.Context, after botflow.InboxID, limit int) ([]botflow.InboxID, error) {
	right, err := w.right.Waiting(ctx, after, limit)
	checked, failed := w.checked.Waiting(ctx, after, limit)
	same(fmt.Sprintf("the inboxes after %q with waiting chats, at most %d,", after, limit), checked, right)
	return right, agreeing("Waiting's error", failed, err)
}

// List reads as many of the checked store's pages as hold what is on the right one's: a page may be short.
func (w *twin) List(ctx context.Context, q inbox.Query) (store.Page, error) {
	right, err := w.right.List(ctx, q)
	var all []botflow.Conversation
	checked, failed := w.checked.List(ctx, q)
	all = append(all, checked.Conversations...)
	for rest := q; checked.More && failed == nil && len(all) <= len(right.Conversations); {
		rest.After = checked.Next
		checked, failed = w.checked.List(ctx, rest)
		all = append(all, checked.Conversations...)
	}
	n := min(len(all), len(right.Conversations))
	same(fmt.Sprintf("the page of %+v", q), all[:n], right.Conversations)
	same(fmt.Sprintf("whether more follows on the page of %+v", q), n < len(all), right.More)
	return right, agreeing("List's error", failed, err)
}

func (w *twin) Count(ctx context.Context, q inbox.Query, upTo int) (int, error) {
	right, err := w.right.Count(ctx, q, upTo)
	checked, failed := w.checked.Count(ctx, q, upTo)
	same(fmt.Sprintf("the count of %+v up to %d", q, upTo), checked, right)
	return right, agreeing("Count's error", failed, err)
}

func (w *twin) Directory(ctx context.Context, known uint64) (directory.Directory, uint64, error) {
	right, revision, err := w.right.Directory(ctx, known)
	checked, read, failed := w.checked.Directory(ctx, known)
	same("the directory", store.Changeset{Directory: &checked}, store.Changeset{Directory: &right})
	same("the directory's revision", read, revision)
	return right, revision, agreeing("Directory's error", failed, err)
}

func (w *twin) History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
	right, err := w.right.History(ctx, of, after, limit)
	checked, failed := w.checked.History(ctx, of, after, limit)
	same(fmt.Sprintf("the history of %s after %d, at most %d,", of, after, limit), eventsOf(checked), eventsOf(right))
	return right, agreeing("History's error", failed, err)
}

// eventsOf leaves out the positions.
func eventsOf(records []store.Record) (c store.Changeset) {
	for _, r := range records {
		c.Events = append(c.Events, r.Event)
	}
	return c
}

func (w *twin) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error) {
	right, err := w.right.Notes(ctx, of, after, limit)
	checked, failed := w.checked.Notes(ctx, of, after, limit)
	same(fmt.Sprintf("the notes of %q after %d, at most %d,", of, after, limit), checked, right)
	return right, agreeing("Notes' error", failed, err)
}

func (w *twin) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	right, err := w.right.Feed(ctx, consumer, after, limit)
	checked, failed := w.checked.Feed(ctx, consumer, w.position(after), limit)
	same(fmt.Sprintf("the feed of %q behind %d, at most %d,", consumer, after, limit), eventsOf(checked), eventsOf(right))
	last := w.position(after)
	for i, r := range right {
		before, known := w.positions[r.Position]
		if known {
			same("the position of an event that was in the feed before", checked[i].Position, before)
		}
		want(checked[i].Position > last, "in the feed, position %d comes after %d", checked[i].Position, last)
		last = checked[i].Position
		w.positions[r.Position] = last
	}
	return right, agreeing("Feed's error", failed, err)
}

func (w *twin) Ack(ctx context.Context, consumer string, position uint64) error {
	return agreeing("Ack's error", w.checked.Ack(ctx, consumer, w.position(position)), w.right.Ack(ctx, consumer, position))
}

// position translates one: 0 is the beginning, and one that wasn't read yet is ahead of the feed.
func (w *twin) position(right uint64) uint64 {
	if checked, known := w.positions[right]; known || right == 0 {
		return checked
	}
	if checked, known := w.ends[right]; known {
		return checked
	}
	return 1 << 62
}

func (w *twin) Consumer(ctx context.Context, name string) (store.Consumer, error) {
	right, err := w.right.Consumer(ctx, name)
	checked, failed := w.checked.Consumer(ctx, name)
	if _, known := w.positions[right.Position]; !known && right.Position != 0 {
		w.ends[right.Position] = checked.Position
	}
	same(fmt.Sprintf("the position of consumer %q", name), checked.Position, w.position(right.Position))
	same(fmt.Sprintf("whether consumer %q is known", name), checked.Revision != 0, right.Revision != 0)
	w.revisions[revision{name, right.Revision}] = checked.Revision
	checked.Position, checked.Revision = right.Position, right.Revision
	same(fmt.Sprintf("consumer %q", name), checked, right)
	return right, agreeing("Consumer's error", failed, err)
}

func (w *twin) Advance(ctx context.Context, c store.Consumer) (uint64, error) {
	translated := c
	translated.Position, translated.Revision = w.position(c.Position), w.revisions[revision{c.Name, c.Revision}]
	right, err := w.right.Advance(ctx, c)
	checked, failed := w.checked.Advance(ctx, translated)
	w.revisions[revision{c.Name, right}] = checked
	return right, agreeing("Advance's error", failed, err)
}

func (w *twin) Consumers(ctx context.Context, after string, limit int) ([]string, error) {
	right, err := w.right.Consumers(ctx, after, limit)
	checked, failed := w.checked.Consumers(ctx, after, limit)
	same(fmt.Sprintf("the consumers after %q, at most %d,", after, limit), checked, right)
	return right, agreeing("Consumers' error", failed, err)
}

func (w *twin) DropConsumer(ctx context.Context, name string) error {
	return agreeing("DropConsumer's error", w.checked.DropConsumer(ctx, name), w.right.DropConsumer(ctx, name))
}

func (w *twin) Jobs(ctx context.Context, limit int) ([]store.Job, error) {
	right, err := w.right.Jobs(ctx, limit)
	checked, failed := w.checked.Jobs(ctx, limit)
	same(fmt.Sprintf("the open jobs, at most %d,", limit), checked, right)
	return right, agreeing("Jobs' error", failed, err)
}

func (w *twin) Members(ctx context.Context, of store.Job, limit int) ([]botflow.ConversationID, error) {
	right, err := w.right.Members(ctx, of, limit)
	checked, failed := w.checked.Members(ctx, of, limit)
	same(fmt.Sprintf("the members of %+v, at most %d,", of, limit), checked, right)
	return right, agreeing("Members' error", failed, err)
}

// Prune goes on until nothing goes any more: a store may remove in portions.
func (w *twin) Prune(ctx context.Context, keep store.Retention) (int, error) {
	right, err := pruneAll(ctx, w.right, keep)
	checked, failed := pruneAll(ctx, w.checked, keep)
	same(fmt.Sprintf("the number of rows that went by %+v", keep), checked, right)
	return right, agreeing("Prune's error", failed, err)
}

func pruneAll(ctx context.Context, s store.Store, keep store.Retention) (rows int, err error) {
	for range 100 {
		n, err := s.Prune(ctx, keep)
		if rows += n; n == 0 || err != nil {
			return rows, err
		}
	}
	return rows, errors.New("prune has no end")
}

func (w *twin) Verify(ctx context.Context) ([]string, error) {
	right, err := w.right.Verify(ctx)
	checked, failed := w.checked.Verify(ctx)
	return append(right, checked...), agreeing("Verify's error", failed, err)
}
