package main

import (
	"fmt"
	"strconv"
	"strings"
)

// moment is a second of the record's clock, counted from the midnight at which its day begins. The day may run on past
// 24:00:00, as a night's last calls do.
type moment int

const (
	minute = 60
	hour   = 60 * minute
	day24  = 24 * hour
)

// parseMoment reads H:MM:SS. Hours go on to 47, for records that write the night after as 24:xx.
func parseMoment(text string) (moment, error) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return 0, fmt.Errorf("%q is no clock time: write H:MM:SS", text)
	}
	total := 0
	for i, most := range [...]int{47, 59, 59} {
		n, err := strconv.ParseUint(parts[i], 10, 8)
		if err != nil || int(n) > most || len(parts[i]) > 2 {
			return 0, fmt.Errorf("%q is no clock time: write H:MM:SS, up to 47:59:59", text)
		}
		total = total*60 + int(n)
	}
	return moment(total), nil
}

// near reads a clock time of this day that belongs to something at about m: where it seems to lie more than half a day
// before, midnight has come in between.
func (m moment) near(clock moment) moment {
	if clock < m-day24/2 {
		return clock + day24
	}
	return clock
}

// hour gives the hour of the day; 24 is the one after midnight.
func (m moment) hour() int { return int(m) / hour }

// String prints HH:MM:SS.
func (m moment) String() string {
	return fmt.Sprintf("%02d:%02d:%02d", m/hour, m/minute%60, m%60)
}
