package calholidays_test

import (
	"fmt"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/schedule"
	"github.com/repartogo/reparto/schedule/calholidays"
)

// A directory is stored data, so the hours of an inbox hold the holidays of the
// next years as dates. Renewing them once a year is the same call again; what
// people added by hand stays, and wins.
func ExampleCountry() {
	colombia, err := calholidays.Find("co")
	if err != nil {
		fmt.Println(err)
		return
	}
	hours, _ := schedule.Weekly("America/Bogota", "Mon-Fri 09:00-18:00")
	hours.Exceptions = []schedule.Exception{{Date: "2026-12-08", Open: []string{"10:00-14:00"}, Label: "velitas"}}
	hours.Holidays, err = schedule.HolidaysBetween(colombia, 2026, 2028)
	if err != nil {
		fmt.Println(err)
		return
	}
	wanted, err := directory.Directory{}.With(directory.SetHours{Inbox: botflow.General, Hours: &hours})
	if err != nil {
		fmt.Println(err)
		return
	}
	snapshot, err := directory.Compile(wanted, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range []int{8, 24, 25} {
		why := snapshot.Schedule(botflow.General).Explain(time.Date(2026, 12, day, 16, 0, 0, 0, time.UTC))
		fmt.Println(why.At.Format("Jan 2 15:04"), why.Reason, why.Label, why.Open)
	}
	fmt.Println(len(hours.Holidays), "holidays stored")
	// Output:
	// Dec 8 11:00 exception velitas true
	// Dec 24 11:00 week  true
	// Dec 25 11:00 holiday Navidad false
	// 54 holidays stored
}
