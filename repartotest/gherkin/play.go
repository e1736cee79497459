package gherkin

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cucumber/godog"

	"github.com/repartogo/reparto/repartotest"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// Options say how scenarios are played. The zero value plays every file of the features folder on the memory store.
type Options struct {
	Paths []string // files and folders; empty: all that the file system holds
	// NewStore makes an empty store for each scenario. Nil: in memory.
	NewStore    func() (store.DB, error)
	Format      string    // of godog's output, such as pretty, progress or junit; "" : pretty for [Play], none of passing ones for [Run]
	Tags        string    // which scenarios, such as "@A6 && ~@slow"; "" : all
	Output      io.Writer // where godog writes; nil: the standard output
	Errors      io.Writer // where undefined steps and syntax errors are told; nil: the standard error
	Plain       bool      // no colours
	Concurrency int       // how many scenarios at the same time; 0: one
	// Done, if it isn't nil, is called at the end of each scenario with its name and its center, for checks of one's own.
	Done func(scenario string, c *repartotest.Center)
}

// Run plays the feature files of a file system as subtests.
func Run(t *testing.T, fsys fs.FS, o Options) {
	t.Helper()
	if o.Format == "" {
		o.Format = "progress"
		if o.Output == nil {
			o.Output = io.Discard // a subtest that fails says why
		}
	}
	if o.Errors == nil {
		o.Errors = testLog{t}
	}
	if len(o.Paths) == 0 {
		o.Paths = []string{"."}
	}
	if code := start(fsys, o, t); code != 0 {
		t.Errorf("scenarios failed, or a step is undefined: see above")
	}
}

// testLog writes to a test's log.
type testLog struct{ t *testing.T }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Helper()
	l.t.Log(strings.TrimRight(string(p), "\n"))
	return len(p), nil
}

// Play plays feature files of the machine, and gives the exit status: 0, or 1 if anything fails or any step is undefined.
func Play(o Options) int {
	if o.Errors == nil {
		o.Errors = os.Stderr
	}
	if len(o.Paths) == 0 {
		_, _ = fmt.Fprintln(o.Errors, "no feature file is named")
		return 1
	}
	if o.Format == "" {
		o.Format = "pretty"
	}
	return start(nil, o, nil)
}

// play is one run of feature files.
type play struct {
	language *language
	lines    map[string]int64 // of steps, by the id in their file's tree
	newStore func() (store.DB, error)
	errors   io.Writer
	done     func(string, *repartotest.Center)

	forgiving bool        // a step that fails doesn't end the scenario: to play what nobody has thought of
	failed    atomic.Bool // a scenario has; some formats keep it to themselves
}

// start reads the files, says which steps are undefined, and plays.
func start(fsys fs.FS, o Options, t *testing.T) int { //nolint:thelper // a test is only one of the ways here
	return newPlay(o).start(fsys, o, t)
}

func newPlay(o Options) *play {
	return &play{language: newLanguage(), lines: map[string]int64{}, newStore: o.NewStore, errors: o.Errors, done: o.Done}
}

func (p *play) start(fsys fs.FS, o Options, t *testing.T) int { //nolint:thelper // as above
	if _, err := p.open(); err != nil {
		_, _ = fmt.Fprintln(o.Errors, err)
		return 1
	}
	options := &godog.Options{
		Paths: o.Paths, FS: fsys, Format: o.Format, Tags: o.Tags, Output: o.Output, NoColors: o.Plain, Concurrency: max(o.Concurrency, 1), Strict: true, TestingT: t,
	}
	suite := godog.TestSuite{Name: "reparto", Options: options, ScenarioInitializer: p.scenario}
	fine, err := p.survey(suite)
	if err != nil {
		_, _ = fmt.Fprintln(o.Errors, syntax(err))
		return 1
	}
	if suite.Run() != 0 || !fine || p.failed.Load() {
		return 1
	}
	return 0
}

// survey reads all files first: it remembers where steps stand, and tells of undefined ones with file and line.
func (p *play) survey(suite godog.TestSuite) (fine bool, err error) {
	features, err := suite.RetrieveFeatures()
	if err != nil {
		return false, err
	}
	fine = true
	for _, f := range features {
		seen := map[string]bool{}
		for _, pickle := range f.Pickles {
			for _, step := range pickle.Steps {
				id := step.AstNodeIds[0]
				if found := f.FindStep(id); found != nil {
					p.lines[id] = found.Location.Line
				}
				if _, ok := p.language.match(step.Text); !ok && !seen[id] {
					seen[id], fine = true, false
					_, _ = fmt.Fprintf(p.errors, "%s: undefined step: %s%s\n", p.place(pickle, step), step.Text, p.language.hint(step.Text))
				}
			}
		}
	}
	return fine, nil
}

// syntax puts file and line of a syntax error together, as an editor wants them.
func syntax(err error) string {
	file, problems, ok := strings.Cut(err.Error(), " - Parser errors:\n")
	if !ok {
		return err.Error()
	}
	return regexp.MustCompile(`(?m)^\((\d+):(\d+)\): `).ReplaceAllString(problems, strings.ReplaceAll(file, "$", "$$")+":$1:$2: ")
}

// place gives file and line of a step.
func (p *play) place(pickle *godog.Scenario, step *godog.Step) string {
	return fmt.Sprintf("%s:%d", pickle.Uri, p.lines[step.AstNodeIds[0]])
}

// scenario binds the language to one scenario.
func (p *play) scenario(ctx *godog.ScenarioContext) {
	s := &scene{play: p}
	var current *godog.Step
	ctx.Before(func(c context.Context, pickle *godog.Scenario) (context.Context, error) {
		bound := map[*phrase]bool{}
		for _, step := range pickle.Steps { // only what this scenario says: the language is long
			if f, ok := p.language.match(step.Text); ok && !bound[f.phrase] {
				bound[f.phrase] = true
				ctx.Step(f.pattern, func() error { return s.perform(current) })
			}
		}
		return c, s.open(pickle)
	})
	ctx.After(func(c context.Context, pickle *godog.Scenario, err error) (context.Context, error) {
		if err != nil {
			p.failed.Store(true)
		}
		if p.done != nil && s.Center != nil {
			p.done(pickle.Name, s.Center)
		}
		return c, nil
	})
	ctx.StepContext().Before(func(c context.Context, step *godog.Step) (context.Context, error) {
		current = step
		s.at++
		return c, nil
	})
}

// open makes an empty store.
func (p *play) open() (store.DB, error) {
	if p.newStore != nil {
		return p.newStore()
	}
	return memory.New(), nil
}
