package main

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/internal/stores"
	"github.com/repartogo/reparto/internal/stores/every"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// The events of the day are the same on every store, one by one.
func TestTheDayIsOneStoryOnEveryStore(t *testing.T) {
	t.Parallel()
	want := story(t, memory.New())
	every.Durable(t, func(t *testing.T, source stores.Source) {
		t.Helper()
		db, err := source.New(context.Background())
		require.NoError(t, err)
		got := story(t, db)
		for i := range min(len(got), len(want)) {
			require.Equal(t, want[i], got[i], "event %d", i)
		}
		require.Len(t, got, len(want))
	})
}

// story plays the first hours of the day and gives its events.
func story(t *testing.T, db store.DB) (lines []string) {
	t.Helper()
	r, err := open(keptDay)
	require.NoError(t, err)
	d, err := openDay(t.Context(), db, r, estimated)
	require.NoError(t, err)
	require.NoError(t, d.until(t.Context(), moment(budget.Of(budget.StoryHours)*hour)))
	require.NoError(t, d.verify(t.Context()))
	for delivery, err := range d.bank.Events(t.Context(), "story") {
		require.NoError(t, err)
		text, err := json.Marshal(delivery.Event)
		require.NoError(t, err)
		lines = append(lines, string(text))
	}
	return lines
}
