package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store/memory"
)

const monday = "../quickstart/testdata/monday"

// inMemory plays the whole day on a store in memory and tells the story.
func inMemory(t *testing.T) string {
	t.Helper()
	lines, setup, err := readDay(os.DirFS(monday))
	require.NoError(t, err)
	shop, err := openShop(t.Context(), memory.New(), setup, lines[0].at)
	require.NoError(t, err)
	require.NoError(t, shop.play(t.Context(), lines, 0, len(lines), func(int) error { return nil }))
	var story bytes.Buffer
	for d, err := range shop.account.Events(t.Context(), "story") {
		require.NoError(t, err)
		fmt.Fprintln(&story, words(&d.Event))
	}
	return story.String()
}

func TestADayInTwoRunsIsTheDayInOne(t *testing.T) {
	t.Parallel()
	o := options{file: filepath.Join(t.TempDir(), "monday.db"), day: monday, lines: 300}
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), o, &out))
	require.Regexp(t, `^stopped after 300 of \d+ lines`, out.String())
	out.Reset()
	o.lines = 0
	require.NoError(t, run(t.Context(), o, &out))
	require.Equal(t, inMemory(t), out.String())
	out.Reset()
	require.NoError(t, run(t.Context(), o, &out), "once more, when all is done")
	require.Equal(t, inMemory(t), out.String())
}

// A run that dies between what it did and what it remembers does it again, which changes nothing.
func TestALineThatIsPlayedAgainChangesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	lines, setup, err := readDay(os.DirFS(monday))
	require.NoError(t, err)
	f, err := open(ctx, filepath.Join(t.TempDir(), "monday.db"))
	require.NoError(t, err)
	defer f.close()
	died := errors.New("died")
	for from := 0; from < 120; from += 20 {
		shop, err := openShop(ctx, f.store, setup, lines[0].at)
		require.NoError(t, err)
		err = shop.play(ctx, lines, from, from+21, func(n int) error {
			if n == from+21 {
				return died
			}
			return nil
		})
		require.ErrorIs(t, err, died)
	}
	require.NoError(t, f.tell(ctx))
	var story bytes.Buffer
	require.NoError(t, f.print(ctx, &story))
	require.Contains(t, inMemory(t), story.String(), "the day begins the same")
}
