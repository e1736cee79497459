// Package batch is what the SQL stores of this module share: group commit. Applies that come at the same time form a group
// ([Queue]); the store loads and locks the rows that all their keys name into a [Set] of each account; each Apply is decided on the
// Set in order of arrival, on what the ones before it left; and what has changed in the end is written in one transaction.
// Everything here is memory and rules: the SQL, the locks and the transaction are the store's.
//
// A Set is also where a store's derived rows are kept right: which seats an agent's row or a turn moves, and which seats a
// new directory makes.
package batch
