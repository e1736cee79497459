// Command steppage writes docs/scenarios.md from the steps. go generate runs it.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/repartogo/reparto/repartotest/gherkin"
)

func main() {
	to := flag.String("o", "../../docs/scenarios.md", "the file to write")
	flag.Parse()
	if err := os.WriteFile(*to, []byte(gherkin.Page()), 0o644); err != nil { //nolint:gosec // a page for everybody
		fmt.Fprintln(os.Stderr, "steppage:", err)
		os.Exit(1)
	}
}
