// Package gherkin runs routing scenarios, in English or in Spanish, against the engine under a virtual clock: feature files that a
// product owner can read and write. The page docs/scenarios.md lists every step.
//
// From a test:
//
//	//go:embed features
//	var features embed.FS
//
//	func TestScenarios(t *testing.T) { gherkin.Run(t, features, gherkin.Options{}) }
//
// From a shell, in the repository's root:
//
//	go run ./repartotest/gherkin/cmd/escenarios shop.feature
//
// The invariants of the account are checked after every step. A scenario that fails prints the story of its chats.
package gherkin

//go:generate go run ./cmd/steppage
