package ical_test

import (
	"fmt"

	"github.com/repartogo/reparto/schedule/ical"
)

// The holidays of a file, as exceptions that can be stored with hours.
func ExampleRead() {
	file := `BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:navidad
DTSTART;VALUE=DATE:20201225
RRULE:FREQ=YEARLY
SUMMARY:Navidad
END:VEVENT
END:VCALENDAR
`
	holidays, err := ical.Read([]byte(file), "2026-01-01", "2027-12-31")
	for _, h := range holidays {
		fmt.Println(h.Date, h.Label)
	}
	fmt.Println(err)
	// Output:
	// 2026-12-25 Navidad
	// 2027-12-25 Navidad
	// <nil>
}
