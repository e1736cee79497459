package gherkin

import (
	"embed"
	"io/fs"
)

//go:embed features
var features embed.FS

// Features gives the rules of the domain as feature files: each rule of docs/rules.md is the tag of at least one scenario. A store
// of one's own can be tried with them:
//
//	gherkin.Run(t, gherkin.Features(), gherkin.Options{NewStore: open})
func Features() fs.FS { return features }
