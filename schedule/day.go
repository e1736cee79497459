package schedule

import "time"

// Day returns when the civil date of an instant begins and ends in the zone of the
// hours: the hours of today are s.Openings(s.Day(now)). A date isn't always 24
// hours long and doesn't always begin at 00:00. Where a clock that is set back
// shows a part of a date again, the date lasts to the last showing, as hours do.
func (s *Schedule) Day(t time.Time) (from, to time.Time) {
	loc := t.Location()
	if s != nil {
		loc = s.loc
	}
	_, offset := t.In(loc).Zone()
	midnight := floorDiv(t.Unix()+int64(offset), day) * day // as the wall clock shows it
	// Whatever the offset, the date lies between these; hardly ever is there a clock
	// change to step over.
	at, last := midnight-widest, midnight+day+widest
	for at < last {
		piece := time.Unix(at, 0).In(loc)
		_, offset := piece.Zone()
		_, bound := piece.ZoneBounds()
		next := last
		if !bound.IsZero() {
			next = min(max(bound.Unix(), at+60*minute), last) // as in offsets
		}
		first, end := max(at, midnight-int64(offset)), min(next, midnight+day-int64(offset))
		if first < end {
			if from.IsZero() {
				from = time.Unix(first, 0).In(loc)
			}
			to = time.Unix(end, 0).In(loc)
		}
		at = next
	}
	return from, to
}

// widest is more than any zone's offset from UTC.
const widest = 26 * 60 * minute
