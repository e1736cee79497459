package schedule

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// FieldError is one thing wrong with an [Hours].
type FieldError struct {
	// Field is the path in the JSON form, such as "exceptions[2].date".
	Field string
	// Value is the text found there, its beginning if it is long.
	Value string
	// Reason is what is wrong.
	Reason string
	// Cure is what to write instead.
	Cure string
}

// Error names the field, what is wrong and the cure.
func (e *FieldError) Error() string {
	return fmt.Sprintf("schedule: %s: %q %s: %s", e.Field, e.Value, e.Reason, e.Cure)
}

// refusal makes a FieldError; what was found is told in short.
func refusal(field, value, reason, cure string) *FieldError {
	return &FieldError{short(field), short(value), reason, cure}
}

// short cuts a text that somebody sent.
func short(text string) string {
	const most = 80 // bytes
	if len(text) <= most {
		return text
	}
	end := most
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// Validate returns everything that is wrong, at most a hundred problems, joined,
// each one a *[FieldError]; nil when the hours compile. What compiles may still be a mistake:
// [Hours.Warnings] tells.
func (h Hours) Validate() error {
	_, _, err := h.parse(Sources{})
	return err
}

// parse checks everything once, and returns the zone and the calendar.
func (h Hours) parse(from Sources) (*time.Location, *calendar, error) {
	r := &reader{}
	r.version(h.Version)
	loc := r.zone(h.Zone, from.Zone)
	c := &calendar{plans: []weekPlan{{days: r.week("week", h.Week)}}}
	r.seasons(c, h.Seasons)
	r.exceptions(c, h.Exceptions)
	r.yearly(c, h.Yearly)
	r.stored(c, h.Holidays)
	r.holidays(c, from.Holidays)
	r.override(h.Override)
	if err := r.err(); err != nil {
		return nil, nil, err
	}
	return loc, c, nil
}

// reader reads the text of an Hours and gathers the problems on the way.
type reader struct{ problems []error }

// maxProblems is how many problems are told: more help nobody.
const maxProblems = 100

func (r *reader) refuse(field, value, reason, cure string) {
	if len(r.problems) < maxProblems {
		r.problems = append(r.problems, refusal(field, value, reason, cure))
	}
}

// err is nil when nothing is wrong.
func (r *reader) err() error { return errors.Join(r.problems...) }

func (r *reader) version(v int) {
	if v < 0 || v > Version {
		r.refuse("version", fmt.Sprint(v), "isn't a form that this program reads",
			fmt.Sprintf("update the program, or write version %d", Version))
	}
}

func (r *reader) zone(name string, load func(string) (*time.Location, error)) *time.Location {
	const cure = "write an IANA name, such as America/Bogota"
	if !portable(name) {
		r.refuse("zone", name, "isn't the name of a zone that is the same on every machine", cure)
		return nil
	}
	if load == nil {
		load = time.LoadLocation
	}
	loc, err := load(name)
	if err == nil && loc != nil {
		return loc
	}
	if known, err := load("America/New_York"); err != nil || known == nil {
		r.refuse("zone", name, "can't be looked up, since this program finds no zone database",
			"import time/tzdata in the program (or build it with -tags timetzdata), or install the machine's tzdata")
		return nil
	}
	r.refuse("zone", name, "isn't in this program's zone database",
		cure+"; if the name is right, import time/tzdata in the program or update the machine's database")
	return nil
}

// portable refuses what the standard library takes and what doesn't mean the same
// on every machine: "" is UTC, and others are files of the machine's own, with leap
// seconds counted in "right".
func portable(name string) bool {
	switch first, _, _ := strings.Cut(name, "/"); first {
	case "", ".", "Local", "localtime", "posixrules", "posix", "right":
		return false
	}
	return path.Clean(name) == name
}

func (r *reader) week(at string, w Week) (out [7][]interval) {
	for _, key := range slices.Sorted(maps.Keys(w)) {
		field := at + "." + key
		days, ok := parseDays(key)
		if !ok {
			r.refuse(field, key, "isn't a day or a run of days", "write Mon, Tue, Wed, Thu, Fri, Sat, Sun, or a run such as Mon-Fri")
		}
		open := r.intervals(field, w[key])
		for _, d := range days {
			out[d] = append(out[d], open...)
		}
	}
	for d, open := range out {
		if len(open) > maxRanges {
			r.refuse(at+"."+dayNames()[d], fmt.Sprint(len(open), " ranges"), "are too many", fmt.Sprintf("keep a day to %d", maxRanges))
			out[d] = nil
		}
	}
	return out
}

func (r *reader) intervals(field string, texts []string) (out []interval) {
	if len(texts) > maxRanges {
		r.refuse(field, fmt.Sprint(len(texts), " ranges"), "are too many", fmt.Sprintf("keep a day to %d", maxRanges))
		return nil
	}
	for i, text := range texts {
		v, wrong := parseInterval(text)
		if wrong != nil {
			r.refuse(fmt.Sprintf("%s[%d]", field, i), text, wrong.reason, wrong.cure)
			continue
		}
		out = append(out, v)
	}
	return out
}

func (r *reader) override(v *Override) {
	if v == nil {
		return
	}
	if v.State != Open && v.State != Closed {
		r.refuse("override.state", string(v.State), "isn't a state", "write open or closed")
	}
	const cure = "write the instant at which it ends, from year 1 to 9999"
	switch {
	case v.Until.IsZero():
		r.refuse("override.until", "", "is missing", cure)
	case !storable(v.Until):
		r.refuse("override.until", v.Until.String(), "is out of range", cure)
	case !storable(v.From):
		r.refuse("override.from", v.From.String(), "is out of range", "write an instant from year 1 to 9999, or leave it out")
	case !v.From.Before(v.Until):
		r.refuse("override.from", v.From.Format(time.RFC3339Nano), "isn't before until", "write an earlier instant, or leave it out")
	}
}

// storable reports whether the instant lies in the years that JSON can write, in
// UTC and in its own zone.
func storable(t time.Time) bool {
	return t.Unix() >= beginning && t.Unix() < end && t.Year() >= 1 && t.Year() <= 9999
}
