package routing_test

import (
	"fmt"
	"testing"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

func BenchmarkMatch(b *testing.B) {
	for _, size := range []struct{ agents, seats, chats int }{
		{10, -1, 1}, {10, -1, 64}, {10_000, 64, 1}, {10_000, 64, 64}, {10_000, -1, 64}, {10_000, -1, 1000},
	} {
		for _, strategy := range []routing.Strategy{routing.RoundRobin, routing.LeastLoaded, routing.Random} {
			b.Run(fmt.Sprintf("%s/agents=%d/seats=%d/chats=%d", strategy, size.agents, size.seats, size.chats), func(b *testing.B) {
				w := teamOf(size.agents)
				r := w.inboxes[0]
				r.rules.Policy.Strategy = strategy
				for i := range r.seats {
					r.seats[i].Order, r.seats[i].Load = strategy.Order(), i%7
				}
				for i := range size.chats {
					r.queue = append(r.queue, waiting(fmt.Sprintf("c%04d", i)))
				}
				v := w.view(-1, size.seats)
				b.ReportAllocs()
				for b.Loop() {
					if len(routing.Match(v).Assignments) == 0 {
						b.Fatal("nothing was assigned")
					}
				}
			})
		}
	}
}

func BenchmarkMatchNobody(b *testing.B) {
	w := teamOf(32)
	r := w.inboxes[0]
	for i := range r.seats {
		r.seats[i].Status = botflow.Offline
	}
	for i := range 64 {
		r.queue = append(r.queue, waiting(fmt.Sprintf("c%04d", i)))
	}
	v := w.view(-1, -1)
	b.ReportAllocs()
	for b.Loop() {
		if len(routing.Match(v).Nobody) != 64 {
			b.Fatal("somebody was found")
		}
	}
}
