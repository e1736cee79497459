package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/examples/quickstart/whatsapp"
)

// The files of a recorded day.
const (
	directoryFile = "directory.json"
	messagesFile  = "messages.jsonl"
	actionsFile   = "agents.jsonl"
)

// script is a recorded day: how the shop is set up, and all that happened to it from outside, in order.
type script struct {
	directory  directory.Directory
	happenings []happening
}

// happening is one recorded line: a delivery of the webhook or an act of somebody at the shop.
type happening struct {
	at    time.Time
	where string          // "messages.jsonl:12", for errors
	items []whatsapp.Item // of a delivery
	act   *action         // nil: a delivery
}

// readScript reads the three files of a day. An error names the file and the line.
func readScript(files fs.FS) (*script, error) {
	setup, err := readDirectory(files)
	if err != nil {
		return nil, err
	}
	deliveries, err := readLines(files, messagesFile, parseDelivery)
	if err != nil {
		return nil, err
	}
	acts, err := readLines(files, actionsFile, func(line []byte) (happening, error) {
		a, err := parseAction(line)
		return happening{at: a.At, act: &a}, err
	})
	if err != nil {
		return nil, err
	}
	all := slices.Concat(deliveries, acts)
	slices.SortStableFunc(all, func(a, b happening) int { return a.at.Compare(b.at) })
	if len(all) == 0 {
		return nil, fmt.Errorf("%s and %s are empty: nothing happened", messagesFile, actionsFile)
	}
	return &script{setup, all}, nil
}

// readDirectory reads the shop's configuration. What contradicts itself in it is found when it is applied.
func readDirectory(files fs.FS) (directory.Directory, error) {
	var setup directory.Directory
	text, err := fs.ReadFile(files, directoryFile)
	if err != nil {
		return setup, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&setup); err != nil {
		return setup, fmt.Errorf("%s:%d: %w", directoryFile, lineOf(text, err, d.InputOffset()), err)
	}
	return setup, nil
}

// lineOf gives the line on which a JSON text went wrong.
func lineOf(text []byte, err error, reached int64) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		reached = syntax.Offset
	case errors.As(err, &kind):
		reached = kind.Offset
	}
	return 1 + bytes.Count(text[:min(int(reached), len(text))], []byte("\n"))
}

// readLines reads a file of one JSON value a line, ordered by time.
func readLines(files fs.FS, name string, parse func(line []byte) (happening, error)) ([]happening, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var all []happening
	n := 0
	for line := range bytes.Lines(text) {
		n++
		h, err := parse(bytes.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if len(all) > 0 && h.at.Before(all[len(all)-1].at) {
			return nil, fmt.Errorf("%s:%d: happened before the line above it: order the lines by \"at\"", name, n)
		}
		h.where = fmt.Sprintf("%s:%d", name, n)
		all = append(all, h)
	}
	return all, nil
}

// parseDelivery reads one line of messages.jsonl: when the webhook was called, and the body of the call as it came.
func parseDelivery(line []byte) (happening, error) {
	var delivery struct {
		At   time.Time       `json:"at"`
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(line, &delivery); err != nil {
		return happening{}, err
	}
	if delivery.At.IsZero() {
		return happening{}, fmt.Errorf("has no time: write \"at\" as RFC 3339, such as 2026-03-02T10:03:12-03:00")
	}
	items, err := whatsapp.Decode(bytes.NewReader(delivery.Body))
	return happening{at: delivery.At, items: items}, err
}
