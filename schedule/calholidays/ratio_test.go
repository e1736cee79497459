package calholidays_test

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkRatio asks two in turns, nine rounds of each, and reports by how much
// the first one's median is the larger:
//
//	go test -run '^$' -bench Ratio ./schedule/calholidays
//
// What is aimed at: 15 or more and 150 or more beside rickar/cal, and at most 2
// for 40 hours beside 10 minutes, or for any span beside a short one.
func BenchmarkRatio(b *testing.B) {
	s, c, at := ours(b), peer(), moments()
	add := func(d time.Duration) func(time.Time) {
		return func(t time.Time) { s.Add(t, d) }
	}
	between := func(d time.Duration) func(time.Time) {
		return func(t time.Time) { s.Between(t, t.Add(d)) }
	}
	const year = 365 * 24 * time.Hour
	rows := []struct {
		name          string
		first, second func(time.Time)
	}{
		{"open/cal:schedule", func(t time.Time) { c.IsWorkTime(t) }, func(t time.Time) { s.IsOpen(t) }},
		{"add10m/cal:schedule", func(t time.Time) { c.AddWorkHours(t, 10*time.Minute) }, add(10 * time.Minute)},
		{"add/40h:10m", add(40 * time.Hour), add(10 * time.Minute)},
		{"add/40000h:10m", add(40_000 * time.Hour), add(10 * time.Minute)},
		{"between/70years:1h", between(70 * year), between(time.Hour)},
	}
	for _, row := range rows {
		b.Run(row.name, func(b *testing.B) {
			var first, second []time.Duration
			for b.Loop() {
				first, second = first[:0], second[:0]
				for range 9 {
					first = append(first, timed(at, row.first))
					second = append(second, timed(at, row.second))
				}
			}
			b.ReportMetric(0, "ns/op") // of a round of rounds: means nothing
			b.ReportMetric(median(first)/float64(len(at)), "ns-first")
			b.ReportMetric(median(second)/float64(len(at)), "ns-second")
			b.ReportMetric(median(first)/median(second), "ratio")
		})
	}
}

// timed asks about every instant once.
func timed(at []time.Time, ask func(time.Time)) time.Duration {
	start := time.Now() //nolint:forbidigo // a benchmark measures time
	for _, t := range at {
		ask(t)
	}
	return time.Since(start) //nolint:forbidigo // the same
}

func median(list []time.Duration) float64 {
	slices.Sort(list)
	return float64(list[len(list)/2])
}
