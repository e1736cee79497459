// Command machine writes what is generated from the table of transitions: docs/machine.md, docs/machine.dot, and the
// table of commands in botflow's documentation.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/repartogo/reparto/botflow"
)

func main() {
	root := flag.String("root", ".", "the module's root")
	flag.Parse()
	for path, text := range generate() {
		if err := os.WriteFile(filepath.Join(*root, filepath.FromSlash(path)), []byte(text), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "machine:", err)
			os.Exit(1)
		}
	}
}

// generate gives the text of each file by its path from the module's root.
func generate() map[string]string {
	rows := botflow.Transitions()
	return map[string]string{
		"docs/machine.md":         page(rows),
		"docs/machine.dot":        dot(rows),
		"botflow/doc_commands.go": godoc(rows),
	}
}
