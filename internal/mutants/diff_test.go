package mutants_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/internal/mutants"
)

const header = "# rules: A4\n# package: .\n# test: ^TestX$\n# why: it is there to be tested\n"

func parseOne(diff string) (mutants.FileDiff, error) {
	m, err := mutants.Parse("x", header+diff)
	if err != nil {
		return mutants.FileDiff{}, err
	}
	return m.Files[0], nil
}

func TestApply(t *testing.T) {
	t.Parallel()
	names := "--- a/x.go\n+++ b/x.go\n"
	for _, tc := range []struct{ name, text, hunks, want string }{
		{"change", "a\nb\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", "a\nB\nc\n"},
		{"insert", "a\nb\n", "@@ -1,2 +1,3 @@\n a\n+x\n b\n", "a\nx\nb\n"},
		{"insert without context", "a\nb\n", "@@ -1,0 +2 @@\n+x\n", "a\nx\nb\n"},
		{"insert at the top without context", "a\n", "@@ -0,0 +1 @@\n+x\n", "x\na\n"},
		{"delete", "a\nb\nc\n", "@@ -1,3 +1,2 @@\n a\n-b\n c\n", "a\nc\n"},
		{"first line", "a\nb\n", "@@ -1,2 +1,2 @@\n-a\n+A\n b\n", "A\nb\n"},
		{"whole file", "a\n", "@@ -1 +0,0 @@\n-a\n", ""},
		{"two hunks", "a\nb\nc\nd\n", "@@ -1,2 +1,1 @@\n-a\n b\n@@ -4 +3 @@\n-d\n+D\n", "b\nc\nD\n"},
		{"lines moved down", "new\nnew\na\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n+B\n", "new\nnew\na\nB\n"},
		{"lines moved up", "b\n", "@@ -7 +7 @@\n-b\n+B\n", "B\n"},
		{"both hunks moved", "new\na\nb\nc\nd\n", "@@ -1 +1 @@\n-a\n+A\n@@ -4 +4 @@\n-d\n+D\n", "new\nA\nb\nc\nD\n"},
		{"moved text stands twice, at its own line", "b\nb\n", "@@ -2 +2 @@\n-b\n+B\n", "b\nB\n"},
		{"no newline at the end", "a\nb", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n\\ No newline at end of file\n", "a\nB"},
		{"newline added", "b", "@@ -1 +1 @@\n-b\n\\ No newline at end of file\n+b\n", "b\n"},
		{"newline taken away", "b\n", "@@ -1 +1 @@\n-b\n+b\n\\ No newline at end of file\n", "b"},
		{"an editor cut the space of an empty line", "a\n\nb\n", "@@ -1,3 +1,3 @@\n a\n\n-b\n+B\n", "a\n\nB\n"},
		{"a removed line looks like a name", "-- x\n", "@@ -1 +1 @@\n--- x\n+y\n", "y\n"},
		{"carriage returns are part of the line", "a\r\n", "@@ -1 +1 @@\n-a\r\n+b\r\n", "b\r\n"},
		{"git's lines", "a\n", "@@ -1 +1 @@ func f() {\n-a\n+b\n\n", "b\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			file, err := parseOne("diff --git a/x.go b/x.go\nindex 1..2 100644\n" + names + tc.hunks)
			require.NoError(t, err)
			got, err := file.Apply([]byte(tc.text))
			require.NoError(t, err)
			require.Equal(t, tc.want, string(got))
		})
	}
}

func TestApplyRefusesAStalePatch(t *testing.T) {
	t.Parallel()
	names := "--- a/x.go\n+++ b/x.go\n"
	for _, tc := range []struct{ name, text, hunks, want string }{
		{"removed line differs", "a\nB\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n", "not in the file any more"},
		{"context differs", "A\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n", "not in the file any more"},
		{"blanks differ", "\ta\n", "@@ -1 +1 @@\n- a\n+ b\n", "not in the file any more"},
		{"file too short", "a\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n", "not in the file any more"},
		{"moved into doubt", "x\nb\ny\nb\n", "@@ -1 +1 @@\n-b\n+B\n", "two places"},
		{"no context to find it by", "a\n", "@@ -9,0 +10 @@\n+x\n", "fits nowhere else"},
		{"second hunk before the first", "d\na\n", "@@ -1 +1 @@\n-a\n+A\n@@ -4 +4 @@\n-d\n+D\n", "not in the file any more"},
		{"nothing changes", "a\n", "@@ -1 +1 @@\n-a\n+a\n", "changes nothing"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			file, err := parseOne(names + tc.hunks)
			require.NoError(t, err)
			_, err = file.Apply([]byte(tc.text))
			require.ErrorIs(t, err, mutants.ErrStale)
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestDraftAndApplyAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "", "\tc"}), 0, 12)
		end := rapid.SampledFrom([]string{"", "\n"}).Draw(t, "end")
		before := strings.Join(append(lines.Draw(t, "before"), "<<"), "\n")
		after := strings.Join(append([]string{">>"}, lines.Draw(t, "after")...), "\n") + end
		old := "old" + rapid.SampledFrom([]string{"", "\nold", "\n\n"}).Draw(t, "old")
		new := rapid.SampledFrom([]string{"new", "new\nnew", "n\n\nw\n"}).Draw(t, "new")
		diff, err := mutants.Draft("x.go", before+old+after, old, new)
		require.NoError(t, err)
		file, err := parseOne(diff)
		require.NoError(t, err, diff)
		got, err := file.Apply([]byte(before + old + after))
		require.NoError(t, err, diff)
		require.Equal(t, before+new+after, string(got), diff)
	})
}

func TestDraftRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, old, new, want string }{
		{"nothing to replace", "", "x", "name the text"},
		{"no change", "a", "a", "name the text"},
		{"not there", "z", "x", "0 times"},
		{"there twice", "a", "x", "2 times"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := mutants.Draft("x.go", "a\na\n", tc.old, tc.new)
			require.ErrorContains(t, err, tc.want)
		})
	}
}
