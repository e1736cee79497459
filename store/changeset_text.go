package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/repartogo/reparto/botflow"
)

// String prints the changeset in a stable form, for golden files: one line for each row and event, in the order of the
// fields and then of the slices, each with what it is and its fields that are set, as "conversation id=c1 place.state=BOT". An
// empty changeset prints as nothing.
func (c Changeset) String() string {
	var t text
	if c.Op != "" {
		t.line("operation", struct {
			ID     botflow.OpID    `json:"id"`
			At     botflow.Instant `json:"at"`
			Result string          `json:"result"`
		}{c.Op, c.At, string(c.Result)})
	}
	lines(&t, "conversation", c.Conversations)
	lines(&t, "contact", c.Contacts)
	lines(&t, "agent", c.Agents)
	lines(&t, "inbox", c.Inboxes)
	lines(&t, "turn", c.Turns)
	lines(&t, "note", c.Notes)
	lines(&t, "event", c.Events)
	lines(&t, "job", c.Jobs)
	for _, id := range c.Done {
		t.line("done", id)
	}
	if c.Directory != nil {
		t.line("directory", c.Directory)
	}
	for _, id := range c.Forget {
		t.line("forget", id)
	}
	return t.String()
}

// text is the lines printed so far.
type text struct{ strings.Builder }

func lines[T any](t *text, what string, rows []T) {
	for i := range rows {
		t.line(what, &rows[i])
	}
}

// line prints one row: its JSON, flattened, without what is empty.
func (t *text) line(what string, row any) {
	t.WriteString(what)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(row); err != nil {
		fmt.Fprintf(t, " unprintable: %v\n", err)
		return
	}
	d := json.NewDecoder(&b)
	d.UseNumber()
	t.value(d, "")
	t.WriteByte('\n')
}

// value prints the decoder's next value under a name.
func (t *text) value(d *json.Decoder, name string) {
	token, err := d.Token()
	if err != nil {
		return
	}
	switch v := token.(type) {
	case json.Delim:
		for i := 0; d.More(); i++ {
			part := strconv.Itoa(i)
			if v == '{' {
				key, err := d.Token()
				if err != nil {
					return
				}
				part, _ = key.(string)
			}
			t.value(d, strings.TrimPrefix(name+"."+plain(part), "."))
		}
		_, _ = d.Token() // the closing bracket, which More has seen
	case string:
		t.field(name, v, v == "")
	case json.Number:
		t.field(name, v.String(), v == "0")
	case bool:
		t.field(name, strconv.FormatBool(v), !v)
	}
}

func (t *text) field(name, value string, empty bool) {
	switch {
	case empty:
	case name == "":
		t.WriteString(" " + plain(value))
	default:
		t.WriteString(" " + name + "=" + plain(value))
	}
}

// plain gives a text that ends at the next space: quoted where it isn't so by itself.
func plain(s string) string {
	odd := func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || r == '"' || r == '=' || r == '\\'
	}
	if s == "" || strings.ContainsFunc(s, odd) {
		return strconv.Quote(s)
	}
	return s
}
