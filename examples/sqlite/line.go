package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/examples/quickstart/whatsapp"
)

// line is one recorded line: a call of the channel's webhook, or what somebody at the shop did.
type line struct {
	at    time.Time
	where string          // "messages.jsonl:12"
	items []whatsapp.Item // of a call
	act   *act            // nil: a call
}

// readDay reads the quickstart's recording: the lines in order, and how the shop is set up.
func readDay(files fs.FS) ([]line, directory.Directory, error) {
	var setup directory.Directory
	text, err := fs.ReadFile(files, "directory.json")
	if err == nil {
		err = json.Unmarshal(text, &setup)
	}
	if err != nil {
		return nil, setup, err
	}
	var all []line
	for name, parse := range map[string]func([]byte) (line, error){"messages.jsonl": parseCall, "agents.jsonl": parseAct} {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, setup, err
		}
		n := 0
		for row := range bytes.Lines(text) {
			n++
			l, err := parse(row)
			if err != nil {
				return nil, setup, fmt.Errorf("%s:%d: %w", name, n, err)
			}
			l.where = fmt.Sprintf("%s:%d", name, n)
			all = append(all, l)
		}
	}
	if len(all) == 0 {
		return nil, setup, fmt.Errorf("nothing happened on the recorded day")
	}
	slices.SortStableFunc(all, func(a, b line) int {
		if a.at.Equal(b.at) && (a.act == nil) != (b.act == nil) {
			if a.act == nil {
				return -1
			}
			return 1
		}
		return a.at.Compare(b.at)
	})
	return all, setup, nil
}

func parseCall(row []byte) (line, error) {
	var call struct {
		At   time.Time       `json:"at"`
		Body json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(row, &call); err != nil {
		return line{}, err
	}
	items, err := whatsapp.Decode(bytes.NewReader(call.Body))
	return line{at: call.At, items: items}, err
}

func parseAct(row []byte) (line, error) {
	var a act
	err := json.Unmarshal(row, &a)
	return line{at: a.At, act: &a}, err
}
