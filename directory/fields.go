package directory

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/repartogo/reparto/schedule"
)

// fields is an entry's fields by name, each as compact JSON; those at zero that the JSON form leaves out are absent.
type fields map[string]json.RawMessage

// put sets one field.
func (f fields) put(name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		// Only data that Validate refuses can't be encoded; it still must compare in a stable way.
		text, _ = json.Marshal(err.Error())
	}
	f[name] = text
}

// fieldsOf takes the fields of an entry from its JSON form, but for its id.
func fieldsOf(entry any) fields {
	f := fields{}
	f.put("", entry)
	text := f[""]
	delete(f, "")
	if err := json.Unmarshal(text, &f); err != nil {
		return fields{"entry": text}
	}
	delete(f, "id")
	return f
}

// against gives the fields that differ, by name.
func (f fields) against(after fields) []Field {
	names := maps.Clone(f)
	if names == nil {
		names = fields{}
	}
	maps.Copy(names, after)
	var differing []Field
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !bytes.Equal(f[name], after[name]) {
			differing = append(differing, Field{Name: name, Before: f[name], After: after[name]})
		}
	}
	return differing
}

func (a Agent) fields() fields { return fieldsOf(a) }

// fields of an inbox: those of its policy stand beside the others, under "policy.".
func (in Inbox) fields() fields {
	policy := fieldsOf(in.Policy)
	in.Hours = inUTC(in.Hours)
	f := fieldsOf(in)
	delete(f, "policy")
	for name, text := range policy {
		f["policy."+name] = text
	}
	return f
}

func (c Channel) fields() fields { return fieldsOf(c) }

func (a Assistant) fields() fields {
	a.Hours = inUTC(a.Hours)
	return fieldsOf(a)
}

func (o Options) fields() fields { return fieldsOf(o) }

// inUTC gives hours whose override, if any, is written in UTC: the same instant must not differ by the zone it is told in.
func inUTC(h *schedule.Hours) *schedule.Hours {
	if h == nil || h.Override == nil {
		return h
	}
	c, o := *h, *h.Override
	o.From, o.Until = o.From.UTC(), o.Until.UTC()
	c.Override = &o
	return &c
}
