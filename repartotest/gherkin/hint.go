package gherkin

import (
	"regexp"
	"slices"
	"strings"
)

// alike is from which share of common words on two texts are taken for the same step.
const alike = 0.6

// hint suggests the step that an unknown text may have meant; empty if none is near.
func (l *language) hint(text string) string {
	best, words := alike, bare(text)
	suggestion := ""
	for i := range l.phrases {
		p := &l.phrases[i]
		pattern := p.step.English
		if i%2 == 1 {
			pattern = p.step.Spanish
		}
		if share := common(words, bare(pattern)); share > best {
			best, suggestion = share, " (did you mean: "+pattern+")"
		}
	}
	return suggestion
}

// bare gives the words of a text, whatever stands between quotes as one.
func bare(text string) []string {
	text = regexp.MustCompile(`"[^"]*"`).ReplaceAllString(text, ` " `)
	return strings.Fields(strings.ToLower(text))
}

// common gives the share of words that two texts have in common: 1 if all.
func common(a, b []string) float64 {
	left, n := slices.Clone(b), 0
	for _, word := range a {
		if at := slices.Index(left, word); at >= 0 {
			left = slices.Delete(left, at, at+1)
			n++
		}
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}
