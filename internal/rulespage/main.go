// Command rulespage writes docs/rule-tests.md: for each rule of docs/rules.md, the tests that prove it and the planted
// bugs that these tests must catch.
//
// A test cites the rules that it proves in its name (TestA6_A10_NobodyTwice), in the name of a case (t.Run("A6 ties", ...)
// or the first text of a table's row), or in its comment on a line of its own ("// Rules: A6, A10").
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

const (
	rulesPath = "docs/rules.md"
	pagePath  = "docs/rule-tests.md"
)

func main() {
	root := flag.String("root", ".", "the module's root")
	flag.Parse()
	if err := write(*root); err != nil {
		fmt.Fprintln(os.Stderr, "rulespage:", err)
		os.Exit(1)
	}
}

func write(root string) error {
	p, err := readPage(root)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, pagePath), []byte(p.render()), 0o644); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}
