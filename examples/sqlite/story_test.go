package main

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/stores"
	"github.com/repartogo/reparto/internal/stores/every"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// The events of the day are the same on every store, one by one.
func TestMondayIsOneStoryOnEveryStore(t *testing.T) {
	t.Parallel()
	want := events(t, memory.New())
	every.Durable(t, func(t *testing.T, source stores.Source) {
		t.Helper()
		db, err := source.New(context.Background())
		require.NoError(t, err)
		require.Equal(t, want, events(t, db))
	})
}

// events plays the whole day and gives what happened.
func events(t *testing.T, db store.DB) (all []string) {
	t.Helper()
	lines, setup, err := readDay(os.DirFS(monday))
	require.NoError(t, err)
	shop, err := openShop(t.Context(), db, setup, lines[0].at)
	require.NoError(t, err)
	require.NoError(t, shop.play(t.Context(), lines, 0, len(lines), func(int) error { return nil }))
	for d, err := range shop.account.Events(t.Context(), "story") {
		require.NoError(t, err)
		text, err := json.Marshal(d.Event)
		require.NoError(t, err)
		all = append(all, string(text))
	}
	require.NotEmpty(t, all)
	return all
}
