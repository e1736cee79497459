package gherkin_test

import (
	"os"
	"testing"

	"github.com/repartogo/reparto/repartotest/gherkin"
)

func TestThePageIsCurrent(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != gherkin.Page() {
		t.Error("docs/scenarios.md isn't what the steps say: run go generate ./... in repartotest/gherkin")
	}
}
