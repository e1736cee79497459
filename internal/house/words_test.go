package house_test

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// strangers are words that a reader of this repository has no use for: paths of somebody's machine, hosts of package
// registries, pages that aren't part of it, tools of the trade, marks of unfinished work. They stand in rot13, so that
// this file passes its own test. Letters match in both cases unless the word has capitals.
func strangers() []string {
	return []string{
		"/jbex/", "/ebbg/", "/ubzr/", "../funerq", "/funerq/",
		"cebkl.tbynat.bet", "fhz.tbynat.bet", "ertvfgel.aczwf", "qro.qrovna.bet", "clcv.bet",
		"pungtcg", "bcranv", "naguebcvp", "pynhqr", "pbcvybg", "trzvav", "ynathntr zbqry", "fhontrag",
		"EHYRF.zq", "QRFVTA.zq", "FGRCF.zq", "SVKZR", "KKK",
	}
}

// rot13 turns each ASCII letter half the alphabet on.
func rot13(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return 'a' + (r-'a'+13)%26
		case 'A' <= r && r <= 'Z':
			return 'A' + (r-'A'+13)%26
		}
		return r
	}, text)
}

// strangerPattern matches any of the words where it doesn't stand inside a longer one.
func strangerPattern() *regexp.Regexp {
	words := make([]string, 0, len(strangers()))
	for _, hidden := range strangers() {
		word := regexp.QuoteMeta(rot13(hidden))
		if hidden == strings.ToLower(hidden) {
			word = "(?i:" + word + ")"
		}
		if !strings.HasSuffix(hidden, "/") {
			word += `(?:[^\pL\pN]|$)`
		}
		words = append(words, word)
	}
	return regexp.MustCompile(`(?:^|[^\pL\pN])(` + strings.Join(words, "|") + `)`)
}

func TestTheRepositoryStandsAlone(t *testing.T) {
	t.Parallel()
	pattern := strangerPattern()
	walk(t, func(name string) {
		if path.Base(name) == "go.sum" {
			return
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		if bytes.IndexByte(text, 0) >= 0 {
			return // not text
		}
		for _, problem := range strangerProblems(pattern, name, text) {
			t.Error(problem)
		}
	})
}

func strangerProblems(pattern *regexp.Regexp, name string, text []byte) []string {
	var problems []string
	for i, line := range strings.Split(string(text), "\n") {
		if found := pattern.FindStringSubmatch(line); found != nil {
			problems = append(problems, fmt.Sprintf("%s:%d: says %q, which means nothing to a reader who has only this repository: say it in the"+
				" project's own words, or link a page of docs/", name, i+1, strings.TrimSpace(found[1])))
		}
	}
	return problems
}

func TestStrangerProblems(t *testing.T) {
	t.Parallel()
	pattern := strangerPattern()
	for _, tc := range []struct{ name, line, want string }{
		{"the domain's own words", "session expired; the assistant hands over", ""},
		{"a machine's path", "see " + rot13("/jbex/znva"), "means nothing"},
		{"a path of the module", "testdata" + rot13("/jbex/") + "x", ""},
		{"any case", rot13("PbCvYbG"), "means nothing"},
		{"unfinished work", "// " + rot13("SVKZR") + " later", "means nothing"},
		{"unfinished work in small letters", rot13("svkzr"), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			requireProblem(t, strangerProblems(pattern, "x.go", []byte(tc.line)), tc.want)
		})
	}
}
