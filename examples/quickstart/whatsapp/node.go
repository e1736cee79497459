package whatsapp

import (
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// maxIdent is the longest identifier or keyword accepted, in bytes. Real
	// ones stay under 150.
	maxIdent = 256
	// Accepted timestamps, in Unix seconds: from 2009, when WhatsApp opened, up
	// to 2100, not included. A count of milliseconds falls outside.
	earliest = 1_230_768_000
	latest   = 4_102_444_800
)

// document holds the first refusal met while walking an envelope. Once there is
// one, what the walk still reads no longer matters: Decode throws it away.
type document struct {
	refused *DecodeError
}

func (d *document) refuse(path, reason string) {
	if d.refused == nil {
		d.refused = &DecodeError{path, reason}
	}
}

// node is one JSON value of a document and where it stands. Keeping the raw
// bytes leaves what nobody asks for undecoded, whatever its type.
type node struct {
	doc  *document
	path string
	raw  json.RawMessage
}

// object is a node opened as a JSON object. Names are matched exactly.
type object struct {
	node
	fields map[string]json.RawMessage
}

func (o object) at(name string) node {
	return node{o.doc, o.path + "." + name, o.fields[name]}
}

// absent reports a missing field or a null.
func (n node) absent() bool { return len(n.raw) == 0 || string(n.raw) == "null" }

func (n node) refuse(reason string) { n.doc.refuse(n.path, reason) }

// present is n, refused when absent.
func (n node) present() node {
	if n.absent() {
		n.refuse("is missing")
	}
	return n
}

// open reads n as an object; an absent one has no fields.
func (n node) open() object {
	o := object{node: n}
	if !n.absent() && json.Unmarshal(n.raw, &o.fields) != nil {
		n.refuse("must be an object")
	}
	return o
}

// list opens each object of the array n until one is refused; an absent array
// is empty.
func (n node) list() iter.Seq[object] {
	return func(yield func(object) bool) {
		var raws []json.RawMessage
		if !n.absent() && json.Unmarshal(n.raw, &raws) != nil {
			n.refuse("must be an array")
		}
		for i, raw := range raws {
			o := node{n.doc, fmt.Sprintf("%s[%d]", n.path, i), raw}.open()
			if n.doc.refused != nil || !yield(o) {
				return
			}
		}
	}
}

// text reads n as a string; an absent one is empty. The JSON decoder would turn
// invalid bytes into U+FFFD without a word, so they are looked for first.
func (n node) text() string {
	var s string
	switch {
	case !utf8.Valid(n.raw):
		n.refuse("must be valid UTF-8")
	case !n.absent() && json.Unmarshal(n.raw, &s) != nil:
		n.refuse("must be a string")
	case strings.ContainsRune(s, 0):
		n.refuse("must not contain a NUL character")
	}
	return s
}

// ident reads n as an identifier or keyword: 1 to maxIdent printable ASCII
// characters without spaces. An absent one is empty.
func (n node) ident() string {
	s := n.text()
	switch {
	case n.absent():
	case s == "" || len(s) > maxIdent:
		n.refuse(fmt.Sprintf("must have 1 to %d characters", maxIdent))
	case strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }):
		n.refuse("must be printable ASCII without spaces")
	}
	return s
}

// keyword reads n as an identifier that can only be want.
func (n node) keyword(want string) {
	if n.present().ident() != want {
		n.refuse(fmt.Sprintf("must be %q", want))
	}
}

// instant reads n as a string of Unix seconds.
func (n node) instant() time.Time {
	seconds, err := strconv.ParseUint(n.present().ident(), 10, 63)
	if err != nil || seconds < earliest || seconds >= latest {
		n.refuse("must be a string of Unix seconds between the years 2009 and 2100")
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// number reads n as a whole number; an absent one is zero.
func (n node) number() int {
	var i int32
	if !n.absent() && json.Unmarshal(n.raw, &i) != nil {
		n.refuse("must be a whole number of 32 bits")
	}
	return int(i)
}
