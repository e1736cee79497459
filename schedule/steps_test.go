package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

// degenerate are hours on which a search that walks would walk for long, and some
// with as much in them as they may have.
func degenerate() map[string]schedule.Hours {
	second := schedule.Week{"Wed": {"11:59:59-12:00"}}
	out := map[string]schedule.Hours{
		"never":                           schedule.Never(),
		"always":                          schedule.Always(),
		"one second a week":               {Zone: "America/Santiago", Week: second},
		"only 29 February":                {Zone: "America/Santiago", Yearly: []schedule.Yearly{{On: "02-29", Open: []string{"12:00-12:01"}}}},
		"only a fifth Monday of February": {Zone: "Europe/Madrid", Yearly: []schedule.Yearly{{On: "5th Mon Feb", Open: []string{"12:00-12:01"}}}},
		"only a skipped date":             {Zone: "Pacific/Apia", Exceptions: []schedule.Exception{{Date: "2011-12-30", Open: []string{"09:00-17:00"}}}},
		"closed all year round":           {Zone: "UTC", Week: second, Yearly: []schedule.Yearly{{On: "01-01", Through: "12-31"}}},
		"a second after 10,000 dates":     {Zone: "UTC", Week: second, Exceptions: []schedule.Exception{{Date: "2026-01-01", Through: "2053-05-18"}}},
		"a week for good later":           {Zone: "UTC", Seasons: []schedule.Season{{From: "9990-01-01", Week: second}}},
	}
	dates := schedule.Hours{Zone: "UTC", Week: schedule.Week{"Mon-Sun": {"22:00-06:00"}}}
	for i := range int64(10_000) { // a Thursday and a Sunday of each week: nothing joins
		date := time.Unix((i/2*7+i%2*3)*86400, 0).UTC().Format(time.DateOnly)
		dates.Exceptions = append(dates.Exceptions, schedule.Exception{Date: date, Open: []string{"20:00-20:30"}})
	}
	out["10,000 dates apart"] = dates
	var ranges []string
	for half := range 48 {
		at := fmt.Sprintf("%02d:%02d", half/2, half%2*30)
		ranges = append(ranges, at+"-"+at+":01")
	}
	out["48 seconds a day"] = schedule.Hours{Zone: "UTC", Week: schedule.Week{"Mon-Sun": ranges}}
	return out
}

// TestSearches_TakeFewSteps counts the steps of every question on hours on which a
// search that walks would walk for long, in zones of every kind, around their
// clock changes and at both ends of the calendar.
//
// The bound: a look-up halves the table of segments and then the runs of one of
// them, so it takes as many steps as these tables have binary digits, and a few
// calls. A question is so many look-ups. Explain also finds the owner of dates: it
// halves the table of dates, for the date asked about, the one before it, and the
// one after each range of theirs, of which a date has at most 48.
func TestSearches_TakeFewSteps(t *testing.T) {
	t.Parallel()
	lookUps := map[string]int{
		"IsOpen": 1, "NextOpen": 2, "NextClose": 2, "NextChange": 3, "Between": 2, "Add": 2, "Openings, each": 4, "Explain": 8,
		"Day": 0, // it steps over the clock changes of 76 hours instead, an hour at least each time
	}
	subjects := map[string]subject{}
	for _, c := range clocks(t) {
		for name, h := range degenerate() {
			h.Zone = c.loc.String()
			subjects[name+" in "+h.Zone] = subject{h, momentsToAsk(c)}
		}
	}
	most, worst := countSteps(t, subjects), map[string]int{}
	for name, it := range subjects {
		s, err := it.Hours.Compile()
		require.NoError(t, err, name)
		require.Len(t, most[name], len(lookUps), name)
		for question, n := range lookUps {
			bound := n * (s.LookUp() + calls)
			switch question {
			case "Explain":
				bound += s.OwnerLookUps() * (s.OwnerLookUp() + calls)
			case "Day":
				bound += 76 + calls
			}
			require.Positive(t, most[name][question], "%s of %s wasn't counted", question, name)
			require.LessOrEqual(t, most[name][question], bound, "%s of %s", question, name)
			worst[question] = max(worst[question], most[name][question])
		}
	}
	t.Log("the most steps of", len(subjects), "schedules:", worst)
}

// calls is how many functions of the package call each other in a look-up.
const calls = 8

// momentsToAsk are instants around clock changes, and at the ends of all that is
// laid out.
func momentsToAsk(c clock) (out []time.Time) {
	for i := 0; i < len(c.changes); i += 1 + len(c.changes)/8 {
		for hours := range 8 {
			out = append(out, c.changes[i].Add(time.Duration(hours)*time.Hour+time.Minute))
		}
	}
	for _, year := range []int{1, 1969, 1970, 2011, 2026, 2099, 2100, 2140, 2141, 9999} {
		first := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		out = append(out, first, first.Add(-time.Nanosecond), first.AddDate(0, 7, 0).Add(time.Nanosecond))
	}
	return out
}

func TestSearches_OnDegenerateHours(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, at, nextOpen, nextClose, minuteLater string }{
		{"never", "2026-03-02T12:00:00Z", "never", "2026-03-02T12:00:00Z", "never"},
		{"always", "2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z", "never", "2026-03-02T12:01:00Z"},
		{"one second a week", "2026-03-04T12:00:00-03:00", "2026-03-11T11:59:59-03:00", "2026-03-04T12:00:00-03:00", "2027-04-28T12:00:00-04:00"},
		{"only 29 February", "2096-03-01T12:00:00-03:00", "2104-02-29T12:00:00-03:00", "2096-03-01T12:00:00-03:00", "2104-02-29T12:01:00-03:00"},
		{"only a fifth Monday of February", "2072-03-01T00:00:00+01:00", "2112-02-29T12:00:00+01:00", "2072-03-01T00:00:00+01:00", "2112-02-29T12:01:00+01:00"},
		{"only a skipped date", "2011-12-29T12:00:00-10:00", "never", "2011-12-29T12:00:00-10:00", "never"},
		{"closed all year round", "2026-03-02T12:00:00Z", "2141-01-04T11:59:59Z", "2026-03-02T12:00:00Z", "2142-02-21T12:00:00Z"},
		{"a second after 10,000 dates", "2026-03-02T12:00:00Z", "2053-05-21T11:59:59Z", "2026-03-02T12:00:00Z", "2054-07-08T12:00:00Z"},
		{"a week for good later", "2026-03-02T12:00:00Z", "9990-01-03T11:59:59Z", "2026-03-02T12:00:00Z", "9991-02-20T12:00:00Z"},
		{"10,000 dates apart", "2026-03-02T12:00:00Z", "2026-03-02T22:00:00Z", "2026-03-02T12:00:00Z", "2026-03-02T22:01:00Z"},
		{"48 seconds a day", "2026-03-02T12:00:01Z", "2026-03-02T12:30:00Z", "2026-03-02T12:00:01Z", "2026-03-03T18:00:01Z"},
	}
	all := degenerate()
	require.Len(t, cases, len(all))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := func(at time.Time, ok bool) string {
				if !ok {
					return "never"
				}
				return at.Format(time.RFC3339)
			}
			s, err := all[c.name].Compile()
			require.NoError(t, err)
			at := instant(t, c.at)
			require.Equal(t, c.nextOpen, text(s.NextOpen(at)))
			require.Equal(t, c.nextClose, text(s.NextClose(at)))
			require.Equal(t, c.minuteLater, text(s.Add(at, time.Minute)))
		})
	}
}

// TestIsOpen_AllocatesNothing, nor do the searches.
//
//nolint:paralleltest // what other tests allocate would count
func TestIsOpen_AllocatesNothing(t *testing.T) {
	hours := degenerate()
	hours["an office"] = schedule.Hours{
		Zone: "America/Santiago", Week: schedule.Week{"Mon-Fri": {"09:00-13:00", "15:00-18:30"}},
		Exceptions: []schedule.Exception{{Date: "2026-03-05"}},
	}
	at, later := instant(t, "2026-03-02T12:00:00Z"), instant(t, "2031-03-02T12:00:00Z")
	for name, h := range hours {
		s, err := h.Compile()
		require.NoError(t, err)
		require.Zero(t, testing.AllocsPerRun(100, func() {
			s.IsOpen(at)
			s.NextOpen(at)
			s.NextClose(at)
			s.NextChange(at)
			s.Add(at, 10*time.Minute)
			s.Add(at, 40*time.Hour)
			s.Add(at, -40*time.Hour)
			s.Between(at, later)
		}), name)
	}
}
