package calholidays

import (
	"time"

	"github.com/rickar/cal/v2"
)

// argentina follows Ley 27.399 (2017): art. 1 names the holidays, those that
// don't move and those that do; of the latter, Tuesday and Wednesday go to the
// Monday before, Thursday and Friday to the Monday after. What falls on a weekend
// moves only if the cabinet says so (Decreto 614/2025): here it stays. The three
// bridge days of each year are decreed and aren't given.
func argentina() Country {
	movable := map[time.Weekday]int{time.Tuesday: -1, time.Wednesday: -2, time.Thursday: 4, time.Friday: 3}
	return Country{
		Code: "ar", Name: "Argentina", Since: 2018,
		Laws: []string{"Ley 27.399"},
		list: []*cal.Holiday{
			on("Año Nuevo", time.January, 1),
			easter("Carnaval", -48),
			easter("Carnaval", -47),
			on("Día Nacional de la Memoria por la Verdad y la Justicia", time.March, 24),
			on("Día del Veterano y de los Caídos en la Guerra de Malvinas", time.April, 2),
			easter("Viernes Santo", -2),
			on("Día del Trabajo", time.May, 1),
			on("Día de la Revolución de Mayo", time.May, 25),
			on("Paso a la Inmortalidad del General Manuel Belgrano", time.June, 20),
			on("Día de la Independencia", time.July, 9),
			on("Inmaculada Concepción de María", time.December, 8),
			on("Navidad", time.December, 25),
			moved(on("Paso a la Inmortalidad del General Martín Miguel de Güemes", time.June, 17), movable),
			moved(on("Paso a la Inmortalidad del General José de San Martín", time.August, 17), movable),
			moved(on("Día del Respeto a la Diversidad Cultural", time.October, 12), movable),
			moved(on("Día de la Soberanía Nacional", time.November, 20), movable),
		},
	}
}

// brazil follows Lei 662/1949 as Lei 10.607/2002 words it (seven dates), Lei
// 6.802/1980 (12 October) and Lei 14.759/2023 (20 November). Good Friday is a
// religious holiday that Lei 9.093/1995 leaves to the municipalities, and that
// the federal list of each year has as a national one. Carnival and Corpus
// Christi are no holidays of federal law.
func brazil() Country {
	return Country{
		Code: "br", Name: "Brasil", Since: 2003,
		Laws: []string{"Lei 662/1949", "Lei 6.802/1980", "Lei 9.093/1995", "Lei 10.607/2002", "Lei 14.759/2023"},
		list: []*cal.Holiday{
			on("Confraternização Universal", time.January, 1),
			easter("Paixão de Cristo", -2),
			on("Tiradentes", time.April, 21),
			on("Dia Mundial do Trabalho", time.May, 1),
			on("Independência do Brasil", time.September, 7),
			on("Nossa Senhora Aparecida", time.October, 12),
			on("Finados", time.November, 2),
			on("Proclamação da República", time.November, 15),
			within(2024, 0, on("Dia Nacional de Zumbi e da Consciência Negra", time.November, 20)),
			on("Natal", time.December, 25),
		},
	}
}

// colombia follows Ley 51 de 1983: art. 1 names the holidays, art. 2 those whose
// day off is the Monday after, unless they fall on one.
func colombia() Country {
	monday := map[time.Weekday]int{
		time.Tuesday: 6, time.Wednesday: 5, time.Thursday: 4, time.Friday: 3, time.Saturday: 2, time.Sunday: 1,
	}
	return Country{
		Code: "co", Name: "Colombia", Since: 1984,
		Laws: []string{"Ley 51 de 1983"},
		list: []*cal.Holiday{
			on("Año Nuevo", time.January, 1),
			moved(on("Reyes Magos", time.January, 6), monday),
			moved(on("San José", time.March, 19), monday),
			easter("Jueves Santo", -3),
			easter("Viernes Santo", -2),
			on("Día del Trabajo", time.May, 1),
			moved(easter("Ascensión del Señor", 39), monday),
			moved(easter("Corpus Christi", 60), monday),
			moved(easter("Sagrado Corazón de Jesús", 68), monday),
			moved(on("San Pedro y San Pablo", time.June, 29), monday),
			on("Día de la Independencia", time.July, 20),
			on("Batalla de Boyacá", time.August, 7),
			moved(on("Asunción de la Virgen", time.August, 15), monday),
			moved(on("Día de la Raza", time.October, 12), monday),
			moved(on("Todos los Santos", time.November, 1), monday),
			moved(on("Independencia de Cartagena", time.November, 11), monday),
			on("Inmaculada Concepción", time.December, 8),
			on("Navidad", time.December, 25),
		},
	}
}

// costaRica follows art. 148 of the Código de Trabajo. The law that moved some
// days to Mondays (Ley 9875) spoke of the years 2020 to 2024, so the data begin
// after them, with the first year that could be compared.
func costaRica() Country {
	return Country{
		Code: "cr", Name: "Costa Rica", Since: 2026,
		Laws: []string{"Código de Trabajo, art. 148"},
		list: []*cal.Holiday{
			on("Año Nuevo", time.January, 1),
			easter("Jueves Santo", -3),
			easter("Viernes Santo", -2),
			on("Día de Juan Santamaría", time.April, 11),
			on("Día del Trabajador", time.May, 1),
			on("Anexión del Partido de Nicoya", time.July, 25),
			on("Virgen de los Ángeles", time.August, 2),
			on("Día de la Madre", time.August, 15),
			on("Día de la Persona Negra y la Cultura Afrocostarricense", time.August, 31),
			on("Día de la Independencia", time.September, 15),
			on("Día de la Abolición del Ejército", time.December, 1),
			on("Navidad", time.December, 25),
		},
	}
}

// mexico follows art. 74 of the Ley Federal del Trabajo. The day on which the
// President changes, every six years, was 1 December up to 2018 and is 1 October
// since the reform of 2024. Election days aren't given.
func mexico() Country {
	const change = "Transmisión del Poder Ejecutivo Federal"
	return Country{
		Code: "mx", Name: "México", Since: 2018,
		Laws: []string{"Ley Federal del Trabajo, art. 74"},
		list: []*cal.Holiday{
			on("Año Nuevo", time.January, 1),
			nthMonday("En conmemoración del 5 de febrero", time.February, 1),
			nthMonday("En conmemoración del 21 de marzo", time.March, 3),
			on("Día del Trabajo", time.May, 1),
			on("Día de la Independencia", time.September, 16),
			within(2024, 0, everyYears(6, 2024, on(change, time.October, 1))),
			nthMonday("En conmemoración del 20 de noviembre", time.November, 3),
			within(0, 2018, everyYears(6, 2018, on(change, time.December, 1))),
			on("Navidad", time.December, 25),
		},
	}
}

// peru follows art. 6 of the D. Leg. 713, as changed by Ley 31381 (9
// December), Ley 31530 (6 August) and Ley 31788 (7 June, published after that day
// of 2023), and Ley 31822 (23 July, published before that day of 2023).
func peru() Country {
	return Country{
		Code: "pe", Name: "Perú", Since: 2023,
		Laws: []string{"Decreto Legislativo 713, art. 6", "Ley 31381", "Ley 31530", "Ley 31788", "Ley 31822"}, //nolint:misspell // Spanish
		list: []*cal.Holiday{
			on("Año Nuevo", time.January, 1),
			easter("Jueves Santo", -3),
			easter("Viernes Santo", -2),
			on("Día del Trabajo", time.May, 1),
			within(2024, 0, on("Batalla de Arica y Día de la Bandera", time.June, 7)),
			on("San Pedro y San Pablo", time.June, 29),
			on("Día de la Fuerza Aérea del Perú", time.July, 23),
			on("Fiestas Patrias", time.July, 28),
			on("Fiestas Patrias", time.July, 29),
			on("Batalla de Junín", time.August, 6),
			on("Santa Rosa de Lima", time.August, 30),
			on("Combate de Angamos", time.October, 8),
			on("Todos los Santos", time.November, 1),
			on("Inmaculada Concepción", time.December, 8),
			on("Batalla de Ayacucho", time.December, 9),
			on("Navidad", time.December, 25),
		},
	}
}

// uruguay follows art. 7 of Ley 12.590, the paid holidays on which no work is
// due, and Decreto-Ley 10.396 for the day on which the President changes, every
// five years. The other holidays of the calendar are working days.
func uruguay() Country {
	return Country{
		Code: "uy", Name: "Uruguay", Since: 2020,
		Laws: []string{"Ley 12.590, art. 7", "Decreto-Ley 10.396"},
		list: []*cal.Holiday{
			on("Año Nuevo", time.January, 1),
			everyYears(5, 2025, on("Transmisión del mando presidencial", time.March, 1)), //nolint:misspell // Spanish
			on("Día de los Trabajadores", time.May, 1),
			on("Jura de la Constitución", time.July, 18),
			on("Declaratoria de la Independencia", time.August, 25),
			on("Navidad", time.December, 25),
		},
	}
}
