package report_test

import (
	"fmt"
	"time"

	"github.com/repartogo/reparto/report"
)

// A fold is fed from an account's events, in any number of portions, and asked whenever figures are wanted.
func Example() {
	fold := report.New(report.Settings{Zone: time.UTC, Within: 2 * time.Minute})
	for _, event := range monday() { // what the account's feed or history delivers
		fold.Add(event)
	}
	day := fold.Report(report.Query{From: on("00:00:00"), To: on("23:59:59")})
	fmt.Println("arrived:", day.Total.Arrived)
	fmt.Printf("answered within %v: %.0f%%\n", day.Within, 100*day.Total.ServiceLevel)
	fmt.Println("first response, 90th percentile:", day.Total.FirstResponse.P90)
	for _, agent := range day.Agents {
		fmt.Println(agent.Name, "handled for", agent.Handling.Total)
	}
	// Output:
	// arrived: 3
	// answered within 2m0s: 33%
	// first response, 90th percentile: 2m0s
	// Ana handled for 21m0s
	// Beto handled for 10m0s
	// Caro handled for 10m0s
}
