package storetest

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// text prints a value with all its fields, as JSON without what is empty: an empty list is the same as none. The String methods of rows won't
// do, since they leave things out.
func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	d := json.NewDecoder(bytes.NewReader(encoded(v)))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		panic(found{fmt.Errorf("print: %w", err)})
	}
	if tree = pruned(tree); empty(tree) {
		return "nothing"
	}
	return string(encoded(tree))
}

func encoded(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(found{fmt.Errorf("print: %w", err)})
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// pruned takes what is empty out of objects.
func pruned(tree any) any {
	switch v := tree.(type) {
	case map[string]any:
		for name, part := range v {
			if part = pruned(part); empty(part) {
				delete(v, name)
			} else {
				v[name] = part
			}
		}
	case []any:
		for i := range v {
			v[i] = pruned(v[i])
		}
	}
	return tree
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case json.Number:
		return v == "0"
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// same ends the check unless two things print the same, which they do only if they are the same.
func same(what string, got, right any) {
	if g, r := encoded(got), encoded(right); bytes.Equal(g, r) {
		return
	}
	g, r := text(got), text(right)
	if g == r {
		return
	}
	at := 0
	for at < min(len(g), len(r)) && g[at] == r[at] {
		at++
	}
	want(false, "%s is\n\t%s\ninstead of\n\t%s\nfirst difference: %s instead of %s", what, g, r, around(g, at), around(r, at))
}

// around cuts a part out of a long text.
func around(text string, at int) string {
	const context = 60
	from, to := max(0, at-context), min(len(text), at+context)
	return fmt.Sprintf("...%s...", text[from:to])
}
