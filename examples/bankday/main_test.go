package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	golden   = "testdata/1999-08-01.golden"
	otherDay = "testdata/1999-08-03.csv"
)

var update = flag.Bool("update", false, "write the expected output anew")

// bankday runs the program and gives what it printed and its exit status.
func bankday(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, err bytes.Buffer
	status = run(t.Context(), args, &out, &err)
	return out.String(), err.String(), status
}

func TestTheDayIsToldAsExpected(t *testing.T) {
	t.Parallel()
	first, stderr, status := bankday(t)
	require.Empty(t, stderr)
	require.Zero(t, status)
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(first), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), first, "if the change is wanted: go test ./examples/bankday -update")
	require.Equal(t, first, printed(t, keptDay), "the same from run to run, and from the file as from the program")
}

func TestTheOtherDayIsTheSameFromRunToRun(t *testing.T) {
	t.Parallel()
	first, stderr, status := bankday(t, otherDay)
	require.Empty(t, stderr)
	require.Zero(t, status)
	require.Contains(t, first, "Tuesday 3 August 1999: 2345 rows")
	require.Contains(t, first, "\n24:00 ", "services go on after midnight")
	require.Equal(t, first, printed(t, otherDay))
}

// printed is what the program should print for a file, made of a day that was played apart.
func printed(t *testing.T, file string) string {
	t.Helper()
	d := played(t, file, estimated)
	var b strings.Builder
	require.NoError(t, writeText(&b, d.record, d.figures(estimated)))
	return b.String()
}

func TestFiguresAsJSON(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "day.csv")
	require.NoError(t, os.WriteFile(file, []byte(rows(plainRow)), 0o600))
	stdout, _, status := bankday(t, file, "-json")
	require.Zero(t, status)
	require.Contains(t, stdout, `"date": "1999-08-05"`)
	var b bytes.Buffer
	require.NoError(t, writeJSON(&b, played(t, otherDay, estimated).figures(estimated)))
	var g dayFigures
	require.NoError(t, json.Unmarshal(b.Bytes(), &g))
	require.Equal(t, "1999-08-03", g.Date)
	require.Equal(t, estimated, g.Patience)
	require.Equal(t, 2345, g.Total.Record.Arrived)
	require.Equal(t, 2345, g.Total.Replay.Arrived)
	require.Len(t, g.Services, 6)
	require.Len(t, g.Agents, 17)
	require.Len(t, g.Agents[0].Hours, len(g.Hours))
	require.NotEmpty(t, g.Assumed)
	require.GreaterOrEqual(t, g.Verified, 20)
}

func TestFlagsMayStandBeforeOrAfterTheFile(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-json", "-patience", "longest", "day.csv"}, {"day.csv", "-json", "-patience=longest"}, {"-json", "day.csv", "-patience", "longest"}} {
		o, err := parse(args, io.Discard)
		require.NoError(t, err)
		require.Equal(t, options{json: true, patience: longest, store: "memory", file: "day.csv"}, o)
	}
	o, err := parse(nil, io.Discard)
	require.NoError(t, err)
	require.Equal(t, options{patience: estimated, store: "memory"}, o)
}

func TestPatienceCanBeAssumedOtherwise(t *testing.T) {
	t.Parallel()
	seen := map[int]bool{}
	for _, of := range []belief{estimated, shortest, longest} {
		g := played(t, otherDay, of).figures(of)
		require.Contains(t, strings.Join(g.Assumed, "\n"), "-patience "+string(of)+": ")
		seen[g.Total.Replay.Abandoned] = true
	}
	require.Len(t, seen, 3)
}

func TestWrongArguments(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"two files": {keptDay, otherDay}, "an unknown flag": {"-fast"}, "an unknown patience": {"-patience", "saintly"}, "no name": {""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, status := bankday(t, args...)
			require.Equal(t, 2, status)
			require.Empty(t, stdout)
			require.NotEmpty(t, stderr)
		})
	}
	_, stderr, status := bankday(t, "-h")
	require.Zero(t, status)
	require.Contains(t, stderr, "-patience")
}

func TestAMissingFileIsNamed(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{"missing": filepath.Join(t.TempDir(), "none.csv"), "a folder": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, status := bankday(t, file)
			require.Equal(t, 1, status)
			require.Empty(t, stdout)
			require.Contains(t, stderr, file)
		})
	}
}

func TestTheReadmeShowsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	printed, err := os.ReadFile(golden)
	require.NoError(t, err)
	sample := regexp.MustCompile(`^(\d\d:00|day) `)
	checked := 0
	for line := range strings.Lines(string(readme)) {
		if sample.MatchString(line) {
			require.Contains(t, string(printed), line)
			checked++
		}
	}
	require.NotZero(t, checked)
	for _, of := range []belief{estimated, shortest, longest} {
		row := regexp.MustCompile("(?m)^\\| `" + string(of) + "` .* \\| (\\d+) \\| (\\d+) \\|$").FindSubmatch(readme)
		require.NotNil(t, row, of)
		for i, file := range []string{keptDay, otherDay} {
			require.Equal(t, string(row[i+1]), strconv.Itoa(played(t, file, of).figures(of).Total.Replay.Abandoned), "%s, %s", of, file)
		}
	}
}
