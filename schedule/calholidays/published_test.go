package calholidays_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule/calholidays"
)

// published are lists of a year's holidays as they were published, without the
// days that the data leave out on purpose (the note says which).
func published() []struct {
	country string
	year    int
	source  string
	dates   string
} {
	return []struct {
		country string
		year    int
		source  string
		dates   string
	}{
		{
			"ar", 2026, "yatecuento.com.ar, 20 January 2026: feriados inamovibles y trasladables; without the three bridge days",
			"01-01 02-16 02-17 03-24 04-02 04-03 05-01 05-25 06-15 06-20 07-09 08-17 10-12 11-23 12-08 12-25",
		},
		{
			"ar", 2024, "Estudio Nunes, 26 January 2024, on the calendar; without the three bridge days of Decreto 106/2023",
			"01-01 02-12 02-13 03-24 03-29 04-02 05-01 05-25 06-17 06-20 07-09 08-17 10-12 11-18 12-08 12-25",
		},
		{
			"ar", 2018, "infodestinos.com.ar, 2018; without the days that are no holidays",
			"01-01 02-12 02-13 03-24 03-30 04-02 05-01 05-25 06-17 06-20 07-09 08-20 10-15 11-19 12-08 12-25",
		},
		{
			"br", 2026, "O Paraná, 30 December 2025, and Diário do Estado: the ten national holidays of the ministry's list",
			"01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25",
		},
		{
			"br", 2024, "TNOnline, 28 December 2023: the national holidays of the ministry's list",
			"01-01 03-29 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25",
		},
		{
			"cl", 2026, "Puranoticia, 22 December 2025",
			"01-01 04-03 04-04 05-01 05-21 06-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25",
		},
		{
			"cl", 2023, "Redgol, 27 December 2022",
			"01-01 01-02 04-07 04-08 05-01 05-21 06-21 06-26 07-16 08-15 09-18 09-19 10-09 10-27 11-01 12-08 12-25",
		},
		{
			"co", 2026, "El Colombiano, 11 September 2025",
			"01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
		},
		{
			"co", 2025, "festivos.com.co and publicholidays.co, 2025",
			"01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25",
		},
		{
			"cr", 2026, "La Nación: the ministry's list for 2026",
			"01-01 04-02 04-03 04-11 05-01 07-25 08-02 08-15 08-31 09-15 12-01 12-25",
		},
		{
			"ec", 2026, "TC Televisión, 2025: the calendar of the Viceministerio de Turismo",
			"01-01 02-16 02-17 04-03 05-01 05-25 08-10 10-09 11-02 11-03 12-25",
		},
		{
			"ec", 2025, "Notiamazonia, on the calendar of the Ministerio de Turismo; without 2 and 3 January, decreed",
			"01-01 03-03 03-04 04-18 05-02 05-23 08-11 10-10 11-03 11-04 12-25",
		},
		{
			"ec", 2017, "expectativa.ec, December 2016; with 1 May, a Monday",
			"01-02 02-27 02-28 04-14 05-01 05-26 08-11 10-09 11-02 11-03 12-25",
		},
		{
			"es", 2026, "Europa Press, 28 October 2025, on the BOE: the days common to all; without 6 January, and with 6 December, a Sunday that regions replaced",
			"01-01 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25",
		},
		{
			"es", 2025, "Guadanews, 18 October 2024, on the BOE: the days common to all; without 6 January, and with 12 October, a Sunday whose Monday regions replaced",
			"01-01 04-18 05-01 08-15 10-12 11-01 12-06 12-08 12-25",
		},
		{
			"mx", 2026, "MiMorelia, 1 January 2026: the ministry's calendar",
			"01-01 02-02 03-16 05-01 09-16 11-16 12-25",
		},
		{
			"mx", 2024, "Digital 24/7, 2024; without 2 June, election day",
			"01-01 02-05 03-18 05-01 09-16 10-01 11-18 12-25",
		},
		{
			"mx", 2018, "La Crónica, December 2017",
			"01-01 02-05 03-19 05-01 09-16 11-19 12-01 12-25",
		},
		{
			"pe", 2026, "RPP, 27 December 2025",
			"01-01 04-02 04-03 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
		},
		{
			"pe", 2025, "La República, 5 March 2025",
			"01-01 04-17 04-18 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30 10-08 11-01 12-08 12-09 12-25",
		},
		{
			"uy", 2023, "El Observador, January 2023: feriados no laborables",
			"01-01 05-01 07-18 08-25 12-25",
		},
	}
}

func TestCountries_AsPublished(t *testing.T) {
	t.Parallel()
	for _, p := range published() {
		t.Run(fmt.Sprint(p.country, " ", p.year), func(t *testing.T) {
			t.Parallel()
			c, err := calholidays.Find(p.country)
			require.NoError(t, err)
			var got []string
			for _, h := range c.In(p.year) {
				require.NotEmpty(t, h.Label)
				require.Empty(t, h.Open)
				got = append(got, strings.TrimPrefix(h.Date, fmt.Sprint(p.year, "-")))
			}
			require.Equal(t, strings.Fields(p.dates), got, p.source)
		})
	}
}

// TestCountries_SingleDays that lists of other years were published for.
func TestCountries_SingleDays(t *testing.T) {
	t.Parallel()
	cases := []struct {
		country, date string
		want          bool
		source        string
	}{
		{"cl", "2021-06-21", true, "En Cancha, 19 June 2021"},
		{"cl", "2021-06-28", true, "mundapi.cl, 2021"},
		{"cl", "2021-09-17", true, "mundapi.cl, 2021: 18 September is a Saturday"},
		{"cl", "2021-10-11", true, "mundapi.cl, 2021"},
		{"cl", "2022-06-21", true, "La Tribuna, 14 June 2022"},
		{"cl", "2022-06-27", true, "La Tribuna, 14 June 2022"},
		{"cl", "2024-01-02", false, "TVU, 27 December 2023"},
		{"cl", "2024-06-20", true, "CNN Chile, 17 June 2024"},
		{"cl", "2024-06-29", true, "El Dínamo, 18 June 2024: a Saturday"},
		{"cl", "2024-09-20", true, "Meganoticias, 20 September 2024: a Friday"},
		{"cl", "2024-10-12", true, "El Dínamo, 18 June 2024: a Saturday"},
		{"cl", "2024-10-31", true, "El Dínamo, 18 June 2024"},
		{"cl", "2025-06-20", true, "Concierto, June 2025"},
		{"cl", "2025-09-20", false, "Meganoticias, 20 September 2024: a Saturday"},
		{"cl", "2025-10-12", true, "24 Horas, calendar of 2025: a Sunday"},
		{"ec", "2019-10-11", true, "El Comercio, October 2019: 9 October is a Wednesday"},
		{"ec", "2019-11-01", true, "El Comercio, October 2019: 2 and 3 November are a weekend"},
		{"ec", "2019-11-04", true, "El Comercio, October 2019"},
		{"ec", "2018-10-08", true, "Los Andes, October 2018: 9 October is a Tuesday"},
		{"ec", "2024-11-01", true, "El Diario, October 2024"},
		{"ec", "2024-11-04", true, "El Diario, October 2024"},
		{"mx", "2024-10-01", true, "Antena San Luis, 2024"},
		{"mx", "2024-12-01", false, "Antena San Luis, 2024"},
		{"pe", "2023-06-07", false, "El Comercio, July 2023; Ley 31788 came after the day"},
		{"pe", "2023-07-23", true, "El Comercio, July 2023"},
		{"pe", "2024-07-23", true, "Andina, 15 July 2024"},
		{"uy", "2025-03-01", true, "El Observador, February 2025"},
		{"uy", "2024-03-01", false, "Infotrabajo, 2024"},
		{"uy", "2024-07-18", true, "Infotrabajo, 2024"},
		{"br", "2023-11-20", false, "rca1.com.br: the first year is 2024"},
	}
	for _, c := range cases {
		country, err := calholidays.Find(c.country)
		require.NoError(t, err)
		found := false
		for _, h := range country.In(int(c.date[0]-'0')*1000 + int(c.date[1]-'0')*100 + int(c.date[2]-'0')*10 + int(c.date[3]-'0')) {
			found = found || h.Date == c.date
		}
		require.Equal(t, c.want, found, "%s %s: %s", c.country, c.date, c.source)
	}
}

func TestCountries_CiteTheirLaw(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{}
	for _, p := range published() {
		tested[p.country] = true
	}
	for _, c := range calholidays.Countries() {
		require.NotEmpty(t, c.Laws, c.Code)
		require.NotEmpty(t, c.Name, c.Code)
		require.True(t, tested[c.Code], c.Code)
		require.Empty(t, c.In(c.Since-1), "%s says nothing of the time before its data", c.Code)
		require.NotEmpty(t, c.In(c.Since), c.Code)
		again, err := calholidays.Find(strings.ToUpper(c.Code))
		require.NoError(t, err)
		require.Equal(t, c.Name, again.Name)
	}
	_, err := calholidays.Find("xx")
	var unknown *calholidays.UnknownCountryError
	require.ErrorAs(t, err, &unknown)
	require.Contains(t, unknown.Known, "co")
}
