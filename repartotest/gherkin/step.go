package gherkin

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Step is one row of the scenario language: its words in both languages, an example, and what it does.
type Step struct {
	Number  int      // below 30 it is for Given, below 70 for When, else for Then
	English string   // with places for values: "{contact}" writes
	Spanish string   // the same places, in any order
	Values  []string // of the example, in the order of the English places
	Valores []string // of the Spanish example; nil: Values
	Table   []string // rows of the example's table; nil: the step has none
	do      func(*scene, args) error
}

// args are the values that stand in a step's places, and the rows of its table.
type args struct {
	texts []string
	table [][]string
}

func (a args) text(i int) string { return a.texts[i] }

// list reads "A, B".
func (a args) list(i int) []string {
	var all []string
	for word := range strings.SplitSeq(a.texts[i], ",") {
		if word = strings.TrimSpace(word); word != "" {
			all = append(all, word)
		}
	}
	return all
}

func (a args) number(i int) (int, error) {
	n, err := strconv.Atoi(a.texts[i])
	if err != nil {
		return 0, fmt.Errorf("%q is no whole number", a.texts[i])
	}
	return n, nil
}

// Steps lists the whole language, in the order of the page.
func Steps() []Step { return slices.Concat(givenSteps(), whenSteps(), thenSteps()) }

// language matches texts against the steps. It is safe for concurrent use.
type language struct {
	phrases []phrase
	known   sync.Map // found, by text: scenarios say the same again and again
}

type phrase struct {
	step    *Step
	pattern *regexp.Regexp
	order   []int // where each English place stands in this pattern
}

// found is what a text says.
type found struct {
	*phrase
	values []string // in the order of the English places
}

func newLanguage() *language {
	l := &language{}
	for _, step := range Steps() {
		for i, words := range []string{step.English, step.Spanish} {
			p := phrase{step: &step, pattern: compile(words, i == 1)}
			for _, name := range places(step.English) {
				p.order = append(p.order, slices.Index(places(words), name))
			}
			l.phrases = append(l.phrases, p)
		}
	}
	return l
}

// match finds the step of a text and its values; false if the language has none.
func (l *language) match(text string) (found, bool) {
	if f, ok := l.known.Load(text); ok {
		return f.(found), true //nolint:forcetypeassert // nothing else is stored
	}
	for i := range l.phrases {
		p := &l.phrases[i]
		groups := p.pattern.FindStringSubmatch(text)
		if groups == nil {
			continue
		}
		f := found{phrase: p, values: make([]string, len(p.order))}
		for i, at := range p.order {
			f.values[i] = groups[at+1]
		}
		l.known.Store(text, f)
		return f, true
	}
	return found{}, false
}
