// Package record made the quickstart's recording: a simulated Monday of a shop with made-up contacts and made-up agents
// who answer, forget, go to lunch and pass chats on. It is kept so that the recording can be made again, and so that a test
// can tell that nobody edited it by hand. The quickstart itself doesn't use it.
//
// Agents react to what the router does, so the simulation plays against a real one: a [Shop]. Chance is seeded and nothing
// else is drawn from outside: the same router gives the same recording.
package record

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// Shop is the router that the simulation plays against.
type Shop interface {
	// Advance lets time pass until t, or until the router's next deadline before it, and gives the time reached.
	Advance(t time.Time) (time.Time, error)
	// Deliver takes one line of messages.jsonl at the time that Advance reached.
	Deliver(line []byte) error
	// Act takes one line of agents.jsonl at the time that Advance reached. A refusal isn't an error.
	Act(line []byte) error
	// News gives the events since it was asked last.
	News() []botflow.Event
}

// Recording is what a day leaves behind: the two files of lines.
type Recording struct {
	Messages, Agents []byte
}

// Begins and Ends are the ends of the recording: from Sunday morning, so that some windows end on Monday.
const (
	Begins = "2026-03-01T10:00:00-03:00"
	Ends   = "2026-03-03T00:00:00-03:00"
)

// Monday plays the day against the shop and gives what was recorded of it.
func Monday(shop Shop) (Recording, error) {
	s := newSimulation(shop)
	s.plan()
	if err := s.run(); err != nil {
		return Recording{}, err
	}
	return Recording{s.messages.Bytes(), s.agents.Bytes()}, nil
}

// write adds one JSON line to a file.
func write(file *bytes.Buffer, line any) ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	if err := out.Encode(line); err != nil {
		return nil, err
	}
	file.Write(b.Bytes())
	return bytes.TrimSpace(b.Bytes()), nil
}
