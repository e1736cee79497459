package main

import (
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

const root = "../.."

// TestFilesAreCurrent makes the files anew in memory. When it fails: go generate ./botflow
func TestFilesAreCurrent(t *testing.T) {
	t.Parallel()
	for path, want := range generate() {
		got, err := os.ReadFile(filepath.Join(root, path))
		require.NoError(t, err)
		require.Equal(t, want, string(got), "%s isn't current: run go generate ./botflow", path)
	}
}

func TestEveryRowIsOnThePage(t *testing.T) {
	t.Parallel()
	files := generate()
	for _, r := range botflow.Transitions() {
		require.Contains(t, files["docs/machine.md"], "| "+r.Rule+" | "+spots(r.From)+" | "+string(r.Command)+" |")
		require.Contains(t, files["botflow/doc_commands.go"], string(r.Command))
		if r.To != "" {
			require.Contains(t, files["docs/machine.dot"], r.Rule+" "+string(r.Command))
		}
	}
	for _, k := range botflow.DeadlineKinds() {
		require.Contains(t, files["docs/machine.md"], "`"+k.String()+"`")
	}
}

// TestTargets: the words of every row's To name the spot that they mean.
func TestTargets(t *testing.T) {
	t.Parallel()
	for _, r := range botflow.Transitions() {
		want := r.To
		for _, s := range botflow.Spots() {
			if strings.HasPrefix(r.To, s.String()) {
				want = s.String()
			}
		}
		if r.To != "" {
			require.Equal(t, want, target(r).String(), r.Rule)
		}
	}
}

func TestGeneratedGoIsFormatted(t *testing.T) {
	t.Parallel()
	text := generate()["botflow/doc_commands.go"]
	formatted, err := format.Source([]byte(text))
	require.NoError(t, err)
	require.Equal(t, string(formatted), text)
}

func TestEdgesAreUnique(t *testing.T) {
	t.Parallel()
	seen := map[[2]botflow.Spot]bool{}
	for _, e := range edges(botflow.Transitions()) {
		require.False(t, seen[[2]botflow.Spot{e.from, e.to}])
		seen[[2]botflow.Spot{e.from, e.to}] = true
	}
	require.True(t, seen[[2]botflow.Spot{botflow.SpotWaiting, botflow.SpotOwned}])
	require.False(t, seen[[2]botflow.Spot{botflow.SpotNone, botflow.SpotClosed}])
}
