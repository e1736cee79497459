package main

import (
	"cmp"
	"container/heap"
)

// act is something that happens in the replay. Of what falls on one second, the smaller act comes first: who comes online
// or hangs up is free for whoever asks, who is answered at the last moment hasn't lost patience, and whoever goes takes
// calls up to the end.
type act uint8

const (
	comeOnline   act = iota // an agent
	finish                  // the service of a call has taken its time
	ring                    // a call comes to the bot
	leaveBot                // it goes on to its inbox, or hangs up
	losePatience            // it hangs up, if it still waits
	takeBreak               // an agent
	signOut                 // an agent
)

// step is one act at its time.
type step struct {
	at  moment
	act act
	who int // the number of the call or of the agent's shift; of two alike the smaller goes first
}

// agenda holds the steps that lie ahead, the next one first.
type agenda struct{ steps steps }

func (a *agenda) add(s step) { heap.Push(&a.steps, s) }

func (a *agenda) empty() bool { return len(a.steps) == 0 }

// next tells the next step without taking it.
func (a *agenda) next() step { return a.steps[0] }

func (a *agenda) take() step { return heap.Pop(&a.steps).(step) }

// steps is the heap of an agenda.
type steps []step

// Len implements heap.Interface.
func (s steps) Len() int { return len(s) }

// Less implements heap.Interface.
func (s steps) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(s[i].at, s[j].at), cmp.Compare(s[i].act, s[j].act), cmp.Compare(s[i].who, s[j].who)) < 0
}

// Swap implements heap.Interface.
func (s steps) Swap(i, j int) { s[i], s[j] = s[j], s[i] }

// Push implements heap.Interface.
func (s *steps) Push(x any) { *s = append(*s, x.(step)) }

// Pop implements heap.Interface.
func (s *steps) Pop() any {
	last := len(*s) - 1
	x := (*s)[last]
	*s = (*s)[:last]
	return x
}
