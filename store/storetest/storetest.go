package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/repartogo/reparto/store"
)

// Harness makes stores to check. What it leaves nil, the checks that need it are spared.
type Harness struct {
	// New makes an empty store, and registers with tb what must be cleaned up.
	New func(tb testing.TB) store.DB
	// Reopen closes a store that the harness made and opens it again on the same data, as a process that starts anew would. Nil:
	// the store isn't durable.
	Reopen func(tb testing.TB, db store.DB) store.DB
	// Second opens another store on the data of one that the harness made and that stays open, as a second process would. Nil: the data
	// belong to one process.
	Second func(tb testing.TB, db store.DB) store.DB
	// Patience is how long a check waits for what a [store.Watcher] must tell soon; 0: twenty seconds.
	Patience time.Duration
}

// Need is what a check wants of a harness beside New. The zero value is nothing.
type Need uint8

// The needs.
const (
	NeedNothing Need = iota
	NeedReopen
	NeedSecond
)

// Check is one demand on a store.
type Check struct {
	Duty    int    // its number in the documentation of package store; 0: any of them
	Name    string // of the subtest
	Explain string // what goes wrong in a contact center when it fails
	Needs   Need
	// Run works on stores that the harness makes and says what it found wrong.
	Run func(tb testing.TB, h Harness) error
}

// Checks lists all checks by duty.
func Checks() []Check {
	all := slices.Concat(
		modelChecks(), isolationChecks(), capacityChecks(), linearChecks(), atomicityChecks(), restartChecks(), operationChecks(), decideChecks(),
		identityChecks(), wakeChecks(), accountChecks(), loadChecks(), sharingChecks(), eventChecks(), feedChecks(), consumerChecks(), viewChecks(), listChecks(),
		retentionChecks(), contextChecks(), textChecks(), inputChecks(), jobChecks(), directoryChecks(), scopeChecks(), namingChecks(), secondChecks(), slowChecks(), watchChecks(),
	)
	slices.SortStableFunc(all, func(a, b Check) int { return a.Duty - b.Duty })
	return all
}

// Run runs every check as a subtest, and then random histories that shrink when they fail.
func Run(t *testing.T, h Harness) {
	t.Helper()
	for _, c := range Checks() {
		t.Run(fmt.Sprintf("duty %d %s", c.Duty, c.Name), func(t *testing.T) {
			t.Parallel()
			if !c.Applies(h) {
				t.Skip("the harness doesn't offer what this check needs")
			}
			if err := c.Against(t, h); err != nil {
				t.Fatal(err)
			}
		})
	}
	t.Run("random histories", func(t *testing.T) {
		t.Parallel()
		randomHistories(t, h)
	})
}

// Applies tells whether the harness offers what the check needs.
func (c Check) Applies(h Harness) bool {
	switch c.Needs {
	case NeedReopen:
		return h.Reopen != nil
	case NeedSecond:
		return h.Second != nil
	case NeedNothing:
	}
	return true
}

// Against runs the check on an empty store. The error names the duty and explains it.
func (c Check) Against(tb testing.TB, h Harness) error {
	tb.Helper()
	if err := c.Run(tb, h); err != nil {
		return fmt.Errorf("duty %d, %s: %w\n\t%s", c.Duty, c.Name, err, c.Explain)
	}
	return nil
}
