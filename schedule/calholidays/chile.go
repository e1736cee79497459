package calholidays

import (
	"time"

	"github.com/rickar/cal/v2"
)

// chile follows Ley 2.977 and the Código del Trabajo (1 May) for the fixed days;
// Ley 19.668, which moves 29 June and 12 October to the Monday of their week, and
// from a Friday to the next one; Ley 20.148 (16 July); Ley 20.215 (17 September if
// a Monday, 20 September if a Friday); Ley 20.299, which moves 31 October from a
// Tuesday to the Friday before and from a Wednesday to the Friday after; Ley
// 20.983 (2 January if a Monday, 17 September if a Friday); and Ley 21.357 (the
// winter solstice). Election days and regional holidays aren't given.
func chile() Country {
	monday := map[time.Weekday]int{time.Tuesday: -1, time.Wednesday: -2, time.Thursday: -3, time.Friday: 3}
	const extra = "Feriado adicional"
	return Country{
		Code: "cl", Name: "Chile", Since: 2021,
		Laws: []string{
			"Ley 2.977", "Código del Trabajo, art. 35", "Ley 19.668", "Ley 20.148", "Ley 20.215", "Ley 20.299", "Ley 20.983", "Ley 21.357",
		},
		list: []*cal.Holiday{
			on("Año Nuevo", time.January, 1),
			onlyIf(time.Monday, on(extra, time.January, 2)),
			easter("Viernes Santo", -2),
			easter("Sábado Santo", -1),
			on("Día Nacional del Trabajo", time.May, 1),
			on("Día de las Glorias Navales", time.May, 21),
			solstice(),
			moved(on("San Pedro y San Pablo", time.June, 29), monday),
			on("Virgen del Carmen", time.July, 16),
			on("Asunción de la Virgen", time.August, 15),
			onlyIf(time.Monday, on(extra, time.September, 17)),
			onlyIf(time.Friday, on(extra, time.September, 17)),
			on("Independencia Nacional", time.September, 18),
			on("Día de las Glorias del Ejército", time.September, 19),
			onlyIf(time.Friday, on(extra, time.September, 20)),
			moved(on("Encuentro de Dos Mundos", time.October, 12), monday),
			moved(on("Día de las Iglesias Evangélicas y Protestantes", time.October, 31), //nolint:misspell // Spanish
				map[time.Weekday]int{time.Tuesday: -4, time.Wednesday: 2}),
			on("Todos los Santos", time.November, 1),
			on("Inmaculada Concepción", time.December, 8),
			on("Navidad", time.December, 25),
		},
	}
}

// solstice is the day of the winter solstice in Chile. It comes 5 hours and 49
// minutes later each year and a day earlier for each leap day: at 16:51 on 20
// June 2024 (UTC-4), so on the 20th in leap years and the years after them, and
// on the 21st in the other two, until 2049; from then on it comes too close to
// midnight for this rule. Ley 21.357 gave 2021 the 21st.
func solstice() *cal.Holiday {
	return within(2021, 2049, &cal.Holiday{
		Name: "Día Nacional de los Pueblos Indígenas", Type: cal.ObservancePublic,
		Func: func(_ *cal.Holiday, year int) time.Time {
			day := 21
			if year != 2021 && year%4 < 2 {
				day = 20
			}
			return time.Date(year, time.June, day, 0, 0, 0, 0, time.UTC)
		},
	})
}
