package mutants_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/mutants"
)

const change = "--- a/x.go\n+++ b/x.go\n@@ -1 +1 @@\n-a\n+b\n"

func TestParseHeader(t *testing.T) {
	t.Parallel()
	m, err := mutants.Parse("x", "# rules: A4, I2\n# package: ./routing\n# test: ^TestA4_Limit$/^full$\n# why: the limit\n#   is let through\n"+change)
	require.NoError(t, err)
	require.Equal(t, []string{"A4", "I2"}, m.Rules)
	require.Equal(t, "./routing", m.Package)
	require.Equal(t, "^TestA4_Limit$/^full$", m.Test)
	require.Equal(t, "the limit is let through", m.Why)
	require.Equal(t, "x.go", m.Files[0].Path)
	again, err := mutants.Parse("x", m.Header()+change)
	require.NoError(t, err)
	require.Equal(t, m, again, "a header reads back as it was written")
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, header, diff, want string }{
		{"a missing line", strings.Replace(header, "# rules: A4\n", "", 1), change, "lacks one of the lines"},
		{"an unknown line", "# author: me\n" + header, change, `"author: me"`},
		{"an empty value", strings.Replace(header, "A4", "", 1), change, "has no value"},
		{"a rule that is none", strings.Replace(header, "A4", "A4-A6", 1), change, `rule "A4-A6"`},
		{"an import path", strings.Replace(header, "package: .", "package: a.test/x", 1), change, "relative to the module's root"},
		{"a loose pattern", strings.Replace(header, "^TestX$", "TestX", 1), change, "name one test in full"},
		{"no diff", header, "", "the diff is empty"},
		{"words after the diff", header, change + "the end\n", "not part of a unified diff"},
		{"a test file", header, strings.ReplaceAll(change, "x.go", "x_test.go"), "not in a test"},
		{"another file", header, strings.ReplaceAll(change, "x.go", "go.mod"), "in Go code"},
		{"a new file", header, "diff --git a/x.go b/x.go\nnew file mode 100644\n" + change, "existing text files only"},
		{"a renamed file", header, strings.Replace(change, "b/x.go", "b/y.go", 1), "existing files only"},
		{"a deleted file", header, strings.Replace(change, "b/x.go", "/dev/null", 1), "existing files only"},
		{"half a pair of names", header, "--- a/x.go\n@@ -1 +1 @@\n-a\n+b\n", "must begin with +++"},
		{"no hunk", header, "--- a/x.go\n+++ b/x.go\n", "no hunk"},
		{"a broken head", header, strings.Replace(change, "-1 +1", "one", 1), "not the head of a hunk"},
		{"a hunk cut short", header, strings.Replace(change, "-1 +1", "-1,2 +1", 1), "ends early"},
		{"a hunk too long", header, strings.Replace(change, "-1 +1", "-1,0 +1", 1), "1 old and"},
		{"a line without a mark", header, strings.Replace(change, "-a", "a", 1), "none of the marks"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := mutants.Parse("x", tc.header+tc.diff)
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestLoadWithoutPatches(t *testing.T) {
	t.Parallel()
	all, err := mutants.Load(t.TempDir())
	require.NoError(t, err)
	require.Empty(t, all)
}
