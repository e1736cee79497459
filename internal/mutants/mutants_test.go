package mutants_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/internal/mutants"
)

const root = "../.." // the module's root, seen from this package

// TestEveryMutantIsKilled runs the patches of testdata/mutants: all of them in the long form, else a sample.
func TestEveryMutantIsKilled(t *testing.T) {
	t.Parallel()
	dependOnTheTree(t)
	all, err := mutants.Load(root)
	require.NoError(t, err)
	require.NotEmpty(t, all)
	all = sample(all, budget.Of(budget.MutantStride))
	lab := mutants.Lab{Root: root, Temp: t.TempDir()}
	slots := make(chan struct{}, budget.Of(budget.MutantWorkers))
	for pkg, tests := range testsByPackage(all) {
		t.Run("without any bug/"+pkg, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			bad, output, err := lab.Baseline(t.Context(), pkg, tests)
			require.NoError(t, err)
			require.Empty(t, bad, "a test that is to catch a bug must exist and pass without it\n%s", output)
		})
	}
	for _, m := range all {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			verdict, report, err := lab.Judge(t.Context(), m)
			require.NoError(t, err)
			if verdict == mutants.Skipped && os.Getenv("CI") == "" {
				t.Skipf("%s: %s", m.Test, verdict.Cure())
			}
			if verdict != mutants.Killed {
				t.Errorf("%s/%s.patch (%s): %s: %s\n%s", mutants.Folder, m.Name, m.Why, verdict, verdict.Cure(), report)
			}
		})
	}
}

// sample keeps every stride-th mutant.
func sample(all []mutants.Mutant, stride int) []mutants.Mutant {
	var some []mutants.Mutant
	for i := 0; i < len(all); i += stride {
		some = append(some, all[i])
	}
	return some
}

func testsByPackage(all []mutants.Mutant) map[string][]string {
	tests := map[string][]string{}
	for _, m := range all {
		if !slices.Contains(tests[m.Package], m.Test) {
			tests[m.Package] = append(tests[m.Package], m.Test)
		}
	}
	return tests
}

// dependOnTheTree looks at every folder of the module, so that go test takes no old result of this test for good after
// any file has changed: the Go commands that the test starts read files that go test doesn't know of.
func dependOnTheTree(t *testing.T) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(root, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && slices.Contains([]string{".git", ".cache", "bin"}, entry.Name()) {
			return fs.SkipDir
		}
		return err
	}))
}

func TestSample(t *testing.T) {
	t.Parallel()
	all := make([]mutants.Mutant, 17)
	require.Len(t, sample(all, 1), 17)
	require.Len(t, sample(all, 8), 3)
	require.Len(t, sample(all[:1], 8), 1)
}
