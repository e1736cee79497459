package memory

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Due implements [store.Store].
func (a *account) Due(ctx context.Context, now botflow.Instant, limit int) ([]store.Wake, botflow.Instant, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	var due []store.Wake
	for w := range a.wakes.all() {
		if w.At > now || len(due) >= limit {
			return due, w.At, nil
		}
		due = append(due, w)
	}
	return due, 0, nil
}

// Waiting implements [store.Store].
func (a *account) Waiting(ctx context.Context, after botflow.InboxID, limit int) ([]botflow.InboxID, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	var ids []botflow.InboxID
	for id := range a.waiting.find(func(id botflow.InboxID) bool { return id > after }).onward() {
		if len(ids) >= limit {
			break
		}
		ids = append(ids, id)
	}
	return ids, nil
}
