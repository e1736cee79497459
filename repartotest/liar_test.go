package repartotest_test

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// liar is a store that hides where chats are.
type liar struct {
	store.DB
	lies bool
}

func (l *liar) Account(id botflow.AccountID) (store.Store, error) {
	s, err := l.DB.Account(id)
	return &lying{Store: s, liar: l}, err
}

type lying struct {
	store.Store
	liar *liar
}

func (s *lying) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	l, err := s.Store.Get(ctx, key)
	for i := range l.Conversations {
		if s.liar.lies {
			l.Conversations[i].Place.State = botflow.StateExpired
		}
	}
	return l, err
}
