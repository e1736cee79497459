package schedule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// maxDocument bounds the text that Decode reads, in bytes: several times what
// the largest hours need.
const maxDocument = 4 << 20

// Decode reads stored hours and checks them. It is stricter than
// [json.Unmarshal] into an [Hours]: it refuses fields that it doesn't know, a
// field or day that is given twice, and anything after the end, since a mistake
// in hours shows only when somebody stands before a closed door.
//
// Hours are written with [json.Marshal]. What Marshal wrote, Decode and Marshal
// give back byte for byte. The error is a *[FieldError], or several joined.
func Decode(text []byte) (Hours, error) {
	if len(text) > maxDocument {
		return Hours{}, wrongDocument(fmt.Sprint(len(text), " bytes"), "is too long", fmt.Sprintf("keep it to %d bytes", maxDocument))
	}
	if err := refuseRepeats(text); err != nil {
		return Hours{}, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var h *Hours
	if err := d.Decode(&h); err != nil {
		return Hours{}, documentError(text, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Hours{}, wrongDocument("", "goes on after its end", "give one JSON object")
	}
	if h == nil {
		return Hours{}, wrongDocument("null", "holds no hours", `write an object with a zone, such as {"zone":"America/Bogota"}`)
	}
	if err := h.Validate(); err != nil {
		return Hours{}, err
	}
	return *h, nil
}

func wrongDocument(value, reason, cure string) error {
	return refusal("document", value, reason, cure)
}

// documentError names the field, if it can be known.
func documentError(text []byte, err error) error {
	if name, found := strings.CutPrefix(err.Error(), "json: unknown field "); found {
		name = strings.Trim(name, `"`)
		return refusal(name, name, "isn't a field of hours", "correct its name, or leave it out")
	}
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return refusal(wrong.Field, wrong.Value, "is of another type", "write "+jsonKind(wrong.Type.Kind().String()))
	}
	if field, value := wrongInstant(text); field != "" {
		return refusal(field, value, "isn't an instant", "write an instant, such as 2026-11-23T15:00:00Z")
	}
	return wrongDocument("", "isn't hours in JSON ("+short(strings.TrimPrefix(err.Error(), "json: "))+")", `write an object with a zone, such as {"zone":"America/Bogota"}`)
}

// jsonKind says in words of JSON what a kind of Go is written as.
func jsonKind(kind string) string {
	switch kind {
	case "string":
		return "text in quotes"
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	case "slice":
		return "a list"
	default:
		return "an object"
	}
}

// wrongInstant finds the instant that can't be read, if that is what is wrong: the
// JSON package names no field for it.
func wrongInstant(text []byte) (field, value string) {
	var stored struct {
		Override struct{ From, Until json.RawMessage }
	}
	if json.Unmarshal(text, &stored) != nil {
		return "", ""
	}
	isWrong := func(raw json.RawMessage) bool {
		var t time.Time
		return raw != nil && json.Unmarshal(raw, &t) != nil
	}
	switch v := stored.Override; {
	case isWrong(v.From):
		return "override.from", strings.Trim(string(v.From), `"`)
	case isWrong(v.Until):
		return "override.until", strings.Trim(string(v.Until), `"`)
	}
	return "", ""
}

// foldedName is the same for all spellings of a name that the JSON package takes
// for one another: it looks past capitals, and takes ſ for s.
func foldedName(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// refuseRepeats finds a name that an object of the text gives twice: of the two,
// one would be lost without a word.
func refuseRepeats(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	type level struct {
		names map[string]bool // nil in a list
		name  bool            // a name comes next
	}
	var open []level
	for {
		token, err := d.Token()
		if err != nil {
			return nil //nolint:nilerr // what isn't JSON is reported by who reads it
		}
		if delim, ok := token.(json.Delim); ok && (delim == '}' || delim == ']') {
			open = open[:len(open)-1]
			continue
		}
		if n := len(open); n > 0 && open[n-1].names != nil {
			if l := &open[n-1]; l.name {
				name, _ := token.(string)
				if l.names[foldedName(name)] {
					return refusal(name, name, "is given twice", "give it once, with all of its values")
				}
				l.names[foldedName(name)], l.name = true, false
				continue
			}
			open[n-1].name = true // after this value
		}
		switch token {
		case json.Delim('{'):
			open = append(open, level{names: map[string]bool{}, name: true})
		case json.Delim('['):
			open = append(open, level{})
		}
	}
}
