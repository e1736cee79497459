package gherkin

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/repartogo/reparto/repartotest"
)

// TestEveryExampleIsItsOwnStep: no text means two things, and both languages name the same values.
func TestEveryExampleIsItsOwnStep(t *testing.T) {
	t.Parallel()
	words := newLanguage()
	for _, step := range Steps() {
		for _, example := range []string{step.EnglishExample(), step.SpanishExample(), "que " + step.SpanishExample()} {
			var found []string
			for _, p := range words.phrases {
				if p.pattern.MatchString(example) {
					found = append(found, p.step.English)
				}
			}
			if !slices.Equal(found, []string{step.English}) {
				t.Errorf("%q is one of the steps %q, wanted %q alone", example, found, step.English)
			}
		}
		english, spanish := places(step.English), places(step.Spanish)
		slices.Sort(english)
		slices.Sort(spanish)
		if !slices.Equal(english, spanish) || len(english) != len(step.Values) {
			t.Errorf("step %d: the places %v, %v and the values %v don't go together", step.Number, english, spanish, step.Values)
		}
		if len(slices.Compact(english)) != len(step.Values) {
			t.Errorf("step %d: two places have one name", step.Number)
		}
	}
}

// TestEveryStepIsPlayed: the scenarios of this folder use the whole language.
func TestEveryStepIsPlayed(t *testing.T) {
	t.Parallel()
	words, lines := newLanguage(), stepLine()
	used := map[string]bool{}
	for _, text := range files(t) {
		for line := range strings.Lines(text) {
			if parts := lines.FindStringSubmatch(strings.TrimRight(line, "\n")); parts != nil {
				if f, ok := words.match(parts[2]); ok {
					used[f.step.English] = true
				}
			}
		}
	}
	for _, step := range Steps() {
		if !used[step.English] {
			t.Errorf("no scenario uses step %d: %s", step.Number, step.English)
		}
	}
}

// TestBothLanguagesTellTheSame turns every step of every scenario into the other language and wants the same events.
func TestBothLanguagesTellTheSame(t *testing.T) {
	t.Parallel()
	own, other := fstest.MapFS{}, fstest.MapFS{}
	turned, language, lines := 0, newLanguage(), stepLine()
	for name, text := range files(t) {
		own[name] = &fstest.MapFile{Data: []byte(text)}
		text = lines.ReplaceAllStringFunc(text, func(line string) string {
			parts := lines.FindStringSubmatch(line)
			words, ok := turn(language, parts[2])
			if ok {
				turned++
			}
			return parts[1] + words
		})
		other[name] = &fstest.MapFile{Data: []byte(text)}
	}
	if turned < 1000 {
		t.Errorf("only %d steps were turned", turned)
	}
	first, second := logs(t, own), logs(t, other)
	for name, log := range first {
		if log != second[name] {
			t.Errorf("%s: the events differ:\n%s\n\nand in the other language:\n%s", name, log, second[name])
		}
	}
}

// TestPairsTellTheSame compares scenarios that people wrote in both languages: features/pairs/X.en.feature and X.es.feature.
func TestPairsTellTheSame(t *testing.T) {
	t.Parallel()
	all := files(t)
	pairs := 0
	for name := range all {
		stem, english := strings.CutSuffix(name, ".en.feature")
		if !english {
			continue
		}
		spanish := stem + ".es.feature"
		if all[spanish] == "" {
			t.Errorf("%s has no %s beside it", name, spanish)
			continue
		}
		pairs++
		one := ordered(t, name, all[name])
		two := ordered(t, spanish, all[spanish])
		if !slices.Equal(one, two) {
			t.Errorf("%s and %s don't tell the same:\n%s\n\nand\n%s", name, spanish, strings.Join(one, "\n\n"), strings.Join(two, "\n\n"))
		}
	}
	if pairs < 3 {
		t.Errorf("there are only %d pairs", pairs)
	}
}

// stepLine parts a line of a feature file into what stands before a step's text, keyword included, and the text.
func stepLine() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^(\s*(?:Given|When|Then|And|But|Dado|Cuando|Entonces|Y|Pero) )(.*)$`)
}

// turn says a step in the other language.
func turn(words *language, text string) (string, bool) {
	f, ok := words.match(text)
	if !ok {
		return text, false
	}
	pattern := f.step.Spanish
	if f.pattern.String() == compile(f.step.Spanish, true).String() {
		pattern = f.step.English
	}
	return fill(pattern, places(f.step.English), f.values), true
}

func files(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	fsys := os.DirFS("features")
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			var text []byte
			text, err = fs.ReadFile(fsys, name)
			all[name] = string(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// logs plays a file system and gives each scenario's events.
func logs(t *testing.T, fsys fs.FS) map[string]string {
	t.Helper()
	all := map[string]string{}
	var mu sync.Mutex
	var said strings.Builder
	status := start(fsys, Options{
		Paths: []string{"."}, Format: "progress", Output: &said, Errors: &said, Plain: true,
		Done: func(name string, c *repartotest.Center) {
			mu.Lock()
			defer mu.Unlock()
			all[name] += strings.Join(c.Log(), "\n") + "\n"
		},
	}, nil)
	if status != 0 {
		t.Fatalf("the scenarios fail:\n%s", said.String())
	}
	return all
}

// ordered plays one file and gives each scenario's events, in order.
func ordered(t *testing.T, name, text string) (all []string) {
	t.Helper()
	var said strings.Builder
	status := start(fstest.MapFS{"x.feature": {Data: []byte(text)}}, Options{
		Paths: []string{"."}, Format: "progress", Output: &said, Errors: &said, Plain: true,
		Done: func(_ string, c *repartotest.Center) { all = append(all, strings.Join(c.Log(), "\n")) },
	}, nil)
	if status != 0 {
		t.Fatalf("%s fails:\n%s", name, said.String())
	}
	return all
}
