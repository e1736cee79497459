package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/repartogo/reparto/store"
)

// Harness makes stores to check.
type Harness struct {
	// New makes an empty store, and registers with tb what must be cleaned up.
	New func(tb testing.TB) store.DB
}

// Check is one demand on a store.
type Check struct {
	Duty    int    // its number in the documentation of package store
	Name    string // of the subtest
	Explain string // what goes wrong in a contact center when it fails
	// Run works on an empty store and says what it found wrong.
	Run func(ctx context.Context, db store.DB) error
}

// Checks lists all checks by duty.
func Checks() []Check {
	all := slices.Concat(
		isolationChecks(), atomicityChecks(), operationChecks(), decideChecks(), identityChecks(), wakeChecks(), accountChecks(),
		loadChecks(), sharingChecks(), eventChecks(), feedChecks(), consumerChecks(), viewChecks(), listChecks(), retentionChecks(), contextChecks(),
		textChecks(), jobChecks(), directoryChecks(), scopeChecks(), namingChecks(),
	)
	slices.SortStableFunc(all, func(a, b Check) int { return a.Duty - b.Duty })
	return all
}

// Run runs every check as a subtest.
func Run(t *testing.T, h Harness) {
	t.Helper()
	for _, c := range Checks() {
		t.Run(fmt.Sprintf("duty %d %s", c.Duty, c.Name), func(t *testing.T) {
			t.Parallel()
			if err := c.Against(t.Context(), h.New(t)); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Against runs the check on an empty store. The error names the duty and explains it.
func (c Check) Against(ctx context.Context, db store.DB) error {
	if err := c.Run(ctx, db); err != nil {
		return fmt.Errorf("duty %d, %s: %w\n\t%s", c.Duty, c.Name, err, c.Explain)
	}
	return nil
}
