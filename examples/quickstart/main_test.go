package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/report"
)

const golden = "testdata/monday.golden"

// quickstart runs the program and gives what it printed and its exit status.
func quickstart(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, err bytes.Buffer
	status = run(t.Context(), args, &out, &err)
	return out.String(), err.String(), status
}

func TestTheDayIsToldAsExpected(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	for range 2 { // the same from run to run
		stdout, stderr, status := quickstart(t)
		require.Empty(t, stderr)
		require.Zero(t, status)
		require.Equal(t, string(want), stdout, "if the change is wanted: go test ./examples/quickstart -update")
	}
	lines := strings.Count(string(want), "\n")
	require.True(t, lines >= 250 && lines <= 400, "%d lines: a person should be able to read the day", lines)
}

func TestFiguresAsJSON(t *testing.T) {
	t.Parallel()
	stdout, _, status := quickstart(t, "-json")
	require.Zero(t, status)
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(stdout), &r))
	require.Greater(t, r.Total.Answered, 100)
	require.Zero(t, r.Gaps)
	require.Len(t, r.Inboxes, 3)
	require.Len(t, r.Agents, 8)
}

func TestExplain(t *testing.T) {
	t.Parallel()
	t.Run("by name, whatever the case and the accents", func(t *testing.T) {
		t.Parallel()
		stdout, _, status := quickstart(t, "-explain", "LAUTARO SILVA")
		require.Zero(t, status)
		require.Contains(t, stdout, "Lautaro Silva (+54911555")
		require.Contains(t, stdout, "L21   Rotated")
		require.Contains(t, stdout, "current owner")
	})
	t.Run("by number", func(t *testing.T) {
		t.Parallel()
		byName, _, _ := quickstart(t, "-explain", "Lautaro Silva")
		number := byName[strings.Index(byName, "(")+1 : strings.Index(byName, ")")]
		byNumber, _, status := quickstart(t, "-explain", number)
		require.Zero(t, status)
		require.Equal(t, byName, byNumber)
	})
	t.Run("somebody unknown, with names that come near", func(t *testing.T) {
		t.Parallel()
		stdout, stderr, status := quickstart(t, "-explain", "Lautaro Sylva")
		require.Equal(t, 1, status)
		require.Empty(t, stdout)
		require.Contains(t, stderr, `"Lautaro Sylva"`)
		require.Contains(t, stderr, "did you mean Lautaro Silva")
	})
	t.Run("somebody unknown", func(t *testing.T) {
		t.Parallel()
		_, stderr, status := quickstart(t, "-explain", "Xul Solar")
		require.Equal(t, 1, status)
		require.Contains(t, stderr, "nobody's name comes near")
	})
	t.Run("a first name that several have", func(t *testing.T) {
		t.Parallel()
		_, stderr, status := quickstart(t, "-explain", "lautaro")
		require.Equal(t, 1, status)
		require.Contains(t, stderr, "Lautaro Silva (+54911555")
	})
}

func TestWrongArguments(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"both answers": {"-json", "-explain", "Ana"}, "an argument too many": {"today"}, "an unknown flag": {"-fast"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, status := quickstart(t, args...)
			require.Equal(t, 2, status)
			require.Empty(t, stdout)
			require.NotEmpty(t, stderr)
		})
	}
}

func TestBadRecordingsAreNamedByFileAndLine(t *testing.T) {
	t.Parallel()
	const (
		setup   = "{\n  \"channels\": [{\"id\": \"1\", \"bot\": \"menu\"}],\n  \"agents\": [{\"id\": \"Ana\"}]\n}\n"
		message = `{"at":"2026-03-02T10:00:00-03:00","body":{"object":"whatsapp_business_account","entry":[]}}` + "\n"
		online  = `{"at":"2026-03-02T09:00:00-03:00","who":"Ana","does":"online"}` + "\n"
		stray   = `{"at":"2026-03-02T11:00:00-03:00","body":{"object":"whatsapp_business_account","entry":[{"id":"9","changes":[{"field":"messages","value":` +
			`{"messaging_product":"whatsapp","metadata":{"phone_number_id":"2"},"messages":[{"from":"3","id":"m","timestamp":"1772460000","type":"text","text":{"body":"hola"}}]}}]}]}}` + "\n"
	)
	for _, tc := range []struct {
		name                        string
		directory, messages, agents string
		want                        string
	}{
		{"a fine day", setup, message, online, ""},
		{"a missing file", setup, message, "-", "agents.jsonl"},
		{"a broken directory", "{\n  \"agents\": [\n    {\"id\": }\n  ]\n}", message, online, "directory.json:3: "},
		{"a field of the wrong type", "{\n  \"agents\": [\n    {\"id\": 7}\n  ]\n}", message, online, "directory.json:3: "},
		{"an unknown field", "{\n  \"agent\": []\n}", message, online, "unknown field"},
		{"a directory that contradicts itself", `{"inboxes":[{"id":"Ventas","members":["Zoe"]}]}`, message, online, "directory.json: directory: inboxes[0].members[0]"},
		{"a broken delivery", setup, message + "{\"at\":\n", online, "messages.jsonl:2: "},
		{"a bad envelope", setup, message + strings.Replace(message, "entry", "entries", 1), online, "messages.jsonl:2: whatsapp: $.entry: is missing"},
		{"a delivery without a time", setup, `{"body":{}}`, online, "messages.jsonl:1: has no time"},
		{"deliveries out of order", setup, strings.Replace(message, "10:00", "11:00", 1) + message, online, "messages.jsonl:2: happened before"},
		{"a number that isn't the shop's", setup, message + stray, online, "messages.jsonl:2: reparto: invalid: channel is not in the directory: 2"},
		{"an unknown act", setup, message, online + strings.Replace(online, "online", "dances", 1), `agents.jsonl:2: does "dances"`},
		{"an unknown field of an act", setup, message, strings.Replace(online, "who", "whom", 1), "agents.jsonl:1: "},
		{"a malformed act", setup, message, `{"at":"2026-03-02T09:00:00-03:00","who":"Ana","does":"transfer","channel":"1","chat":"3"}`, "agents.jsonl:1: reparto: invalid: transfer"},
		{"nothing at all", setup, "", "", "nothing happened"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			for name, text := range map[string]string{directoryFile: tc.directory, messagesFile: tc.messages, actionsFile: tc.agents} {
				if text != "-" {
					require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
				}
			}
			stdout, stderr, status := quickstart(t, "-day", folder)
			if tc.want == "" {
				require.Empty(t, stderr)
				require.Zero(t, status)
				return
			}
			require.Equal(t, 1, status)
			require.Empty(t, stdout, "all or nothing")
			require.Contains(t, stderr, folder+": ")
			require.Contains(t, stderr, tc.want)
		})
	}
}

func TestTheReadmeShowsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	printed, err := os.ReadFile(golden)
	require.NoError(t, err)
	sample, when := regexp.MustCompile(`^\d\d:\d\d:\d\d .*`), regexp.MustCompile(`^\| (\d\d:\d\d) \|`)
	checked := 0
	for line := range strings.Lines(string(readme)) {
		switch at := when.FindStringSubmatch(line); {
		case sample.MatchString(line):
			require.Contains(t, string(printed), line)
			checked++
		case at != nil:
			require.Contains(t, string(printed), "\n"+at[1]+":", "nothing happens at %s", at[1])
			checked++
		}
	}
	require.GreaterOrEqual(t, checked, 8)
}
