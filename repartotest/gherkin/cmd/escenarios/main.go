// Command escenarios plays feature files against the engine:
//
//	go run ./repartotest/gherkin/cmd/escenarios shop.feature
//
// It exits with 1 if a scenario fails, a step is undefined, or a file can't be read.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/repartogo/reparto/internal/stores"
	"github.com/repartogo/reparto/repartotest/gherkin"
	"github.com/repartogo/reparto/store"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(arguments []string) int {
	var o gherkin.Options
	flags := flag.NewFlagSet("escenarios", flag.ContinueOnError)
	flags.StringVar(&o.Format, "format", "pretty", "godog's output: pretty, progress, cucumber, junit, or several parted by commas")
	kept := flags.String("store", "memory", stores.Usage)
	flags.StringVar(&o.Tags, "tags", "", "which scenarios, such as @A6")
	flags.BoolVar(&o.Plain, "no-colors", os.Getenv("NO_COLOR") != "", "print without colours")
	flags.IntVar(&o.Concurrency, "concurrency", 1, "how many scenarios at the same time")
	flags.Usage = func() {
		_, _ = fmt.Fprintln(flags.Output(), "usage: escenarios [flags] FILES...")
		flags.PrintDefaults()
	}
	if err := flags.Parse(arguments); err != nil {
		return 1
	}
	o.Paths = flags.Args()
	ctx := context.Background()
	source, err := stores.Open(ctx, *kept)
	if err != nil {
		return complain(err)
	}
	o.NewStore = func() (store.DB, error) { return source.New(ctx) }
	status := gherkin.Play(o)
	if err := source.Close(ctx); err != nil {
		return complain(err)
	}
	return status
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, "escenarios:", err)
	return 1
}
