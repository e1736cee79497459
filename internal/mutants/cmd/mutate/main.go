// Command mutate writes a mutant: a patch in testdata/mutants that plants one bug, with the test that must catch it.
//
//	go run ./internal/mutants/cmd/mutate -name limit-off-by-one -rules A4,I2 -package ./routing \
//	    -test '^TestA4_NobodyAboveTheLimit$' -why 'the limit itself is let through' \
//	    -file routing/seat.go -old 'load < limit' -new 'load <= limit'
//
// Without -file it takes what git diff says of the Go code that isn't a test: plant the bug by hand, run mutate, and
// take the bug out again. Either way it runs the mutant at once and keeps the patch only if the test kills it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/repartogo/reparto/internal/mutants"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

type order struct {
	root, name, file, old, new string
	header                     mutants.Mutant
}

func parse(args []string) (order, error) {
	var o order
	var rules string
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	flags.StringVar(&o.root, "root", ".", "the module's root")
	flags.StringVar(&o.name, "name", "", "name of the patch file, without .patch")
	flags.StringVar(&rules, "rules", "", "ids of the rules that the bug breaks, apart by commas")
	flags.StringVar(&o.header.Package, "package", "", "package of the test, such as ./routing")
	flags.StringVar(&o.header.Test, "test", "", "the test that must catch it, such as '^TestA4_Limit$'")
	flags.StringVar(&o.header.Why, "why", "", "what the bug is, for a person")
	flags.StringVar(&o.file, "file", "", "file to change; without it, git diff is taken")
	flags.StringVar(&o.old, "old", "", "the text to replace; it stands in the file once")
	flags.StringVar(&o.new, "new", "", "the text that takes its place")
	if err := flags.Parse(args); err != nil {
		return o, fmt.Errorf("flags: %w", err)
	}
	for _, id := range strings.Split(rules, ",") {
		o.header.Rules = append(o.header.Rules, strings.TrimSpace(id))
	}
	if o.name == "" || o.name != filepath.Base(o.name) {
		return o, errors.New("-name must be the plain name of the patch file")
	}
	return o, nil
}

func run(ctx context.Context, args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	diff, err := o.diff(ctx)
	if err != nil {
		return err
	}
	text := o.header.Header() + diff
	mutant, err := mutants.Parse(o.name, text)
	if err != nil {
		return err
	}
	if err := o.judge(ctx, mutant); err != nil {
		return err
	}
	folder := filepath.Join(o.root, mutants.Folder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	path := filepath.Join(folder, o.name+".patch")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return err
	}
	fmt.Println("killed;", path, "is written")
	return nil
}

// diff drafts the change, or takes it from git.
func (o order) diff(ctx context.Context) (string, error) {
	if o.file != "" {
		text, err := os.ReadFile(filepath.Join(o.root, o.file))
		if err != nil {
			return "", err
		}
		return mutants.Draft(filepath.ToSlash(o.file), string(text), o.old, o.new)
	}
	cmd := exec.CommandContext(ctx, "git", "diff", "--no-color", "--no-ext-diff", "--relative", "--", "*.go", ":!*_test.go")
	cmd.Dir, cmd.Stderr = o.root, os.Stderr
	out, err := cmd.Output()
	if err == nil && len(out) == 0 {
		return "", errors.New("git diff shows no change of Go code: plant the bug first, or use -file, -old and -new")
	}
	return string(out), err
}

// judge runs the mutant. A bug that git diff shows is in the tree already, so there the tree is judged as it is.
func (o order) judge(ctx context.Context, mutant mutants.Mutant) error {
	temp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	lab := mutants.Lab{Root: o.root, Temp: temp}
	if o.file == "" {
		mutant.Files = nil
	} else if err := passes(ctx, lab, mutant); err != nil {
		return err
	}
	verdict, output, err := lab.Judge(ctx, mutant)
	if err != nil {
		return err
	}
	if verdict != mutants.Killed {
		return fmt.Errorf("%s: %s\n%s", verdict, verdict.Cure(), output)
	}
	return nil
}

// passes wants the test to pass without the bug.
func passes(ctx context.Context, lab mutants.Lab, mutant mutants.Mutant) error {
	bad, output, err := lab.Baseline(ctx, mutant.Package, []string{mutant.Test})
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return fmt.Errorf("the test doesn't pass without the bug, or doesn't exist:\n%s", output)
	}
	return nil
}
