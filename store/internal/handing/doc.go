// Package handing hands events to a host's handler inside a transaction of a store's: what happens in such a round is the same in all
// SQL stores, and only the transaction is theirs.
package handing
