package schedule

import "time"

// Version is that of the form in which [Hours] are stored.
const Version = 1

// Hours describes when something is open. It is plain data: store it as JSON,
// compare it with [Hours.Equal], compile it with [Hours.Compile]. It holds civil
// times and the name of a zone, never offsets, so it stays right when a country
// changes its clocks. The zero value has no zone and isn't valid.
type Hours struct {
	// Version is the form that the rest is written in. Zero is the first, which
	// is also the newest, [Version]; a newer one is refused, not misread.
	Version int `json:"version,omitempty"`
	// Zone is an IANA name, such as "America/Bogota". Empty, "Local" and other names
	// of the machine's own zone are refused: hours must mean the same everywhere.
	Zone string `json:"zone"`
	// Week is what repeats; nil is never open.
	Week Week `json:"week,omitempty"`
	// Seasons replace the week on their dates: summer hours, new hours from a date
	// on. Dated ones win over yearly ones; of two of a kind the first listed wins.
	Seasons []Season `json:"seasons,omitempty"`
	// Yearly are dates that come back every year, such as holidays. Exceptions win
	// over them; of two on a date the first listed wins.
	Yearly []Yearly `json:"yearly,omitempty"`
	// Exceptions own their dates; no two may own the same date. Order is free.
	Exceptions []Exception `json:"exceptions,omitempty"`
	// Holidays are dates that a calendar gave, as [HolidaysBetween] writes them
	// down: renew them by writing the whole list again. Exceptions and yearly dates
	// win over them, so what people add by hand never collides with them; of two on
	// a date the one that begins first wins, then the one listed first.
	Holidays []Exception `json:"holidays,omitempty"`
	// Override wins over dates and week while it lasts; nil is none.
	Override *Override `json:"override,omitempty"`
}

// Week maps days to the ranges of hours that start on them. A key is a day, Mon
// to Sun, or a run of days, such as "Mon-Fri" or "Sat-Mon"; a day named by two
// keys has the ranges of both. A range is "HH:MM-HH:MM", with seconds where they
// matter: "08:00:30-18:00". An end before its start is on the next day (F13), and
// 24:00 is the end of the day. Ends past it go on into the next day: "22:00-30:00"
// is "22:00-06:00". A range that starts and ends at the same time is refused,
// because some mean a day by it and some nothing: write "00:00-24:00".
//
//	Week{"Mon-Fri": {"09:00-13:00", "15:00-18:00"}, "Sat": {"22:00-02:00"}}
type Week map[string][]string

// Exception replaces the hours of a civil date, or of a run of dates.
type Exception struct {
	// Date is the date it owns, as "2026-12-25".
	Date string `json:"date"`
	// Through makes it own every date from Date to this one, both included.
	// Empty is one date.
	Through string `json:"through,omitempty"`
	// Open are the ranges that start on each of its dates; none is closed.
	Open []string `json:"open,omitempty"`
	// Label says why, for people: "Christmas".
	Label string `json:"label,omitempty"`
	// KeepOvernight lets the night that began before Date run to its end.
	// Without it that night ends at 00:00 of Date.
	KeepOvernight bool `json:"keepOvernight,omitempty"`
}

// Override forces one state until an instant, whatever the dates and the week
// say. Instants count in whole seconds: From is rounded down, Until up.
type Override struct {
	// State is Open or Closed; the zero value isn't valid.
	State State `json:"state"`
	// From is when it begins. Zero is since ever, which also rewrites the
	// business time of the past: give it where business time is being counted.
	From time.Time `json:"from,omitzero"`
	// Until is when it ends; at that instant it no longer holds. Required.
	Until time.Time `json:"until"`
	// Label says why, for people: "power cut".
	Label string `json:"label,omitempty"`
}

// State is what an [Override] forces. The zero value isn't valid.
type State string

// The states of an override.
const (
	Open   State = "open"
	Closed State = "closed"
)

// Always returns hours that never close.
func Always() Hours {
	return Hours{Zone: "UTC", Week: Week{"Mon-Sun": {"00:00-24:00"}}}
}

// Never returns hours that never open.
func Never() Hours {
	return Hours{Zone: "UTC"}
}
