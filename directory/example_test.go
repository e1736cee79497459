package directory_test

import (
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func ExampleDiff() {
	old := directory.Directory{
		Agents:  []directory.Agent{{ID: "Ana"}, {ID: "Leo"}},
		Inboxes: []directory.Inbox{{ID: "Ventas", Members: []botflow.AgentID{"Ana", "Leo"}, Policy: routing.Sales()}, {ID: "Cobros"}},
	}
	wanted := directory.Directory{
		Agents:  []directory.Agent{{ID: "Ana", Limit: 5}},
		Inboxes: []directory.Inbox{{ID: "Ventas", Members: []botflow.AgentID{"Ana"}, Policy: routing.Support()}},
		Deleted: []directory.Deleted{{Inbox: "Cobros", Into: "Ventas"}},
	}
	next := directory.Normalize(old, wanted)
	if err := next.Validate(); err != nil {
		fmt.Println(err)
	}
	for _, c := range directory.Diff(old, next) {
		fmt.Println(c)
	}
	fmt.Println("again:", len(directory.Diff(next, directory.Normalize(next, wanted))))
	// Output:
	// agent "Ana" changed: limit - -> 5
	// agent "Leo" removed: disabled - -> true
	// inbox "Ventas" changed: members ["Ana","Leo"] -> ["Ana"]; policy.eligible "all" -> "online"; policy.limit 0 -> 10; policy.reassignAfter 60000000000 -> 600000000000
	// inbox "Cobros" removed into "Ventas": policy.eligible "online" -> -; policy.enabled false -> -; policy.limit 0 -> -
	// again: 0
}

func ExampleDirectory_Validate() {
	d := directory.Directory{
		Inboxes: []directory.Inbox{{ID: "Ventas", Members: []botflow.AgentID{"Ana"}, Policy: routing.Policy{Limit: -1}}},
	}
	fmt.Println(d.Validate())
	// Output:
	// directory: inboxes[0].members[0] "Ana" is no agent: add them to agents, or take them off this list
	// directory: inboxes[0].policy.limit is negative: write 0 for none, or a number above it
}
