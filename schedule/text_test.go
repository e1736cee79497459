package schedule_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

func TestText(t *testing.T) {
	t.Parallel()
	var h schedule.Hours
	require.NoError(t, json.Unmarshal([]byte(fullJSON), &h))
	h.Yearly = append(h.Yearly, schedule.Yearly{On: "Easter"}, schedule.Yearly{On: "Easter+60"}, schedule.Yearly{On: "last Fri May"})
	h.Seasons = append(h.Seasons, schedule.Season{
		From: "2027-01-01", Through: "2027-01-31", Week: schedule.Week{"Mon-Sun": {"00:00-24:00"}},
	})
	english, err := h.Text(schedule.English)
	require.NoError(t, err)
	require.Equal(t, `Monday to Friday: 09:00–13:00, 15:00–18:00
Saturday: 22:00–02:00
Sunday: closed
Every year, from 15 June to 15 September (summer): Monday to Friday: 08:00–15:00; Saturday and Sunday: closed
From 1 January 2030 on: every day: closed
From 1 January 2027 to 31 January 2027: every day: 24 hours
Every year, 25 December (Navidad): closed
Every year, from 31 December to 1 January: 09:00–12:00
Every year, third Monday of November: closed
Every year, Good Friday: closed
Every year, Easter Sunday: closed
Every year, 60 days after Easter Sunday: closed
Every year, last Friday of May: closed
24 December 2026 (Nochebuena): 09:00–13:00
From 25 December 2026 to 3 January 2027: closed
1 May 2027 (Labour Day): closed
From 2 March 2026, 09:00, until 2 March 2026, 13:00 (power cut): closed
Times in America/Bogota`, english)
	spanish, err := h.Text(schedule.Spanish)
	require.NoError(t, err)
	require.Equal(t, `Lunes a viernes: 09:00–13:00, 15:00–18:00
Sábado: 22:00–02:00
Domingo: cerrado
Cada año, del 15 de junio al 15 de septiembre (summer): lunes a viernes: 08:00–15:00; sábado y domingo: cerrado
Desde el 1 de enero de 2030: todos los días: cerrado
Del 1 de enero de 2027 al 31 de enero de 2027: todos los días: 24 horas
Cada año, 25 de diciembre (Navidad): cerrado
Cada año, del 31 de diciembre al 1 de enero: 09:00–12:00
Cada año, tercer lunes de noviembre: cerrado
Cada año, Viernes Santo: cerrado
Cada año, Domingo de Pascua: cerrado
Cada año, 60 días después del Domingo de Pascua: cerrado
Cada año, último viernes de mayo: cerrado
24 de diciembre de 2026 (Nochebuena): 09:00–13:00
Del 25 de diciembre de 2026 al 3 de enero de 2027: cerrado
1 de mayo de 2027 (Labour Day): cerrado
Desde el 2 de marzo de 2026, 09:00, hasta el 2 de marzo de 2026, 13:00 (power cut): cerrado
Hora de America/Bogota`, spanish)
}

// TestText_Seconds are told only where there are any.
func TestText_Seconds(t *testing.T) {
	t.Parallel()
	h, err := schedule.Weekly("UTC", "Mon-Fri 09:00:00-18:00:01; Sat-Sun 23:59:59-24:00:00")
	require.NoError(t, err)
	text, err := h.Text(schedule.English)
	require.NoError(t, err)
	require.Equal(t, "Monday to Friday: 09:00–18:00:01\nSaturday and Sunday: 23:59:59–24:00\nTimes in UTC", text)
}

// TestText_AsPeopleSayIt: what a table of words alone would tell wrong.
func TestText_AsPeopleSayIt(t *testing.T) {
	t.Parallel()
	until := instant(t, "2026-03-02T18:00:30Z")
	cases := []struct {
		name, english, spanish string
		hours                  schedule.Hours
	}{
		{
			"the days beside Easter", "Every year, 1 day before Easter Sunday: closed\nEvery year, 1 day after Easter Sunday: closed",
			"Cada año, 1 día antes del Domingo de Pascua: cerrado\nCada año, 1 día después del Domingo de Pascua: cerrado",
			schedule.Hours{Yearly: []schedule.Yearly{{On: "Easter-1"}, {On: "Easter+1"}}},
		},
		{
			"a label that says the same", "Every year, Good Friday (Viernes Santo): closed", "Cada año, Viernes Santo: cerrado",
			schedule.Hours{Yearly: []schedule.Yearly{{On: "Easter-2", Label: "Viernes Santo"}}},
		},
		{
			"a label of two lines", "2 March 2026 (works Monday: 24 hours): closed", "2 de marzo de 2026 (works Monday: 24 hours): cerrado",
			schedule.Hours{Exceptions: []schedule.Exception{{Date: "2026-03-02", Label: " works\r\nMonday: 24 hours\n"}}},
		},
		{
			"a season of one day", "Every year, 15 June: every day: closed", "Cada año, 15 de junio: todos los días: cerrado",
			schedule.Hours{Seasons: []schedule.Season{{From: "06-15", Through: "06-15"}}},
		},
		{
			"24 hours from a time on", "2 March 2026: 22:00–22:00 (24 hours)", "2 de marzo de 2026: 22:00–22:00 (24 horas)",
			schedule.Hours{Exceptions: []schedule.Exception{{Date: "2026-03-02", Open: []string{"22:00-46:00"}}}},
		},
		{
			"an override to the second", "Until 2 March 2026, 18:00:30: closed", "Hasta el 2 de marzo de 2026, 18:00:30: cerrado",
			schedule.Hours{Override: &schedule.Override{State: schedule.Closed, Until: until}},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.hours.Zone = "UTC"
			english, err := c.hours.Text(schedule.English)
			require.NoError(t, err)
			require.Equal(t, "Every day: closed\n"+c.english+"\nTimes in UTC", english)
			spanish, err := c.hours.Text(schedule.Spanish)
			require.NoError(t, err)
			require.Equal(t, "Todos los días: cerrado\n"+c.spanish+"\nHora de UTC", spanish)
		})
	}
}

// TestText_TheSameHoursInAnotherOrder are told together.
func TestText_TheSameHoursInAnotherOrder(t *testing.T) {
	t.Parallel()
	h, err := schedule.Weekly("UTC", "Mon 09:00-13:00,15:00-18:00; Tue 15:00-18:00,09:00-13:00; Wed-Sun 08:00-12:00")
	require.NoError(t, err)
	text, err := h.Text(schedule.English)
	require.NoError(t, err)
	require.Equal(t, "Monday and Tuesday: 09:00–13:00, 15:00–18:00\nWednesday to Sunday: 08:00–12:00\nTimes in UTC", text)
}

func TestText_Refuses(t *testing.T) {
	t.Parallel()
	_, err := schedule.Always().Text("fr")
	var wrong *schedule.FieldError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "language", wrong.Field)
	_, err = schedule.Hours{}.Text(schedule.English)
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "zone", wrong.Field)
}
