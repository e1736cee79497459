package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/examples/quickstart/internal/record"
)

var update = flag.Bool("update", false, "write the recording and the expected output anew")

// recordedShop is the quickstart's shop as the simulation sees it.
type recordedShop struct {
	*day
	news []botflow.Event
	acts int
	watcher
}

func (s *recordedShop) happened(events []botflow.Event) { s.news = append(s.news, events...) }

func (s *recordedShop) Advance(t time.Time) (time.Time, error) {
	if !s.clock.now.Before(t) {
		return s.clock.now, nil
	}
	err := s.wait(context.Background(), t)
	return s.clock.now, err
}

func (s *recordedShop) Deliver(line []byte) error {
	h, err := parseDelivery(line)
	if err != nil {
		return err
	}
	return s.happen(context.Background(), &h)
}

func (s *recordedShop) Act(line []byte) error {
	a, err := parseAction(line)
	if err != nil {
		return err
	}
	s.acts++
	return s.happen(context.Background(), &happening{at: a.At, where: fmt.Sprintf("%s:%d", actionsFile, s.acts), act: &a})
}

func (s *recordedShop) News() []botflow.Event {
	news := s.news
	s.news = nil
	return news
}

// recordMonday makes the recording again.
func recordMonday(t *testing.T) map[string][]byte {
	t.Helper()
	setup, err := json.MarshalIndent(record.Directory(), "", "  ")
	require.NoError(t, err)
	book := newBook()
	begins, err := time.Parse(time.RFC3339, record.Begins)
	require.NoError(t, err)
	s := &recordedShop{watcher: newTimeline(&strings.Builder{}, book, time.UTC)}
	s.day, err = openShop(t.Context(), record.Directory(), begins, book, s)
	require.NoError(t, err)
	r, err := record.Monday(s)
	require.NoError(t, err)
	return map[string][]byte{directoryFile: append(setup, '\n'), messagesFile: r.Messages, actionsFile: r.Agents}
}

// With -update both the recording and the golden output are written; run it alone after a change of the engine, and look at
// what changed before committing it.
//
//nolint:paralleltest // with -update it writes what the other tests read
func TestTheRecordingIsWhatTheSimulationMakes(t *testing.T) {
	for name, want := range recordMonday(t) {
		file := filepath.Join("testdata", "monday", name)
		if *update {
			require.NoError(t, os.WriteFile(file, want, 0o644))
			continue
		}
		got, err := os.ReadFile(file)
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, got), "%s isn't what the simulation makes: go test ./examples/quickstart -update", file)
	}
	if *update {
		// Not from the recording in this binary, which may be older.
		stdout, stderr, status := quickstart(t, "-day", filepath.Join("testdata", "monday"))
		require.Zero(t, status, stderr)
		require.NoError(t, os.WriteFile(golden, []byte(stdout), 0o644))
	}
}
