package gherkin_test

import (
	"embed"
	"testing"

	"github.com/repartogo/reparto/repartotest/gherkin"
)

//go:embed features
var features embed.FS

// TestScenarios plays every feature file of this folder.
func TestScenarios(t *testing.T) {
	t.Parallel()
	gherkin.Run(t, features, gherkin.Options{})
}
