// Package news is what stores have yet to tell those who watch (duty 20).
package news

import (
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Set is the accounts in which something was written, each with the earliest wake that was set there; 0: none.
type Set map[botflow.AccountID]botflow.Instant

// Add says that something was written to an account.
func (s Set) Add(account botflow.AccountID, wake botflow.Instant) {
	s[account] = s[account].Sooner(wake)
}

// Accounts lists them by id.
func (s Set) Accounts() []botflow.AccountID { return slices.Sorted(maps.Keys(s)) }
