package mutants

import "fmt"

// Verdict says what became of a mutant. The zero value is invalid.
type Verdict uint8

// The verdicts.
const (
	Killed     Verdict = iota + 1 // the named test failed, as it must
	Survived                      // the named test passed in spite of the bug
	Stale                         // the patch no longer applies
	NotBuilt                      // the patched package or its tests don't compile
	NoSuchTest                    // no test of the package has that name
	Skipped                       // the named test is skipped here, since something that it needs is missing
)

func (v Verdict) String() string {
	switch v {
	case Killed:
		return "killed"
	case Survived:
		return "survived"
	case Stale:
		return "stale"
	case NotBuilt:
		return "not built"
	case NoSuchTest:
		return "no such test"
	case Skipped:
		return "skipped"
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}

// Cure says what to do about a verdict other than [Killed].
func (v Verdict) Cure() string {
	switch v {
	case Survived:
		return "the test passes in spite of the bug: make the test stronger, or name the one that catches it"
	case Stale:
		return "the code has moved on: plant the bug in today's code again, or delete the patch if it can't be planted now"
	case NotBuilt:
		return "a bug that the compiler finds proves nothing about a test: plant one that compiles"
	case NoSuchTest:
		return "name a test that the package has, in full"
	case Skipped:
		return "give the test what it needs, such as a PostgreSQL server; one that is always skipped catches nothing"
	case Killed:
	}
	return ""
}
