package gherkin_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/repartogo/reparto/repartotest/gherkin"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// play runs one file as the command does.
func play(t *testing.T, text string, o gherkin.Options) (status int, said string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.feature")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	o.Paths, o.Output, o.Errors, o.Plain = []string{path}, &out, &out, true
	status = gherkin.Play(o)
	return status, out.String()
}

const head = "Feature: f\n  Scenario: s\n    Given agents \"Ana\"\n"

// TestWhatIsWrongIsSaidWithItsLine: every mistake of a file ends with status 1 and a message that names file and line.
func TestWhatIsWrongIsSaidWithItsLine(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, line, says string }{
		{"an undefined step", head + "    Then \"K\" dances\n", "x.feature:4", `undefined step: "K" dances`},
		{"nearly a step", head + "    When \"K\" writes in \"webchat\"\n", "x.feature:4", `did you mean: "{contact}" writes on "{channel}"`},
		{"casi un paso", head + "    When \"Ana\" toma \"K\"\n", "x.feature:4", `did you mean: "{agent}" toma a "{contact}"`},
		{"a syntax error", head + "    Whenn \"K\" writes\n", "x.feature:4:5", "expected"},
		{"no feature at all", "hello\n", "x.feature:1:1", "expected"},
		{"an unknown language", "# language: xx\nFeature: f\n", "x.feature", "xx"},
		{"an unknown agent who acts", head + "    When \"K\" writes\n    And \"Zoe\" takes \"K\"\n", "x.feature:5", `there is no agent "Zoe"`},
		{"an unknown member", head + "    And inbox \"V\" with members \"Ana, Zoe\"\n", "x.feature:4", `there is no agent "Zoe"`},
		{"an unknown agent who doesn't see", head + "    When \"K\" writes\n    Then \"Zoe\" does not see \"K\"\n", "x.feature:5", `there is no agent "Zoe"`},
		{"an unknown inbox", head + "    And inbox \"V\" uses preset \"sales\"\n", "x.feature:4", `there is no inbox "V"`},
		{
			"two zones", "Feature: f\n  Scenario: s\n    Given it is \"2026-03-02 10:00:00\" in \"America/Lima\"\n    And it is \"2026-03-02 10:00:00\" in \"America/Bogota\"\n",
			"x.feature:4", "it can't be in America/Bogota too",
		},
		{"two roles", head + "    And admins \"Ana\"\n", "x.feature:4", `"Ana" is agent already`},
		{"no zone", "Feature: f\n  Scenario: s\n    Given it is \"2026-03-02 10:00:00\" in \"Bogota\"\n", "x.feature:3", "no time zone"},
		{"no time", "Feature: f\n  Scenario: s\n    Given it is \"2026-02-30 10:00:00\" in \"UTC\"\n", "x.feature:3", "no time"},
		{"back in time", head + "    When it is \"2020-01-01 00:00:00\"\n", "x.feature:4", "has passed"},
		{"no duration", head + "    When \"soon\" pass\n", "x.feature:4", "no duration"},
		{"a refusal that nobody expects", head + "    When \"K\" writes\n    And \"Ana\" takes \"K\"\n    Then \"K\" is in BOT\n", "x.feature:5", `it fails with "not allowed"`},
		{"a refusal that didn't come", head + "    When \"K\" writes\n    Then it fails with \"not found\"\n", "x.feature:5", "didn't fail"},
		{"another refusal", head + "    When \"K\" writes\n    And \"Ana\" takes \"K\"\n    Then it fails with \"not owner\"\n", "x.feature:6", `it failed with "not allowed"`},
		{"an unknown refusal", head + "    Then it fails with \"oops\"\n", "x.feature:4", "no error of the library"},
		{"an unknown event", head + "    When \"K\" writes\n    Then there are 1 \"Foo\" events for \"K\"\n", "x.feature:5", `"Foo" is no event`},
		{"an unknown option", head + "    And option \"Foo\" is \"on\"\n", "x.feature:4", `"Foo" is no option`},
		{"an unknown reason", head + "    When \"K\" writes\n    Then \"K\" waits because of \"rain\"\n", "x.feature:5", `"rain" is no reason`},
		{"an unknown view", head + "    Then the counter \"Foo\" of \"Ana\" is 1\n", "x.feature:4", `"Foo" is no view`},
		{"an unknown setting", head + "    And inbox \"General\" assigns with:\n      | foo | 1 |\n", "x.feature:4", `"foo" is no setting`},
		{"a table that is missing", head + "    And inbox \"General\" assigns with:\n", "x.feature:4", "needs a table"},
		{"a table too many", head + "    When \"K\" writes\n      | a |\n", "x.feature:4", "no table"},
		{"a table of another shape", head + "    And the schedule of \"General\" is:\n      | Mon | 09:00 |\n", "x.feature:4", "2 columns"},
		{"hours that aren't", head + "    And the schedule of \"General\" is:\n      | Mon | 09:00 | 30:99 |\n", "x.feature:4", "09:00-30:99"},
		{"a day that isn't", head + "    And \"2026-02-30\" is a holiday in \"General\"\n", "x.feature:4", "2026-02-30"},
		{"a huge number", head + "    And agent \"Ana\" has a limit of 99999999999999999999\n", "x.feature:4", "no whole number"},
		{"a number too large", head + "    And agent \"Ana\" has a limit of 9999999999\n", "x.feature:4", "limit"},
		{"nobody named", head + "    Then \"\" see \"K\"\n", "x.feature:4", "needs the name of an agent"},
		{"a chat that isn't there", head + "    Then \"K\" is in BOT\n", "x.feature:4", "has no chat"},
		{"a demand that doesn't hold", head + "    When \"K\" writes\n    Then \"K\" is closed\n", "x.feature:5", "Started      L1"},
	} {
		for _, format := range []string{"pretty", "events", "progress"} {
			if format != "pretty" && !strings.HasPrefix(tc.name, "a demand") && !strings.HasPrefix(tc.name, "an undefined") {
				continue
			}
			t.Run(tc.name+"/"+format, func(t *testing.T) {
				t.Parallel()
				status, said := play(t, tc.text, gherkin.Options{Format: format})
				if status != 1 {
					t.Errorf("status %d:\n%s", status, said)
				}
				if format != "pretty" {
					return
				}
				if !strings.Contains(said, tc.line) || !strings.Contains(said, tc.says) {
					t.Errorf("wanted %q and %q:\n%s", tc.line, tc.says, said)
				}
				if strings.Contains(said, "this is a bug") {
					t.Errorf("it panicked:\n%s", said)
				}
			})
		}
	}
}

func TestOtherStatuses(t *testing.T) {
	t.Parallel()
	fine := head + "    When \"K\" writes\n    Then \"K\" is in BOT\n"
	for _, tc := range []struct {
		name   string
		text   string
		o      gherkin.Options
		status int
		says   string
	}{
		{"all is well", fine, gherkin.Options{}, 0, "1 scenarios (1 passed)"},
		{"another format", fine, gherkin.Options{Format: "junit"}, 0, "<testsuites"},
		{"two at a time", fine, gherkin.Options{Concurrency: 2}, 0, "1 passed"},
		{"a store of one's own", fine, gherkin.Options{NewStore: func() (store.DB, error) { return memory.New(), nil }}, 0, "1 passed"},
		{"a store that fails", fine, gherkin.Options{NewStore: func() (store.DB, error) { return nil, errors.New("no disk") }}, 1, "no disk"},
		{"a refusal that is expected", head + "    When \"K\" writes\n    And \"Ana\" takes \"K\"\n    Then it fails with \"not allowed\"\n", gherkin.Options{}, 0, "1 passed"},
		{"an expected stranger", head + "    When \"K\" writes\n    And \"Zoe\" takes \"K\"\n    Then it fails with \"not found\"\n", gherkin.Options{}, 0, "1 passed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			status, said := play(t, tc.text, tc.o)
			if status != tc.status || !strings.Contains(said, tc.says) {
				t.Errorf("status %d, wanted %d and %q:\n%s", status, tc.status, tc.says, said)
			}
		})
	}
	var out bytes.Buffer
	if status := gherkin.Play(gherkin.Options{Errors: &out}); status != 1 || !strings.Contains(out.String(), "no feature file") {
		t.Errorf("without files: status %d, %q", status, out.String())
	}
	out.Reset()
	if status := gherkin.Play(gherkin.Options{Errors: &out, Paths: []string{"nowhere.feature"}}); status != 1 || !strings.Contains(out.String(), "nowhere.feature") {
		t.Errorf("without the file: status %d, %q", status, out.String())
	}
}
