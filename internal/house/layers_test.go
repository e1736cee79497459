package house_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// layer is one row of the import table.
type layer struct {
	Package string   // folder; a trailing "/..." stands for every folder below it that has no row of its own
	May     []string // folders of this module that its code may import, a trailing "/..." as above
	Modules []string // other modules that its code may import
}

const (
	clockModule   = "github.com/benbjohnson/clock"
	uuidModule    = "github.com/google/uuid"
	requireModule = "github.com/stretchr/testify"
	rapidModule   = "pgregory.net/rapid"

	porcupineModule = "github.com/anishathalye/porcupine"
)

// layers is the import graph of the core module, bottom up. Everything may import the standard library (pure_test.go
// takes parts of it away from the pure packages).
func layers() []layer {
	pure := purePackages()
	stores := append(slices.Clone(pure), "store", "store/memory")
	engine := append(slices.Clone(stores), ".")
	return []layer{
		{Package: "botflow"},
		{Package: "schedule"},
		{Package: "inbox", May: []string{"botflow"}},
		{Package: "report", May: []string{"botflow"}},
		{Package: "routing", May: []string{"botflow", "schedule"}},
		{Package: "directory", May: []string{"botflow", "schedule", "inbox", "routing"}},
		{Package: "store", May: []string{"botflow", "schedule", "inbox", "routing", "directory"}},
		{
			Package: "store/storetest", May: append(slices.Clone(stores), "internal/budget"), // hosts import it from tests
			Modules: []string{requireModule, rapidModule, porcupineModule},
		},
		{Package: "store/internal/...", May: append(slices.Clone(pure), "store", "store/internal/...")}, // what this module's stores share
		{Package: "store/...", May: append(slices.Clone(pure), "store", "store/internal/...")},
		{Package: ".", May: stores, Modules: []string{clockModule, uuidModule}},
		{Package: "repartotest", May: engine}, // hosts import it from tests, and get no test tool with it
		{Package: "repartotest/crash", May: engine},
		{Package: "examples/...", May: append(slices.Clone(engine), "examples/...")},
		{Package: "internal/budget"},
		{Package: "internal/house"},
		{Package: "internal/machine", May: []string{"botflow"}},
		{Package: "internal/mutants"},
		{Package: "internal/mutants/cmd/mutate", May: []string{"internal/mutants"}},
		{Package: "internal/rulespage", May: []string{"internal/mutants"}},
	}
}

// layerOf finds the row of a package: its own, else the nearest "/..." above it.
func layerOf(pkg string) (layer, bool) {
	var found layer
	for _, row := range layers() {
		if row.Package == pkg {
			return row, true
		}
		above, open := strings.CutSuffix(row.Package, "/...")
		if open && strings.HasPrefix(pkg, above+"/") && len(row.Package) > len(found.Package) {
			found = row
		}
	}
	return found, found.Package != ""
}

// may tells whether the row's packages may import a folder of this module.
func (l layer) may(folder string) bool {
	return slices.ContainsFunc(l.May, func(may string) bool {
		above, open := strings.CutSuffix(may, "/...")
		return may == folder || open && strings.HasPrefix(folder, above+"/")
	})
}

func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	for _, file := range readCore(t) {
		for _, problem := range importProblems(file) {
			t.Error(problem)
		}
	}
}

// importProblems says what is wrong with the imports of a file.
func importProblems(file source) []string {
	row, ok := layerOf(file.Package)
	if !ok {
		return []string{fmt.Sprintf("%s: package %q has no row in the import table: add one to layers() in internal/house/layers_test.go"+
			" that names what it may import", file.Path, file.Package)}
	}
	if file.Test {
		return testImportProblems(file)
	}
	var problems []string
	for _, p := range file.imports() {
		folder, ours := inside(p)
		switch {
		case ours && !row.may(folder):
			problems = append(problems, fmt.Sprintf("%s: %s may not import %s: it may import %s; move the code to a package above both,"+
				" or pass it in as a value", file.Path, file.Package, folder, orNothing(row.May)))
		case !ours && !standard(p) && !slices.ContainsFunc(row.Modules, func(m string) bool { return within(p, m) }):
			problems = append(problems, fmt.Sprintf("%s: %s may not depend on %s: it may use the standard library and %s; a driver belongs in"+
				" a module of its own, a test tool in a _test.go file", file.Path, file.Package, p, orNothing(row.Modules)))
		}
	}
	return problems
}

// testImportProblems: a test may use any package of the module, but only the listed test tools.
func testImportProblems(file source) []string {
	var problems []string
	for _, p := range file.imports() {
		if _, ours := inside(p); ours || standard(p) {
			continue
		}
		if !slices.ContainsFunc(knownModules(), func(m string) bool { return within(p, m) }) {
			problems = append(problems, fmt.Sprintf("%s: a test may not depend on %s: the core module's tests use %s",
				file.Path, p, orNothing(knownModules())))
		}
	}
	return problems
}

func within(importPath, prefix string) bool {
	return importPath == prefix || strings.HasPrefix(importPath, prefix+"/")
}

func orNothing(names []string) string {
	if len(names) == 0 {
		return "nothing else"
	}
	return strings.Join(names, ", ")
}

func TestImportProblems(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, path, imports, want string }{
		{"standard library", "botflow/step.go", "time", ""},
		{"downwards", "routing/match.go", module + "/schedule", ""},
		{"upwards", "botflow/step.go", module + "/routing", "botflow may not import routing"},
		{"sideways", "inbox/can.go", module + "/routing", "inbox may not import routing"},
		{"the root", "store/store.go", module, "store may not import ."},
		{"a store among stores", "store/memory/memory.go", module + "/store", ""},
		{"one store in another", "store/disk/disk.go", module + "/store/memory", "store/disk may not import store/memory"},
		{"the clock at the root", "clock.go", clockModule, ""},
		{"the clock below", "store/memory/memory.go", clockModule, "may not depend on " + clockModule},
		{"a test tool in code", "engine.go", requireModule + "/require", "a test tool in a _test.go file"},
		{"a test tool in a test", "engine_test.go", requireModule + "/require", ""},
		{"another tool in a test", "engine_test.go", "example.com/assert", "a test may not depend on example.com/assert"},
		{"a part of an example", "examples/quickstart/main.go", module + "/examples/quickstart/chat", ""},
		{"an example below", "inbox/can.go", module + "/examples/quickstart/chat", "inbox may not import examples/quickstart/chat"},
		{"an unknown package", "util/util.go", "time", `package "util" has no row`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			file, err := parseSource(tc.path, []byte("package p\nimport _ \""+tc.imports+"\"\n"))
			require.NoError(t, err)
			requireProblem(t, importProblems(file), tc.want)
		})
	}
}

// requireProblem wants no problem if want is empty, else exactly one that contains it.
func requireProblem(t *testing.T, problems []string, want string) {
	t.Helper()
	if want == "" {
		require.Empty(t, problems)
		return
	}
	require.Len(t, problems, 1)
	require.Contains(t, problems[0], want)
}
