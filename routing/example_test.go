package routing_test

import (
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// salesView is what a store would show of an inbox with three agents: Ana was given a chat last, Bea is away.
func salesView() routing.InboxView {
	policy := routing.Support()
	seat := func(position int, agent botflow.AgentID, ordinal uint64, status botflow.Status) routing.Seat {
		return routing.Seat{
			SeatRules: routing.SeatRules{Agent: agent, Inbox: "Sales", Position: position, NeedsOnline: true, Limit: policy.Limit},
			Ordinal:   ordinal, Status: status,
		}
	}
	ana, bea, carlos := seat(0, "Ana", 2, botflow.Online), seat(1, "Bea", 0, botflow.Away), seat(2, "Carlos", 1, botflow.Online)
	return routing.InboxView{
		Inbox: "Sales", Turn: 2,
		Seats:   []routing.Seat{carlos, ana},
		Members: []routing.Seat{bea, carlos, ana},
		Rules:   routing.Rules{Policy: policy, Open: true, Members: 3},
	}
}

func ExampleMatch() {
	sales := salesView()
	sales.Queue = []routing.Waiting{{Conversation: "c1", Inbox: "Sales", QueuedAt: 10}, {Conversation: "c2", Inbox: "Sales", QueuedAt: 20}}
	result := routing.Match(routing.View{Now: 30, Inboxes: []routing.InboxView{sales}})
	for _, a := range result.Assignments {
		fmt.Println(a.Conversation, "to", a.Agent, "turn", a.Turn+1)
	}
	// Output:
	// c1 to Carlos turn 3
	// c2 to Ana turn 4
}

func ExampleExplain() {
	d := routing.Explain(salesView(), routing.Waiting{Conversation: "c1", Affinity: "Bea"}, 30, 0)
	fmt.Println("chosen:", d.Chosen, "by", d.Strategy)
	for _, c := range d.Candidates {
		fmt.Println(c.Agent, "-", c.Reason)
	}
	// Output:
	// chosen: Carlos by round robin
	// Bea - away
	// Carlos - turn
	// Ana - not their turn
}

func ExamplePickNext() {
	d := routing.PickNext(salesView(), routing.Waiting{Conversation: "c1"}, 30, 0, "Carlos")
	fmt.Println("rotates to", d.Chosen)
	// Output: rotates to Ana
}
