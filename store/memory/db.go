package memory

import (
	"context"
	"sync"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// DB keeps all accounts in the process. Make one with [New]. It implements [store.DB] and is safe for concurrent use.
type DB struct {
	mu       sync.RWMutex // of accounts and ids; never taken while an account's lock is held
	accounts map[botflow.AccountID]*account
	ids      *ordered[botflow.AccountID]
	audience audience
}

var _ store.DB = (*DB)(nil)

// New makes an empty store.
func New() *DB {
	return &DB{
		accounts: make(map[botflow.AccountID]*account),
		ids:      newOrdered(func(a, b botflow.AccountID) bool { return a < b }),
	}
}

// Account implements [store.DB]. An account exists from the first time it is asked for.
func (db *DB) Account(id botflow.AccountID) (store.Store, error) {
	if err := botflow.CheckID("account", id); err != nil {
		return nil, err
	}
	db.mu.RLock()
	a := db.accounts[id]
	db.mu.RUnlock()
	if a != nil {
		return store.Checked(a), nil
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if a = db.accounts[id]; a == nil {
		a = newAccount()
		a.id, a.audience = id, &db.audience
		db.accounts[id] = a
		db.ids.add(id)
	}
	return store.Checked(a), nil
}

// Accounts implements [store.DB].
func (db *DB) Accounts(
	ctx context.Context, after botflow.AccountID, now botflow.Instant, limit int,
) ([]botflow.AccountID, botflow.Instant, error) {
	if err := store.CheckAfter(after); err != nil {
		return nil, 0, err
	}
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	db.mu.RLock()
	defer db.mu.RUnlock()
	var found []botflow.AccountID
	var next botflow.Instant
	for id := range db.ids.all() {
		busy, ahead := db.accounts[id].outlook(now)
		next = next.Sooner(ahead)
		if busy && id > after && len(found) < limit {
			found = append(found, id)
		}
	}
	return found, next, nil
}

// outlook tells whether the account has something due by now, waiting chats or open jobs, and when it wakes after now.
func (a *account) outlook(now botflow.Instant) (busy bool, ahead botflow.Instant) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	first, ok := a.wakes.first()
	busy = ok && first.At <= now || a.waiting.size() > 0 || a.agenda.size() > 0
	later, _ := a.wakes.find(func(w store.Wake) bool { return w.At > now }).item()
	return busy, later.At
}
