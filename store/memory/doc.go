// Package memory is the store that keeps everything in the process: for tests, for small hosts, and as the executable
// form of the contract in package store that other stores are compared with.
//
// [New] needs no configuration. Each account has one lock, so that an Apply is alone in its account while it loads, decides
// and writes, and accounts never wait for one another. Nothing survives the process.
//
// Every question is answered from an index that is kept with each write: queues in order of service, seats in order of
// choice, lists by area, inbox and holder in both orders, wakes in order. No command and no page walks all conversations or
// all agents; only Verify, Prune and a Count with a rare filter do walk.
package memory
