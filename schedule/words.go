package schedule

// words are what a language needs to tell hours.
type words struct {
	weekdays            [7]string // by time.Weekday
	months              [12]string
	nth                 [6]string // the last, then the first to the fifth
	everyDay, everyYear string
	and, to, toDate     string // with the spaces around
	from, since, until  string // a date
	onward              string // after a date, with the space before
	open, closed        string
	allDay, zone        string
	dayForm, yearForm   string // day and month; year
	nthForm             string // which, weekday, month
	easter, goodFriday  string
	dayBefore, dayAfter string // of Easter
	daysBefore          string
	daysAfter           string
}

// wordsOf returns those of a language.
func wordsOf(lang Language) (*words, bool) {
	switch lang {
	case English:
		return &words{
			weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
			months: [12]string{
				"January", "February", "March", "April", "May", "June",
				"July", "August", "September", "October", "November", "December",
			},
			nth:      [6]string{"last", "first", "second", "third", "fourth", "fifth"},
			everyDay: "every day", everyYear: "every year", and: " and ", to: " to ", toDate: " to ",
			from: "from", since: "from", until: "until", onward: " on", open: "open", closed: "closed", allDay: "24 hours",
			zone: "Times in", dayForm: "%d %s", yearForm: " %d", nthForm: "%s %s of %s",
			easter: "Easter Sunday", goodFriday: "Good Friday",
			dayBefore: "1 day before Easter Sunday", dayAfter: "1 day after Easter Sunday",
			daysBefore: "%d days before Easter Sunday", daysAfter: "%d days after Easter Sunday",
		}, true
	case Spanish:
		return &words{
			weekdays: [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
			months: [12]string{
				"enero", "febrero", "marzo", "abril", "mayo", "junio",
				"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
			},
			nth:      [6]string{"último", "primer", "segundo", "tercer", "cuarto", "quinto"},
			everyDay: "todos los días", everyYear: "cada año", and: " y ", to: " a ", toDate: " al ",
			from: "del", since: "desde el", until: "hasta el", open: "abierto", closed: "cerrado", allDay: "24 horas",
			zone: "Hora de", dayForm: "%d de %s", yearForm: " de %d", nthForm: "%s %s de %s",
			easter: "Domingo de Pascua", goodFriday: "Viernes Santo",
			dayBefore: "1 día antes del Domingo de Pascua", dayAfter: "1 día después del Domingo de Pascua",
			daysBefore: "%d días antes del Domingo de Pascua", daysAfter: "%d días después del Domingo de Pascua",
		}, true
	}
	return nil, false
}
