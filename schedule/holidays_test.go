package schedule_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/schedule"
)

// feasts are holidays by date, closed but for four to five.
type feasts map[string]string

func (f feasts) In(year int) (out []schedule.Exception) {
	for _, date := range slices.Sorted(maps.Keys(f)) {
		if strings.HasPrefix(date, fmt.Sprintf("%04d-", year)) {
			out = append(out, schedule.Exception{Date: date, Label: f[date], Open: []string{"04:00-05:00"}})
		}
	}
	return out
}

// source is a function that gives holidays.
type source func(year int) []schedule.Exception

func (f source) In(year int) []schedule.Exception { return f(year) }

// TestHolidays_AreAskedOnce for each year, and never by a query.
func TestHolidays_AreAskedOnce(t *testing.T) {
	t.Parallel()
	asked := atomic.Int64{}
	h, err := schedule.Weekly("America/Bogota", "Mon-Fri 09:00-18:00")
	require.NoError(t, err)
	s, err := h.CompileWith(schedule.Sources{Holidays: source(func(year int) []schedule.Exception {
		asked.Add(1)
		return []schedule.Exception{{Date: fmt.Sprintf("%d-02-28", year), Through: fmt.Sprintf("%d-03-01", year)}}
	})})
	require.NoError(t, err)
	require.Equal(t, int64(171), asked.Load())
	at := instant(t, "2026-02-27T20:00:00-05:00")
	next, _ := s.NextOpen(at)
	require.Equal(t, "2026-03-02T09:00:00-05:00", next.Format(time.RFC3339))
	s.Add(at, 20_000*time.Hour)
	s.Explain(at)
	require.Equal(t, int64(171), asked.Load())
}

// TestHolidays_OverNewYear: a year may give dates of its neighbours, and a date
// that two years give counts once.
func TestHolidays_OverNewYear(t *testing.T) {
	t.Parallel()
	h := schedule.Always()
	s, err := h.CompileWith(schedule.Sources{Holidays: source(func(year int) []schedule.Exception {
		return []schedule.Exception{
			{Date: fmt.Sprintf("%d-01-01", year), Label: "new year"},
			{Date: fmt.Sprintf("%d-12-31", year), Label: "eve"},
			{Date: fmt.Sprintf("%d-12-31", year-1), Label: "moved"},
		}
	})})
	require.NoError(t, err)
	require.Equal(t, []string{"Dec 31 00:00 closed", "Jan 02 00:00 open"}, changes(t, s, "2026-12-01T00:00:00Z", 2))
	require.Equal(t, "eve", s.Explain(instant(t, "2026-12-31T12:00:00Z")).Label)
}

func TestHolidays_AreCheckedToo(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		give schedule.Exception
		want string
	}{
		{"no date", schedule.Exception{}, "holidays(1970)[0].date"},
		{"bad hours", schedule.Exception{Date: "2026-01-01", Open: []string{"9"}}, "holidays(1970)[0].open[0]"},
		{"too many", schedule.Exception{Date: "2026-01-01", Through: "2027-01-02"}, "holidays(1970)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := schedule.Always().CompileWith(schedule.Sources{
				Holidays: source(func(int) []schedule.Exception { return []schedule.Exception{c.give} }),
			})
			require.Nil(t, s)
			require.Equal(t, c.want, problemsOf(t, err)[0].Field)
		})
	}
}

// TestHolidaysBetween_IsTheSameAsData: written down, they say the same.
func TestHolidaysBetween_IsTheSameAsData(t *testing.T) {
	t.Parallel()
	from := feasts{"2026-03-05": "a", "2026-03-06": "b", "2027-12-31": "c"}
	list, err := schedule.HolidaysBetween(from, 2026, 2027)
	require.NoError(t, err)
	require.Equal(t, []schedule.Exception{
		{Date: "2026-03-05", Label: "a", Open: []string{"04:00-05:00"}},
		{Date: "2026-03-06", Label: "b", Open: []string{"04:00-05:00"}},
		{Date: "2027-12-31", Label: "c", Open: []string{"04:00-05:00"}},
	}, list)
	stored := schedule.Always()
	stored.Holidays = list
	a, err := stored.Compile()
	require.NoError(t, err)
	b, err := schedule.Always().CompileWith(schedule.Sources{Holidays: from})
	require.NoError(t, err)
	start, end := instant(t, "2020-01-01T00:00:00Z"), instant(t, "2030-01-01T00:00:00Z")
	require.Equal(t, slices.Collect(a.Openings(start, end)), slices.Collect(b.Openings(start, end)))
}

// TestHolidaysBetween_IsWholeYears: all dates of these years, also those that a
// neighbouring year gives, and none of another.
func TestHolidaysBetween_IsWholeYears(t *testing.T) {
	t.Parallel()
	from := source(func(year int) []schedule.Exception {
		return []schedule.Exception{
			{Date: fmt.Sprintf("%04d-12-30", year), Through: fmt.Sprintf("%04d-01-02", year+1), Label: fmt.Sprint("of ", year)},
			{Date: fmt.Sprintf("%04d-12-29", year-1), Label: "moved"},
		}
	})
	list, err := schedule.HolidaysBetween(from, 2027, 2028)
	require.NoError(t, err)
	require.Equal(t, []schedule.Exception{
		{Date: "2027-01-01", Through: "2027-01-02", Label: "of 2026"},
		{Date: "2027-12-29", Label: "moved"},
		{Date: "2027-12-30", Through: "2028-01-02", Label: "of 2027"},
		{Date: "2028-12-29", Label: "moved"},
		{Date: "2028-12-30", Through: "2028-12-31", Label: "of 2028"},
	}, list)
	stored := schedule.Always()
	stored.Holidays = list
	a, err := stored.Compile()
	require.NoError(t, err)
	b, err := schedule.Always().CompileWith(schedule.Sources{Holidays: from})
	require.NoError(t, err)
	start, end := instant(t, "2027-01-01T00:00:00Z"), instant(t, "2029-01-01T00:00:00Z")
	require.Equal(t, slices.Collect(a.Openings(start, end)), slices.Collect(b.Openings(start, end)))
	none, err := schedule.HolidaysBetween(nil, 2027, 2028)
	require.NoError(t, err)
	require.Empty(t, none)
	for _, years := range [][2]int{{1, 1}, {9999, 9999}} {
		_, err = schedule.HolidaysBetween(feasts{"9999-12-31": "last", "0001-01-01": "first"}, years[0], years[1])
		require.NoError(t, err)
	}
}

func TestHolidaysBetween_Refuses(t *testing.T) {
	t.Parallel()
	for _, years := range [][2]int{{0, 5}, {2027, 2026}, {2000, 2100}, {9990, 10000}} {
		_, err := schedule.HolidaysBetween(feasts{}, years[0], years[1])
		var wrong *schedule.FieldError
		require.ErrorAs(t, err, &wrong)
		require.Equal(t, "years", wrong.Field)
	}
	_, err := schedule.HolidaysBetween(source(func(int) []schedule.Exception { return []schedule.Exception{{Date: "x"}} }), 2026, 2026)
	require.ErrorContains(t, err, "holidays[0].date")
}

// TestHolidaysBetween_JoinsWhatOverlaps: no date twice, whoever gave it.
func TestHolidaysBetween_JoinsWhatOverlaps(t *testing.T) {
	t.Parallel()
	list, err := schedule.HolidaysBetween(source(func(year int) []schedule.Exception {
		return []schedule.Exception{
			{Date: "2026-12-30", Through: "2027-01-02", Label: fmt.Sprint("of ", year)},
			{Date: "2027-01-01", Through: "2027-01-05", Label: fmt.Sprint("more of ", year)},
		}
	}), 2026, 2027)
	require.NoError(t, err)
	require.Equal(t, []schedule.Exception{
		{Date: "2026-12-30", Through: "2027-01-02", Label: "of 2025"},
		{Date: "2027-01-03", Through: "2027-01-05", Label: "more of 2025"},
	}, list)
}

// TestHolidays_StoredYieldToWhatPeopleWrote: to exceptions and yearly dates, day
// by day, and win over a source; renewing them touches nothing else.
func TestHolidays_StoredYieldToWhatPeopleWrote(t *testing.T) {
	t.Parallel()
	h := schedule.Always()
	h.Exceptions = []schedule.Exception{{Date: "2026-03-06", Open: []string{"10:00-11:00"}, Label: "by hand"}}
	h.Yearly = []schedule.Yearly{{On: "03-08", Open: []string{"08:00-09:00"}, Label: "each year"}}
	h.Holidays = []schedule.Exception{{Date: "2026-03-05", Through: "2026-03-09", Label: "feast"}, {Date: "2026-03-07", Label: "hidden"}}
	require.NoError(t, h.Validate())
	source := schedule.Calendars{feasts{"2026-03-09": "x"}, feasts{"2026-03-09": "asked second", "2026-03-10": "asked"}}
	s, err := h.CompileWith(schedule.Sources{Holidays: source})
	require.NoError(t, err)
	var got []string
	for date := range 7 {
		e := s.Explain(time.Date(2026, 3, 4+date, 12, 0, 0, 0, time.UTC))
		got = append(got, fmt.Sprint(e.Reason, " ", e.Label))
	}
	require.Equal(t, []string{
		"week ", "holiday feast", "exception by hand", "holiday feast", "yearly each year", "holiday feast", "holiday asked",
	}, got)

	renewed := h.Clone()
	renewed.Holidays, err = schedule.HolidaysBetween(source, 2026, 2026)
	require.NoError(t, err)
	again, err := schedule.HolidaysBetween(source, 2026, 2026)
	require.NoError(t, err)
	require.Equal(t, renewed.Holidays, again)
	require.Len(t, again, 2)
	require.Equal(t, "x", again[0].Label)
	renewed.Holidays = h.Holidays
	require.True(t, h.Equal(renewed))
}

// TestZone_FromElsewhere: a program may bring its own zone database, and is told
// when it has none.
func TestZone_FromElsewhere(t *testing.T) {
	t.Parallel()
	h := schedule.Hours{Zone: "America/Bogota", Week: schedule.Week{"Mon-Sun": {"09:00-10:00"}}}
	s, err := h.CompileWith(schedule.Sources{Zone: func(name string) (*time.Location, error) {
		return time.FixedZone(name, -4*3600), nil
	}})
	require.NoError(t, err)
	require.True(t, s.IsOpen(instant(t, "2026-03-02T13:00:00Z")))

	_, err = h.CompileWith(schedule.Sources{Zone: func(string) (*time.Location, error) { return nil, errors.New("no such file") }})
	require.ErrorContains(t, err, "zone database")
	require.ErrorContains(t, err, "time/tzdata")
	require.Equal(t, "zone", problemsOf(t, err)[0].Field)
}

// TestHolidays_AreLikeExceptions: the same dates say the same from a source and as
// stored holidays, in any zone, and exceptions win over them.
func TestHolidays_AreLikeExceptions(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		d := rapidDice(t)
		c := all[d(len(all))]
		near := d.moment(c)
		h := d.hours(c.loc, near)
		h.Yearly, h.Holidays = nil, nil
		given, err := h.Compile()
		require.NoError(t, err)
		dated := h.Exceptions
		kept := dated[:d(len(dated)+1)] // these stay exceptions
		h.Exceptions = kept
		asked, err := h.CompileWith(schedule.Sources{Holidays: source(func(year int) (out []schedule.Exception) {
			for _, e := range dated {
				if strings.HasPrefix(e.Date, fmt.Sprint(year)) {
					out = append(out, e)
				}
			}
			return out
		})})
		require.NoError(t, err)
		from, to := near.AddDate(0, 0, -20), near.AddDate(0, 0, 20)
		require.Equal(t, slices.Collect(given.Openings(from, to)), slices.Collect(asked.Openings(from, to)))
		h.Holidays = dated
		stored, err := h.Compile()
		require.NoError(t, err)
		require.Equal(t, slices.Collect(given.Openings(from, to)), slices.Collect(stored.Openings(from, to)))
	})
}

// TestZone_OfThisYear: British Columbia stays at -07 from November 2026 on.
func TestZone_OfThisYear(t *testing.T) {
	t.Parallel()
	s := compiled(t, "America/Vancouver", "Mon-Sun 09:00-17:00")
	at := instant(t, "2026-11-21T16:30:00Z")
	loc, err := time.LoadLocation("America/Vancouver")
	require.NoError(t, err)
	if _, offset := at.In(loc).Zone(); offset == -8*3600 {
		t.Skip("the zone database is older than 2026b")
	}
	require.True(t, s.IsOpen(at))
}
