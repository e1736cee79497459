package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/schedule"
)

// openDates lists the dates from one on that hours which are otherwise closed
// open on, at most n.
func openDates(t *testing.T, h schedule.Hours, from string, n int) (out []string) {
	t.Helper()
	s, err := h.Compile()
	require.NoError(t, err)
	for o := range s.Openings(instant(t, from+"T00:00:00Z"), instant(t, "2200-01-01T00:00:00Z")) {
		if out = append(out, o.From.Format(time.DateOnly)); len(out) == n {
			break
		}
	}
	return out
}

func TestYearly_Dates(t *testing.T) {
	t.Parallel()
	cases := []struct {
		on, from string
		want     []string
	}{
		{"12-25", "2026-12-26", []string{"2027-12-25", "2028-12-25", "2029-12-25"}},
		{"02-29", "2026-01-01", []string{"2028-02-29", "2032-02-29", "2036-02-29"}},
		{"02-29", "2096-03-01", []string{"2104-02-29", "2108-02-29", "2112-02-29"}},
		{"3rd Mon Nov", "2026-01-01", []string{"2026-11-16", "2027-11-15", "2028-11-20"}},
		{"1st Mon Feb", "2026-01-01", []string{"2026-02-02", "2027-02-01", "2028-02-07"}},
		{"5th Sat Jan", "2026-01-01", []string{"2026-01-31", "2027-01-30", "2028-01-29"}},
		{"5th Fri Apr", "2026-01-01", []string{"2027-04-30", "2032-04-30", "2033-04-29"}},
		{"last Fri May", "2026-01-01", []string{"2026-05-29", "2027-05-28", "2028-05-26"}},
		{"last Thu Dec", "2026-01-01", []string{"2026-12-31", "2027-12-30", "2028-12-28"}},
		{"Easter", "2024-01-01", []string{"2024-03-31", "2025-04-20", "2026-04-05"}},
		{"Easter-2", "2024-01-01", []string{"2024-03-29", "2025-04-18", "2026-04-03"}},
		{"Easter+60", "2024-01-01", []string{"2024-05-30", "2025-06-19", "2026-06-04"}},
		{"01-01", "2139-12-01", []string{"2140-01-01"}}, // the last year that is laid out
	}
	for _, c := range cases {
		t.Run(c.on+" from "+c.from, func(t *testing.T) {
			t.Parallel()
			h := schedule.Never()
			h.Yearly = []schedule.Yearly{{On: c.on, Open: []string{"10:00-11:00"}}}
			require.Equal(t, c.want, openDates(t, h, c.from, 3))
		})
	}
}

// TestYearly_Easter against the calendar's own table, for every year laid out.
func TestYearly_Easter(t *testing.T) {
	t.Parallel()
	h := schedule.Never()
	h.Yearly = []schedule.Yearly{{On: "Easter", Open: []string{"10:00-11:00"}}}
	got := openDates(t, h, "1970-01-01", 1000)
	require.Len(t, got, 171)
	for i, date := range got {
		require.Equal(t, easterByTable(1970+i).Format(time.DateOnly), date)
	}
}

func TestYearly_Runs(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, on, through string
		want              []string // from 2027-12-01
	}{
		{"over new year", "12-30", "01-02", []string{"2027-12-30", "2027-12-31", "2028-01-01", "2028-01-02", "2028-12-30"}},
		{"to 29 February", "02-28", "02-29", []string{"2028-02-28", "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"}},
		{"from 29 February", "02-29", "03-01", []string{"2028-02-29", "2028-03-01", "2029-03-01", "2030-03-01", "2031-03-01"}},
		{"of one date", "12-25", "12-25", []string{"2027-12-25", "2028-12-25", "2029-12-25", "2030-12-25", "2031-12-25"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := schedule.Never()
			h.Yearly = []schedule.Yearly{{On: c.on, Through: c.through, Open: []string{"10:00-11:00"}}}
			require.Equal(t, c.want, openDates(t, h, "2027-12-01", 5))
		})
	}
}

// TestF13_Layers: the exception, then the yearly date listed first, then the
// holiday, then the season, dated before yearly, then the week; each owns its
// date whole.
func TestF13_Layers(t *testing.T) {
	t.Parallel()
	h := schedule.Hours{
		Zone: "UTC",
		Week: schedule.Week{"Mon-Sun": {"01:00-02:00"}},
		Seasons: []schedule.Season{
			{From: "03-03", Through: "03-08", Week: schedule.Week{"Mon-Sun": {"02:00-03:00"}}, Label: "spring"},
			{From: "2026-03-04", Through: "2026-03-08", Week: schedule.Week{"Mon-Sun": {"03:00-04:00"}}, Label: "works"},
		},
		Yearly: []schedule.Yearly{
			{On: "03-06", Open: []string{"05:00-06:00"}, Label: "first"},
			{On: "03-06", Through: "03-07", Open: []string{"06:00-07:00"}, Label: "second"},
		},
		Exceptions: []schedule.Exception{{Date: "2026-03-07", Open: []string{"07:00-08:00"}, Label: "fair"}},
	}
	holidays := feasts{"2026-03-05": "feast", "2026-03-06": "feast", "2026-03-07": "feast"}
	s, err := h.CompileWith(schedule.Sources{Holidays: holidays})
	require.NoError(t, err)
	cases := []struct {
		at     string
		reason schedule.Reason
		label  string
		date   string
	}{
		{"2026-03-02T01:00:00Z", schedule.ByWeek, "", ""},
		{"2026-03-03T02:00:00Z", schedule.BySeason, "spring", ""},
		{"2026-03-04T03:00:00Z", schedule.BySeason, "works", ""},
		{"2026-03-05T04:00:00Z", schedule.ByHoliday, "feast", "2026-03-05"},
		{"2026-03-06T05:00:00Z", schedule.ByYearly, "first", "2026-03-06"},
		{"2026-03-07T07:00:00Z", schedule.ByException, "fair", "2026-03-07"},
		{"2026-03-08T03:00:00Z", schedule.BySeason, "works", ""},
		{"2026-03-09T01:00:00Z", schedule.ByWeek, "", ""},
		{"2027-03-04T02:00:00Z", schedule.BySeason, "spring", ""},
		{"2027-03-07T06:00:00Z", schedule.ByYearly, "second", "2027-03-07"},
	}
	for i, c := range cases {
		at := instant(t, c.at)
		e := s.Explain(at)
		require.True(t, e.Open, c.at)
		require.Equal(t, []any{c.reason, c.label, c.date}, []any{e.Reason, e.Label, e.Exception}, c.at)
		if i < 8 {
			require.Equal(t, time.Hour, s.Between(at.Truncate(24*time.Hour), at.Truncate(24*time.Hour).AddDate(0, 0, 1)), "only one layer counts on "+c.at)
		}
	}
}

// TestSeason_NightsRunOn: a season starts and ends with the date, and cuts no
// night.
func TestSeason_NightsRunOn(t *testing.T) {
	t.Parallel()
	h, err := schedule.Weekly("UTC", "Mon-Sun 22:00-06:00")
	require.NoError(t, err)
	h.Seasons = []schedule.Season{{From: "2026-03-05", Through: "2026-03-06", Week: schedule.Week{"Mon-Sun": {"20:00-23:00"}}}}
	s, err := h.Compile()
	require.NoError(t, err)
	require.Equal(t, []string{
		"Mar 04 22:00 open", "Mar 05 06:00 closed", "Mar 05 20:00 open", "Mar 05 23:00 closed",
		"Mar 06 20:00 open", "Mar 06 23:00 closed", "Mar 07 22:00 open", "Mar 08 06:00 closed",
	}, changes(t, s, "2026-03-04T12:00:00Z", 8))
}

func TestSeason_ForGood(t *testing.T) {
	t.Parallel()
	h, err := schedule.Weekly("Europe/Madrid", "Mon 09:00-10:00")
	require.NoError(t, err)
	h.Seasons = []schedule.Season{{From: "2026-07-01", Week: schedule.Week{"Tue": {"11:00-12:00"}}}}
	s, err := h.Compile()
	require.NoError(t, err)
	require.Equal(t, []string{"Jun 29 09:00 open", "Jun 29 10:00 closed", "Jul 07 11:00 open"}, changes(t, s, "2026-06-28T12:00:00Z", 3))
	require.Equal(t, []string{"Jan 02 11:00 open"}, changes(t, s, "9500-01-01T00:00:00Z", 1))
}

// TestEqual_CloneSharesNothing.
func TestEqual_CloneSharesNothing(t *testing.T) {
	t.Parallel()
	all := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		d := rapidDice(t)
		c := all[d(len(all))]
		h := d.hours(c.loc, d.moment(c))
		copied := h.Clone()
		require.True(t, h.Equal(copied))
		spoil(copied)
		require.True(t, h.Equal(h.Clone()))
		s, err := h.Compile()
		require.NoError(t, err)
		again, err := h.Clone().Compile()
		require.NoError(t, err)
		at := d.moment(c)
		require.Equal(t, s.Explain(at), again.Explain(at))
	})
}

// spoil overwrites everything that a copy of the struct would share.
func spoil(h schedule.Hours) {
	bad := func(list []string) {
		for i := range list {
			list[i] = "spoiled"
		}
	}
	for _, open := range h.Week {
		bad(open)
	}
	for i := range h.Seasons {
		for _, open := range h.Seasons[i].Week {
			bad(open)
		}
		h.Seasons[i].From = "spoiled"
	}
	for i := range h.Yearly {
		bad(h.Yearly[i].Open)
		h.Yearly[i].On = "spoiled"
	}
	for i := range h.Exceptions {
		bad(h.Exceptions[i].Open)
		h.Exceptions[i].Date = "spoiled"
	}
	if h.Override != nil {
		h.Override.State = "spoiled"
	}
}
