package mutants_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/mutants"
)

// fixture is a small module with mutants of every kind.
const fixture = "testdata/fixture"

func TestJudgeTellsTheKindsApart(t *testing.T) {
	t.Parallel()
	want := map[string]mutants.Verdict{
		"killed":          mutants.Killed,
		"killed-by-panic": mutants.Killed,
		"killed-subtest":  mutants.Killed,
		"no-such-subtest": mutants.NoSuchTest,
		"no-such-test":    mutants.NoSuchTest,
		"not-built":       mutants.NotBuilt,
		"skipped":         mutants.Skipped,
		"stale":           mutants.Stale,
		"stale-in-doubt":  mutants.Stale,
		"survived":        mutants.Survived,
	}
	all, err := mutants.Load(fixture)
	require.NoError(t, err)
	require.Len(t, all, len(want))
	lab := mutants.Lab{Root: fixture, Temp: t.TempDir(), Env: []string{"GOWORK=off"}}
	for _, m := range all {
		verdict, report, err := lab.Judge(t.Context(), m)
		require.NoError(t, err, m.Name)
		require.Equal(t, want[m.Name].String(), verdict.String(), "%s: %s", m.Name, report)
		require.Equal(t, verdict == mutants.Killed, verdict.Cure() == "", "every verdict but killed has a cure")
	}
}

func TestBaselineNamesTheTestsThatDoNotPass(t *testing.T) {
	t.Parallel()
	lab := mutants.Lab{Root: fixture, Temp: t.TempDir(), Env: []string{"GOWORK=off"}}
	tests := []string{"^TestFree$", "^TestFree$/^too full$", "^TestFloor$", "^TestSkipped$", "^TestBroken$", "^TestCellar$"}
	bad, output, err := lab.Baseline(t.Context(), ".", tests)
	require.NoError(t, err)
	require.Equal(t, []string{"^TestBroken$", "^TestCellar$"}, bad)
	require.Contains(t, output, "for the fixture")
}

func TestJudgeWantsTheFile(t *testing.T) {
	t.Parallel()
	all, err := mutants.Load(fixture)
	require.NoError(t, err)
	lab := mutants.Lab{Root: t.TempDir(), Temp: t.TempDir()}
	verdict, report, err := lab.Judge(t.Context(), all[0])
	require.NoError(t, err)
	require.Equal(t, mutants.Stale, verdict)
	require.Contains(t, report, "the file is gone")
}
