package calholidays_test

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"

	"github.com/repartogo/reparto/schedule"
	"github.com/repartogo/reparto/schedule/calholidays"
)

// Both sides answer the same questions: an office from 9 to 17 on weekdays with
// the holidays of the United States, at instants of one year.
func moments() []time.Time {
	out := make([]time.Time, 1<<12)
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range out {
		out[i] = from.Add(time.Duration(i*2039%len(out)) * 7699 * time.Second)
	}
	return out
}

func peer() *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.AddHoliday(us.Holidays...)
	return c
}

func ours(b *testing.B) *schedule.Schedule {
	b.Helper()
	hours, err := schedule.Weekly("UTC", "Mon-Fri 09:00-17:00")
	if err != nil {
		b.Fatal(err)
	}
	s, err := hours.CompileWith(schedule.Sources{Holidays: calholidays.Set{List: us.Holidays}})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkIsOpen(b *testing.B) {
	at, i := moments(), 0
	b.Run("schedule", func(b *testing.B) {
		s := ours(b)
		b.ReportAllocs()
		for b.Loop() {
			s.IsOpen(at[i&(len(at)-1)])
			i++
		}
	})
	b.Run("rickar-cal", func(b *testing.B) {
		c := peer()
		b.ReportAllocs()
		for b.Loop() {
			c.IsWorkTime(at[i&(len(at)-1)])
			i++
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	at, i := moments(), 0
	for _, d := range []time.Duration{10 * time.Minute, 40 * time.Hour} {
		b.Run("schedule/"+d.String(), func(b *testing.B) {
			s := ours(b)
			b.ReportAllocs()
			for b.Loop() {
				s.Add(at[i&(len(at)-1)], d)
				i++
			}
		})
		b.Run("rickar-cal/"+d.String(), func(b *testing.B) {
			c := peer()
			b.ReportAllocs()
			for b.Loop() {
				c.AddWorkHours(at[i&(len(at)-1)], d)
				i++
			}
		})
	}
}
