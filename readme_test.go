package reparto_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The program in the README is the one in examples/hello, which the build keeps honest.
func TestTheReadmesProgramIsTheExample(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	program, err := os.ReadFile("examples/hello/main.go")
	require.NoError(t, err)
	_, code, _ := strings.Cut(string(program), "\npackage main")
	require.Contains(t, string(readme), "```go\npackage main"+strings.TrimSpace("x" + code)[1:]+"\n```")
	for _, command := range []string{"go run ./examples/quickstart", "go test work"} {
		require.Contains(t, string(readme), command)
	}
}
