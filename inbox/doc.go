// Package inbox answers who may see and do what. The answer is data: a [Matrix] of rights by place and by what the asker is
// to the conversation. The check of one act ([Can], [Authorize]), the lists and the counters ([Visible]) are all read
// off the same cells, so a list shows exactly the conversations whose check says "see" (I5).
//
// The package is pure: it holds no state, reads no clock and may be used from any number of goroutines at once.
package inbox
