package ical_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
	"github.com/repartogo/reparto/schedule/ical"
)

// file wraps events into a calendar, with the line ends of the standard.
func file(events ...string) []byte {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n")
	for i, e := range events {
		fmt.Fprintf(&b, "BEGIN:VEVENT\nUID:%d@test\n%s\nEND:VEVENT\n", i, e)
	}
	b.WriteString("END:VCALENDAR\n")
	return []byte(strings.ReplaceAll(b.String(), "\n", "\r\n"))
}

// dates reads one event and lists what it gives.
func dates(t *testing.T, event, from, through string) (out []string) {
	t.Helper()
	list, err := ical.Read(file(event), from, through)
	require.NoError(t, err)
	for _, h := range list {
		text := h.Date
		if h.Through != "" {
			text += " to " + h.Through
		}
		out = append(out, text)
	}
	return out
}

func TestRead_Events(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, event string
		want        []string // in 2026 and 2027
	}{
		{"one day", "DTSTART;VALUE=DATE:20261225", []string{"2026-12-25"}},
		{"to the day after", "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226", []string{"2026-12-25"}},
		{"three days", "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227", []string{"2026-12-24 to 2026-12-26"}},
		{"ended on its own day", "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261225", []string{"2026-12-25"}},
		{"of two days", "DTSTART;VALUE=DATE:20261225\nDURATION:P2D", []string{"2026-12-25 to 2026-12-26"}},
		{"of a week", "DTSTART;VALUE=DATE:20261225\nDURATION:P1W", []string{"2026-12-25 to 2026-12-31"}},
		{"without the parameter", "DTSTART:20261225", []string{"2026-12-25"}},
		{"in small letters", "dtstart;value=date:20261225", []string{"2026-12-25"}},
		{"at a time", "DTSTART:20261225T090000Z\nRRULE:FREQ=HOURLY", nil},
		{"cancelled", "DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED", nil},
		{"before the window", "DTSTART;VALUE=DATE:20251225", nil},
		{"over the window's edge", "DTSTART;VALUE=DATE:20251230\nDURATION:P5D", []string{"2026-01-01 to 2026-01-03"}},
		{"over its other edge", "DTSTART;VALUE=DATE:20271230\nDURATION:P5D", []string{"2027-12-30 to 2027-12-31"}},
		{"every year", "DTSTART;VALUE=DATE:20001225\nRRULE:FREQ=YEARLY", []string{"2026-12-25", "2027-12-25"}},
		{"every leap day", "DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY", nil},
		{"third Monday of November", "DTSTART;VALUE=DATE:20201116\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=3MO", []string{"2026-11-16", "2027-11-15"}},
		{"last Friday of May", "DTSTART;VALUE=DATE:20200529\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1FR", []string{"2026-05-29", "2027-05-28"}},
		{"until", "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;UNTIL=20261225", []string{"2026-12-25"}},
		{"until an instant", "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;UNTIL=20261225T235959Z", []string{"2026-12-25"}},
		{"until far", "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;UNTIL=99991231", []string{"2026-12-25", "2027-12-25"}},
		{"a number of times", "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;COUNT=7", []string{"2026-12-25"}},
		{"every third year", "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY;INTERVAL=3", []string{"2026-12-25"}},
		{"a long one each year", "DTSTART;VALUE=DATE:20201231\nDURATION:P2D\nRRULE:FREQ=YEARLY", []string{"2026-01-01", "2026-12-31 to 2027-01-01", "2027-12-31"}},
		{"but one", "DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20261225,20301225", []string{"2027-12-25"}},
		{"and one more", "DTSTART;VALUE=DATE:20261225\nRDATE;VALUE=DATE:20270106,20280106", []string{"2026-12-25", "2027-01-06"}},
		{"from the first years", "DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=YEARLY", []string{"2026-01-01", "2027-01-01"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, dates(t, c.event, "2026-01-01", "2027-12-31"))
		})
	}
}

func TestRead_LabelsAndFoldedLines(t *testing.T) {
	t.Parallel()
	list, err := ical.Read(file("DTSTART;VALUE=DATE:20261225\nSUMMARY;LANGUAGE=\"es:MX\":Navidad\\, y\n  algo m\n\tás"), "2026-01-01", "2026-12-31")
	require.NoError(t, err)
	require.Equal(t, ical.Calendar{{Date: "2026-12-25", Label: "Navidad, y algo más"}}, list)
}

// TestRead_PlainLineEnds, a byte order mark and other components do no harm.
func TestRead_PlainLineEnds(t *testing.T) {
	t.Parallel()
	text := "\ufeffBEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n" +
		"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nBEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
	list, err := ical.Read([]byte(text), "2026-01-01", "2026-12-31")
	require.NoError(t, err)
	require.Len(t, list, 1, "what stands before an alarm isn't lost")
}

// TestRead_ARepetitionMoved: an event with RECURRENCE-ID stands for one date of
// the event with the same UID.
func TestRead_ARepetitionMoved(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(string(file(
		"DTSTART;VALUE=DATE:20251012\nRRULE:FREQ=YEARLY\nSUMMARY:feast",
		"RECURRENCE-ID;VALUE=DATE:20261012\nDTSTART;VALUE=DATE:20261016\nSUMMARY:feast, moved",
		"RECURRENCE-ID;VALUE=DATE:20271012\nDTSTART;VALUE=DATE:20271012\nSTATUS:CANCELLED",
	)), "UID:1", "UID:0")
	text = strings.ReplaceAll(text, "UID:2", "UID:0")
	list, err := ical.Read([]byte(text), "2026-01-01", "2028-12-31")
	require.NoError(t, err)
	require.Equal(t, ical.Calendar{{Date: "2026-10-16", Label: "feast, moved"}, {Date: "2028-10-12", Label: "feast"}}, list)
}

// TestRead_GivesEachDateOnce, to the event that begins first.
func TestRead_GivesEachDateOnce(t *testing.T) {
	t.Parallel()
	list, err := ical.Read(file(
		"DTSTART;VALUE=DATE:20261225\nSUMMARY:second",
		"DTSTART;VALUE=DATE:20261224\nDURATION:P3D\nSUMMARY:first",
		"DTSTART;VALUE=DATE:20261226\nDURATION:P2D\nSUMMARY:third",
	), "2026-01-01", "2026-12-31")
	require.NoError(t, err)
	require.Equal(t, ical.Calendar{
		{Date: "2026-12-24", Through: "2026-12-26", Label: "first"}, {Date: "2026-12-27", Label: "third"},
	}, list)
}

// TestRead_LabelFoldedInsideALetter: a standard's line is folded by bytes, so the
// parts of one letter may stand on two lines (RFC 5545, 3.1).
func TestRead_LabelFoldedInsideALetter(t *testing.T) {
	t.Parallel()
	list, err := ical.Read(file("DTSTART;VALUE=DATE:20261101\nSUMMARY:D\xc3\n \xada de los Muertos"), "2026-01-01", "2026-12-31")
	require.NoError(t, err)
	require.Equal(t, ical.Calendar{{Date: "2026-11-01", Label: "Día de los Muertos"}}, list)
}

// TestRead_ErrorsAreCutBetweenLetters: what was found there is told in whole letters.
func TestRead_ErrorsAreCutBetweenLetters(t *testing.T) {
	t.Parallel()
	_, err := ical.Read(file("DTSTART;VALUE=DATE:20261"+strings.Repeat("é", 100)), "2026-01-01", "2026-12-31")
	var wrong *ical.Error
	require.ErrorAs(t, err, &wrong)
	require.True(t, utf8.ValidString(wrong.Value), wrong.Value)
}

func TestRead_RefusesByLine(t *testing.T) {
	t.Parallel()
	event := func(lines string) string { return string(file("DTSTART;VALUE=DATE:20261225\n" + lines)) }
	rule := func(rule string) string { return event("RRULE:" + rule) }
	cases := []struct {
		name, text string
		line       int
		field      string
	}{
		{"nothing", "", 0, "file"},
		{"no calendar", "BEGIN:VEVENT\nEND:VEVENT\n", 1, "BEGIN"},
		{"a page of the web", "<html>\n", 1, "line"},
		{"cut", strings.TrimSuffix(event(""), "END:VCALENDAR\r\n"), 1, "BEGIN"},
		{"ends crossed", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", 3, "END"},
		{"end without begin", "END:VCALENDAR\n", 1, "END"},
		{"too deep", strings.Repeat("BEGIN:VCALENDAR\n", 9), 9, "BEGIN"},
		{"not UTF-8", "BEGIN:VCALENDAR\nX:\xff\n", 2, "line"},
		{"too long", strings.Repeat(" ", 4<<20) + "x", 0, "file"},
		{"a line too long", "BEGIN:VCALENDAR\nX:" + strings.Repeat("x", 9000), 2, "line"},
		{"a line too long by its continuations", "BEGIN:VCALENDAR\nX:" + strings.Repeat("x\n ", 9000), 2, "line"},
		{"an event in an event", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT\n", 3, "BEGIN"},
		{"no date", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n", 2, "BEGIN"},
		{"a date that isn't", string(file("DTSTART;VALUE=DATE:20260229")), 6, "DTSTART"},
		{"an end before the start", event("DTEND;VALUE=DATE:20261224"), 7, "DTEND"},
		{"an end with a time", event("DTEND:20261226T000000Z"), 7, "DTEND"},
		{"an end far away", event("DTEND;VALUE=DATE:20991224"), 7, "DTEND"},
		{"lasting hours", event("DURATION:PT24H"), 7, "DURATION"},
		{"lasting nothing", event("DURATION:P0D"), 7, "DURATION"},
		{"lasting too long", event("DURATION:P99999999999999999999D"), 7, "DURATION"},
		{"lasting weeks that overflow", event("DURATION:P2635249153387078803W"), 7, "DURATION"},
		{"lasting weeks that overflow below zero", event("DURATION:P1317624576693539402W"), 7, "DURATION"},
		{"an empty duration", event("DURATION:"), 7, "DURATION"},
		{"hourly", rule("FREQ=HOURLY"), 7, "RRULE"},
		{"secondly", rule("FREQ=SECONDLY;COUNT=3"), 7, "RRULE"},
		{"no frequency", rule("INTERVAL=2"), 7, "RRULE"},
		{"interval zero", rule("FREQ=DAILY;INTERVAL=0"), 7, "RRULE"},
		{"interval below", rule("FREQ=DAILY;INTERVAL=-1"), 7, "RRULE"},
		{"interval that overflows", rule("FREQ=YEARLY;INTERVAL=9223372036854775807"), 7, "RRULE"},
		{"count zero", rule("FREQ=DAILY;COUNT=0"), 7, "RRULE"},
		{"times of day", rule("FREQ=DAILY;BYHOUR=1,2,3"), 7, "RRULE"},
		{"a part of Easter", rule("FREQ=YEARLY;BYEASTER=-2"), 7, "RRULE"},
		{"another start inside", rule("FREQ=YEARLY;DTSTART=20200101"), 7, "RRULE"},
		{"a part twice", rule("FREQ=DAILY;FREQ=DAILY"), 7, "RRULE"},
		{"an empty part", rule("FREQ=DAILY;BYDAY="), 7, "RRULE"},
		{"a month that isn't", rule("FREQ=YEARLY;BYMONTH=13"), 7, "RRULE"},
		{"a day that isn't", rule("FREQ=WEEKLY;BYDAY=XX"), 7, "RRULE"},
		{"too many values", rule("FREQ=YEARLY;BYMONTHDAY=" + strings.Repeat("1,", 60) + "1"), 7, "RRULE"},
		{"until before the start", rule("FREQ=YEARLY;UNTIL=20201225"), 7, "RRULE"},
		{"until that isn't", rule("FREQ=YEARLY;UNTIL=soon"), 7, "RRULE"},
		{"a rule that never holds", rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), 7, "RRULE"},
		{"a daily rule that never holds", rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), 7, "RRULE"},
		{"a rule that starts elsewhere", rule("FREQ=YEARLY;BYMONTH=11;BYDAY=3MO"), 7, "RRULE"},
		{"two rules", event("RRULE:FREQ=YEARLY\nRRULE:FREQ=DAILY"), 8, "RRULE"},
		{"a rule of what is left out", event("EXRULE:FREQ=YEARLY"), 7, "EXRULE"},
		{"periods", event("RDATE;VALUE=PERIOD:20261225T000000Z/PT1H"), 7, "RDATE"},
		{"a date left out that isn't", event("EXDATE;VALUE=DATE:20261225,"), 7, "EXDATE"},
		{"too many days to look at", string(file(slices.Repeat([]string{"DTSTART;VALUE=DATE:00040229\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU"}, 200)...)), 7 + 13*5, "RRULE"},
		{"too many days and values", string(file("DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=MONTHLY;BYDAY=MO" + strings.Repeat(",MO", 59))), 7, "RRULE"},
		{"too many dates", string(file(strings.Split(strings.Repeat("DTSTART;VALUE=DATE:20260101\nDURATION:P366D|", 16), "|")[:15]...)), 0, "file"},
		{"too many rules", string(file(strings.Split(strings.Repeat("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY|", 202), "|")[:201]...)), 4 + 200*5 + 3, "RRULE"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list, err := ical.Read([]byte(c.text), "2026-01-01", "2030-12-31")
			var wrong *ical.Error
			require.ErrorAs(t, err, &wrong)
			require.Nil(t, list)
			require.Equal(t, c.field, wrong.Field, err)
			require.Equal(t, c.line, wrong.Line, err)
			require.NotEmpty(t, wrong.Cure)
			require.Less(t, len(err.Error()), 500)
		})
	}
}

func TestRead_Window(t *testing.T) {
	t.Parallel()
	for _, w := range [][2]string{{"", ""}, {"2026-01-01", "2025-12-31"}, {"2026-01-01", "2031-01-08"}, {"0000-01-01", "0000-01-02"}, {"2026-1-1", "2026-12-31"}} {
		_, err := ical.Read(file("DTSTART;VALUE=DATE:20261225"), w[0], w[1])
		var wrong *ical.Error
		require.ErrorAs(t, err, &wrong)
		require.Equal(t, "window", wrong.Field)
	}
	require.Equal(t, []string{"2026-12-25"}, dates(t, "DTSTART;VALUE=DATE:20261225", "2026-12-25", "2026-12-25"))
	require.Equal(t, []string{"9999-12-25"}, dates(t, "DTSTART;VALUE=DATE:20001225\nRRULE:FREQ=YEARLY", "9999-01-01", "9999-12-31"))
}

// TestCalendar_ClosesHours: the calendar is a source of holidays.
func TestCalendar_ClosesHours(t *testing.T) {
	t.Parallel()
	list, err := ical.Read(file("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261226\nSUMMARY:Navidad"), "2026-01-01", "2027-12-31")
	require.NoError(t, err)
	hours, err := schedule.Weekly("Europe/Madrid", "Mon-Fri 09:00-18:00")
	require.NoError(t, err)
	s, err := hours.CompileWith(schedule.Sources{Holidays: list})
	require.NoError(t, err)
	why := s.Explain(time.Date(2026, 12, 25, 12, 0, 0, 0, time.UTC))
	require.False(t, why.Open)
	require.Equal(t, "Navidad", why.Label)
	require.Equal(t, schedule.ByHoliday, why.Reason)
}

func FuzzRead(f *testing.F) {
	f.Add(file("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\nSUMMARY:x\\,y"))
	f.Add(file("DTSTART;VALUE=DATE:20201116\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=3MO\nEXDATE;VALUE=DATE:20261116"))
	f.Add(file("DTSTART;VALUE=DATE:20200229\nDURATION:P2W\nRRULE:FREQ=DAILY;INTERVAL=7;BYSETPOS=-1;BYWEEKNO=9;BYYEARDAY=-1"))
	f.Add([]byte("BEGIN:VCALENDAR\n A\n\tB\nEND:VCALENDAR"))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := ical.Read(text, "2026-01-01", "2030-12-31")
		if err != nil {
			var wrong *ical.Error
			require.ErrorAs(t, err, &wrong)
			return
		}
		require.LessOrEqual(t, len(list), 5000)
		hours := schedule.Always()
		hours.Exceptions = list
		require.NoError(t, hours.Validate())
	})
}
