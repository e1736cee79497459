package schedule

import "math"

// Season replaces the week on a run of dates: summer hours, or new hours from a
// date on. It doesn't touch exceptions, yearly dates or the override, and a night
// that began before it ends when it would have ended.
type Season struct {
	// From is its first date: one, as "2026-06-15", or one of every year, as
	// "06-15" (in the years 1970 to 2140).
	From string `json:"from"`
	// Through is its last date, in the same form. A yearly one before From is of
	// the next year. Empty, with a dated From, is for good.
	Through string `json:"through,omitempty"`
	// Week is what repeats in the season; nil is never open.
	Week Week `json:"week,omitempty"`
	// Label says why, for people: "summer".
	Label string `json:"label,omitempty"`
}

// weekPlan is a week with the season it belongs to, if any.
type weekPlan struct {
	days   [7][]interval // by time.Weekday
	label  string
	season bool
}

// weekRun says that a plan holds from a date until the next run.
type weekRun struct {
	first int64 // day number
	plan  int32 // index in calendar.plans
}

// weekRuns lays seasons out over the whole calendar; what they leave is plan 0,
// the week of the hours.
func weekRuns(seasons []run) []weekRun {
	out := []weekRun{{first: math.MinInt64}}
	for _, s := range seasons {
		if n := len(out); out[n-1].first == s.first {
			out = out[:n-1] // nothing lies between this season and the one before
		}
		out = append(out, weekRun{s.first, s.what}, weekRun{first: s.last + 1})
	}
	return out
}
