package house_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	longestFunction = 60  // lines, from "func" to the closing brace; tests are free
	longestFile     = 400 // lines; tests are free
)

// emptyNames say nothing about what is inside.
func emptyNames() []string {
	return []string{"util", "utils", "common", "types", "helper", "helpers", "manager", "misc", "base"}
}

func TestFunctionsAndFilesFitTheReader(t *testing.T) {
	t.Parallel()
	for _, file := range readCore(t) {
		for _, problem := range shapeProblems(file) {
			t.Error(problem)
		}
	}
}

func shapeProblems(file source) []string {
	var problems []string
	name := strings.TrimSuffix(strings.TrimSuffix(path.Base(file.Path), ".go"), "_test")
	if slices.Contains(emptyNames(), name) || slices.Contains(emptyNames(), path.Base(file.Package)) {
		problems = append(problems, fmt.Sprintf("%s: name the file and the package after the concept that they hold", file.Path))
	}
	if file.Test || ast.IsGenerated(file.File) {
		return problems
	}
	if lines := bytes.Count(file.Text, []byte("\n")); lines >= longestFile {
		problems = append(problems, fmt.Sprintf("%s has %d lines: fewer than %d, one concept a file", file.Path, lines, longestFile))
	}
	for _, decl := range file.File.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		lines := file.Set.Position(function.End()).Line - file.Set.Position(function.Pos()).Line + 1
		if lines > longestFunction {
			problems = append(problems, fmt.Sprintf("%s: func %s has %d lines: at most %d, so that it fits a screen",
				file.at(function), function.Name.Name, lines, longestFunction))
		}
		if function.Name.Name == "init" && function.Recv == nil {
			problems = append(problems, file.at(function)+": no init: build the value where it is used")
		}
	}
	return problems
}

func TestShapeProblems(t *testing.T) {
	t.Parallel()
	long := "func f() {\n" + strings.Repeat("\n", longestFunction-1) + "}\n"
	for _, tc := range []struct{ name, path, text, want string }{
		{"small", "inbox/can.go", "func f() {}\n", ""},
		{"a long function", "inbox/can.go", long, "func f has 61 lines"},
		{"a long test", "inbox/can_test.go", long, ""},
		{"a long file", "inbox/can.go", strings.Repeat("\n", longestFile), "one concept a file"},
		{"init", "inbox/can.go", "func init() {}\n", "no init"},
		{"a method called init", "inbox/can.go", "func (t T) init() {}\n", ""},
		{"an empty file name", "inbox/helpers_test.go", "", "name the file"},
		{"an empty package name", "common/can.go", "", "name the file"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			file, err := parseSource(tc.path, []byte("package p\n"+tc.text))
			require.NoError(t, err)
			requireProblem(t, shapeProblems(file), tc.want)
		})
	}
}
