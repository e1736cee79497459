package calholidays

import (
	"time"

	"github.com/rickar/cal/v2"
)

// ecuador follows art. 65 of the Código del Trabajo as the Ley Orgánica
// Reformatoria a la Ley Orgánica del Servicio Público y al Código del Trabajo has
// it (Registro Oficial, Suplemento 906, 20 December 2016): a day off on a Saturday
// goes to the Friday before and one on a Sunday to the Monday after; one on a
// Tuesday to the Monday before, one on a Wednesday or Thursday to that Friday,
// but for 1 January, 25 December and Carnival. Two days in a row, as 2 and 3
// November, are kept in a row beside the weekend. Local holidays and the bridge
// days of decrees aren't given.
func ecuador() Country {
	weekend := map[time.Weekday]int{time.Saturday: -1, time.Sunday: 1}
	near := map[time.Weekday]int{time.Saturday: -1, time.Sunday: 1, time.Tuesday: -1, time.Wednesday: 2, time.Thursday: 1}
	return Country{
		Code: "ec", Name: "Ecuador", Since: 2017,
		Laws: []string{"Código del Trabajo, art. 65", "Ley Orgánica Reformatoria a la LOSEP y al Código del Trabajo (R.O.S. 906 de 2016)"},
		list: []*cal.Holiday{
			moved(on("Año Nuevo", time.January, 1), weekend),
			easter("Carnaval", -48),
			easter("Carnaval", -47),
			easter("Viernes Santo", -2),
			moved(on("Día del Trabajo", time.May, 1), near),
			moved(on("Batalla de Pichincha", time.May, 24), near),
			moved(on("Primer Grito de Independencia", time.August, 10), near),
			moved(on("Independencia de Guayaquil", time.October, 9), near),
			moved(on("Día de los Difuntos", time.November, 2), map[time.Weekday]int{
				time.Wednesday: 2, time.Saturday: -1, time.Sunday: 2,
			}),
			moved(on("Independencia de Cuenca", time.November, 3), map[time.Weekday]int{
				time.Wednesday: -2, time.Saturday: -2, time.Sunday: 1,
			}),
			moved(on("Navidad", time.December, 25), weekend),
		},
	}
}
