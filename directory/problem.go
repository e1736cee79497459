package directory

import (
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/schedule"
)

// Problem is one thing wrong with a [Directory]. It matches [botflow.ErrInvalid], and [botflow.CodeOf] of it is "invalid".
type Problem struct {
	// Field is the path in the JSON form, such as "inboxes[2].policy.limit".
	Field string
	// Reason says what is wrong, then what to write instead.
	Reason string
}

// Error names the field, what is wrong and the cure.
func (p *Problem) Error() string { return "directory: " + p.Field + " " + p.Reason }

// Unwrap gives [botflow.ErrInvalid].
func (p *Problem) Unwrap() error { return botflow.ErrInvalid }

// Problems lists the problems in an error of [Directory.Validate], in order; none for any other error.
func Problems(err error) []*Problem {
	var all []*Problem
	for _, e := range parts(err) {
		var p *Problem
		if errors.As(e, &p) {
			all = append(all, p)
		}
	}
	return all
}

// parts takes a joined error apart.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// problems gathers what is wrong on the way.
type problems struct{ all []error }

func (p *problems) refuse(field, reason string) {
	p.all = append(p.all, &Problem{Field: field, Reason: reason})
}

// id checks an id; longest is in bytes. It tells whether the id is fine.
func (p *problems) id(field, id string, longest int) bool {
	var refused *botflow.Error
	switch err := botflow.CheckID(field, id); {
	case errors.As(err, &refused):
		p.refuse(field, refused.Detail+": write an id of 1 to "+number(longest)+" bytes of UTF-8 without NUL")
		return false
	case len(id) > longest:
		p.refuse(field, "has "+number(len(id))+" bytes: write at most "+number(longest))
		return false
	}
	return true
}

// text checks free text.
func (p *problems) text(field, text string, longest int) {
	var refused *botflow.Error
	if err := botflow.CheckText(field, text); errors.As(err, &refused) {
		p.refuse(field, refused.Detail+": write UTF-8 without NUL")
	} else if len(text) > longest {
		p.refuse(field, "has "+number(len(text))+" bytes: write at most "+number(longest))
	}
}

// count checks a number that means "none" when it is 0.
func (p *problems) count(field string, n int) {
	switch {
	case n < 0:
		p.refuse(field, "is negative: write 0 for none, or a number above it")
	case n > MaxCount:
		p.refuse(field, "is above "+number(MaxCount)+": write 0 for none, or a smaller number")
	}
}

// hours passes on what is wrong with opening hours; nil hours are fine.
func (p *problems) hours(field string, h *schedule.Hours) {
	if h == nil {
		return
	}
	for _, err := range parts(h.Validate()) {
		var wrong *schedule.FieldError
		if errors.As(err, &wrong) {
			p.refuse(field+"."+wrong.Field, quoted(wrong.Value)+" "+wrong.Reason+": "+wrong.Cure)
		} else {
			p.refuse(field, "don't compile: "+err.Error())
		}
	}
}
