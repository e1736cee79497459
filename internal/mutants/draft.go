package mutants

import (
	"fmt"
	"strings"
)

// contextLines is the number of unchanged lines that a drafted hunk has on each side.
const contextLines = 3

// Draft writes the diff of a file in which one piece of text takes the place of another. The old text must stand in the
// file once; it may span lines and begin or end inside one.
func Draft(path, text, old, new string) (string, error) {
	switch n := strings.Count(text, old); {
	case old == "" || old == new:
		return "", fmt.Errorf("mutants: %s: name the text to replace, and another text for it", path)
	case n != 1:
		return "", fmt.Errorf("mutants: %s: the text to replace stands there %d times: name a piece that stands there once", path, n)
	}
	at := strings.Index(text, old)
	begin := strings.LastIndexByte(text[:at], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[at+len(old):], '\n'); i >= 0 {
		end = at + len(old) + i + 1
	}
	before, after := linesOf(text[:begin]), linesOf(text[end:])
	removed := linesOf(text[begin:end])
	added := linesOf(text[begin:at] + new + text[at+len(old):end])
	if strings.TrimSpace(strings.Join(added, "")) == "" {
		added = nil // the lines are gone, not blank
	}
	first := max(0, len(before)-contextLines)
	head, tail := before[first:], after[:min(contextLines, len(after))]

	var out strings.Builder
	fmt.Fprintf(&out, "--- a/%s\n+++ b/%s\n", path, path)
	around := len(head) + len(tail)
	fmt.Fprintf(&out, "@@ -%d,%d +%d,%d @@\n", first+1, around+len(removed), first+1, around+len(added))
	marked(&out, " ", head)
	marked(&out, "-", removed)
	marked(&out, "+", added)
	marked(&out, " ", tail)
	return out.String(), nil
}

func linesOf(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func marked(out *strings.Builder, mark string, lines []string) {
	for _, line := range lines {
		out.WriteString(mark + line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n" + noNewline + "\n")
		}
	}
}

// Header writes the header's lines of a patch file.
func (m Mutant) Header() string {
	return fmt.Sprintf("# rules: %s\n# package: %s\n# test: %s\n# why: %s\n", strings.Join(m.Rules, ", "), m.Package, m.Test, m.Why)
}
