package calholidays

import (
	"time"

	"github.com/rickar/cal/v2"
)

// spain follows art. 45.1 of the Real Decreto 2001/1983, letters a to c: the
// national holidays that no region may replace. Those of letter d (6 January, 19
// March, Maundy Thursday) are for the regions to keep or replace, as is the
// Monday after one that falls on a Sunday (art. 45.2 and 45.3): they aren't given.
func spain() Country {
	return Country{
		Code: "es", Name: "España", Since: 2017,
		Laws: []string{"Estatuto de los Trabajadores, art. 37.2", "Real Decreto 2001/1983, art. 45.1"},
		list: []*cal.Holiday{
			on("Año Nuevo", time.January, 1),
			easter("Viernes Santo", -2),
			on("Fiesta del Trabajo", time.May, 1),
			on("Asunción de la Virgen", time.August, 15),
			on("Fiesta Nacional de España", time.October, 12),
			on("Todos los Santos", time.November, 1),
			on("Día de la Constitución Española", time.December, 6),
			on("Inmaculada Concepción", time.December, 8),
			on("Natividad del Señor", time.December, 25),
		},
	}
}
