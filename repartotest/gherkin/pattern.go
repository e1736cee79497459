package gherkin

import (
	"regexp"
	"strings"
)

// A pattern is a step's text with places for values: {name} in quotes stands for any text without quotes, a bare {n} for
// a whole number. Everything else is exact.

// compile gives the regular expression of a pattern. In Spanish any step may begin with "que ".
func compile(pattern string, spanish bool) *regexp.Regexp {
	text := regexp.QuoteMeta(pattern)
	text = quotedPlace().ReplaceAllLiteralString(text, `"([^"]*)"`)
	text = barePlace().ReplaceAllLiteralString(text, `(-?\d+)`)
	if spanish {
		text = "(?:que )?" + text
	}
	return regexp.MustCompile("^" + text + "$")
}

func quotedPlace() *regexp.Regexp { return regexp.MustCompile(`"\\\{\w+\\\}"`) }
func barePlace() *regexp.Regexp   { return regexp.MustCompile(`\\\{\w+\\\}`) }

// places lists the names of a pattern's places, in order.
func places(pattern string) (names []string) {
	for _, found := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(pattern, -1) {
		names = append(names, found[1])
	}
	return names
}

// fill puts values into the places of a pattern, by the places' names.
func fill(pattern string, names, values []string) string {
	var pairs []string
	for i, name := range names {
		pairs = append(pairs, "{"+name+"}", values[i])
	}
	return strings.NewReplacer(pairs...).Replace(pattern)
}
