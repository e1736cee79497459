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

// Holidays, summer hours, an open Sunday and a power cut.
func ExampleHours() {
	hours := schedule.Hours{
		Zone: "America/Santiago",
		Week: schedule.Week{"Mon-Fri": {"09:00-18:00"}},
		Seasons: []schedule.Season{
			{From: "01-02", Through: "02-28", Week: schedule.Week{"Mon-Fri": {"08:00-14:00"}}, Label: "verano"},
		},
		Yearly: []schedule.Yearly{
			{On: "09-18", Through: "09-19", Label: "Fiestas Patrias"},
			{On: "Easter-2"},
			{On: "12-24", Open: []string{"09:00-13:00"}},
		},
		Exceptions: []schedule.Exception{{Date: "2026-11-29", Open: []string{"10:00-16:00"}, Label: "CyberMonday"}},
		Override: &schedule.Override{
			State: schedule.Closed, Label: "corte de luz",
			From:  time.Date(2026, 11, 23, 13, 0, 0, 0, time.UTC),
			Until: time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC),
		},
	}
	text, err := hours.Text(schedule.Spanish)
	fmt.Println(text, err)
	// Output:
	// Lunes a viernes: 09:00–18:00
	// Sábado y domingo: cerrado
	// Cada año, del 2 de enero al 28 de febrero (verano): lunes a viernes: 08:00–14:00; sábado y domingo: cerrado
	// Cada año, del 18 de septiembre al 19 de septiembre (Fiestas Patrias): cerrado
	// Cada año, Viernes Santo: cerrado
	// Cada año, 24 de diciembre: 09:00–13:00
	// 29 de noviembre de 2026 (CyberMonday): 10:00–16:00
	// Desde el 23 de noviembre de 2026, 10:00, hasta el 23 de noviembre de 2026, 12:00 (corte de luz): cerrado
	// Hora de America/Santiago <nil>
}

// Ten open hours from Friday afternoon on, and back again.
func ExampleSchedule_Add() {
	hours, _ := schedule.Weekly("Europe/Madrid", "Mon-Fri 09:00-18:00")
	office, _ := hours.Compile()
	asked := time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC) // Friday 16:30 in Madrid
	due, _ := office.Add(asked, 10*time.Hour)
	begun, _ := office.Add(due, -10*time.Hour)
	fmt.Println(due.Format("Mon 15:04"), begun.Format("Mon 15:04"))
	// Output: Mon 17:30 Fri 16:30
}

// How long a customer waited, counting open hours alone: the clock that is set
// back in the night adds nothing.
func ExampleSchedule_Between() {
	hours, _ := schedule.Weekly("Europe/Madrid", "Mon-Fri 09:00-18:00")
	office, _ := hours.Compile()
	madrid, _ := time.LoadLocation("Europe/Madrid")
	asked := time.Date(2026, 10, 23, 17, 45, 0, 0, madrid)  // Friday
	answered := time.Date(2026, 10, 26, 9, 5, 0, 0, madrid) // Monday
	fmt.Println(office.Between(asked, answered), answered.Sub(asked))
	// Output: 20m0s 64h20m0s
}

// What to tell a customer who finds the door closed.
func ExampleSchedule_NextOpen() {
	hours, _ := schedule.Weekly("America/Bogota", "Mon-Fri 09:00-18:00")
	hours.Exceptions = []schedule.Exception{{Date: "2026-12-08", Label: "Inmaculada"}}
	shop, _ := hours.Compile()
	next, ok := shop.NextOpen(time.Date(2026, 12, 8, 15, 0, 0, 0, time.UTC))
	fmt.Println(next.Format("Mon 2 Jan 15:04"), ok)
	closed, _ := schedule.Never().Compile()
	_, ok = closed.NextOpen(next)
	fmt.Println(ok)
	// Output:
	// Wed 9 Dec 09:00 true
	// false
}

// Why it is closed, since when and until when, as data.
func ExampleSchedule_Explain() {
	hours, _ := schedule.Weekly("America/Bogota", "Mon-Fri 09:00-18:00")
	hours.Override = &schedule.Override{
		State: schedule.Closed, Label: "power cut",
		From:  time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC),
		Until: time.Date(2026, 11, 20, 17, 30, 0, 0, time.UTC),
	}
	shop, _ := hours.Compile()
	why := shop.Explain(time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))
	fmt.Println(why.Open, why.Reason, why.Label)
	fmt.Println(why.Since.Format("15:04"), why.Until.Format("15:04"))
	// Output:
	// false override power cut
	// 10:00 12:30
}

// The next openings, for a page that shows them.
func ExampleSchedule_Openings() {
	hours, _ := schedule.Weekly("America/Bogota", "Mon-Fri 09:00-13:00,15:00-18:00")
	shop, _ := hours.Compile()
	from := time.Date(2026, 11, 20, 19, 0, 0, 0, time.UTC) // Friday 14:00 in Bogota
	for o := range shop.Openings(from, from.AddDate(0, 0, 4)) {
		fmt.Println(o.From.Format("Mon 15:04"), "to", o.To.Format("15:04"))
	}
	// Output:
	// Fri 15:00 to 18:00
	// Mon 09:00 to 13:00
	// Mon 15:00 to 18:00
	// Tue 09:00 to 13:00
}

// Today's hours, whatever the clock does today.
func ExampleSchedule_Day() {
	hours, _ := schedule.Weekly("America/Santiago", "Mon-Sat 09:00-13:00,15:00-18:00; Sun 00:00-06:00")
	shop, _ := hours.Compile()
	now := time.Date(2026, 9, 6, 15, 0, 0, 0, time.UTC) // that Sunday has no 00:00 in Santiago
	for o := range shop.Openings(shop.Day(now)) {
		fmt.Println(o.From.Format("Mon 15:04"), "to", o.To.Format("15:04"))
	}
	// Output: Sun 01:00 to 06:00
}

// Stored hours are read strictly: a slip of the pen is found by name.
func ExampleDecode() {
	_, err := schedule.Decode([]byte(`{"version":1,"zone":"America/Bogota","exeptions":[]}`))
	fmt.Println(err)
	hours, err := schedule.Decode([]byte(`{"version":1,"zone":"America/Bogota","week":{"Mon-Fri":["09:00-18:00"]}}`))
	fmt.Println(hours.Week, err)
	// Output:
	// schedule: exeptions: "exeptions" isn't a field of hours: correct its name, or leave it out
	// map[Mon-Fri:[09:00-18:00]] <nil>
}

// What is valid may still be a mistake.
func ExampleHours_Warnings() {
	hours, _ := schedule.Weekly("Europe/Madrid", "Mon-Fri 09:00-14:00,13:00-18:00; Sun 02:15-02:45")
	for _, w := range hours.Warnings(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))[4:] {
		fmt.Println(w.Caution, w.Field, w.Text)
	}
	// Output:
	// overlap week.Fri 09:00-14:00 and 13:00-18:00 overlap
	// lost in gap week.Sun 02:15-02:45 doesn't happen on 2027-03-28: the clock skips it
	// lost in gap week.Sun 02:15-02:45 doesn't happen on 2028-03-26: the clock skips it
}

// fairs are holidays that a program works out.
type fairs struct{}

func (fairs) In(year int) []schedule.Exception {
	return []schedule.Exception{{Date: fmt.Sprintf("%d-05-02", year), Label: "feria"}}
}

// Holidays that no rule tells come from a source of the program's own.
func ExampleHours_CompileWith() {
	hours, _ := schedule.Weekly("Europe/Madrid", "Mon-Sun 09:00-18:00")
	shop, _ := hours.CompileWith(schedule.Sources{Holidays: fairs{}})
	why := shop.Explain(time.Date(2026, 5, 2, 10, 0, 0, 0, time.UTC))
	fmt.Println(why.Open, why.Reason, why.Label)
	// Output: false holiday feria
}
