package main

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/internal/stores"
	"github.com/repartogo/reparto/internal/stores/every"
	"github.com/repartogo/reparto/repartotest"
	"github.com/repartogo/reparto/repartotest/gherkin"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// Every scenario's events are the same on every store, one by one.
func TestScenariosAreOneStoryOnEveryStore(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../features/*.feature")
	require.NoError(t, err)
	files = files[:min(len(files), budget.Of(budget.StoryFiles))]
	want := stories(t, files, func() (store.DB, error) { return memory.New(), nil })
	every.Durable(t, func(t *testing.T, source stores.Source) {
		t.Helper()
		got := stories(t, files, func() (store.DB, error) { return source.New(context.Background()) })
		require.Equal(t, slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got)))
		for name, log := range want {
			require.Equal(t, log, got[name], name)
		}
	})
}

// stories plays features and gives each scenario's events.
func stories(t *testing.T, files []string, open func() (store.DB, error)) map[string]string {
	t.Helper()
	var mu sync.Mutex
	all := map[string]string{}
	var said strings.Builder
	status := gherkin.Play(gherkin.Options{
		Paths: files, Format: "progress", Output: &said, Errors: &said, Plain: true, Concurrency: 4, NewStore: open,
		Done: func(scenario string, c *repartotest.Center) {
			mu.Lock()
			defer mu.Unlock()
			all[scenario] += strings.Join(c.Log(), "\n") + "\n"
		},
	})
	require.Zero(t, status, said.String())
	return all
}
