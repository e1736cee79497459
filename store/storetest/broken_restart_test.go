package storetest_test

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// diary is a durable store in which one thing is wrong: it writes down what is done, and does it again when it is opened anew.
type diary struct {
	store.DB
	loses func(*done) bool // changes what was written down, or tells that it is lost

	mu    sync.Mutex
	pages []done
}

// done is one thing that was done.
type done struct {
	account  botflow.AccountID
	key      store.Key
	changes  store.Changeset
	refused  bool
	consumer string // acknowledged up to position
	position uint64
	keep     *store.Retention
	advance  *store.Consumer
	drop     string
}

func newDiary(loses func(*done) bool) *diary { return &diary{DB: memory.New(), loses: loses} }

// reopened does everything again.
func (d *diary) reopened() *diary {
	next := newDiary(d.loses)
	next.pages = d.pages
	for _, page := range d.pages {
		rows, err := next.DB.Account(page.account)
		if err != nil || d.loses(&page) {
			continue
		}
		ctx := context.Background()
		switch {
		case page.consumer != "":
			_ = rows.Ack(ctx, page.consumer, page.position)
		case page.advance != nil:
			_, _ = rows.Advance(ctx, *page.advance)
		case page.drop != "":
			_ = rows.DropConsumer(ctx, page.drop)
		case page.keep != nil:
			_, _ = rows.Prune(ctx, *page.keep)
		default:
			_ = rows.Apply(ctx, page.key, func(store.Loaded) (store.Changeset, error) { return page.changes, nil })
		}
	}
	return next
}

func (d *diary) write(page done) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pages = append(d.pages, page)
}

func (d *diary) Account(id botflow.AccountID) (store.Store, error) {
	rows, err := d.DB.Account(id)
	return &chapter{rows, d, id}, err
}

// chapter is one account of a diary.
type chapter struct {
	store.Store
	d  *diary
	id botflow.AccountID
}

func (c *chapter) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	page := done{account: c.id, key: key}
	err := c.Store.Apply(ctx, key, func(l store.Loaded) (changes store.Changeset, err error) {
		changes, err = decide(l)
		if more := (*store.More)(nil); errors.As(err, &more) {
			page.key = page.key.With(more.Key)
		}
		page.changes = changes
		return changes, err
	})
	if page.refused = errors.Is(err, store.ErrChangeset); err == nil || page.refused {
		c.d.write(page)
	}
	return err
}

func (c *chapter) Ack(ctx context.Context, consumer string, position uint64) error {
	c.d.write(done{account: c.id, consumer: consumer, position: position})
	return c.Store.Ack(ctx, consumer, position)
}

func (c *chapter) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	c.d.write(done{account: c.id, consumer: consumer})
	return c.Store.Feed(ctx, consumer, after, limit)
}

func (c *chapter) Prune(ctx context.Context, keep store.Retention) (int, error) {
	c.d.write(done{account: c.id, keep: &keep})
	return c.Store.Prune(ctx, keep)
}

func (c *chapter) Advance(ctx context.Context, as store.Consumer) (uint64, error) {
	as.Held = slices.Clone(as.Held)
	c.d.write(done{account: c.id, advance: &as})
	return c.Store.Advance(ctx, as)
}

func (c *chapter) DropConsumer(ctx context.Context, name string) error {
	c.d.write(done{account: c.id, drop: name})
	return c.Store.DropConsumer(ctx, name)
}

// The ways in which a diary is wrong.

func losesEverything(*done) bool { return true }

func keepsWhatItRefused(page *done) bool {
	if page.refused && page.changes.Op != "" {
		page.key, page.changes = store.Key{Op: page.changes.Op}, store.Changeset{Op: page.changes.Op}
	}
	return false
}

// losesEvents leaves numbers out of which the rows' numbers are made.
func losesEvents(page *done) bool {
	page.changes.Events = nil
	return false
}

func losesAcknowledgements(page *done) bool { return page.consumer != "" && page.position > 0 }

func losesQuietConsumers(page *done) bool { return page.consumer != "" && page.position == 0 }

func losesAdvances(page *done) bool { return page.advance != nil }

func losesRemovals(page *done) bool {
	page.changes.Forget, page.changes.Done = nil, nil
	return page.keep != nil
}

func losesDirectories(page *done) bool {
	page.changes.Directory = nil
	return false
}

func roundsInstants(page *done) bool {
	for i := range page.changes.Conversations {
		page.changes.Conversations[i].LastActivity = botflow.Instant(float64(page.changes.Conversations[i].LastActivity))
	}
	return false
}
