package ical

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// What a file may hold.
const (
	maxFile   = 4 << 20 // bytes
	maxLine   = 8 << 10 // bytes of a line, its continuations joined
	maxDepth  = 8       // components inside one another
	maxEvents = 20_000  // that have a date
)

// line is a content line: NAME;PARAM=VALUE:value.
type line struct {
	number int
	name   string // in capitals
	params string // in capitals, with ";" before each
	value  string
}

// lines joins continuation lines and parts each into name, parameters and value.
// Lines are folded by bytes, so only a whole one need be UTF-8.
func lines(text []byte) ([]line, *Error) {
	if len(text) > maxFile {
		return nil, wrong(0, "file", fmt.Sprint(len(text), " bytes"), "is too long", fmt.Sprintf("keep it to %d bytes", maxFile))
	}
	var out []line
	var whole strings.Builder
	start := 0
	flush := func() *Error {
		if whole.Len() == 0 {
			return nil
		}
		if !utf8.ValidString(whole.String()) {
			return wrong(start, "line", whole.String(), "isn't UTF-8", "convert the file to UTF-8")
		}
		l, err := parse(start, whole.String())
		whole.Reset()
		if err == nil {
			out = append(out, l)
		}
		return err
	}
	number := 0
	for raw := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
		number++
		raw = strings.TrimRight(raw, "\r\n")
		if raw != "" && (raw[0] == ' ' || raw[0] == '\t') && whole.Len() > 0 {
			raw = raw[1:]
		} else {
			if err := flush(); err != nil {
				return nil, err
			}
			start = number
		}
		if whole.Len()+len(raw) > maxLine {
			return nil, wrong(start, "line", raw, "is too long", fmt.Sprintf("keep a line to %d bytes", maxLine))
		}
		whole.WriteString(raw)
	}
	return out, flush()
}

// parse parts a line at its first colon outside quotes.
func parse(number int, text string) (line, *Error) {
	quoted := false
	for i := range len(text) {
		switch text[i] {
		case '"':
			quoted = !quoted
		case ':':
			if quoted {
				continue
			}
			name, params, _ := strings.Cut(text[:i], ";")
			return line{number, strings.ToUpper(name), ";" + strings.ToUpper(params), text[i+1:]}, nil
		}
	}
	return line{}, wrong(number, "line", text, "has no value", "write NAME:value, and begin continuation lines with a space")
}

// hasParam reports whether the line has the parameter, such as "VALUE=DATE".
func (l line) hasParam(param string) bool {
	return strings.Contains(l.params+";", ";"+param+";")
}

// plain takes the escapes out of a text.
func plain(text string) string {
	return strings.TrimSpace(strings.NewReplacer(`\\`, `\`, `\n`, " ", `\N`, " ", `\,`, ",", `\;`, ";").Replace(text))
}
