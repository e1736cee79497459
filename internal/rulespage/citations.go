package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// citation says that a test proves a rule.
type citation struct {
	rule    rule
	folder  string // of the package; "." is the root
	test    string // the function's name
	subtest string // the case's name, if the case cites the rule
}

// scanTests reads every test file of the repository, nested modules included.
func scanTests(root string) ([]citation, error) {
	var all []citation
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", ".cache", "bin", "testdata"}, entry.Name()) {
			return fs.SkipDir
		}
		name, err := filepath.Rel(root, path)
		if err != nil || !strings.HasSuffix(name, "_test.go") || ownTests(name) {
			return err
		}
		found, err := scanFile(path, filepath.ToSlash(filepath.Dir(name)), nil)
		all = append(all, found...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the tests: %w", err)
	}
	return all, nil
}

// ownTests tells the tests of the tooling, which talk about rules without proving any.
func ownTests(name string) bool {
	return strings.HasPrefix(filepath.ToSlash(name), "internal/rulespage/") || strings.HasPrefix(filepath.ToSlash(name), "internal/mutants/")
}

// scanFile reads one file; src is its text, or nil to read it from path.
func scanFile(path, folder string, src any) ([]citation, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var all []citation
	for _, decl := range file.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok || function.Recv != nil || !isTest(function.Name.Name) {
			continue
		}
		found, err := scanTest(function)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, function.Name.Name, err)
		}
		for _, c := range found {
			c.folder = folder
			all = append(all, c)
		}
	}
	return all, nil
}

func isTest(name string) bool {
	return strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz") || strings.HasPrefix(name, "Example")
}

// scanTest finds what a test's name, comment and cases cite, each rule once for each name.
func scanTest(function *ast.FuncDecl) ([]citation, error) {
	var all []citation
	add := func(rules []rule, subtest string) {
		for _, r := range rules {
			if c := (citation{rule: r, test: function.Name.Name, subtest: subtest}); !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	if found := nameIDs.FindStringSubmatch(function.Name.Name); found != nil {
		add(cited(found[1]), "")
	}
	comment := function.Doc.Text()
	if line := anyRules.FindString(comment); line != "" {
		found := lineIDs.FindStringSubmatch(line)
		if found == nil {
			return nil, fmt.Errorf("%q: write the line as \"Rules: A6, A10\"", line)
		}
		add(cited(found[1]), "")
	}
	for _, name := range caseNames(function) {
		if found := caseIDs.FindStringSubmatch(name); found != nil {
			add(cited(found[1]), name)
		}
	}
	return all, nil
}

// caseNames lists the texts in a test that name its cases: the first argument of Run, and in tables the first text of a
// row, a key, or the field called name.
func caseNames(function *ast.FuncDecl) []string {
	if function.Body == nil {
		return nil
	}
	var names []string
	add := func(node ast.Expr, bare bool) {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		// An id alone may be somebody's name in a row, so there it needs words after it.
		if text, err := strconv.Unquote(literal.Value); err == nil && (bare || strings.Contains(text, " ")) {
			names = append(names, text)
		}
	}
	ast.Inspect(function.Body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if called, ok := node.Fun.(*ast.SelectorExpr); ok && called.Sel.Name == "Run" && len(node.Args) == 2 {
				add(node.Args[0], true)
			}
		case *ast.KeyValueExpr:
			if key, ok := node.Key.(*ast.Ident); ok && slices.Contains([]string{"name", "rule", "rules"}, key.Name) {
				add(node.Value, true)
			}
			add(node.Key, false)
		case *ast.CompositeLit:
			if len(node.Elts) > 1 {
				add(node.Elts[0], false)
			}
		}
		return true
	})
	return names
}
