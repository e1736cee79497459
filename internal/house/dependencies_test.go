package house_test

import (
	"bufio"
	"bytes"
	"fmt"
	"go/ast"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// runtimeModules are what a host's binary gets with the engine.
func runtimeModules() []string { return []string{clockModule, uuidModule} }

// knownModules are all that the core module's go.mod may require, tests included.
func knownModules() []string {
	return append(runtimeModules(), requireModule, rapidModule, porcupineModule, "go.uber.org/goleak")
}

// indirectModules come with the test tools.
func indirectModules() []string { return []string{"go.yaml.in/yaml/v3"} }

func TestCoreRequiresOnlyKnownModules(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	for _, line := range requirements(text) {
		known, list := knownModules(), "knownModules"
		if line.indirect {
			known, list = indirectModules(), "indirectModules"
		}
		if !slices.Contains(known, line.path) {
			t.Errorf("go.mod requires %s: do without it, or add it to %s() in internal/house/dependencies_test.go after agreeing on it", line.path, list)
		}
	}
}

type requirement struct {
	path     string
	indirect bool
}

// requirements reads the require lines of a go.mod.
func requirements(text []byte) []requirement {
	var found []requirement
	block := false
	for scanner := bufio.NewScanner(bytes.NewReader(text)); scanner.Scan(); {
		line := strings.TrimSpace(scanner.Text())
		single, isSingle := strings.CutPrefix(line, "require ")
		switch {
		case isSingle && single == "(":
			block = true
			continue
		case isSingle:
			line = single
		case line == ")":
			block = false
		}
		fields := strings.Fields(line)
		if (block || isSingle) && len(fields) >= 2 {
			found = append(found, requirement{path: fields[0], indirect: strings.HasSuffix(line, "// indirect")})
		}
	}
	return found
}

func TestRequirements(t *testing.T) {
	t.Parallel()
	require.Equal(t,
		[]requirement{{path: "a.test/one"}, {path: "b.test/two"}, {path: "c.test/three", indirect: true}},
		requirements([]byte("module m\n\ngo 1.26\n\nrequire a.test/one v1.0.0\n\nrequire (\n\tb.test/two v1.0.0\n\tc.test/three v1.0.0 // indirect\n)\n")))
}

// TestHostsGetOnlyTheRuntimeModules follows every import that a host's binary would follow.
func TestHostsGetOnlyTheRuntimeModules(t *testing.T) {
	t.Parallel()
	args := []string{"list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}"}
	for _, file := range readCore(t) {
		row, _ := layerOf(file.Package)
		forTests := slices.Contains(row.Modules, requireModule)
		internal := strings.HasPrefix(file.Package, "internal/")
		arg := "./" + file.Package
		if !file.Test && !forTests && !internal && !slices.Contains(args, arg) {
			args = append(args, arg)
		}
	}
	list := exec.Command("go", args...)
	list.Dir = root
	list.Env = append(os.Environ(), "GOWORK=off")
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	require.NoError(t, err, "%s", stderr.String())
	for _, mod := range slices.Compact(slices.Sorted(strings.FieldsSeq(string(out)))) {
		if !slices.Contains(runtimeModules(), mod) {
			t.Errorf("a host's binary would get %s: keep it to _test.go files, or to a module of its own", mod)
		}
	}
}

// TestClockLibraryStaysInside: the clock library is archived, so hosts must be able to do without it.
func TestClockLibraryStaysInside(t *testing.T) {
	t.Parallel()
	for _, file := range readCore(t) {
		if file.Test {
			continue
		}
		for _, problem := range exposureProblems(file, clockModule) {
			t.Error(problem)
		}
	}
}

// exposureProblems lists the exported declarations of a file that mention a name of the module.
func exposureProblems(file source, hidden string) []string {
	var problems []string
	names := file.packageNames()
	look := func(what string, node ast.Node) {
		if mentions(node, func(pkg string) bool { return within(names[pkg], hidden) }) {
			problems = append(problems, fmt.Sprintf("%s: the exported %s shows %s: use an interface or type of this module in its place",
				file.at(node), what, hidden))
		}
	}
	for _, decl := range file.File.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Name.IsExported() {
				look("func "+decl.Name.Name, decl.Type)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.IsExported() {
						look("type "+spec.Name.Name, shownPart(spec))
					}
				case *ast.ValueSpec:
					if slices.ContainsFunc(spec.Names, (*ast.Ident).IsExported) {
						look("value "+spec.Names[0].Name, spec)
					}
				}
			}
		}
	}
	return problems
}

// shownPart is what godoc shows of a type: a struct without its unexported fields.
func shownPart(spec *ast.TypeSpec) ast.Node {
	shape, ok := spec.Type.(*ast.StructType)
	if !ok {
		return spec
	}
	shown := &ast.FieldList{Opening: shape.Fields.Opening, Closing: shape.Fields.Closing}
	for _, field := range shape.Fields.List {
		if len(field.Names) == 0 || slices.ContainsFunc(field.Names, (*ast.Ident).IsExported) {
			shown.List = append(shown.List, field)
		}
	}
	return &ast.StructType{Struct: shape.Struct, Fields: shown}
}

func mentions(node ast.Node, hidden func(pkg string) bool) bool {
	found := false
	ast.Inspect(node, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := selector.X.(*ast.Ident); ok && hidden(pkg.Name) {
				found = true
			}
		}
		return !found
	})
	return found
}

func TestExposureProblems(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"inside a function", "func New() { _ = clock.New() }", ""},
		{"an unexported field", "type Engine struct { c clock.Clock }", ""},
		{"an unexported function", "func wall() clock.Clock { return nil }", ""},
		{"a parameter", "func New(c clock.Clock) {}", "the exported func New shows"},
		{"an exported field", "type Config struct { Clock clock.Clock }", "the exported type Config shows"},
		{"an embedded field", "type Config struct { clock.Clock }", "the exported type Config shows"},
		{"an alias", "type Clock = clock.Clock", "the exported type Clock shows"},
		{"a variable", "var Wall = clock.New()", "the exported value Wall shows"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			file, err := parseSource("x.go", []byte("package reparto\nimport \""+clockModule+"\"\n"+tc.text+"\n"))
			require.NoError(t, err)
			requireProblem(t, exposureProblems(file, clockModule), tc.want)
		})
	}
}
