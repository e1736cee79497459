package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	module = "github.com/repartogo/reparto"
	root   = "../.." // the module's root, seen from this package
)

// source is one Go file of the core module.
type source struct {
	Package string // folder relative to the module's root; "." is the root
	Path    string // relative to the module's root, with slashes
	Test    bool
	Text    []byte
	Set     *token.FileSet
	File    *ast.File
}

// parseSource reads one file's text; path is relative to the module's root.
func parseSource(name string, text []byte) (source, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ParseComments)
	return source{
		Package: path.Dir(name), Path: name, Test: strings.HasSuffix(name, "_test.go"),
		Text: text, Set: set, File: file,
	}, err
}

// readCore reads every Go file of the core module; nested modules and testdata are not part of it.
func readCore(t *testing.T) []source {
	t.Helper()
	var files []source
	walk(t, func(name string) {
		if !strings.HasSuffix(name, ".go") {
			return
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		file, err := parseSource(name, text)
		require.NoError(t, err, "the file must parse before its rules can be checked")
		files = append(files, file)
	}, skipNestedModule, skipFolder("testdata"))
	require.NotEmpty(t, files)
	return files
}

// walk calls visit with the path of every file of the repository, but those in folders that a skip names.
func walk(t *testing.T, visit func(name string), skips ...func(dir string) bool) {
	t.Helper()
	skips = append(skips, skipFolder(".git", ".cache", "bin"))
	err := filepath.WalkDir(root, func(full string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, full)
		if err != nil {
			return err
		}
		if !entry.IsDir() {
			visit(filepath.ToSlash(name))
			return nil
		}
		for _, skip := range skips {
			if name != "." && skip(full) {
				return fs.SkipDir
			}
		}
		return nil
	})
	require.NoError(t, err)
}

func skipFolder(names ...string) func(dir string) bool {
	return func(dir string) bool {
		for _, name := range names {
			if filepath.Base(dir) == name {
				return true
			}
		}
		return false
	}
}

func skipNestedModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// imports lists the import paths of a file.
func (s source) imports() []string {
	var paths []string
	for _, spec := range s.File.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

// packageNames maps each name under which the file knows an import to the import's path.
func (s source) packageNames() map[string]string {
	names := make(map[string]string, len(s.File.Imports))
	for _, spec := range s.File.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(p)
		if name == "v2" {
			name = path.Base(path.Dir(p))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = p
	}
	return names
}

// at says where a node stands, as an editor wants it.
func (s source) at(node ast.Node) string {
	return s.Path + ":" + strconv.Itoa(s.Set.Position(node.Pos()).Line)
}

// inside tells whether an import path is of the core module, and in which folder.
func inside(importPath string) (folder string, ok bool) {
	if importPath == module {
		return ".", true
	}
	folder, ok = strings.CutPrefix(importPath, module+"/")
	return folder, ok
}

// standard tells whether an import path is the standard library's: its first element has no dot.
func standard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}
