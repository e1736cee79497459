package ical

import (
	"fmt"
	"strings"
)

// Error is what is wrong with a file, or with the window asked for.
type Error struct {
	// Line is where it stands, from 1; 0 if it is of no line.
	Line int
	// Field is the property, such as "RRULE", or "window".
	Field string
	// Value is the text found there, cut to 80 bytes.
	Value string
	// Reason is what is wrong.
	Reason string
	// Cure is what to do about it.
	Cure string
}

// Error names the line, the field, what is wrong and the cure.
func (e *Error) Error() string {
	where := ""
	if e.Line > 0 {
		where = fmt.Sprintf("line %d: ", e.Line)
	}
	return fmt.Sprintf("ical: %s%s: %q %s: %s", where, e.Field, e.Value, e.Reason, e.Cure)
}

func wrong(line int, field, value, reason, cure string) *Error {
	return &Error{line, field, strings.ToValidUTF8(value[:min(len(value), 80)], ""), reason, cure}
}
