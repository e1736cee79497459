package memory

import (
	"context"
	"sync"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/news"
)

var _ store.Watcher = (*DB)(nil)

// audience is who watches a database.
type audience struct {
	mu  sync.RWMutex
	all map[*listener]bool
}

// listener is one of them, with what they haven't heard yet.
type listener struct {
	mu     sync.Mutex
	unread news.Set
	fresh  chan struct{} // holds one if there is something unread
}

// Watch implements [store.Watcher].
func (db *DB) Watch(ctx context.Context, heard func(botflow.AccountID, botflow.Instant)) error {
	l := &listener{unread: news.Set{}, fresh: make(chan struct{}, 1)}
	db.audience.join(l)
	defer db.audience.leave(l)
	for l.tell("", 0); ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-l.fresh:
		}
		unread := l.read()
		for _, account := range unread.Accounts() {
			if ctx.Err() == nil {
				heard(account, unread[account])
			}
		}
	}
}

// Tell implements [store.Watcher].
func (db *DB) Tell(account botflow.AccountID, wake botflow.Instant) { db.audience.tell(account, wake) }

func (a *audience) join(l *listener) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.all == nil {
		a.all = make(map[*listener]bool)
	}
	a.all[l] = true
}

func (a *audience) leave(l *listener) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.all, l)
}

// tell lets everybody know. It waits for nobody.
func (a *audience) tell(account botflow.AccountID, wake botflow.Instant) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for l := range a.all {
		l.tell(account, wake)
	}
}

func (l *listener) tell(account botflow.AccountID, wake botflow.Instant) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unread.Add(account, wake)
	select {
	case l.fresh <- struct{}{}:
	default:
	}
}

func (l *listener) read() news.Set {
	l.mu.Lock()
	defer l.mu.Unlock()
	unread := l.unread
	l.unread = news.Set{}
	return unread
}
