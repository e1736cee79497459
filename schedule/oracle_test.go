package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/repartogo/reparto/schedule"
)

// oracle answers by brute force, with nothing of the package but its data: it
// looks at the wall clock of every minute of a window, or of every second, and
// opens each range of each date from the first that shows it to the last. Its
// answers hold in the middle of the window, away from its edges.
type oracle struct {
	from time.Time     // the first instant
	step time.Duration // from one to the next
	open []bool        // one a step
}

const oracleMargin = 3 * 24 * 60 // minutes at each edge that may lack a neighbour

func newOracle(h schedule.Hours, loc *time.Location, from time.Time, minutes int) *oracle {
	return newOracleOn(h, wallClock(loc, from, time.Minute, minutes), from, time.Minute)
}

// wallClock reads the wall clock at each step: civil seconds since 1970.
func wallClock(loc *time.Location, from time.Time, step time.Duration, steps int) []int {
	walls := make([]int, steps)
	for i := range walls {
		walls[i] = wallSecond(from.Add(time.Duration(i) * step).In(loc))
	}
	return walls
}

func newOracleOn(h schedule.Hours, walls []int, from time.Time, step time.Duration) *oracle {
	o := &oracle{from: from, step: step, open: make([]bool, len(walls))}
	lo, hi := slices.Min(walls), slices.Max(walls)
	for date := floor(lo, 86400) - 1; date <= floor(hi, 86400); date++ {
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

// hull opens the steps from the first that shows the range to the last.
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

func (o *oracle) at(i int) time.Time { return o.from.Add(time.Duration(i) * o.step) }

// next finds the first minute from i on with the given answer.
func (o *oracle) next(i int, open bool) (int, bool) {
	for ; i < len(o.open)-oracleMargin; i++ {
		if o.open[i] == open {
			return i, true
		}
	}
	return 0, false
}

// between counts the open steps.
func (o *oracle) between(i, j int) time.Duration {
	n := time.Duration(0)
	for _, open := range o.open[i:j] {
		if open {
			n++
		}
	}
	return n * o.step
}

func floor(x, y int) int {
	if x < 0 {
		return -((-x + y - 1) / y)
	}
	return x / y
}

func wallSecond(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), 0, time.UTC).Unix())
}

// rangesOf returns the ranges that start on the date, in civil seconds since
// 1970, cut at the next date's midnight where another owner's dates begin there.
func rangesOf(h schedule.Hours, date int) (out [][2]int) {
	owner, next := ownerOf(h, civil(date)), ownerOf(h, civil(date+1))
	texts := owner.open
	if owner.id == "" {
		texts = weekOf(h, civil(date))[civil(date).Format("Mon")]
	}
	cut := next.id != "" && next.id != owner.id && !next.keep
	for _, text := range texts {
		first, last, _ := strings.Cut(text, "-")
		from, to := date*86400+clockSecond(first), date*86400+clockSecond(last)
		if to <= from {
			to += 86400
		}
		if cut {
			to = min(to, (date+1)*86400)
		}
		out = append(out, [2]int{from, to})
	}
	return out
}

func clockSecond(text string) int {
	var h, m, s int
	if n, err := fmt.Sscanf(text, "%d:%d:%d", &h, &m, &s); err != nil && n < 2 {
		panic(err)
	}
	return h*3600 + m*60 + s
}

func civil(date int) time.Time { return time.Unix(int64(date)*86400, 0).UTC() }

// ownership says whose a date is; two dates with the same id are of one run.
type ownership struct {
	id   string
	open []string
	keep bool
}

func ownerOf(h schedule.Hours, date time.Time) ownership {
	text := date.Format(time.DateOnly) // dates of this form sort as text
	for i, e := range h.Exceptions {
		if text == e.Date || (e.Through != "" && e.Date <= text && text <= e.Through) {
			return ownership{fmt.Sprint("exception ", i), e.Open, e.KeepOvernight}
		}
	}
	for i, y := range h.Yearly {
		if year, ok := fallsOn(y.On, y.Through, date); ok {
			return ownership{fmt.Sprint("yearly ", i, " of ", year), y.Open, y.KeepOvernight}
		}
	}
	first := -1 // of the holidays on the date, the one that begins first
	for i, e := range h.Holidays {
		if e.Date <= text && text <= max(e.Date, e.Through) && (first < 0 || e.Date < h.Holidays[first].Date) {
			first = i
		}
	}
	if first >= 0 {
		return ownership{fmt.Sprint("holiday ", first), h.Holidays[first].Open, h.Holidays[first].KeepOvernight}
	}
	return ownership{}
}

// weekOf returns the week that holds on a date.
func weekOf(h schedule.Hours, date time.Time) schedule.Week {
	text := date.Format(time.DateOnly)
	for _, s := range h.Seasons {
		if len(s.From) == 10 && s.From <= text && (s.Through == "" || text <= s.Through) {
			return s.Week
		}
	}
	for _, s := range h.Seasons {
		if len(s.From) == 5 {
			if _, ok := fallsOn(s.From, s.Through, date); ok {
				return s.Week
			}
		}
	}
	return h.Week
}

// fallsOn says whether a yearly run holds the date, and the year it began in.
func fallsOn(on, through string, date time.Time) (year int, ok bool) {
	key := date.Format("01-02")
	year = date.Year()
	switch words := strings.Fields(on); {
	case strings.HasPrefix(on, "Easter"):
		days := 0
		if on != "Easter" {
			_, _ = fmt.Sscanf(on, "Easter%d", &days)
		}
		feast := date.AddDate(0, 0, -days)
		year = feast.Year()
		ok = feast.Equal(easterByTable(year))
	case len(words) == 3 && words[0] == "last":
		ok = date.Format("Mon Jan") == words[1]+" "+words[2] && date.AddDate(0, 0, 7).Month() != date.Month()
	case len(words) == 3:
		ok = date.Format("Mon Jan") == words[1]+" "+words[2] && (date.Day()-1)/7 == int(words[0][0]-'1')
	case through == "":
		ok = key == on
	case on <= through:
		ok = on <= key && key <= through
	default:
		ok = on <= key || key <= through
		if key < on {
			year--
		}
	}
	return year, ok && 1970 <= year && year <= 2140
}

// easterByTable is the Sunday after the full moon that the calendar's table gives
// for the years 1900 to 2199.
func easterByTable(year int) time.Time {
	moons := []string{
		"04-14", "04-03", "03-23", "04-11", "03-31", "04-18", "04-08", "03-28", "04-16", "04-05",
		"03-25", "04-13", "04-02", "03-22", "04-10", "03-30", "04-17", "04-07", "03-27",
	}
	moon, err := time.Parse(time.DateOnly, fmt.Sprintf("%04d-%s", year, moons[year%19]))
	if err != nil {
		panic(err)
	}
	return moon.AddDate(0, 0, 7-int(moon.Weekday()))
}
