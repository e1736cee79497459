package schedule_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

// TestPage_ShowsHoursThatAreRead: the stored hours on docs/schedule.md are read
// strictly, and have every field there is.
func TestPage_ShowsHoursThatAreRead(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/schedule.md")
	require.NoError(t, err)
	_, after, found := strings.Cut(string(page), "```json\n")
	require.True(t, found)
	text, _, _ := strings.Cut(after, "```")
	h, err := schedule.Decode([]byte(text))
	require.NoError(t, err)
	all := reflect.ValueOf(h)
	for i := range all.NumField() {
		require.False(t, all.Field(i).IsZero(), all.Type().Field(i).Name)
	}
}

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
