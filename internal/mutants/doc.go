// Package mutants proves that the tests can fail.
//
// A mutant is a patch in testdata/mutants that plants one bug in the code, with a header that names the rules it breaks,
// the package and the one test that must catch it, and why:
//
//	# rules: A4, I2
//	# package: ./routing
//	# test: ^TestA4_NobodyAboveTheLimit$
//	# why: the limit is compared with <= instead of <
//	--- a/routing/seat.go
//	+++ b/routing/seat.go
//	@@ -10,3 +10,3 @@
//	...
//
// The test of this package applies each patch to a copy of the files it changes, compiles the package with the copy laid
// over the original (go test -overlay), and wants the named test to fail. The working tree is never touched. A patch
// that no longer applies, doesn't compile, or names a test that doesn't exist or fails without it is a failure of its own.
// A test that is skipped for want of something, such as a database server, catches nothing here; with CI set that is a failure too.
//
// To write one, see cmd/mutate.
package mutants
