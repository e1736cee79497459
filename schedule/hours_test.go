package schedule_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

func TestValidate_NamesTheFieldAndTheCure(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	week := func(key string, open ...string) schedule.Hours {
		return schedule.Hours{Zone: "UTC", Week: schedule.Week{key: open}}
	}
	dates := func(list ...schedule.Exception) schedule.Hours {
		return schedule.Hours{Zone: "UTC", Exceptions: list}
	}
	holidays := func(list ...schedule.Exception) schedule.Hours {
		return schedule.Hours{Zone: "UTC", Holidays: list}
	}
	yearly := func(list ...schedule.Yearly) schedule.Hours { return schedule.Hours{Zone: "UTC", Yearly: list} }
	season := func(list ...schedule.Season) schedule.Hours { return schedule.Hours{Zone: "UTC", Seasons: list} }
	override := func(v schedule.Override) schedule.Hours {
		return schedule.Hours{Zone: "UTC", Override: &v}
	}
	cases := []struct {
		name  string
		hours schedule.Hours
		field string
	}{
		{"no zone", schedule.Hours{}, "zone"},
		{"the machine's zone", schedule.Hours{Zone: "Local"}, "zone"},
		{"unknown zone", schedule.Hours{Zone: "America/Bogotá"}, "zone"},
		{"the machine's zone by its file", schedule.Hours{Zone: "localtime"}, "zone"},
		{"the machine's rules", schedule.Hours{Zone: "posixrules"}, "zone"},
		{"a zone that counts leap seconds", schedule.Hours{Zone: "right/America/Bogota"}, "zone"},
		{"a copy that few machines have", schedule.Hours{Zone: "posix/America/Bogota"}, "zone"},
		{"a name that only a file system takes", schedule.Hours{Zone: "America//Bogota"}, "zone"},
		{"another such name", schedule.Hours{Zone: "./America/Bogota"}, "zone"},
		{"a path as zone", schedule.Hours{Zone: "../../etc/passwd"}, "zone"},
		{"unknown day", week("Lunes", "09:00-18:00"), "week.Lunes"},
		{"day in lower case", week("mon", "09:00-18:00"), "week.mon"},
		{"run of one day", week("Mon-Mon", "09:00-18:00"), "week.Mon-Mon"},
		{"run without end", week("Mon-", "09:00-18:00"), "week.Mon-"},
		{"empty range", week("Mon", ""), "week.Mon[0]"},
		{"second range", week("Mon", "09:00-10:00", "9-18"), "week.Mon[1]"},
		{"start at 24:00", week("Mon", "24:00-24:00"), "week.Mon[0]"},
		{"start past the day", week("Mon", "25:00-26:00"), "week.Mon[0]"},
		{"start at 25:00", week("Mon", "25:00-26:00"), "week.Mon[0]"},
		{"end past the next day", week("Mon", "22:00-48:01"), "week.Mon[0]"},
		{"more than 24 hours", week("Mon", "09:00-33:01"), "week.Mon[0]"},
		{"equal ends", week("Mon", "09:00-09:00"), "week.Mon[0]"},
		{"midnight to midnight", week("Mon", "00:00-00:00"), "week.Mon[0]"},
		{"equal ends of a date", dates(schedule.Exception{Date: "2026-01-01", Open: []string{"09:00-09:00"}}), "exceptions[0].open[0]"},
		{"too many ranges", week("Mon", make([]string, 49)...), "week.Mon"},
		{"too many ranges of a date", dates(schedule.Exception{Date: "2026-01-01", Open: make([]string, 49)}), "exceptions[0].open"},
		{"too many ranges by two names of a day", schedule.Hours{Zone: "UTC", Week: schedule.Week{
			"Mon": slices.Repeat([]string{"09:00-10:00"}, 48), "Mon-Tue": {"11:00-12:00"},
		}}, "week.Mon"},
		{"newer form", schedule.Hours{Version: 2, Zone: "UTC"}, "version"},
		{"negative form", schedule.Hours{Version: -1, Zone: "UTC"}, "version"},
		{"no yearly date", yearly(schedule.Yearly{}), "yearly[0].on"},
		{"a date of no year", yearly(schedule.Yearly{On: "02-30"}), "yearly[0].on"},
		{"month 13", yearly(schedule.Yearly{On: "13-01"}), "yearly[0].on"},
		{"a dated yearly date", yearly(schedule.Yearly{On: "2026-12-25"}), "yearly[0].on"},
		{"sixth Monday", yearly(schedule.Yearly{On: "6th Mon Nov"}), "yearly[0].on"},
		{"ordinal without a day", yearly(schedule.Yearly{On: "3rd Nov"}), "yearly[0].on"},
		{"Easter without a sign", yearly(schedule.Yearly{On: "Easter2"}), "yearly[0].on"},
		{"far from Easter", yearly(schedule.Yearly{On: "Easter-101"}), "yearly[0].on"},
		{"bad end of a yearly run", yearly(schedule.Yearly{On: "12-24", Through: "1-2"}), "yearly[0].through"},
		{"run of a weekday", yearly(schedule.Yearly{On: "last Fri May", Through: "06-01"}), "yearly[0].through"},
		{"bad yearly hours", yearly(schedule.Yearly{On: "12-24", Open: []string{"9-13"}}), "yearly[0].open[0]"},
		{"more than a year of yearly dates", yearly(schedule.Yearly{On: "01-01", Through: "12-31"}, schedule.Yearly{On: "Easter"}, schedule.Yearly{On: "12-24"}), "yearly"},
		{"season without a date", season(schedule.Season{}), "seasons[0].from"},
		{"season with a bad end", season(schedule.Season{From: "2026-06-15", Through: "09-15"}), "seasons[0].through"},
		{"season that ends before it starts", season(schedule.Season{From: "2026-06-15", Through: "2026-06-14"}), "seasons[0].through"},
		{"yearly season without an end", season(schedule.Season{From: "06-15"}), "seasons[0].through"},
		{"yearly season with a bad start", season(schedule.Season{From: "06-31", Through: "09-15"}), "seasons[0].from"},
		{"bad hours of a season", season(schedule.Season{From: "2026-06-15", Week: schedule.Week{"Mon": {"late"}}}), "seasons[0].week.Mon[0]"},
		{"too many seasons", season(make([]schedule.Season, 101)...), "seasons"},
		{"minute 60", week("Mon", "09:60-10:00"), "week.Mon[0]"},
		{"spaces", week("Mon", "09:00 - 10:00"), "week.Mon[0]"},
		{"signs", week("Mon", "+9:00--1:00"), "week.Mon[0]"},
		{"bytes above the digits", week("Mon", "0é:0-10:00"), "week.Mon[0]"},
		{"second 60", week("Mon", "09:00:60-10:00"), "week.Mon[0]"},
		{"a colon too many", week("Mon", "09:00:-10:00"), "week.Mon[0]"},
		{"fractions of a second", week("Mon", "09:00:00.5-10:00"), "week.Mon[0]"},
		{"a second too long", week("Mon", "09:00-33:00:01"), "week.Mon[0]"},
		{"equal ends in other words", week("Mon", "09:00:00-09:00"), "week.Mon[0]"},
		{"no date", dates(schedule.Exception{}), "exceptions[0].date"},
		{"a date that isn't", dates(schedule.Exception{Date: "2026-02-29"}), "exceptions[0].date"},
		{"year zero", dates(schedule.Exception{Date: "0000-01-01"}), "exceptions[0].date"},
		{"bad end of run", dates(schedule.Exception{Date: "2026-01-01", Through: "soon"}), "exceptions[0].through"},
		{"run that ends before it starts", dates(schedule.Exception{Date: "2026-01-02", Through: "2026-01-01"}), "exceptions[0].through"},
		{"bad hours of a date", dates(schedule.Exception{Date: "2026-01-01", Open: []string{"late"}}), "exceptions[0].open[0]"},
		{"date owned twice", dates(schedule.Exception{Date: "2026-01-05"}, schedule.Exception{Date: "2026-01-01", Through: "2026-01-09"}), "exceptions[0].date"},
		{"too many dates", dates(schedule.Exception{Date: "0001-01-01", Through: "9999-12-31"}), "exceptions"},
		{"a holiday's date that isn't", holidays(schedule.Exception{Date: "2026-02-29"}), "holidays[0].date"},
		{"bad hours of a holiday", holidays(schedule.Exception{Date: "2026-02-28", Open: []string{"late"}}), "holidays[0].open[0]"},
		{"too many holidays", holidays(schedule.Exception{Date: "2000-01-01", Through: "2027-05-19"}), "holidays"},
		{"no state", override(schedule.Override{Until: until}), "override.state"},
		{"unknown state", override(schedule.Override{State: "shut", Until: until}), "override.state"},
		{"override without end", override(schedule.Override{State: schedule.Open}), "override.until"},
		{"override past the calendar", override(schedule.Override{State: schedule.Open, Until: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}), "override.until"},
		{"override before the calendar", override(schedule.Override{State: schedule.Open, From: time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), Until: until}), "override.from"},
		{"override that ends as it begins", override(schedule.Override{State: schedule.Open, From: until, Until: until}), "override.from"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			problems := problemsOf(t, c.hours.Validate())
			require.Len(t, problems, 1)
			require.Equal(t, c.field, problems[0].Field)
			require.NotEmpty(t, problems[0].Reason)
			require.NotEmpty(t, problems[0].Cure)
			s, err := c.hours.Compile()
			require.EqualError(t, err, problems[0].Error())
			require.Nil(t, s)
		})
	}
}

// problemsOf parts a joined error.
func problemsOf(t require.TestingT, err error) (out []*schedule.FieldError) {
	var joined interface{ Unwrap() []error }
	require.ErrorAs(t, err, &joined)
	for _, e := range joined.Unwrap() {
		var f *schedule.FieldError
		require.ErrorAs(t, e, &f)
		out = append(out, f)
	}
	return out
}

func TestValidate_TellsAllAtOnce(t *testing.T) {
	t.Parallel()
	h := schedule.Hours{
		Zone:       "Local",
		Week:       schedule.Week{"Mon": {"9-18", "10:00-11:00", "x"}, "Fun": nil},
		Exceptions: []schedule.Exception{{Date: "tomorrow", Through: "later", Open: []string{"-"}}},
		Override:   &schedule.Override{},
	}
	var fields []string
	for _, p := range problemsOf(t, h.Validate()) {
		fields = append(fields, p.Field)
	}
	require.Equal(t, []string{
		"zone", "week.Fun", "week.Mon[0]", "week.Mon[2]",
		"exceptions[0].open[0]", "exceptions[0].date", "exceptions[0].through", "override.state", "override.until",
	}, fields)
}

func TestFieldError_ReadsWell(t *testing.T) {
	t.Parallel()
	h := schedule.Hours{Zone: "UTC", Week: schedule.Week{"Mon": {"9-18"}}}
	require.EqualError(t, h.Validate(), `schedule: week.Mon[0]: "9-18" isn't a range of hours: `+
		`write HH:MM-HH:MM, such as 09:00-18:00, or 22:00-06:00 past midnight, or 00:00-24:00`)
}

const fullJSON = `{"version":1,"zone":"America/Bogota",` +
	`"week":{"Mon-Fri":["09:00-13:00","15:00-18:00"],"Sat":["22:00-02:00"]},` +
	`"seasons":[{"from":"06-15","through":"09-15","week":{"Mon-Fri":["08:00-15:00"]},"label":"summer"},{"from":"2030-01-01"}],` +
	`"yearly":[{"on":"12-25","label":"Navidad"},{"on":"12-31","through":"01-01","open":["09:00-12:00"],"keepOvernight":true},` +
	`{"on":"3rd Mon Nov"},{"on":"Easter-2"}],` +
	`"exceptions":[{"date":"2026-12-24","open":["09:00-13:00"],"label":"Nochebuena"},` +
	`{"date":"2026-12-25","through":"2027-01-03","keepOvernight":true}],` +
	`"holidays":[{"date":"2026-12-24","through":"2026-12-26","label":"Christmas"},{"date":"2027-05-01","label":"Labour Day"}],` +
	`"override":{"state":"closed","from":"2026-03-02T09:00:00.5-05:00","until":"2026-03-02T18:00:00Z","label":"power cut"}}`

func TestHours_JSONRoundTripsByteForByte(t *testing.T) {
	t.Parallel()
	for _, text := range []string{fullJSON, `{"zone":"UTC"}`, `{"zone":"UTC","week":{"Mon-Sun":["00:00-24:00"]}}`} {
		var h schedule.Hours
		require.NoError(t, json.Unmarshal([]byte(text), &h))
		require.NoError(t, h.Validate())
		again, err := json.Marshal(h)
		require.NoError(t, err)
		require.Equal(t, text, string(again))
	}
}

func TestHours_Equal(t *testing.T) {
	t.Parallel()
	full := func(change func(*schedule.Hours)) schedule.Hours {
		var h schedule.Hours
		require.NoError(t, json.Unmarshal([]byte(fullJSON), &h))
		change(&h)
		return h
	}
	same := map[string]func(*schedule.Hours){
		"as it is":     func(*schedule.Hours) {},
		"other zone":   func(h *schedule.Hours) { h.Override.Until = h.Override.Until.In(time.FixedZone("", 3600)) },
		"empty is nil": func(h *schedule.Hours) { h.Exceptions[1].Open = []string{} },
	}
	for name, change := range same {
		require.True(t, full(change).Equal(full(func(*schedule.Hours) {})), name)
	}
	different := map[string]func(*schedule.Hours){
		"version":       func(h *schedule.Hours) { h.Version = 0 },
		"season's date": func(h *schedule.Hours) { h.Seasons[0].From = "06-16" },
		"season's end":  func(h *schedule.Hours) { h.Seasons[0].Through = "09-16" },
		"season's week": func(h *schedule.Hours) { h.Seasons[0].Week["Mon-Fri"][0] = "08:00-16:00" },
		"season's text": func(h *schedule.Hours) { h.Seasons[0].Label = "" },
		"no season":     func(h *schedule.Hours) { h.Seasons = nil },
		"yearly date":   func(h *schedule.Hours) { h.Yearly[0].On = "12-24" },
		"yearly run":    func(h *schedule.Hours) { h.Yearly[1].Through = "" },
		"yearly hours":  func(h *schedule.Hours) { h.Yearly[1].Open = nil },
		"yearly text":   func(h *schedule.Hours) { h.Yearly[0].Label = "" },
		"yearly night":  func(h *schedule.Hours) { h.Yearly[1].KeepOvernight = false },
		"no yearly":     func(h *schedule.Hours) { h.Yearly = nil },
		"zone":          func(h *schedule.Hours) { h.Zone = "UTC" },
		"range":         func(h *schedule.Hours) { h.Week["Sat"][0] = "22:00-03:00" },
		"day":           func(h *schedule.Hours) { delete(h.Week, "Sat") },
		"date":          func(h *schedule.Hours) { h.Exceptions[0].Date = "2026-12-23" },
		"through":       func(h *schedule.Hours) { h.Exceptions[1].Through = "" },
		"open":          func(h *schedule.Hours) { h.Exceptions[0].Open = nil },
		"label":         func(h *schedule.Hours) { h.Exceptions[0].Label = "" },
		"overnight":     func(h *schedule.Hours) { h.Exceptions[1].KeepOvernight = false },
		"holiday":       func(h *schedule.Hours) { h.Holidays[1].Date = "2027-05-02" },
		"no holidays":   func(h *schedule.Hours) { h.Holidays = nil },
		"no override":   func(h *schedule.Hours) { h.Override = nil },
		"state":         func(h *schedule.Hours) { h.Override.State = schedule.Open },
		"from":          func(h *schedule.Hours) { h.Override.From = time.Time{} },
		"until":         func(h *schedule.Hours) { h.Override.Until = h.Override.Until.Add(1) },
		"override text": func(h *schedule.Hours) { h.Override.Label = "" },
	}
	for name, change := range different {
		require.False(t, full(change).Equal(full(func(*schedule.Hours) {})), name)
		require.False(t, full(func(*schedule.Hours) {}).Equal(full(change)), name)
	}
}

// TestCompile_KeepsNothingOfTheHost: changing the hours afterwards changes
// nothing.
func TestCompile_KeepsNothingOfTheHost(t *testing.T) {
	t.Parallel()
	var h schedule.Hours
	require.NoError(t, json.Unmarshal([]byte(fullJSON), &h))
	s, err := h.Compile()
	require.NoError(t, err)
	at := instant(t, "2026-03-02T15:00:00Z")
	before := s.Explain(at)
	h.Week["Mon-Fri"][0] = "00:00-24:00"
	h.Exceptions[0].Label = "changed"
	h.Override.Label, h.Override.State = "changed", schedule.Open
	require.Equal(t, before, s.Explain(at))
}

func TestWeekly(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text string
		want schedule.Week
	}{
		{"", nil},
		{" ; ;", nil},
		{"Mon-Fri 09:00-18:00; Sat 10:00-14:00", schedule.Week{"Mon-Fri": {"09:00-18:00"}, "Sat": {"10:00-14:00"}}},
		{"Mon,Wed 09:00-12:00,13:00-18:00", schedule.Week{"Mon": {"09:00-12:00", "13:00-18:00"}, "Wed": {"09:00-12:00", "13:00-18:00"}}},
		{"Sat-Mon 22:00-06:00 07:00-08:00, 09:00-10:00;", schedule.Week{"Sat-Mon": {"22:00-06:00", "07:00-08:00", "09:00-10:00"}}},
		{"Mon 09:00-12:00; Mon 13:00-18:00", schedule.Week{"Mon": {"09:00-12:00", "13:00-18:00"}}},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			h, err := schedule.Weekly("Europe/Madrid", c.text)
			require.NoError(t, err)
			require.Equal(t, schedule.Hours{Zone: "Europe/Madrid", Week: c.want}, h)
		})
	}
}

func TestWeekly_Refuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Mon", "09:00-18:00", "Mon- 09:00-18:00", "Mon 9-18", "Mon,, 09:00-18:00", "Mon ,", "Mon - Fri 09:00-18:00"} {
		_, err := schedule.Weekly("UTC", text)
		require.ErrorContains(t, err, "schedule: week", text)
	}
	_, err := schedule.Weekly("Nowhere", "Mon 09:00-18:00; Tue")
	require.ErrorContains(t, err, "Tue")
	require.ErrorContains(t, err, "time/tzdata", "the cure of a missing zone database")
}

// TestCompile_ManyExceptions: the most dates that are taken, in single dates and
// in one run.
func TestCompile_ManyExceptions(t *testing.T) {
	t.Parallel()
	single := schedule.Always()
	for i := range int64(10_000) {
		single.Exceptions = append(single.Exceptions, schedule.Exception{Date: time.Unix(i*86400, 0).UTC().Format(time.DateOnly)})
	}
	run := schedule.Always()
	run.Exceptions = []schedule.Exception{{Date: "1970-01-01", Through: single.Exceptions[9_999].Date}}
	at := instant(t, "1970-01-01T00:00:00Z")
	for i, h := range []schedule.Hours{single, run} {
		s, err := h.Compile()
		require.NoError(t, err, i)
		next, ok := s.NextOpen(at)
		require.True(t, ok)
		require.Equal(t, time.Unix(10_000*86400, 0).UTC(), next)
	}
	single.Exceptions = append(single.Exceptions, schedule.Exception{Date: "2026-01-01"})
	require.ErrorContains(t, single.Validate(), fmt.Sprintf("%q", "10001 dates"))
}

func FuzzHoursJSON(f *testing.F) {
	f.Add([]byte(fullJSON))
	f.Add([]byte(`{"zone":"UTC","week":{"Mon":["00:00-24:00"],"Sat-Mon":["23:59-24:00"]}}`))
	f.Add([]byte(`{"zone":"Pacific/Apia","exceptions":[{"date":"2011-12-30","open":["22:00-02:00"]}]}`))
	f.Add([]byte(`{"zone":"Local","override":{"state":"x","until":"9999-12-31T23:59:59-23:59"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var h, again schedule.Hours
		if json.Unmarshal(text, &h) != nil {
			return
		}
		stored, err := json.Marshal(h)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(stored, &again))
		require.True(t, h.Equal(again))
		stable, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(stored), string(stable))
		s, err := h.Compile()
		if err != nil {
			require.NotEmpty(t, problemsOf(t, err))
			return
		}
		for _, at := range []time.Time{{}, time.Unix(1e9, 5), time.Unix(5e9, 0)} {
			if next, ok := s.NextChange(at); ok {
				require.NotEqual(t, s.IsOpen(at), s.IsOpen(next))
			}
			if e, ok := s.Add(at, time.Hour); ok {
				require.Equal(t, time.Hour, s.Between(at, e))
			}
			require.Equal(t, s.IsOpen(at), s.Explain(at).Open)
		}
	})
}
