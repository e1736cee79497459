package gherkin_test

import (
	"testing"

	"github.com/repartogo/reparto/repartotest/gherkin"
)

// TestScenarios plays every feature file of this folder.
func TestScenarios(t *testing.T) {
	t.Parallel()
	gherkin.Run(t, gherkin.Features(), gherkin.Options{})
}
