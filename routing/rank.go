package routing

import (
	"cmp"
	"math/bits"

	"github.com/repartogo/reparto/botflow"
)

// shareScale is a free share of one. Shares of limits up to [MaxLimit] that differ at all differ by more than one of it.
const shareScale = 1 << 40

// Rank is the number by which a store sorts the seats of an inbox, smallest first; equal ranks stand as [TurnLess] says
// (A6, A7). It is never negative. Under ByHash it is the same for ever, so that a store can start anywhere in the ring.
func (s *Seat) Rank() int64 {
	switch s.Order {
	case ByTurn:
		return int64(s.Ordinal)
	case ByLoad:
		return int64(s.Load)
	case ByFreeShare:
		return shareScale - s.freeShare()
	case ByIdle:
		return int64(s.IdleFrom)
	case ByMember:
		return int64(s.Position)
	case ByHash:
		return int64(hash(s.Agent) >> 1)
	}
	return int64(s.Ordinal)
}

// freeShare is the free part of the limit, of shareScale; no limit counts as all free.
func (s *Seat) freeShare() int64 {
	if s.Limit <= 0 || s.Load <= 0 {
		return shareScale
	}
	if s.Load >= s.Limit {
		return 0
	}
	hi, lo := bits.Mul64(uint64(s.Limit-s.Load), shareScale)
	share, _ := bits.Div64(hi, lo, uint64(s.Limit))
	return int64(share)
}

// Less is the order in which the seats of one inbox are considered: by [Seat.Rank], then as [TurnLess]. It is total.
func Less(a, b *Seat) bool {
	if x, y := a.Rank(), b.Rank(); x != y {
		return x < y
	}
	return TurnLess(a, b)
}

// TurnLess is the inbox's turn: the agent whose last pick by turn is longest ago, those who never had one first; ties in
// member order, then by id (A6). It is total.
func TurnLess(a, b *Seat) bool { return compareTurn(a, b) < 0 }

func compareTurn(a, b *Seat) int {
	return cmp.Or(cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.Position, b.Position), cmp.Compare(a.Agent, b.Agent))
}

// hash spreads an id over 64 bits, the same in every process and release: stores keep it.
func hash[T botflow.AgentID | botflow.ConversationID](id T) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	return mix(h)
}

// mix is the finalizer of splitmix64: every bit of x moves every bit of the result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
