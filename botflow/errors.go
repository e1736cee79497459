package botflow

import (
	"errors"
	"strings"
)

// Code is the stable text of a kind of refusal; hosts may branch on it and show it.
type Code string

// The codes of every refusal.
const (
	CodeNotFound       Code = "not found"          // no such thing, or the asker may not see it
	CodeNotAllowed     Code = "not allowed"        // visible, but not this act
	CodeNotOwner       Code = "not owner"          // only the owner may do this
	CodeTaken          Code = "already taken"      // somebody owns it already (L44)
	CodeSessionExpired Code = "session expired"    // free text while the channel's window is closed (L35)
	CodeIllegal        Code = "illegal transition" // the conversation's state doesn't know this command
	CodeNotInCharge    Code = "not in charge"      // a bot acted on a chat that isn't its own, or an epoch is old (L47)
	CodeNoInbox        Code = "no such inbox"      // named by a person
	CodeNoAgent        Code = "no such agent"      // named as a target
	CodeNoTag          Code = "no such tag"        // not in the catalogue (V2)
	CodeInboxNotEmpty  Code = "inbox not empty"    // deleting it needs a destination (S8)
	CodeLimit          Code = "limit reached"      // option LimitManual (A4)
	CodeSamePlace      Code = "same place"         // it is already there (L46)
	CodeMismatch       Code = "mismatch"           // operation id used again with other content (E3)
	CodeInvalid        Code = "invalid"            // malformed input; the error names the field
	CodeConflict       Code = "conflict"           // lost a race too often; try again
	CodeOutcomeUnknown Code = "outcome unknown"    // the one code that isn't a refusal: it may have happened; see ErrOutcomeUnknown
)

// Error is a refusal. Nothing has happened when it is returned, unless its code is CodeOutcomeUnknown. Compare with errors.Is against the Err values of this
// package, or read the code with [CodeOf].
type Error struct {
	Code   Code   // the kind
	Field  string // what is wrong, for CodeInvalid and unknown names; may be empty
	Detail string // more for a person; may be empty
}

// Error prints the code, the field and the detail.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("reparto: ")
	b.WriteString(string(e.Code))
	if e.Field != "" {
		b.WriteString(": " + e.Field)
	}
	if e.Detail != "" {
		if e.Field == "" {
			b.WriteByte(':')
		}
		b.WriteString(" " + e.Detail)
	}
	return b.String()
}

// Is matches any target *Error of the same code that names no field and no detail: the sentinels below.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Field == "" && t.Detail == ""
}

// The refusals, for errors.Is.
var (
	ErrNotFound       = &Error{Code: CodeNotFound}
	ErrNotAllowed     = &Error{Code: CodeNotAllowed}
	ErrNotOwner       = &Error{Code: CodeNotOwner}
	ErrTaken          = &Error{Code: CodeTaken}
	ErrSessionExpired = &Error{Code: CodeSessionExpired}
	ErrIllegal        = &Error{Code: CodeIllegal}
	ErrNotInCharge    = &Error{Code: CodeNotInCharge}
	ErrNoInbox        = &Error{Code: CodeNoInbox}
	ErrNoAgent        = &Error{Code: CodeNoAgent}
	ErrNoTag          = &Error{Code: CodeNoTag}
	ErrInboxNotEmpty  = &Error{Code: CodeInboxNotEmpty}
	ErrLimit          = &Error{Code: CodeLimit}
	ErrSamePlace      = &Error{Code: CodeSamePlace}
	ErrMismatch       = &Error{Code: CodeMismatch}
	ErrInvalid        = &Error{Code: CodeInvalid}
	ErrConflict       = &Error{Code: CodeConflict}
)

// ErrOutcomeUnknown isn't a refusal: the answer of the database was lost, and so was the attempt to find out what became of the
// command. It may have happened, whole, or not at all. Cure: give it again under the same operation id, which has no second
// effect; without one, look first.
var ErrOutcomeUnknown = &Error{Code: CodeOutcomeUnknown}

// Invalid makes the error of malformed input: which field, and what is wrong with it.
func Invalid(field, reason string) error {
	return &Error{Code: CodeInvalid, Field: field, Detail: reason}
}

// TakenError says that somebody owns the chat already (L44). It matches [ErrTaken].
type TakenError struct {
	Owner AgentID // empty when the asker may not know
}

// Error names the owner if it may be told.
func (e *TakenError) Error() string {
	if e.Owner == "" {
		return "reparto: already taken"
	}
	return "reparto: already taken by " + string(e.Owner)
}

// Is matches [ErrTaken].
func (e *TakenError) Is(target error) bool { return ErrTaken.Is(target) }

// CodeOf gives the code of the first refusal in err's tree, or "" when err is not a refusal.
func CodeOf(err error) Code {
	var t *TakenError
	if errors.As(err, &t) {
		return CodeTaken
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
