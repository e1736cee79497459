package schedule_test

import (
	"fmt"
	"time"

	"github.com/repartogo/reparto/schedule"
)

// oracle answers by brute force, with nothing of the package but its data: it
// looks at the wall clock of every minute of a window, and opens each range of
// each date from the first minute that shows it to the last. Its answers hold
// in the middle of the window, two days from its edges.
type oracle struct {
	from time.Time // the first minute
	open []bool    // one a minute
}

const oracleMargin = 3 * 24 * 60 // minutes at each edge that may lack a neighbour

func newOracle(h schedule.Hours, loc *time.Location, from time.Time, minutes int) *oracle {
	o := &oracle{from: from, open: make([]bool, minutes)}
	walls := make([]int, minutes) // civil minutes since 1970
	for i := range walls {
		walls[i] = wallMinute(o.at(i).In(loc))
	}
	lo, hi := walls[0], walls[0]
	for _, w := range walls {
		lo, hi = min(lo, w), max(hi, w)
	}
	for date := lo/1440 - 1; date <= hi/1440; date++ {
		for _, r := range rangesOf(h, date) {
			o.hull(walls, r)
		}
	}
	if v := h.Override; v != nil {
		for i := range o.open {
			if at := o.at(i); !at.Before(v.From) && at.Before(v.Until) {
				o.open[i] = v.State == schedule.Open
			}
		}
	}
	return o
}

// hull opens the minutes from the first that shows the range to the last.
func (o *oracle) hull(walls []int, r [2]int) {
	first, last := -1, -1
	for i, w := range walls {
		if r[0] <= w && w < r[1] {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for i := first; i >= 0 && i <= last; i++ {
		o.open[i] = true
	}
}

func (o *oracle) at(i int) time.Time { return o.from.Add(time.Duration(i) * time.Minute) }

// next finds the first minute from i on with the given answer.
func (o *oracle) next(i int, open bool) (int, bool) {
	for ; i < len(o.open)-oracleMargin; i++ {
		if o.open[i] == open {
			return i, true
		}
	}
	return 0, false
}

// between counts the open minutes.
func (o *oracle) between(i, j int) time.Duration {
	n := time.Duration(0)
	for _, open := range o.open[i:j] {
		if open {
			n++
		}
	}
	return n * time.Minute
}

func wallMinute(t time.Time) int {
	y, m, d := t.Date()
	date := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
	return int(date)*1440 + t.Hour()*60 + t.Minute()
}

// rangesOf returns the ranges that start on the date, in civil minutes since
// 1970, cut at the next date's midnight where that date is an exception's first.
func rangesOf(h schedule.Hours, date int) (out [][2]int) {
	texts := h.Week[time.Unix(int64(date)*86400, 0).UTC().Format("Mon")]
	if e := exceptionOf(h, date); e != nil {
		texts = e.Open
	}
	next := exceptionOf(h, date+1)
	cut := next != nil && !next.KeepOvernight && next.Date == civilDate(date+1)
	for _, text := range texts {
		var h1, m1, h2, m2 int
		if _, err := fmt.Sscanf(text, "%d:%d-%d:%d", &h1, &m1, &h2, &m2); err != nil {
			panic(err)
		}
		from, to := date*1440+h1*60+m1, date*1440+h2*60+m2
		if to <= from {
			to += 1440
		}
		if cut {
			to = min(to, (date+1)*1440)
		}
		out = append(out, [2]int{from, to})
	}
	return out
}

func exceptionOf(h schedule.Hours, date int) *schedule.Exception {
	text := civilDate(date) // dates of this form sort as text
	for i, e := range h.Exceptions {
		if text == e.Date || (e.Through != "" && e.Date <= text && text <= e.Through) {
			return &h.Exceptions[i]
		}
	}
	return nil
}

func civilDate(date int) string {
	return time.Unix(int64(date)*86400, 0).UTC().Format(time.DateOnly)
}
