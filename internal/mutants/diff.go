package mutants

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// FileDiff is the change of one file.
type FileDiff struct {
	Path  string // relative to the module's root, with slashes
	hunks []hunk
}

// hunk is one run of changed lines with the unchanged lines around it. Lines keep their line ends.
type hunk struct {
	line     int      // where it began in the file that it was made from; 1 is the first line
	old, new []string // what must be there, and what takes its place
}

// ErrStale means that a patch no longer fits the file it was made from.
var ErrStale = errors.New("mutants: the patch no longer applies")

const noNewline = `\ No newline at end of file`

// parseDiff reads a unified diff as git writes it. It changes existing text files only: a diff that adds, deletes,
// renames or holds a binary file is refused.
func parseDiff(text string) ([]FileDiff, error) {
	lines := strings.SplitAfter(text, "\n")
	var files []FileDiff
	for i := 0; i < len(lines); {
		line := strings.TrimRight(lines[i], "\r\n")
		switch {
		case strings.HasPrefix(line, "--- "):
			file, next, err := parseFile(lines, i)
			if err != nil {
				return nil, err
			}
			files = append(files, file)
			i = next
		case refused(line):
			return nil, fmt.Errorf("mutants: line %q: a mutant changes existing text files only", line)
		case extended(line):
			i++
		default:
			return nil, fmt.Errorf("mutants: line %q is not part of a unified diff", line)
		}
	}
	if len(files) == 0 {
		return nil, errors.New("mutants: the diff is empty: it must change at least one file")
	}
	return files, nil
}

// extended tells the lines that git writes between files.
func extended(line string) bool {
	return line == "" || strings.HasPrefix(line, "diff --git ") || strings.HasPrefix(line, "index ")
}

func refused(line string) bool {
	for _, prefix := range []string{"new file", "deleted file", "rename ", "copy ", "similarity ", "old mode", "new mode", "Binary files", "GIT binary"} {
		if strings.HasPrefix(line, prefix) {
			return true
		}
	}
	return false
}

// parseFile reads the two lines of names and the hunks of one file; next is the line after them.
func parseFile(lines []string, i int) (file FileDiff, next int, err error) {
	from := nameOf(lines[i], "--- ", "a/")
	if i+1 >= len(lines) || !strings.HasPrefix(lines[i+1], "+++ ") {
		return file, 0, fmt.Errorf("mutants: %s: the line after --- must begin with +++", from)
	}
	file.Path = nameOf(lines[i+1], "+++ ", "b/")
	if from != file.Path {
		return file, 0, fmt.Errorf("mutants: %s becomes %s: a mutant changes existing files only", from, file.Path)
	}
	next = i + 2
	for next < len(lines) && strings.HasPrefix(lines[next], "@@") {
		var h hunk
		if h, next, err = parseHunk(lines, next); err != nil {
			return file, 0, fmt.Errorf("mutants: %s: %w", file.Path, err)
		}
		file.hunks = append(file.hunks, h)
	}
	if len(file.hunks) == 0 {
		return file, 0, fmt.Errorf("mutants: %s: no hunk follows the names", file.Path)
	}
	return file, next, nil
}

func nameOf(line, mark, side string) string {
	name, _, _ := strings.Cut(strings.TrimRight(strings.TrimPrefix(line, mark), "\r\n"), "\t")
	return strings.TrimPrefix(name, side)
}

var hunkHead = regexp.MustCompile(`^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@`)

func parseHunk(lines []string, i int) (h hunk, next int, err error) {
	head := strings.TrimRight(lines[i], "\r\n")
	found := hunkHead.FindStringSubmatch(head)
	if found == nil {
		return h, 0, fmt.Errorf("%q is not the head of a hunk", head)
	}
	h.line, _ = strconv.Atoi(found[1])
	wantOld, wantNew := count(found[2]), count(found[3])
	for next = i + 1; len(h.old) < wantOld || len(h.new) < wantNew; next++ {
		if next >= len(lines) || lines[next] == "" {
			return h, 0, fmt.Errorf("%q: the hunk ends early", head)
		}
		if err := h.add(lines[next]); err != nil {
			return h, 0, fmt.Errorf("%q: %w", head, err)
		}
		if next+1 < len(lines) && strings.HasPrefix(lines[next+1], noNewline) {
			h.dropNewline(lines[next][0])
			next++
		}
	}
	if len(h.old) != wantOld || len(h.new) != wantNew {
		return h, 0, fmt.Errorf("%q: the hunk has %d old and %d new lines", head, len(h.old), len(h.new))
	}
	return h, next, nil
}

// count reads the length in a hunk's head; a missing one means 1.
func count(digits string) int {
	if digits == "" {
		return 1
	}
	n, _ := strconv.Atoi(digits)
	return n
}

// add puts one line on the side, or sides, that its mark names. An editor may have cut the space of an empty line.
func (h *hunk) add(line string) error {
	if line == "\n" || line == "\r\n" {
		line = " " + line
	}
	body := line[1:]
	switch line[0] {
	case ' ':
		h.old, h.new = append(h.old, body), append(h.new, body)
	case '-':
		h.old = append(h.old, body)
	case '+':
		h.new = append(h.new, body)
	default:
		return fmt.Errorf("line %q has none of the marks ' ', '-', '+'", strings.TrimRight(line, "\r\n"))
	}
	return nil
}

// dropNewline takes the line end off the last line, on the sides where the mark put it.
func (h *hunk) dropNewline(mark byte) {
	if mark != '+' {
		h.old[len(h.old)-1] = strings.TrimRight(h.old[len(h.old)-1], "\r\n")
	}
	if mark != '-' {
		h.new[len(h.new)-1] = strings.TrimRight(h.new[len(h.new)-1], "\r\n")
	}
}

// Apply gives the file's text with the change made. The old lines of each hunk must stand in the text exactly, at the
// line that the hunk names or else in one other place alone: a change elsewhere in the file doesn't make a patch stale,
// a doubt does. Errors: [ErrStale].
func (f FileDiff) Apply(text []byte) ([]byte, error) {
	lines := strings.SplitAfter(string(text), "\n")
	var out strings.Builder
	from, drift := 0, 0
	for _, h := range f.hunks {
		at, err := h.find(lines, from, drift)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrStale, f.Path, err)
		}
		drift = at - h.index()
		out.WriteString(strings.Join(lines[from:at], ""))
		out.WriteString(strings.Join(h.new, ""))
		from = at + len(h.old)
	}
	out.WriteString(strings.Join(lines[from:], ""))
	if bytes.Equal([]byte(out.String()), text) {
		return nil, fmt.Errorf("%w: %s: it changes nothing", ErrStale, f.Path)
	}
	return []byte(out.String()), nil
}

// index is the hunk's place counted from 0. A hunk without old lines names the line that it follows.
func (h hunk) index() int {
	if len(h.old) == 0 {
		return h.line
	}
	return h.line - 1
}

// find says where the old lines stand, not before from.
func (h hunk) find(lines []string, from, drift int) (int, error) {
	if at := h.index() + drift; h.fits(lines, at) && at >= from {
		return at, nil
	}
	if len(h.old) == 0 {
		return 0, fmt.Errorf("line %d: a hunk without any old line fits nowhere else: make it again with context", h.line)
	}
	found := -1
	for at := from; at <= len(lines); at++ {
		if !h.fits(lines, at) {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("line %d: its lines moved and now stand in two places, lines %d and %d: make it again", h.line, found+1, at+1)
		}
		found = at
	}
	if found < 0 {
		return 0, fmt.Errorf("line %d: its lines are not in the file any more: make it again, or delete it if its bug can't be planted now", h.line)
	}
	return found, nil
}

func (h hunk) fits(lines []string, at int) bool {
	if at < 0 || at+len(h.old) > len(lines) {
		return false
	}
	for i, want := range h.old {
		if lines[at+i] != want {
			return false
		}
	}
	return true
}
