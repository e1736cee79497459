package mutants

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Folder is where the patches are, relative to the module's root.
const Folder = "testdata/mutants"

// Mutant is one planted bug.
type Mutant struct {
	Name    string   // the file's name without .patch
	Rules   []string // ids of the rules that it breaks, as docs/rules.md has them
	Package string   // the package of the test, relative to the module's root, such as ./routing
	Test    string   // what go test -run gets; one test, anchored
	Why     string   // what the bug is, for a person
	Files   []FileDiff
}

var (
	ruleID   = regexp.MustCompile(`^[A-Z]\d{1,2}$`)
	testName = regexp.MustCompile(`^\^Test\w+\$(/\^.+\$)*$`)
)

// Parse reads a patch file: the header's comment lines, then the diff.
func Parse(name, text string) (Mutant, error) {
	m := Mutant{Name: name}
	rest := text
	for strings.HasPrefix(rest, "#") {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if err := m.set(strings.TrimSpace(strings.TrimPrefix(line, "#"))); err != nil {
			return Mutant{}, fmt.Errorf("mutants: %s: %w", name, err)
		}
	}
	if err := m.checkHeader(); err != nil {
		return Mutant{}, fmt.Errorf("mutants: %s: %w", name, err)
	}
	files, err := parseDiff(rest)
	if err != nil {
		return Mutant{}, fmt.Errorf("%s: %w", name, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file.Path, "_test.go") || !strings.HasSuffix(file.Path, ".go") {
			return Mutant{}, fmt.Errorf("mutants: %s: %s: a bug is planted in Go code, not in a test or another file", name, file.Path)
		}
	}
	m.Files = files
	return m, nil
}

// set takes one line of the header, "key: value". A line that begins with two spaces more goes on with the reason.
func (m *Mutant) set(line string) error {
	key, value, ok := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch key {
	case "rules":
		for _, id := range strings.Split(value, ",") {
			m.Rules = append(m.Rules, strings.TrimSpace(id))
		}
	case "package":
		m.Package = value
	case "test":
		m.Test = value
	case "why":
		m.Why = value
	default:
		if m.Why == "" || line == "" {
			return fmt.Errorf("header line %q: the header has rules, package, test and why, in this order", line)
		}
		m.Why += " " + line
		return nil
	}
	if !ok || value == "" {
		return fmt.Errorf("header line %q has no value", line)
	}
	return nil
}

func (m *Mutant) checkHeader() error {
	switch {
	case len(m.Rules) == 0 || m.Package == "" || m.Test == "" || m.Why == "":
		return errors.New("the header lacks one of the lines rules, package, test and why")
	case m.Package != "." && !strings.HasPrefix(m.Package, "./"):
		return fmt.Errorf("package %q: write it relative to the module's root, such as ./routing", m.Package)
	case !testName.MatchString(m.Test):
		return fmt.Errorf("test %q: name one test in full, such as ^TestA4_Limit$ or ^TestA4_Limit$/^full$", m.Test)
	}
	for _, id := range m.Rules {
		if !ruleID.MatchString(id) {
			return fmt.Errorf("rule %q: write ids as docs/rules.md has them, apart by commas", id)
		}
	}
	return nil
}

// Load reads every patch under the module's root, in the order of their names. Without any it returns an empty list.
func Load(root string) ([]Mutant, error) {
	paths, err := filepath.Glob(filepath.Join(root, Folder, "*.patch"))
	if err != nil {
		return nil, fmt.Errorf("mutants: %w", err)
	}
	all := make([]Mutant, 0, len(paths))
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("mutants: %w", err)
		}
		m, err := Parse(strings.TrimSuffix(filepath.Base(path), ".patch"), string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}
