package storetest_test

import (
	"context"
	"errors"
	"slices"

	"github.com/repartogo/reparto/store"
)

// consumes is a store with other consumers.
type consumes struct {
	*faults
	advance func(ctx context.Context, s store.Store, c store.Consumer) (uint64, error)
	list    func([]string) []string
	drop    func(ctx context.Context, s store.Store, name string) error
}

func (s consumes) Advance(ctx context.Context, c store.Consumer) (uint64, error) {
	if s.advance != nil {
		return s.advance(ctx, s.Store, c)
	}
	return s.Store.Advance(ctx, c)
}

func (s consumes) Consumers(ctx context.Context, after string, limit int) ([]string, error) {
	v, err := s.Store.Consumers(ctx, after, limit)
	return through(s.list, v, err)
}

func (s consumes) DropConsumer(ctx context.Context, name string) error {
	if s.drop != nil {
		return s.drop(ctx, s.Store, name)
	}
	return s.Store.DropConsumer(ctx, name)
}

// advancesAnyway writes over whatever others have written.
func advancesAnyway(ctx context.Context, s store.Store, c store.Consumer) (uint64, error) {
	revision, err := s.Advance(ctx, c)
	for errors.Is(err, store.ErrMoved) {
		now, _ := s.Consumer(ctx, c.Name)
		c.Revision = now.Revision
		if revision, err = s.Advance(ctx, c); now.Revision == 0 {
			return revision, err
		}
	}
	return revision, err
}

// losesHolds keeps the position alone.
func losesHolds(ctx context.Context, s store.Store, c store.Consumer) (uint64, error) {
	c.Held = nil
	return s.Advance(ctx, c)
}

// releases lets go what consumers hold.
func releases(ctx context.Context, s store.Store, _ *store.Retention) {
	names, _ := s.Consumers(ctx, "", 99)
	for _, name := range names {
		if c, err := s.Consumer(ctx, name); err == nil {
			_, _ = losesHolds(ctx, s, c)
		}
	}
}

// countsAnew gives each consumer the revisions 1, 2, 3: those of one that was dropped come back.
type countsAnew struct{ *faults }

// given are the sound revisions of a consumer, in order.
func (s countsAnew) given(name string, revision uint64) []uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, _ := s.kept[name].([]uint64)
	if revision != 0 && !slices.Contains(all, revision) {
		all = append(all, revision)
		s.kept[name] = all
	}
	return all
}

func (s countsAnew) Consumer(ctx context.Context, name string) (store.Consumer, error) {
	c, err := s.Store.Consumer(ctx, name)
	c.Revision = uint64(slices.Index(s.given(name, c.Revision), c.Revision) + 1)
	return c, err
}

func (s countsAnew) Advance(ctx context.Context, c store.Consumer) (uint64, error) {
	all := s.given(c.Name, 0)
	if c.Revision == 0 || c.Revision > uint64(len(all)) {
		return 0, store.ErrMoved
	}
	c.Revision = all[c.Revision-1]
	revision, err := s.Store.Advance(ctx, c)
	return uint64(len(s.given(c.Name, revision))), err
}

func (s countsAnew) DropConsumer(ctx context.Context, name string) error {
	s.mu.Lock()
	delete(s.kept, name)
	s.mu.Unlock()
	return s.Store.DropConsumer(ctx, name)
}
