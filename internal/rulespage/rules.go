package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// sections are the letters of the rules, in the order of the page.
const sections = "SFLPANVQEI"

// rule is the id of one rule.
type rule struct {
	section byte
	number  int
}

func (r rule) String() string { return string(r.section) + strconv.Itoa(r.number) }

func compareRules(a, b rule) int {
	if a.section != b.section {
		return strings.IndexByte(sections, a.section) - strings.IndexByte(sections, b.section)
	}
	return a.number - b.number
}

var ruleRow = regexp.MustCompile(`^(?:\|\s*|#{2,6}\s+)([` + sections + `])(\d{1,2})\b`)

// readRules lists the ids that docs/rules.md defines: those that begin a row of a table or a heading.
func readRules(root string) ([]rule, error) {
	text, err := os.ReadFile(filepath.Join(root, rulesPath))
	if err != nil {
		return nil, fmt.Errorf("the page of rules: %w", err)
	}
	rules, err := parseRules(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", rulesPath, err)
	}
	return rules, nil
}

func parseRules(text string) ([]rule, error) {
	var rules []rule
	seen := map[rule]bool{}
	for line := range strings.Lines(text) {
		found := ruleRow.FindStringSubmatch(strings.ReplaceAll(strings.ReplaceAll(line, "`", ""), "*", ""))
		if found == nil {
			continue
		}
		number, _ := strconv.Atoi(found[2])
		r := rule{section: found[1][0], number: number}
		if seen[r] {
			return nil, fmt.Errorf("rule %s is defined twice: an id names one rule", r)
		}
		seen[r] = true
		rules = append(rules, r)
	}
	if len(rules) == 0 {
		return nil, fmt.Errorf("no rule found: a rule begins a row (| A6 |) or a heading (### A6)")
	}
	return rules, nil
}

var (
	oneID    = regexp.MustCompile(`([` + sections + `])(\d{1,2})`)
	nameIDs  = regexp.MustCompile(`^(?:Test|Fuzz|Example|Benchmark)((?:[` + sections + `]\d{1,2}(?:_|$))+)`)
	caseIDs  = regexp.MustCompile(`^((?:[` + sections + `]\d{1,2}(?:, | and |[ _,:/+-]|$))+)`)
	lineIDs  = regexp.MustCompile(`(?m)^Rules?: ((?:[` + sections + `]\d{1,2}(?:, |\.)?)+)$`)
	anyRules = regexp.MustCompile(`(?m)^Rules?:.*$`)
)

// cited lists the ids in a text.
func cited(text string) []rule {
	var rules []rule
	for _, found := range oneID.FindAllStringSubmatch(text, -1) {
		number, _ := strconv.Atoi(found[2])
		rules = append(rules, rule{section: found[1][0], number: number})
	}
	return rules
}
