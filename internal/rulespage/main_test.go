package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/mutants"
)

const root = "../.." // the module's root, seen from this package

func TestEveryRuleHasATest(t *testing.T) {
	t.Parallel()
	p, err := readPage(root)
	require.NoError(t, err)
	if missing := p.untested(); len(missing) > 0 {
		t.Errorf("%d of %d rules have no test: %v\nname the rule in a test's name (TestA6_Ties), in a case's name (\"A6 ties\"),"+
			" or in the test's comment (// Rules: A6)", len(missing), len(p.rules), missing)
	}
}

func TestEveryCitationNamesARule(t *testing.T) {
	t.Parallel()
	p, err := readPage(root)
	require.NoError(t, err)
	for _, stray := range p.strays() {
		t.Errorf("%s, which %s doesn't have: correct the id, or write the rule down there", stray, rulesPath)
	}
}

func TestParseRules(t *testing.T) {
	t.Parallel()
	rules, err := parseRules("# Rules\n| id | rule |\n|---|---|\n| A6 | see A7 |\n|`L58`|x|\n### I12: stores\n| **S1** | x |\n| BOT | no |\n| A100 | no |\nA9 | no\n")
	require.NoError(t, err)
	require.Equal(t, []rule{{'A', 6}, {'L', 58}, {'I', 12}, {'S', 1}}, rules)
	_, err = parseRules("| A6 | one |\n| A6 | two |\n")
	require.ErrorContains(t, err, "A6 is defined twice")
	_, err = parseRules("nothing\n")
	require.ErrorContains(t, err, "no rule found")
}

func TestScanFile(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, code, want string }{
		{"a name", `func TestA6_Ties(t *testing.T) {}`, "TestA6_Ties: A6"},
		{"several ids in a name", `func TestA6_A10_Ties(t *testing.T) {}`, "TestA6_A10_Ties: A6; TestA6_A10_Ties: A10"},
		{"a name that is ids alone", `func TestI5(t *testing.T) {}`, "TestI5: I5"},
		{"ids further on", `func TestTies_A6(t *testing.T) {}`, ""},
		{"letters that are no section", `func TestX6_Ties(t *testing.T) {}`, ""},
		{"a word that begins like an id", `func TestA6Ties(t *testing.T) {}`, ""},
		{"no test", `func A6_Ties(t *testing.T) {}`, ""},
		{"a method", `func (s S) TestA6_Ties() {}`, ""},
		{"a fuzz target", `func FuzzF13_Zones(f *testing.F) {}`, "FuzzF13_Zones: F13"},
		{"a comment", "// TestTies tests.\n//\n// Rules: A6, L58\nfunc TestTies(t *testing.T) {}", "TestTies: A6; TestTies: L58"},
		{"a subtest", `func TestTies(t *testing.T) { t.Run("A6 ties", nil); t.Run("A7", nil) }`, "TestTies/A6 ties: A6; TestTies/A7: A7"},
		{"several ids in a subtest", `func TestTies(t *testing.T) { t.Run("L27, A4: x", nil) }`, "TestTies/L27, A4: x: L27; TestTies/L27, A4: x: A4"},
		{"a row of a table", `func TestTies(t *testing.T) { _ = []c{{"L5 goes", 1}, {"L6", 1}} }`, "TestTies/L5 goes: L5"},
		{"a named field", `func TestTies(t *testing.T) { _ = c{name: "L6"} }`, "TestTies/L6: L6"},
		{"a key", `func TestTies(t *testing.T) { _ = map[string]int{"L5 goes": 1, "L6": 2} }`, "TestTies/L5 goes: L5"},
		{"other texts", `func TestTies(t *testing.T) { f("L5 goes"); _ = c{id: "L6 x"} }`, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			found, err := scanFile("x_test.go", ".", "package p\n"+tc.code+"\n")
			require.NoError(t, err)
			var got []string
			for _, c := range found {
				name := c.test
				if c.subtest != "" {
					name += "/" + c.subtest
				}
				got = append(got, name+": "+c.rule.String())
			}
			require.Equal(t, tc.want, strings.Join(got, "; "))
		})
	}
}

func TestScanFileRefusesALineItCannotRead(t *testing.T) {
	t.Parallel()
	_, err := scanFile("x_test.go", ".", "package p\n// Rules: A6 to A9\nfunc TestTies(t *testing.T) {}\n")
	require.ErrorContains(t, err, "write the line as")
}

func TestPage(t *testing.T) {
	t.Parallel()
	p := page{
		rules: []rule{{'S', 1}, {'A', 6}, {'I', 1}},
		tests: []citation{
			{rule: rule{'A', 6}, folder: "routing", test: "TestA6_Ties"},
			{rule: rule{'A', 6}, folder: "inbox", test: "TestTies", subtest: "A6 a|b"},
			{rule: rule{'A', 99}, folder: "routing", test: "TestA99_None"},
		},
		mutants: []mutants.Mutant{{Name: "cursor", Rules: []string{"A6", "A98"}}},
	}
	require.Contains(t, p.render(), "| S1 |  |  |\n| A6 | `inbox` TestTies / A6 a\\|b<br>`routing` TestA6_Ties | [cursor](../testdata/mutants/cursor.patch) |\n| I1 |")
	require.Equal(t, []rule{{'S', 1}}, p.untested())
	require.Equal(t, []string{"routing: TestA99_None cites A99", "testdata/mutants/cursor.patch cites A98"}, p.strays())
}
