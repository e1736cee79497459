package house_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// purePackages are those whose answers depend on their arguments alone.
func purePackages() []string {
	return []string{"botflow", "schedule", "inbox", "routing", "directory", "report"}
}

// impureImports are the parts of the standard library that a pure package does without, each with the cure. A name
// stands for the packages below it too.
func impureImports() map[string]string {
	return map[string]string{
		"context":     "the shell has the context; a pure function ends by itself",
		"sync":        "return a new value instead of sharing one",
		"log":         "return what happened; the engine logs",
		"os":          "take the bytes or the value as an argument",
		"net":         "I/O belongs to the engine or the host",
		"database":    "I/O belongs to a store",
		"io/ioutil":   "take the bytes as an argument",
		"syscall":     "I/O belongs to the engine or the host",
		"crypto/rand": "take the entropy from the environment of the step",
		"reflect":     "write the cases out",
		"unsafe":      "write it in plain Go",
		"testing":     "put it in a _test.go file",
	}
}

// impureNames are single names of packages that are otherwise welcome.
func impureNames() map[string][]string {
	return map[string][]string{
		"time": {"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker", "Local"},
		"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	}
}

// seeded are the names of math/rand that don't touch its global generator.
func seeded() []string {
	return []string{"New", "NewSource", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf"}
}

func TestPurePackagesStayPure(t *testing.T) {
	t.Parallel()
	for _, file := range readCore(t) {
		if file.Test || !slices.Contains(purePackages(), file.Package) {
			continue
		}
		for _, problem := range purityProblems(file) {
			t.Error(problem)
		}
	}
}

func purityProblems(file source) []string {
	var problems []string
	for _, p := range file.imports() {
		for impure, cure := range impureImports() {
			if within(p, impure) {
				problems = append(problems, fmt.Sprintf("%s: the pure package %s may not import %s: %s", file.Path, file.Package, p, cure))
			}
		}
	}
	names := file.packageNames()
	if p, ok := names["."]; ok {
		problems = append(problems, fmt.Sprintf("%s: import %s by its name, not with a dot", file.Path, p))
	}
	ast.Inspect(file.File, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := selector.X.(*ast.Ident); ok {
			if cure := impureUse(names[pkg.Name], selector.Sel.Name); cure != "" {
				problems = append(problems, fmt.Sprintf("%s: the pure package %s may not use %s.%s: %s",
					file.at(node), file.Package, pkg.Name, selector.Sel.Name, cure))
			}
		}
		return true
	})
	return problems
}

// impureUse gives the cure for using a name of a package, or nothing if it may be used.
func impureUse(importPath, name string) (cure string) {
	switch {
	case slices.Contains(impureNames()[importPath], name):
		if importPath == "fmt" {
			return "return the text"
		}
		return "the instant and the zone come in as arguments"
	case within(importPath, "math/rand") && !slices.Contains(seeded(), name):
		return "seed a generator of your own from the entropy that comes in"
	}
	return ""
}

func TestPurityProblems(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"plain", "import \"time\"\nvar d = time.Second", ""},
		{"the wall clock", "import \"time\"\nvar now = time.Now()", "may not use time.Now"},
		{"under another name", "import clock \"time\"\nvar now = clock.Now", "may not use clock.Now"},
		{"the machine's zone", "import \"time\"\nvar z = time.Local", "may not use time.Local"},
		{"with a dot", "import . \"time\"\nvar now = Now()", "not with a dot"},
		{"a lock", "import \"sync\"\nvar mu sync.Mutex", "may not import sync"},
		{"a package below", "import \"sync/atomic\"\nvar n atomic.Int64", "may not import sync/atomic"},
		{"a namesake", "import \"syncopation\"\nvar n = syncopation.N", ""},
		{"the global generator", "import \"math/rand/v2\"\nvar n = rand.IntN(3)", "may not use rand.IntN"},
		{"a seeded generator", "import \"math/rand/v2\"\nvar r = rand.New(rand.NewPCG(1, 2))", ""},
		{"printing", "import \"fmt\"\nfunc f() { fmt.Println() }", "may not use fmt.Println"},
		{"formatting", "import \"fmt\"\nvar s = fmt.Sprint(1)", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			file, err := parseSource("botflow/x.go", []byte("package botflow\n"+tc.text+"\n"))
			require.NoError(t, err)
			requireProblem(t, purityProblems(file), tc.want)
		})
	}
}

func TestPurePackagesAreInTheImportTable(t *testing.T) {
	t.Parallel()
	for _, pkg := range purePackages() {
		row, ok := layerOf(pkg)
		require.True(t, ok, "%s has no row in layers()", pkg)
		require.Empty(t, row.Modules, "a pure package depends on no other module")
		for _, below := range row.May {
			require.Contains(t, purePackages(), below, "a pure package imports only pure ones, or it isn't pure: %s", strings.Join(row.May, ", "))
		}
	}
}
