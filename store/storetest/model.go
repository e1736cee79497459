package storetest

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

func modelChecks() []Check {
	return []Check{
		{
			Duty: 0, Name: "the same answers as the memory store",
			Explain: "After the same steps the store answered otherwise than the memory store, which says what is right (I12).",
			Run:     sameAnswers,
		},
		{
			Duty: 0, Name: "the same answers after opening again", Needs: NeedReopen,
			Explain: "After the same steps, with the store closed and opened between them, it answered otherwise than one that stayed open (I12).",
			Run:     sameAnswersReopened,
		},
	}
}

// The random histories of the two checks. Their seeds are fixed.
const (
	historySeeds  = 6
	reopenedSeeds = 3
	historySteps  = 100
)

func sameAnswers(tb testing.TB, h Harness) error {
	tb.Helper()
	h.Reopen = nil
	return seededHistories(tb, h, historySeeds)
}

func sameAnswersReopened(tb testing.TB, h Harness) error {
	tb.Helper()
	return seededHistories(tb, h, reopenedSeeds)
}

func seededHistories(tb testing.TB, h Harness, seeds uint64) error {
	tb.Helper()
	m := newModel(tb, h)
	for seed := range seeds {
		log := &tail{}
		if err := caught(func() { m.run(rand.New(rand.NewPCG(seed, 11)), historySteps, log.add) }); err != nil {
			return fmt.Errorf("%w\n\tin the history of seed %d, whose last steps were\n%s", err, seed, log)
		}
	}
	return nil
}

// randomHistories draws histories with rapid, which makes one that fails as short as it can and prints its seed. There are as many as
// -rapid.checks says (100, or 20 with -short), and with REPARTO_LONG=1 twenty times as many.
func randomHistories(t *testing.T, h Harness) {
	t.Helper()
	m := newModel(t, h)
	for range budget.Of(budget.StoreHistories) {
		rapid.Check(t, func(r *rapid.T) {
			var wrong error
			m.drawnHistory(r.Logf, &wrong).Draw(r, "steps")
			if wrong != nil {
				r.Fatal(wrong)
			}
		})
	}
}

// drawnHistory runs a history whose choices are drawn inside a generator, which keeps thousands of them out of the log. It gives the number
// of steps, and says what was found wrong.
func (m *model) drawnHistory(log func(format string, args ...any), wrong *error) *rapid.Generator[int] {
	return rapid.Custom(func(r *rapid.T) (steps int) {
		defer func() {
			switch what := recover().(type) {
			case nil:
			case found:
				*wrong = what.error
			default: // rapid's own
				panic(what)
			}
		}()
		steps = rapid.IntRange(1, 25).Draw(r, "steps")
		m.run(drawn{r}, steps, log)
		return steps
	})
}

// drawn is a source whose choices rapid makes and shrinks.
type drawn struct{ t *rapid.T }

func (d drawn) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(d.t, "choice") }
func (d drawn) Uint64() uint64 { return rapid.Uint64().Draw(d.t, "choice") }

// model runs histories, each in an account of its own of one pair of stores.
type model struct {
	right   *memory.DB
	checked *probe
	runs    atomic.Int64
}

func newModel(tb testing.TB, h Harness) *model {
	tb.Helper()
	return &model{right: memory.New(), checked: &probe{ctx: tb.Context(), tb: tb, h: h, db: h.New(tb)}}
}

// run writes a history of so many steps, with glances between them, and reads everything at the end.
func (m *model) run(r source, steps int, log func(format string, args ...any)) {
	n := m.runs.Add(1)
	before, id := botflow.AccountID(fmt.Sprintf("%08d", n-1)), botflow.AccountID(fmt.Sprintf("%08d", n))
	right, err := m.right.Account(id)
	m.checked.no(err, "open account %q", id)
	both := newTwin(right, m.checked.in(id).Store)
	p := *m.checked
	p.Store, p.id = both, id
	h := &history{log: log, read: map[string]uint64{}, seen: map[string]store.Consumer{}}
	h.world = emptyWorld(&p, r)
	h.commit = h.put
	h.reconfigure()
	h.accounts = func() {
		now := h.instant()
		right, _, err := m.right.Accounts(h.ctx, before, now, 1)
		checked, _, failed := m.checked.db.Accounts(h.ctx, before, now, 1)
		same(fmt.Sprintf("the account after %q with work at %d", before, now), checked, right)
		h.no(agreeing("Accounts' error", failed, err), "accounts")
	}
	if m.checked.h.Reopen != nil {
		h.restart = func() {
			m.checked = m.checked.in(id).reopened()
			both.checked = m.checked.Store
		}
	}
	for range steps {
		h.act()
		h.glance()
		h.glance()
	}
	h.all()
}

// tail keeps the last lines of a log.
type tail struct{ lines []string }

func (t *tail) add(format string, args ...any) {
	t.lines = append(t.lines, fmt.Sprintf(format, args...))
	t.lines = t.lines[max(0, len(t.lines)-3):]
}

func (t *tail) String() (s string) {
	for _, line := range t.lines {
		s += line + "\n"
	}
	return s
}
