package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

func TestWarnings(t *testing.T) {
	t.Parallel()
	at := instant(t, "2026-11-21T12:00:00Z")
	week := func(zone string, w schedule.Week) schedule.Hours { return schedule.Hours{Zone: zone, Week: w} }
	gap := schedule.Week{"Sun": {"02:10-02:50", "09:00-12:00"}}
	cases := []struct {
		name  string
		hours schedule.Hours
		want  []schedule.Warning
	}{
		{"nothing", week("America/Bogota", schedule.Week{"Mon-Fri": {"09:00-13:00", "13:00-18:00"}, "Sat": {"22:00-02:00"}}), nil},
		{"invalid", schedule.Hours{}, nil},
		{"overlap within a day", week("UTC", schedule.Week{"Mon-Fri": {"12:00-18:00"}, "Tue": {"09:00-13:00"}}), []schedule.Warning{
			{Caution: schedule.Overlap, Field: "week.Tue", Text: "09:00-13:00 and 12:00-18:00 overlap"},
		}},
		{"overlap over midnight", week("UTC", schedule.Week{"Sun": {"22:00-06:00"}, "Mon": {"05:00-07:00"}}), []schedule.Warning{
			{Caution: schedule.Overlap, Field: "week.Sun", Text: "22:00-06:00 and 05:00-07:00 overlap"},
		}},
		{"overlap of dates", schedule.Hours{
			Zone: "UTC", Week: schedule.Week{"Mon": {"09:00-10:00"}},
			Seasons:    []schedule.Season{{From: "2027-01-01", Week: schedule.Week{"Mon": {"09:00-11:00", "10:00-12:00"}}}},
			Yearly:     []schedule.Yearly{{On: "12-25", Open: []string{"09:00-11:00", "09:00-11:00"}}},
			Exceptions: []schedule.Exception{{Date: "2026-12-24", Open: []string{"09:00-11:00", "10:30-12:00"}}},
		}, []schedule.Warning{
			{Caution: schedule.Overlap, Field: "seasons[0].week.Mon", Text: "09:00-11:00 and 10:00-12:00 overlap"},
			{Caution: schedule.Overlap, Field: "exceptions[0].open", Text: "09:00-11:00 and 10:30-12:00 overlap"},
			{Caution: schedule.Overlap, Field: "yearly[0].open", Text: "09:00-11:00 and 09:00-11:00 overlap"},
		}},
		{"never open", schedule.Never(), []schedule.Warning{
			{Caution: schedule.AlwaysClosed, Field: "week", Text: "it never opens again"},
		}},
		{"never closed", schedule.Always(), []schedule.Warning{
			{Caution: schedule.AlwaysOpen, Field: "week", Text: "it never closes again"},
		}},
		{"lost in a gap", week("Europe/Madrid", gap), []schedule.Warning{
			{Caution: schedule.LostInGap, Field: "week.Sun", Text: "02:10-02:50 doesn't happen on 2027-03-28: the clock skips it"},
			{Caution: schedule.LostInGap, Field: "week.Sun", Text: "02:10-02:50 doesn't happen on 2028-03-26: the clock skips it"},
		}},
		{"lost in a season and on a date", schedule.Hours{
			Zone: "Europe/Madrid", Week: schedule.Week{"Mon": {"09:00-10:00"}},
			Seasons:    []schedule.Season{{From: "03-20", Through: "04-01", Week: gap}},
			Exceptions: []schedule.Exception{{Date: "2028-03-26", Open: []string{"02:00-03:00"}}},
		}, []schedule.Warning{
			{Caution: schedule.LostInGap, Field: "seasons[0].week.Sun", Text: "02:10-02:50 doesn't happen on 2027-03-28: the clock skips it"},
			{Caution: schedule.LostInGap, Field: "exceptions[0].open", Text: "02:00-03:00 doesn't happen on 2028-03-26: the clock skips it"},
		}},
		{"past", schedule.Hours{
			Zone: "UTC", Week: schedule.Week{"Mon": {"09:00-10:00"}},
			Exceptions: []schedule.Exception{{Date: "2026-11-20"}, {Date: "2026-11-10", Through: "2026-11-19"}},
		}, []schedule.Warning{
			{Caution: schedule.PastException, Field: "exceptions[1]", Text: "ended on 2026-11-19"},
		}},
		{"past holidays", schedule.Hours{
			Zone: "UTC", Week: schedule.Week{"Mon": {"09:00-10:00"}},
			Holidays: []schedule.Exception{{Date: "2025-12-25"}, {Date: "2025-05-01"}},
		}, []schedule.Warning{
			{Caution: schedule.PastHolidays, Field: "holidays", Text: "the last one was on 2025-12-25"},
		}},
		{"holidays to come", schedule.Hours{
			Zone: "UTC", Week: schedule.Week{"Mon": {"09:00-10:00"}},
			Holidays: []schedule.Exception{{Date: "2025-12-25"}, {Date: "2026-12-25"}},
		}, nil},
		{"overlap on a holiday", schedule.Hours{
			Zone: "UTC", Week: schedule.Week{"Mon": {"09:00-10:00"}},
			Holidays: []schedule.Exception{{Date: "2026-12-25", Open: []string{"09:00-11:00", "10:00-12:00"}}},
		}, []schedule.Warning{
			{Caution: schedule.Overlap, Field: "holidays[0].open", Text: "09:00-11:00 and 10:00-12:00 overlap"},
		}},
		{"old zone", week("America/Buenos_Aires", schedule.Week{"Mon": {"09:00-10:00"}}), []schedule.Warning{
			{Caution: schedule.OldZone, Field: "zone", Text: "America/Buenos_Aires is an old name of America/Argentina/Buenos_Aires"},
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, c.hours.Warnings(at))
		})
	}
}

// TestWarnings_OldNamesAreTheSameClock: the zone that is advised shows the time
// of the one that is there, and has no other name itself.
func TestWarnings_OldNamesAreTheSameClock(t *testing.T) {
	t.Parallel()
	names := schedule.OldZones()
	require.Greater(t, len(names), 100)
	for old, name := range names {
		require.NotContains(t, names, name)
		was, err := time.LoadLocation(old)
		if err != nil {
			continue // some machines do without the old names
		}
		is, err := time.LoadLocation(name)
		require.NoError(t, err)
		for at := instant(t, "2024-01-15T12:00:00Z"); at.Year() < 2026; at = at.AddDate(0, 1, 0) {
			require.Equal(t, at.In(was).Format(time.RFC3339), at.In(is).Format(time.RFC3339), "%s, %s", old, name)
		}
	}
	h := schedule.Always()
	h.Zone = "US/Eastern"
	require.Equal(t, "US/Eastern is an old name of America/New_York", h.Warnings(instant(t, "2026-11-21T12:00:00Z"))[0].Text)
}
