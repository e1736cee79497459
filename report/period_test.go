package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/report"
)

// zones are those whose clocks behave in their own ways: whole and half offsets, changes at and around midnight, and by
// half an hour.
func zones(t require.TestingT) []*time.Location {
	var all []*time.Location
	for _, name := range []string{"UTC", "Europe/Madrid", "America/New_York", "America/Bogota", "Asia/Kolkata", "America/Santiago", "America/Asuncion", "America/Havana", "Asia/Amman", "Atlantic/Azores", "Africa/Cairo", "Australia/Lord_Howe", "America/Sao_Paulo"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		all = append(all, zone)
	}
	return all
}

// startOf asks a fold in which period it counts an instant.
func startOf(zone *time.Location, p report.Period, i botflow.Instant) (botflow.Instant, string) {
	f := report.New(report.Settings{Zone: zone, Period: p})
	f.Add(botflow.Event{Subject: botflow.OfConversation("k"), Seq: 1, Type: botflow.Started, At: i, Episode: 1, To: bot()})
	r := f.Report(report.Query{})
	return r.Periods[0].Start, r.Periods[0].Name
}

func TestE2_PeriodsOfAWallClock(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, zone string
		period     report.Period
		at         string
		start      string
		label      string
	}{
		{"a day", "America/Bogota", report.Day, "2026-03-02T03:00:00Z", "2026-03-01T05:00:00Z", "2026-03-01"},
		{"a day of 23 hours", "Europe/Madrid", report.Day, "2026-03-29T21:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29"},
		{"a day of 25 hours", "Europe/Madrid", report.Day, "2026-10-25T22:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25"},
		{"a day whose midnight is skipped", "America/Santiago", report.Day, "2024-09-08T12:00:00Z", "2024-09-08T04:00:00Z", "2024-09-08"},
		{"the evening before it", "America/Santiago", report.Day, "2024-09-08T03:59:59Z", "2024-09-07T04:00:00Z", "2024-09-07"},
		{"a day with two midnights", "America/Havana", report.Day, "2024-11-03T12:00:00Z", "2024-11-03T04:00:00Z", "2024-11-03"},
		{"a day with two midnights, east", "Asia/Amman", report.Day, "2021-10-29T12:00:00Z", "2021-10-28T21:00:00Z", "2021-10-29"},
		{"a day whose midnight is within a gap", "America/Toronto", report.Day, "1919-03-31T12:00:00Z", "1919-03-31T04:30:00Z", "1919-03-31"},
		{"an hour", "Asia/Kolkata", report.Hour, "2026-03-02T03:29:59Z", "2026-03-02T02:30:00Z", "2026-03-02 08:00 +0530"},
		{"an hour that comes twice, first", "Europe/Madrid", report.Hour, "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z", "2026-10-25 02:00 +0200"},
		{"an hour that comes twice, second", "Europe/Madrid", report.Hour, "2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25 02:00 +0100"},
		{"an hour and a half", "Australia/Lord_Howe", report.Hour, "2026-04-04T15:20:00Z", "2026-04-04T14:00:00Z", "2026-04-05 01:00 +1100"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(tc.zone)
			require.NoError(t, err)
			at, err := time.Parse(time.RFC3339, tc.at)
			require.NoError(t, err)
			start, label := startOf(zone, tc.period, botflow.InstantOf(at))
			require.Equal(t, tc.start, start.Time().Format(time.RFC3339))
			require.Equal(t, tc.label, label)
		})
	}
}

func TestE2_PeriodsCutTimeWithoutOverlap(t *testing.T) {
	t.Parallel()
	all := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		zone, period := rapid.SampledFrom(all).Draw(t, "zone"), rapid.SampledFrom([]report.Period{report.Day, report.Hour}).Draw(t, "period")
		from := time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
		a := botflow.InstantOf(time.Unix(from+rapid.Int64Range(0, 15*365*86400).Draw(t, "at"), 0))
		b := a.Add(time.Duration(rapid.IntRange(0, 90000).Draw(t, "later")) * time.Second)
		startA, _ := startOf(zone, period, a)
		startB, _ := startOf(zone, period, b)
		require.LessOrEqual(t, startA, a)
		require.LessOrEqual(t, startA, startB, "later never counts earlier")
		again, _ := startOf(zone, period, startA)
		require.Equal(t, startA, again, "a period begins in itself")
		longest := map[report.Period]time.Duration{report.Day: 25 * time.Hour, report.Hour: 90 * time.Minute}[period]
		require.Less(t, a.Sub(startA), longest)
		if y, m, d := a.Time().In(zone).Date(); period == report.Day {
			sy, sm, sd := startA.Time().In(zone).Date()
			require.Equal(t, []int{y, int(m), d}, []int{sy, int(sm), sd})
		}
	})
}

func TestPeriodText(t *testing.T) {
	t.Parallel()
	for _, p := range []report.Period{report.Day, report.Hour} {
		text, err := p.MarshalText()
		require.NoError(t, err)
		var back report.Period
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, p, back)
	}
	var p report.Period
	require.ErrorIs(t, p.UnmarshalText([]byte("week")), botflow.ErrInvalid)
}
