package routing

// Strategy names how an inbox orders its eligible agents (A6, A7). The zero value is round robin. A name that isn't one
// of these is a host's own [Ranker].
type Strategy string

// The strategies of the library.
const (
	RoundRobin  Strategy = ""             // least recently given a chat by this inbox's turn; ties in member order
	LeastLoaded Strategy = "least loaded" // fewest owned chats; ties as RoundRobin
	FreeShare   Strategy = "free share"   // most free share of the own limit; no limit counts as all free; ties as RoundRobin
	LongestIdle Strategy = "longest idle" // longest since the load last changed; ties as RoundRobin
	Random      Strategy = "random"       // uniform over the eligible, from the recorded entropy
	FixedOrder  Strategy = "fixed order"  // the first eligible in member order
)

// String prints the strategy's name, "round robin" for the zero value.
func (s Strategy) String() string {
	if s == RoundRobin {
		return "round robin"
	}
	return string(s)
}

// Known tells whether the strategy is one of the library's own. One that isn't needs a host's [Ranker]; without it, it is
// round robin.
func (s Strategy) Known() bool {
	switch s {
	case RoundRobin, LeastLoaded, FreeShare, LongestIdle, Random, FixedOrder:
		return true
	}
	return false
}

// Order is how a store sorts the seats of an inbox: it sorts by [Rank] and interprets nothing.
type Order uint8

// The orders.
const (
	ByTurn Order = iota // least recently given first
	ByLoad
	ByFreeShare
	ByIdle
	ByMember
	ByHash
)

// Order gives the order in which a store keeps the seats of an inbox with this strategy; a host's own ranks a window of ByTurn.
func (s Strategy) Order() Order {
	switch s {
	case LeastLoaded:
		return ByLoad
	case FreeShare:
		return ByFreeShare
	case LongestIdle:
		return ByIdle
	case Random:
		return ByHash
	case FixedOrder:
		return ByMember
	case RoundRobin:
	}
	return ByTurn
}

// Ranker is a host's own strategy: it reorders the seats of one bounded window, best first. It must be pure: it may be
// called again for the same pick, from several goroutines. Seats that it drops aren't given the chat.
type Ranker interface {
	Rank(chat Waiting, seats []Seat) []Seat
}
