package gherkin_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/repartogo/reparto/repartotest/gherkin"
)

// TestEveryRuleHasAScenario: each rule of docs/rules.md, but the invariants and figures, is the tag of a scenario; and no scenario
// is tagged with a rule that isn't there.
func TestEveryRuleHasAScenario(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, found := range regexp.MustCompile(`(?m)^\|\s*([A-Z]\d{1,2})\s*\|`).FindAllStringSubmatch(string(page), -1) {
		rules = append(rules, found[1])
	}
	tagged := tags(t)
	for _, rule := range rules {
		if slices.Contains([]string{"S", "F", "L", "P", "A", "N", "V", "Q"}, rule[:1]) && !tagged[rule] {
			t.Errorf("no scenario has the tag @%s", rule)
		}
	}
	for tag := range tagged {
		if !slices.Contains(rules, tag) {
			t.Errorf("a scenario has the tag @%s, which is no rule of docs/rules.md", tag)
		}
	}
	if len(rules) < 100 {
		t.Errorf("docs/rules.md has only %d rules", len(rules))
	}
}

// tags lists the rules that stand as tags right above a scenario.
func tags(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	line := regexp.MustCompile(`(?m)^\s*(@.*)\n\s*(?:Scenario|Scenario Outline|Escenario|Esquema del escenario):`)
	rule := regexp.MustCompile(`@([A-Z]\d{1,2})\b`)
	err := fs.WalkDir(gherkin.Features(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(gherkin.Features(), name)
		for _, above := range line.FindAllStringSubmatch(string(text), -1) {
			for _, found := range rule.FindAllStringSubmatch(above[1], -1) {
				all[found[1]] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
