package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// record is one day of the bank's calls, as it was.
type record struct {
	name     string // of the file
	midnight time.Time
	calls    []call // in the file's order
}

// readRecord reads a day. An error names the file and the line.
func readRecord(name string, from io.Reader) (*record, error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))) // some editors put a mark before the text
	rows.FieldsPerRecord = -1                                                            // counted here, to say more
	r := &record{name: name}
	for first := true; ; first = false {
		fields, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line := 0
		if err == nil {
			line, _ = rows.FieldPos(0)
			err = r.add(fields, line, first)
		} else if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
			line, err = bad.StartLine, bad.Err
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	if len(r.calls) == 0 {
		return nil, fmt.Errorf("%s:1: has no calls: the first line names the columns, and each further line is a call", name)
	}
	return r, nil
}

// add takes a line in: the header first, then calls.
func (r *record) add(fields []string, line int, first bool) error {
	if first {
		if got := strings.Join(fields, ","); got != header {
			return fmt.Errorf("the columns must be %s, and not %.200q", header, got)
		}
		return nil
	}
	if want := strings.Count(header, ",") + 1; len(fields) != want {
		return fmt.Errorf("has %d columns, and not %d", len(fields), want)
	}
	row := newRow(fields)
	if err := r.date(row.fields["date"]); err != nil {
		return err
	}
	c, err := row.call(line)
	if err != nil {
		return err
	}
	r.calls = append(r.calls, c)
	return nil
}

// date checks that all calls are of one day. The bank's clock is taken as it stands: only differences of times matter.
func (r *record) date(text string) error {
	midnight, err := time.Parse(time.DateOnly, text)
	switch {
	case err != nil:
		return fmt.Errorf("date: %q is no date: write YYYY-MM-DD", text)
	case r.midnight.IsZero():
		r.midnight = midnight
	case !midnight.Equal(r.midnight):
		return fmt.Errorf("date: %s isn't the day that the file begins with, %s", text, r.midnight.Format(time.DateOnly))
	}
	return nil
}

// fates gives what became of each call that day.
func (r *record) fates() []fate {
	out := make([]fate, len(r.calls))
	for i := range r.calls {
		out[i] = r.calls[i].recorded
	}
	return out
}
