package memory

import (
	"context"
	"slices"
	"sort"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Feed implements [store.Store].
func (a *account) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.enrol(consumer)
	a.mu.RLock()
	defer a.mu.RUnlock()
	read := after
	if c := a.consumers[consumer]; c != nil {
		read = max(read, c.Position)
	}
	from := sort.Search(len(a.feed), func(i int) bool { return a.feed[i].Position > read })
	return copyRecords(a.feed[from:], limit), nil
}

// enrol makes a consumer known, so that nothing goes which they have yet to acknowledge.
func (a *account) enrol(name string) {
	a.mu.RLock()
	known := a.consumers[name] != nil
	a.mu.RUnlock()
	if known {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known(name)
}

// known gives a consumer's row, which it makes where there is none yet.
func (j *journal) known(name string) *store.Consumer {
	c := j.consumers[name]
	if c == nil {
		j.moves++
		c = &store.Consumer{Name: name, Revision: j.moves}
		j.consumers[name] = c
	}
	return c
}

// Ack implements [store.Store].
func (a *account) Ack(ctx context.Context, consumer string, position uint64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	c := a.known(consumer)
	if up := min(position, a.position); up > c.Position {
		a.moves++
		c.Revision, c.Position = a.moves, up
	}
	return nil
}

// Consumer implements [store.Store].
func (a *account) Consumer(ctx context.Context, name string) (store.Consumer, error) {
	if err := ctx.Err(); err != nil {
		return store.Consumer{}, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	kept := a.consumers[name]
	if kept == nil {
		return store.Consumer{Name: name}, nil
	}
	c := *kept
	c.Held = slices.Clone(c.Held)
	return c, nil
}

// Advance implements [store.Store].
func (a *account) Advance(ctx context.Context, c store.Consumer) (uint64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	kept := a.consumers[c.Name]
	if kept == nil || kept.Revision != c.Revision {
		return 0, store.ErrMoved
	}
	a.moves++
	c.Revision, c.Position = a.moves, max(kept.Position, min(c.Position, a.position))
	c.Held = slices.Clone(c.Held)
	*kept = c
	return c.Revision, nil
}

// Consumers implements [store.Store].
func (a *account) Consumers(ctx context.Context, after string, limit int) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	var names []string
	for name := range a.consumers {
		if name > after {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names[:max(0, min(limit, len(names)))], nil
}

// DropConsumer implements [store.Store].
func (a *account) DropConsumer(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.consumers, name)
	return nil
}

// wanted is what consumers have yet to be given.
type wanted struct {
	beyond uint64                     // whatever has a later position
	held   map[botflow.Subject]uint64 // and of these subjects whatever has this number or a later one
}

// wants says what no consumer has been given that all must be.
func (j *journal) wants() wanted {
	w := wanted{beyond: j.position, held: make(map[botflow.Subject]uint64)}
	for _, c := range j.consumers {
		w.beyond = min(w.beyond, c.Position)
		for _, h := range c.Held {
			if from, held := w.held[h.Subject]; !held || h.Seq < from {
				w.held[h.Subject] = h.Seq
			}
		}
	}
	return w
}

// has tells whether a record is among it.
func (w *wanted) has(r *store.Record) bool {
	from, held := w.held[r.Event.Subject]
	return r.Position > w.beyond || held && r.Event.Seq >= from
}
