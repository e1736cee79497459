package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/repartogo/reparto/schedule"
)

// office is a year of ordinary hours: split days, a half day, holidays.
func office(tb testing.TB, exceptions int) *schedule.Schedule {
	tb.Helper()
	h, err := schedule.Weekly("America/Santiago", "Mon-Fri 09:00-13:00,15:00-18:30; Sat 10:00-14:00")
	if err != nil {
		tb.Fatal(err)
	}
	date := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range exceptions {
		h.Exceptions = append(h.Exceptions, schedule.Exception{Date: date.Format(time.DateOnly), Label: "holiday"})
		date = date.AddDate(0, 0, 9)
	}
	s, err := h.Compile()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// moments are instants of one year, 1,009 s apart in a scattered order.
func moments() []time.Time {
	out := make([]time.Time, 1<<14)
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range out {
		out[i] = from.Add(time.Duration(i*7919%len(out)) * 1925 * time.Second)
	}
	return out
}

func BenchmarkIsOpen(b *testing.B) {
	for _, exceptions := range []int{0, 20, 1000} {
		b.Run(fmt.Sprintf("exceptions=%d", exceptions), func(b *testing.B) {
			s, at := office(b, exceptions), moments()
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				s.IsOpen(at[i&(len(at)-1)])
				i++
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	for _, d := range []time.Duration{10 * time.Minute, 40 * time.Hour, 20_000 * time.Hour} {
		b.Run(d.String(), func(b *testing.B) {
			s, at := office(b, 20), moments()
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				s.Add(at[i&(len(at)-1)], d)
				i++
			}
		})
	}
}

func BenchmarkNextOpen(b *testing.B) {
	s, at := office(b, 20), moments()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.NextOpen(at[i&(len(at)-1)])
		i++
	}
}

func BenchmarkBetween(b *testing.B) {
	s, at := office(b, 20), moments()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.Between(at[i&(len(at)-1)], at[(i+1)&(len(at)-1)])
		i++
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, exceptions := range []int{0, 20, 10_000} {
		b.Run(fmt.Sprintf("exceptions=%d", exceptions), func(b *testing.B) {
			h, err := schedule.Weekly("America/Santiago", "Mon-Fri 09:00-13:00,15:00-18:30")
			if err != nil {
				b.Fatal(err)
			}
			for i := range exceptions {
				date := time.Unix(int64(i)*9*86400, 0).UTC().Format(time.DateOnly)
				h.Exceptions = append(h.Exceptions, schedule.Exception{Date: date})
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.Compile(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkYearly has 16 yearly dates and a season: laid out over 171 years.
func BenchmarkYearly(b *testing.B) {
	h, err := schedule.Weekly("America/Santiago", "Mon-Fri 09:00-13:00,15:00-18:30")
	if err != nil {
		b.Fatal(err)
	}
	for day := range 16 {
		h.Yearly = append(h.Yearly, schedule.Yearly{On: fmt.Sprintf("%02d-%02d", 1+day%12, 1+day)})
	}
	h.Seasons = []schedule.Season{{From: "12-15", Through: "03-15", Week: schedule.Week{"Mon-Fri": {"08:00-15:00"}}}}
	b.Run("Compile", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := h.Compile(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("IsOpen", func(b *testing.B) {
		s, err := h.Compile()
		if err != nil {
			b.Fatal(err)
		}
		at, i := moments(), 0
		b.ReportAllocs()
		for b.Loop() {
			s.IsOpen(at[i&(len(at)-1)])
			i++
		}
	})
}
