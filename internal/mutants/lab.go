package mutants

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Lab judges mutants of one repository.
type Lab struct {
	Root string   // the root module's folder; modules that its go.work names can be judged too
	Temp string   // a folder for the patched copies; the caller removes it
	Env  []string // more environment for the Go command, such as GOWORK=off; nil is none
}

// testTimeout ends a test that the bug sends round in circles; it counts as killed.
const testTimeout = "60s"

// Judge runs the named test with the bug planted. The report is the output of the Go command, or the reason for which
// it wasn't run. The error is for what has nothing to do with the mutant: no Go command, no space, a cancelled ctx.
// A mutant without files judges the tree as it is.
func (l Lab) Judge(ctx context.Context, m Mutant) (verdict Verdict, report string, err error) {
	overlay, err := l.overlay(m)
	if errors.Is(err, ErrStale) {
		return Stale, err.Error(), nil
	}
	if err != nil {
		return 0, "", err
	}
	run, err := l.test(ctx, m.Package, m.Test, "-overlay", overlay)
	if err != nil {
		return 0, "", err
	}
	switch {
	case run.failed && len(run.began) == 0:
		return NotBuilt, run.output, nil
	case run.failed:
		return Killed, run.output, nil
	case run.skipped[plainName(m.Test)]:
		return Skipped, run.output, nil
	case !run.passed[plainName(m.Test)]:
		return NoSuchTest, run.output, nil
	}
	return Survived, run.output, nil
}

// Baseline runs the named tests of a package once without any bug, and gives the names of those that don't exist or
// fail, with the Go command's output. Of one that is skipped Judge will say so.
func (l Lab) Baseline(ctx context.Context, pkg string, tests []string) (bad []string, output string, err error) {
	run, err := l.test(ctx, pkg, strings.Join(tests, "|"))
	if err != nil {
		return nil, "", err
	}
	for _, test := range tests {
		if name := plainName(test); !run.passed[name] && !run.skipped[name] {
			bad = append(bad, test)
		}
	}
	return bad, run.output, nil
}

// plainName turns the pattern of one test into the name that go test reports.
func plainName(pattern string) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		part = strings.TrimSuffix(strings.TrimPrefix(part, "^"), "$")
		parts[i] = strings.NewReplacer(" ", "_", `\`, "").Replace(part)
	}
	return strings.Join(parts, "/")
}

// overlay writes the patched copies and the file that lays them over the originals, and gives its path.
func (l Lab) overlay(m Mutant) (string, error) {
	root, err := filepath.Abs(l.Root)
	if err != nil {
		return "", fmt.Errorf("mutants: %w", err)
	}
	replace := make(map[string]string, len(m.Files))
	for i, file := range m.Files {
		original := filepath.Join(root, filepath.FromSlash(file.Path))
		text, err := os.ReadFile(original)
		if errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("%w: %s: the file is gone", ErrStale, file.Path)
		}
		if err != nil {
			return "", fmt.Errorf("mutants: %w", err)
		}
		if text, err = file.Apply(text); err != nil {
			return "", err
		}
		patched := filepath.Join(l.Temp, fmt.Sprintf("%s-%d.go", m.Name, i))
		if err := os.WriteFile(patched, text, 0o600); err != nil {
			return "", fmt.Errorf("mutants: %w", err)
		}
		replace[original] = patched
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", fmt.Errorf("mutants: %w", err)
	}
	path := filepath.Join(l.Temp, m.Name+".json")
	if err := os.WriteFile(path, list, 0o600); err != nil {
		return "", fmt.Errorf("mutants: %w", err)
	}
	return path, nil
}

// repeatable makes properties draw the same cases each time, so that a mutant isn't killed by luck, and keeps them from
// leaving files in the tree or spending time on a smaller counterexample that nobody will read. Random worlds live twice
// as long as rapid lets them by default: what is rare in a young one must happen too. All planted bugs are judged by the usual form of
// tests: it is what was tried when they were planted, and the long form takes longer than a test may here.
func repeatable() []string {
	return []string{"REPARTO_LONG=", "RAPID_SEED=1", "RAPID_STEPS=60", "RAPID_NOFAILFILE=true", "RAPID_SHRINKTIME=0s"}
}

// outcome is what one run of go test said.
type outcome struct {
	failed                 bool
	began, passed, skipped map[string]bool // by the test's name
	output                 string
}

// test runs go test in the module and reads its events. A failing test is an outcome, not an error.
func (l Lab) test(ctx context.Context, pkg, pattern string, flags ...string) (outcome, error) {
	args := []string{"test", "-json", "-vet=off", "-count=1", "-p=1", "-timeout=" + testTimeout, "-run", pattern}
	cmd := exec.CommandContext(ctx, "go", append(append(args, flags...), pkg)...)
	cmd.Dir = l.Root
	cmd.Env = slices.Concat(os.Environ(), repeatable(), l.Env)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		return outcome{}, fmt.Errorf("mutants: %w", ctx.Err())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return outcome{}, fmt.Errorf("mutants: %w", err)
	}
	run := readEvents(&stdout)
	run.failed = err != nil
	run.output += stderr.String()
	return run, nil
}

// readEvents follows the lines of go test -json.
func readEvents(lines *bytes.Buffer) outcome {
	run := outcome{began: map[string]bool{}, passed: map[string]bool{}, skipped: map[string]bool{}}
	var output strings.Builder
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var event struct{ Action, Test, Output string }
		if json.Unmarshal(scanner.Bytes(), &event) != nil {
			output.WriteString(scanner.Text() + "\n")
			continue
		}
		output.WriteString(event.Output)
		if event.Test == "" {
			continue
		}
		switch event.Action {
		case "run":
			run.began[event.Test] = true
		case "pass":
			run.passed[event.Test] = true
		case "skip":
			run.skipped[event.Test] = true
		}
	}
	run.output = output.String()
	return run
}
