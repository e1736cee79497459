package schedule_test

import (
	"fmt"
	"time"

	"github.com/repartogo/reparto/schedule"
)

// A shop in Bogota with a lunch break, a late Saturday and a holiday.
func Example() {
	hours := schedule.Hours{
		Zone: "America/Bogota",
		Week: schedule.Week{
			"Mon-Fri": {"09:00-13:00", "15:00-18:00"},
			"Sat":     {"20:00-02:00"},
		},
		Exceptions: []schedule.Exception{{Date: "2026-12-25", Label: "Navidad"}},
	}
	shop, err := hours.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}

	written := time.Date(2026, 12, 24, 22, 55, 0, 0, time.UTC) // Thursday 17:55 in Bogota
	answerBy, _ := shop.Add(written, 10*time.Minute)
	fmt.Println("open:     ", shop.IsOpen(written))
	fmt.Println("answer by:", answerBy.Format("Mon 15:04"))

	why := shop.Explain(written.Add(24 * time.Hour))
	fmt.Println("next day: ", why.Open, why.Reason, why.Label, "until", why.Until.Format("Mon 15:04"))
	// Output:
	// open:      true
	// answer by: Sat 20:05
	// next day:  false exception Navidad until Sat 20:00
}

// Hours can be written as a line of text.
func ExampleWeekly() {
	hours, err := schedule.Weekly("Europe/Madrid", "Mon-Fri 09:00-18:00; Sat 10:00-14:00")
	fmt.Println(hours.Week, err)
	_, err = schedule.Weekly("Europe/Madrid", "Mon-Fri 9-18")
	fmt.Println(err)
	// Output:
	// map[Mon-Fri:[09:00-18:00] Sat:[10:00-14:00]] <nil>
	// schedule: week.Mon-Fri[0]: "9-18" isn't a range of hours: write HH:MM-HH:MM, such as 09:00-18:00, or 22:00-06:00 past midnight, or 00:00-24:00
}
