package schedule_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

// subject is hours with the instants to ask about.
type subject struct {
	Hours schedule.Hours
	At    []time.Time
}

// countSteps runs testdata/steps over a copy of the package in which every call of a function and every round of a
// loop counts, and returns the most steps that each kind of question took. So the steps are those that are really
// taken, by all code that a question runs through, and the package itself holds no counter.
func countSteps(t *testing.T, subjects map[string]subject) map[string]map[string]int {
	t.Helper()
	given, err := json.Marshal(subjects)
	require.NoError(t, err)
	cmd := exec.Command("go", "run", "-overlay", countingCopy(t), "./testdata/steps")
	cmd.Stdin = bytes.NewReader(given)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	found, err := cmd.Output()
	require.NoError(t, err, complaint.String())
	var most map[string]map[string]int
	require.NoError(t, json.Unmarshal(found, &most))
	return most
}

// countingCopy writes the copy, and the file that lays it over the package.
func countingCopy(t *testing.T) string {
	t.Helper()
	here, err := os.Getwd()
	require.NoError(t, err)
	temp := t.TempDir()
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	write := func(name string, text []byte) {
		copied := filepath.Join(temp, name)
		require.NoError(t, os.WriteFile(copied, text, 0o600))
		overlay.Replace[filepath.Join(here, name)] = copied
	}
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			write(name, counting(t, name))
		}
	}
	write("steps.go", []byte(counter))
	text, err := json.Marshal(overlay)
	require.NoError(t, err)
	file := filepath.Join(temp, "overlay.json")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	return file
}

// counter is the file that the copy has and the package hasn't.
const counter = `package schedule

// Steps counts; with a Limit, what goes past it is stopped.
var Steps, Limit int

func step() {
	if Steps++; Limit > 0 && Steps > Limit {
		panic("a question takes more steps than any may")
	}
}
`

// counting puts a step at the head of every function and every loop of a file.
func counting(t *testing.T, name string) []byte {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	count := func(body *ast.BlockStmt) {
		if body != nil {
			body.List = append([]ast.Stmt{&ast.ExprStmt{X: &ast.CallExpr{Fun: ast.NewIdent("step")}}}, body.List...)
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			count(n.Body)
		case *ast.FuncLit:
			count(n.Body)
		case *ast.ForStmt:
			count(n.Body)
		case *ast.RangeStmt:
			count(n.Body)
		}
		return true
	})
	var out bytes.Buffer
	require.NoError(t, format.Node(&out, set, tree))
	return out.Bytes()
}
