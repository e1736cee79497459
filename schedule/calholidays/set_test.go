package calholidays_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
	"github.com/repartogo/reparto/schedule/calholidays"
)

// TestSet_DaysOffCrossTheYear: 1 January 2028 is a Saturday, so the day off is 31
// December 2027.
func TestSet_DaysOffCrossTheYear(t *testing.T) {
	t.Parallel()
	list := []*cal.Holiday{nil, us.NewYear}
	dates := func(d calholidays.Dates, year int) (out []string) {
		for _, h := range (calholidays.Set{List: list, Dates: d}).In(year) {
			out = append(out, h.Date)
		}
		return out
	}
	require.Equal(t, []string{"2027-01-01", "2027-12-31"}, dates(calholidays.Observed, 2027))
	require.Empty(t, dates(calholidays.Observed, 2028))
	require.Equal(t, []string{"2028-01-01"}, dates(calholidays.Actual, 2028))
	require.Equal(t, []string{"2027-01-01", "2027-12-31"}, dates(calholidays.Both, 2027))
	require.Equal(t, []string{"2028-01-01"}, dates(calholidays.Both, 2028))
}

// TestSet_WhereMidnightIsMissing: the date holds where the machine's clock skips
// its midnight, whichever way the time package goes.
func TestSet_WhereMidnightIsMissing(t *testing.T) {
	t.Parallel()
	for zone, date := range map[string]string{"America/Santiago": "2026-09-06", "Africa/Cairo": "2026-04-24", "America/Sao_Paulo": "2018-11-04"} {
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		want, err := time.Parse(time.DateOnly, date)
		require.NoError(t, err)
		h := &cal.Holiday{Name: "feast", Func: func(_ *cal.Holiday, year int) time.Time {
			return time.Date(year, want.Month(), want.Day(), 0, 0, 0, 0, loc)
		}}
		got := calholidays.Set{List: []*cal.Holiday{h}}.In(want.Year())
		require.Equal(t, []schedule.Exception{{Date: date, Label: "feast"}}, got, zone)
		moved := *h
		moved.Observed = []cal.AltDay{{Day: want.Weekday(), Offset: 1}}
		got = calholidays.Set{List: []*cal.Holiday{&moved}}.In(want.Year())
		require.Equal(t, want.AddDate(0, 0, 1).Format(time.DateOnly), got[0].Date, "%s: the day off goes by the weekday of the date", zone)
	}
	require.Empty(t, calholidays.Set{List: []*cal.Holiday{{Name: "never"}}}.In(2026))
}

// Hours of Colombia that close on its holidays.
func ExampleFind() {
	colombia, err := calholidays.Find("co")
	if err != nil {
		fmt.Println(err)
		return
	}
	hours, _ := schedule.Weekly("America/Bogota", "Mon-Fri 09:00-18:00")
	shop, err := hours.CompileWith(schedule.Sources{Holidays: colombia})
	if err != nil {
		fmt.Println(err)
		return
	}
	bogota, _ := time.LoadLocation("America/Bogota")
	why := shop.Explain(time.Date(2026, 11, 16, 10, 0, 0, 0, bogota))
	fmt.Println(why.Open, why.Reason, why.Label, "until", why.Until.Format("Mon 15:04"))
	// Output: false holiday Independencia de Cartagena until Tue 09:00
}
