package report_test

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// monday is a small day: one chat answered in time, one late after a rotation, one that was left alone.
func monday() []botflow.Event {
	early := newStory("1").arrive("09:00:00", sales).take("09:00:10", "Ana").answer("09:00:40").close("09:20:10", botflow.ReasonByHand, "vip")
	late := newStory("2").arrive("09:50:00", sales).take("09:50:30", "Ana").step(on("09:51:30"), owned("Beto"), is(botflow.Rotated)...).
		answer("09:52:00").step(on("10:01:30"), in(support), by("Beto", botflow.Transferred), is(botflow.Queued)[0]).
		take("10:03:30", "Caro").answer("10:04:00").close("10:13:30", botflow.ReasonByHand, "claim", "vip")
	lost := newStory("3").arrive("10:30:00", support).stay(on("10:30:00"), is(botflow.OutOfHours)...).
		step(on("10:45:00"), in(botflow.Closed), botflow.Event{Type: botflow.Left}, botflow.Event{Type: botflow.ClosedEvent, Reason: botflow.ReasonContact})
	all := append(append(early.events, late.events...), lost.events...)
	return append(all, presence("Ana", turned("08:55:00", botflow.Offline, botflow.Online), turned("10:15:00", botflow.Online, botflow.Away), turned("10:30:00", botflow.Away, botflow.Offline))...)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "if the change is meant, run go test ./report -update and read the difference")
}

func TestE2_Golden(t *testing.T) {
	t.Parallel()
	r := fold(monday()...).Report(report.Query{})
	t.Run("json", func(t *testing.T) {
		t.Parallel()
		got, err := json.MarshalIndent(r, "", "  ")
		require.NoError(t, err)
		golden(t, "monday.json", append(got, '\n'))
		var back report.Report
		require.NoError(t, json.Unmarshal(got, &back))
		require.Equal(t, r, back)
	})
	t.Run("text", func(t *testing.T) {
		t.Parallel()
		var b strings.Builder
		require.NoError(t, r.WriteText(&b))
		golden(t, "monday.txt", []byte(b.String()))
	})
}

func TestWriteText(t *testing.T) {
	t.Parallel()
	text := func(r report.Report) string {
		var b strings.Builder
		require.NoError(t, r.WriteText(&b))
		return b.String()
	}
	empty := text(fold().Report(report.Query{}))
	require.NotContains(t, empty, "By inbox", "a kind of row that has none gets no table")
	require.NotContains(t, empty, "Presence")

	odd := newStory("k").arrive("10:00:00", "a\tb\nc\u2028d\x1b[2J")
	require.Contains(t, text(fold(odd.events...).Report(report.Query{})), "  a b c d [2J ")
	gap := newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:00:30")
	require.Contains(t, text(fold(gap.events[0], gap.events[3]).Report(report.Query{})), "Gaps in the events: 1")

	r := fold(monday()...).Report(report.Query{})
	require.ErrorIs(t, r.WriteText(broken{}), errBroken)
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestReportSharesNothingWithItsFold(t *testing.T) {
	t.Parallel()
	f := fold(monday()...)
	first := f.Report(report.Query{})
	want := f.Report(report.Query{})
	clear(first.Total.Closed)
	for _, row := range first.Inboxes {
		clear(row.Closed)
	}
	require.Equal(t, want, f.Report(report.Query{}))
}

func TestSecondsText(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		seconds report.Seconds
		want    string
	}{
		{0, "0s"},
		{0.0004, "0s"},
		{0.25, "250ms"},
		{9.5, "9.5s"},
		{10.4, "10s"},
		{90, "1m30s"},
		{7265.6, "2h1m6s"},
		{200 * 365 * 24 * 3600, "1752000h0m0s"},
	} {
		t.Run(tc.want, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, tc.seconds.String())
		})
	}
}
