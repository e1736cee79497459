package routing

import (
	"fmt"
	"strconv"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// MaxLimit is the highest limit that a policy or an agent may have; 0 is how to say "none".
const MaxLimit = 1_000_000

// MaxDuration is the longest duration that a policy or a ramp-in may have: ten years.
const MaxDuration = 10 * 365 * 24 * time.Hour

// Validate refuses a policy that can't be meant, with an *[botflow.Error] of code "invalid" that names the field below the
// given one. Whether a strategy's ranker, the fallback and the excluded agents exist is for the directory to check.
func (p Policy) Validate(field string) error {
	if p.Eligible > Everybody {
		return botflow.Invalid(field+".eligible", "is not one of online, all")
	}
	if p.Limit < 0 || p.Limit > MaxLimit {
		return botflow.Invalid(field+".limit", "is not between 0, for none, and "+strconv.Itoa(MaxLimit))
	}
	if p.MaxRotations < 0 {
		return botflow.Invalid(field+".maxRotations", "is negative; 0 sets no end")
	}
	if err := p.validateDurations(field); err != nil {
		return err
	}
	if p.Strategy != "" {
		if err := botflow.CheckID(field+".strategy", p.Strategy); err != nil {
			return err
		}
	}
	if p.Fallback != "" {
		if err := botflow.CheckID(field+".fallback", p.Fallback); err != nil {
			return err
		}
		if !p.Fallback.Shared() {
			return botflow.Invalid(field+".fallback", "is not a shared inbox")
		}
	}
	return p.validateExcluded(field + ".excluded")
}

func (p Policy) validateDurations(field string) error {
	if p.ReassignAfter > 0 && p.ReassignAfter < time.Second {
		return botflow.Invalid(field+".reassignAfter", "is under a second; 0 never reassigns")
	}
	if err := checkDuration(field+".reassignAfter", p.ReassignAfter, "0 never reassigns"); err != nil {
		return err
	}
	if err := checkDuration(field+".affinityWait", p.AffinityWait, "0 doesn't wait"); err != nil {
		return err
	}
	if p.ReturnMemory == botflow.None {
		return nil
	}
	return checkDuration(field+".returnMemory", p.ReturnMemory, "None is how to have none")
}

func (p Policy) validateExcluded(field string) error {
	seen := make(map[botflow.AgentID]int, len(p.Excluded))
	for i, a := range p.Excluded {
		at := fmt.Sprintf("%s[%d]", field, i)
		if err := botflow.CheckID(at, a); err != nil {
			return err
		}
		if first, twice := seen[a]; twice {
			return botflow.Invalid(at, fmt.Sprintf("is the agent of excluded[%d] again", first))
		}
		seen[a] = i
	}
	return nil
}

// Validate refuses a ramp-in that can't be meant, as [Policy.Validate] does: negative or too large numbers, or a limit
// without a period and the other way round.
func (r RampIn) Validate(field string) error {
	if r.Limit < 0 || r.Limit > MaxLimit {
		return botflow.Invalid(field+".limit", "is not between 0, for none, and "+strconv.Itoa(MaxLimit))
	}
	if err := checkDuration(field+".period", r.Period, "0 switches ramp-in off"); err != nil {
		return err
	}
	if (r.Limit == 0) != (r.Period == 0) {
		return botflow.Invalid(field, "needs a limit and a period, or neither")
	}
	return nil
}

func checkDuration(field string, d time.Duration, cure string) error {
	switch {
	case d < 0:
		return botflow.Invalid(field, "is negative; "+cure)
	case d > MaxDuration:
		return botflow.Invalid(field, "is longer than ten years")
	}
	return nil
}
