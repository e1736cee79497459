package reparto_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

// watched is a store that writes down which calls are made.
type watched struct {
	store.DB
	calls *[]string
}

func (w watched) Account(id botflow.AccountID) (store.Store, error) {
	s, err := w.DB.Account(id)
	return watchedStore{s, w.calls}, err
}

type watchedStore struct {
	store.Store
	calls *[]string
}

func (w watchedStore) note(call string) { *w.calls = append(*w.calls, call) }

func (w watchedStore) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	w.note("Apply")
	return w.Store.Apply(ctx, key, decide)
}

func (w watchedStore) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	w.note("Get")
	return w.Store.Get(ctx, key)
}

func (w watchedStore) List(ctx context.Context, q inbox.Query) (store.Page, error) {
	w.note("List")
	return w.Store.List(ctx, q)
}

func (w watchedStore) Count(ctx context.Context, q inbox.Query, upTo int) (int, error) {
	w.note("Count")
	return w.Store.Count(ctx, q, upTo)
}

func (w watchedStore) History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
	w.note("History")
	return w.Store.History(ctx, of, after, limit)
}

func (w watchedStore) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error) {
	w.note("Notes")
	return w.Store.Notes(ctx, of, after, limit)
}

func TestV7_WhatMayNotBeSeenLooksLikeNothingToErrorsAndCalls(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.held("hidden", "Ventas")
	r.arrives("waiting", "Ventas")
	var calls []string
	e, err := reparto.New(watched{r.db, &calls}, reparto.Config{Clock: r.clock})
	require.NoError(t, err)
	a, err := e.Account("shop")
	require.NoError(t, err)
	d, ctx := a.As(caro()), context.Background()
	_, err = d.Get(ctx, chat("nobody")) // reads the directory, once
	require.ErrorIs(t, err, botflow.ErrNotFound)

	looks := map[string]func(on reparto.Target) error{
		"Get":     func(on reparto.Target) error { _, err := d.Get(ctx, on); return err },
		"Contact": func(on reparto.Target) error { _, err := d.Contact(ctx, on); return err },
		"History": func(on reparto.Target) error { _, err := d.History(ctx, on, 0, 10); return err },
		"Notes":   func(on reparto.Target) error { _, err := d.Notes(ctx, on, 0, 10); return err },
		"Explain": func(on reparto.Target) error { _, err := d.Explain(ctx, on); return err },
		"May":     func(on reparto.Target) error { _, err := d.May(ctx, on, inbox.Take); return err },
		"Take":    func(on reparto.Target) error { _, err := d.Do(ctx, on, botflow.Take{}, ""); return err },
		"Reply":   func(on reparto.Target) error { _, err := d.Do(ctx, on, botflow.Reply{}, ""); return err },
		"Note":    func(on reparto.Target) error { _, err := d.Do(ctx, on, botflow.AddNote{Text: "x"}, ""); return err },
		"Tag":     func(on reparto.Target) error { _, err := d.Do(ctx, on, botflow.AddTag{Tag: "nada"}, ""); return err },
		"Move":    func(on reparto.Target) error { _, err := d.Do(ctx, on, botflow.Move{Inbox: "Nada"}, ""); return err },
	}
	for name, look := range looks {
		calls = nil
		nothing := look(chat("nobody"))
		without := calls
		for _, k := range []string{"hidden", "waiting"} {
			for _, on := range []reparto.Target{chat(k), reparto.Conversation(r.get(k).ID)} {
				calls = nil
				err := look(on)
				require.EqualError(t, err, nothing.Error(), "%s of %s", name, k)
				require.Equal(t, without, calls, "%s of %s", name, k)
			}
		}
	}
	calls = nil
	page, err := d.List(ctx, reparto.ListRequest{})
	require.NoError(t, err)
	require.Empty(t, page.Conversations)
	require.False(t, page.More)
	with := calls
	for _, k := range []string{"hidden", "waiting"} {
		r.ok(chat(k), botflow.Forget{})
	}
	calls = nil
	_, err = d.List(ctx, reparto.ListRequest{})
	require.NoError(t, err)
	require.Equal(t, calls, with, "a list tells nothing either")
}
