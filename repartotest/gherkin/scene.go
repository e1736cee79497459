package gherkin

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/repartotest"
	"github.com/repartogo/reparto/routing"
)

// scene is one scenario being played.
type scene struct {
	*repartotest.Center
	play *play

	zone     *time.Location
	pickle   *godog.Scenario
	at       int      // the index of the step being played
	refusal  error    // of the step before, for "it fails with"
	unknown  []string // names of agents that the step mentions and nobody has introduced
	agents   map[string]bool
	inboxes  []botflow.InboxID
	channels []botflow.ChannelID

	policyOptions  []func(*routing.Policy) // step 22: for every inbox, later ones too
	channelOptions []func(*directory.Channel)
	personOptions  []func(*directory.Agent)
	inactive       time.Duration // InactiveAfter, once inactivity counts
	counting       bool
	last           map[botflow.ContactID]botflow.Receive
}

// failure is how a center ends a scene: played recovers it.
type failure string

// desk is what the center takes for a test.
type desk struct{}

func (desk) Helper() {}

func (desk) Fatalf(format string, args ...any) { panic(failure(fmt.Sprintf(format, args...))) }

// open begins a scenario: time begins where its step says, even if other steps stand before it.
func (s *scene) open(pickle *godog.Scenario) (err error) {
	s.pickle, s.at = pickle, -1
	s.agents, s.last = map[string]bool{}, map[botflow.ContactID]botflow.Receive{}
	s.inboxes = []botflow.InboxID{botflow.General}
	s.zone = time.UTC
	start := repartotest.Monday()
	for _, step := range pickle.Steps {
		f, ok := s.play.language.match(step.Text)
		if !ok || f.step.Number != 1 {
			continue
		}
		zone, zoneErr := loadZone(f.values[1])
		if zoneErr != nil {
			break // the step itself will say so
		}
		if t, timeErr := parseMoment(f.values[0], time.Time{}, zone); timeErr == nil && !t.IsZero() {
			s.zone, start = zone, t
		}
		break
	}
	defer recovered(&err)
	db, err := s.play.open()
	if err != nil {
		return err
	}
	s.Center = repartotest.New(desk{}, repartotest.Config{Start: start.In(s.zone), Store: db})
	s.channels = []botflow.ChannelID{repartotest.WhatsApp}
	// The bot of the scenario language is known to the account whatever channels it answers on.
	s.Change(directory.PutChannel{Channel: directory.Channel{ID: "flow bot", Bot: repartotest.FlowBot}})
	return nil
}

// recovered turns the end of a center's scene, or a panic, into an error.
func recovered(err *error) {
	switch end := recover().(type) {
	case nil:
	case failure:
		*err = errors.New(string(end))
	default:
		*err = fmt.Errorf("this is a bug, please report it: %v\n%s", end, debug.Stack())
	}
}

// perform plays one step.
func (s *scene) perform(step *godog.Step) error {
	f, ok := s.play.language.match(step.Text)
	if !ok {
		return godog.ErrUndefined
	}
	def, a := f.step, args{texts: f.values}
	if err := a.take(def, step); err != nil {
		return s.located(step, err)
	}
	s.unknown = nil
	if def.Number != stepFails {
		s.refusal = nil
	}
	err := s.do(def, a)
	switch {
	case err == nil:
		return nil
	case def.Number != stepFails && botflow.CodeOf(err) != "" && s.failsNext():
		s.refusal = err
		return nil
	case s.play.forgiving && !fatal(err):
		return nil
	}
	return s.located(step, s.explained(def, err))
}

// fatal tells an error that no file may bring about.
func fatal(err error) bool {
	return strings.Contains(err.Error(), "this is a bug") || strings.Contains(err.Error(), "an invariant is broken")
}

func (s *scene) do(def *Step, a args) (err error) {
	defer recovered(&err)
	return def.do(s, a)
}

// take reads the step's table.
func (a *args) take(def *Step, step *godog.Step) error {
	switch {
	case step.Argument == nil || step.Argument.DataTable == nil && step.Argument.DocString == nil:
		if def.Table != nil {
			return fmt.Errorf("this step needs a table: %s", strings.Join(def.Table, " "))
		}
		return nil
	case def.Table == nil || step.Argument.DataTable == nil:
		return errors.New("this step takes no table and no text below it")
	}
	for _, row := range step.Argument.DataTable.Rows {
		var cells []string
		for _, cell := range row.Cells {
			cells = append(cells, strings.TrimSpace(cell.Value))
		}
		a.table = append(a.table, cells)
	}
	return nil
}

// failsNext tells whether the step after this one says that this one fails.
func (s *scene) failsNext() bool {
	if s.at+1 >= len(s.pickle.Steps) {
		return false
	}
	next, ok := s.play.language.match(s.pickle.Steps[s.at+1].Text)
	return ok && next.step.Number == stepFails
}

// explained adds the likely cause to an error.
func (s *scene) explained(def *Step, err error) error {
	code := botflow.CodeOf(err)
	if code == "" {
		return err
	}
	if len(s.unknown) > 0 {
		return fmt.Errorf("there is no agent %q in this scenario: introduce them with agents %q (%w)", s.unknown[0], s.unknown[0], err)
	}
	if def.Number < firstWhen || def.Number >= firstThen {
		return err
	}
	return fmt.Errorf("it fails with %q: %w\nsay so in the next step if it should\n%s", code, err, s.Story(""))
}

// located puts file and line before an error.
func (s *scene) located(step *godog.Step, err error) error {
	return fmt.Errorf("%s: %w", s.play.place(s.pickle, step), err)
}

// staff gives agents that the scenario has introduced, or says who is unknown.
func (s *scene) staff(names ...string) ([]botflow.AgentID, error) {
	var all []botflow.AgentID
	for _, name := range names {
		if !s.agents[name] {
			return nil, fmt.Errorf("there is no agent %q in this scenario: introduce them with agents %q", name, name)
		}
		all = append(all, botflow.AgentID(name))
	}
	if len(all) == 0 {
		return nil, errors.New("this step needs the name of an agent between the quotes")
	}
	return all, nil
}

// one is staff for a single name.
func (s *scene) one(name string) (botflow.AgentID, error) {
	all, err := s.staff(name)
	if err != nil {
		return "", err
	}
	return all[0], nil
}

// whoever gives an agent whom the engine judges: one who is unknown is refused by it, and named if nobody expects that.
func (s *scene) whoever(name string) botflow.AgentID {
	if !s.agents[name] {
		s.unknown = append(s.unknown, name)
	}
	return botflow.AgentID(name)
}

// inbox gives the id of an inbox by the name that scenarios use.
func (s *scene) inbox(name string) botflow.InboxID {
	id := botflow.InboxID(name)
	if owner, ok := strings.CutPrefix(name, "Personal de "); ok {
		return botflow.Personal(botflow.AgentID(owner))
	}
	if name == "Closed" && !slices.Contains(s.inboxes, id) {
		return botflow.Closed
	}
	return id
}

// shared gives a shared inbox that the scenario has made, or says that it is unknown.
func (s *scene) shared(name string) (botflow.InboxID, error) {
	id := s.inbox(name)
	if !slices.Contains(s.inboxes, id) {
		return "", fmt.Errorf("there is no inbox %q in this scenario: make it with inbox %q with members \"...\"", name, name)
	}
	return id, nil
}

// channel makes sure that a channel is known.
func (s *scene) channel(name string) botflow.ChannelID {
	id := botflow.ChannelID(name)
	if !slices.Contains(s.channels, id) {
		s.channels = append(s.channels, id)
		s.Channel(id, func(ch *directory.Channel) {
			for _, option := range s.channelOptions {
				option(ch)
			}
		})
	}
	return id
}
