package storetest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// reads is a store with other answers.
type reads struct {
	*faults
	history func([]store.Record) []store.Record
	notes   func([]botflow.Note) []botflow.Note
	feed    func([]store.Record) []store.Record
	due     func([]store.Wake) []store.Wake
	waiting func([]botflow.InboxID) []botflow.InboxID
	view    func(*routing.View)
	list    func(*store.Page)
	query   func(*inbox.Query)
	members func([]botflow.ConversationID) []botflow.ConversationID
	prune   func(ctx context.Context, s store.Store, keep *store.Retention)
	verify  func([]string) []string
}

func through[T any](fault func(T) T, v T, err error) (T, error) {
	if fault != nil {
		v = fault(v)
	}
	return v, err
}

func (s reads) History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
	v, err := s.Store.History(ctx, of, after, limit)
	return through(s.history, v, err)
}

func (s reads) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error) {
	v, err := s.Store.Notes(ctx, of, after, limit)
	return through(s.notes, v, err)
}

func (s reads) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	v, err := s.Store.Feed(ctx, consumer, after, limit)
	return through(s.feed, v, err)
}

func (s reads) Due(ctx context.Context, now botflow.Instant, limit int) ([]store.Wake, botflow.Instant, error) {
	v, next, err := s.Store.Due(ctx, now, limit)
	v, err = through(s.due, v, err)
	return v, next, err
}

func (s reads) Waiting(ctx context.Context, after botflow.InboxID, limit int) ([]botflow.InboxID, error) {
	v, err := s.Store.Waiting(ctx, after, limit)
	return through(s.waiting, v, err)
}

func (s reads) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	v, err := s.Store.View(ctx, req)
	if s.view != nil {
		s.view(&v)
	}
	return v, err
}

func (s reads) List(ctx context.Context, q inbox.Query) (store.Page, error) {
	if s.query != nil {
		s.query(&q)
	}
	v, err := s.Store.List(ctx, q)
	if s.list != nil {
		s.list(&v)
	}
	return v, err
}

func (s reads) Members(ctx context.Context, of store.Job, limit int) ([]botflow.ConversationID, error) {
	v, err := s.Store.Members(ctx, of, limit)
	return through(s.members, v, err)
}

func (s reads) Prune(ctx context.Context, keep store.Retention) (int, error) {
	if s.prune != nil {
		s.prune(ctx, s.Store, &keep)
	}
	return s.Store.Prune(ctx, keep)
}

func (s reads) Verify(ctx context.Context) ([]string, error) {
	v, err := s.Store.Verify(ctx)
	return through(s.verify, v, err)
}

// dropFirst loses the first of several.
func dropFirst[T any](all []T) []T { return all[min(1, len(all)):] }

func backwards[T any](all []T) []T {
	slices.Reverse(all)
	return all
}

// forgetsAcks takes each acknowledgement for the only one.
type forgetsAcks struct{ *faults }

func (s forgetsAcks) Ack(_ context.Context, consumer string, position uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[consumer] = position
	return nil
}

func (s forgetsAcks) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	records, err := s.Store.Feed(ctx, consumer, 0, 1000)
	s.mu.Lock()
	defer s.mu.Unlock()
	acknowledged, _ := s.kept[consumer].(uint64)
	records = slices.DeleteFunc(records, func(r store.Record) bool { return r.Position <= max(acknowledged, after) })
	return records[:min(limit, len(records))], err
}

// firstPage gives the events behind the last acknowledgement, wherever the consumer has read to.
type firstPage struct{ *faults }

func (s firstPage) Feed(ctx context.Context, consumer string, _ uint64, limit int) ([]store.Record, error) {
	return s.Store.Feed(ctx, consumer, 0, limit)
}

// acksByReading takes reading on for an acknowledgement.
type acksByReading struct{ *faults }

func (s acksByReading) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	if err := s.Store.Ack(ctx, consumer, after); err != nil {
		return nil, err
	}
	return s.Store.Feed(ctx, consumer, after, limit)
}

// oldViews answers each look at an inbox with what the one before it saw.
type oldViews struct{ *faults }

func (s oldViews) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	v, err := s.Store.View(ctx, req)
	s.mu.Lock()
	defer s.mu.Unlock()
	name := fmt.Sprint("view ", req)
	old, seen := s.kept[name].(routing.View)
	if s.kept[name] = v; seen {
		v = old
	}
	return v, err
}

// mixedViews shows members as the look before saw them.
type mixedViews struct{ *faults }

func (s mixedViews) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	old, err := oldViews(s).View(ctx, req)
	if err != nil {
		return old, err
	}
	v, err := s.Store.View(ctx, req)
	for i := range v.Inboxes {
		v.Inboxes[i].Members = old.Inboxes[i].Members
	}
	return v, err
}

// sameRevision never raises the directory's revision.
type sameRevision struct{ *faults }

func (s sameRevision) Directory(ctx context.Context, known uint64) (directory.Directory, uint64, error) {
	d, revision, err := s.Store.Directory(ctx, known)
	return d, min(revision, 1), err
}

// deaf goes on after its caller gave up.
type deaf struct{ *faults }

func (s deaf) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	return s.Store.Get(context.WithoutCancel(ctx), key)
}

// folds finds operations whatever their case.
func folds(f *faults, key store.Key, l *store.Loaded) {
	if key.Op == "" || l.Seen {
		return
	}
	for _, op := range []string{strings.ToLower(string(key.Op)), strings.ToUpper(string(key.Op))} {
		if found, err := f.Store.Get(context.Background(), store.Key{Op: botflow.OpID(op)}); err == nil && found.Seen {
			l.Seen, l.Result = true, found.Result
		}
	}
}
