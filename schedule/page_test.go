package schedule_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPage_ShowsCodeThatRuns: each piece of Go on docs/schedule.md stands, line by
// line, in an example that is compiled and run.
func TestPage_ShowsCodeThatRuns(t *testing.T) {
	t.Parallel()
	var examples strings.Builder
	for _, name := range []string{"example_test.go", "calholidays/set_test.go", "calholidays/stored_test.go", "ical/example_test.go"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		examples.Write(text)
	}
	page, err := os.ReadFile("../docs/schedule.md")
	require.NoError(t, err)
	pieces := strings.Split(string(page), "```go\n")[1:]
	require.NotEmpty(t, pieces)
	for _, piece := range pieces {
		code, _, closed := strings.Cut(piece, "```")
		require.True(t, closed)
		var indented strings.Builder
		for line := range strings.Lines(code) {
			if strings.TrimSpace(line) != "" {
				line = "\t" + line
			}
			indented.WriteString(line)
		}
		require.Contains(t, examples.String(), indented.String())
	}
}
