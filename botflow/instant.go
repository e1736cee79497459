package botflow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Instant is a moment in microseconds since 0001-01-01T00:00:00Z. The zero value means "not set". It is the precision
// that every store keeps, it compares with < and ==, and it takes a third of a time.Time's room.
// In JSON it is an RFC 3339 string in UTC; one that is not set is left out of an object, and null in a list.
type Instant int64

// Forever is later than any instant that [InstantOf] accepts: the end of something that never ends.
const Forever Instant = math.MaxInt64

const unixOffset = 62135596800 // seconds from 0001-01-01 to 1970-01-01

// InstantOf converts t, cut to the microsecond. A zero t gives the zero Instant.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant((t.Unix()+unixOffset)*1e6 + int64(t.Nanosecond()/1000))
}

// CheckTime refuses a time outside the years 1 to 9999 with an error that names the field.
func CheckTime(field string, t time.Time) error {
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		return Invalid(field, "is outside the years 1 to 9999")
	}
	return nil
}

// Time gives i as a time.Time in UTC; the zero Instant gives the zero time.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.Unix(int64(i/1e6)-unixOffset, int64(i%1e6)*1000).UTC()
}

// IsZero tells whether i is not set.
func (i Instant) IsZero() bool { return i == 0 }

// Sooner gives the earlier of two instants, of which one that is not set is none; 0 if neither is.
func (i Instant) Sooner(j Instant) Instant {
	switch {
	case i == 0:
		return j
	case j == 0:
		return i
	}
	return min(i, j)
}

// last is the last microsecond of the year 9999, the end of what RFC 3339 can write.
const last = 315537897599999999

// Add gives the instant d later, cut to the microsecond. It doesn't wrap around: past the year 9999 it is [Forever], and
// before the first microsecond it is that one.
func (i Instant) Add(d time.Duration) Instant {
	if i == Forever {
		return Forever
	}
	sum := i + Instant(d/time.Microsecond) // can't overflow: years up to 9999, and a Duration is shorter than 293
	if sum > last {
		return Forever
	}
	return max(sum, 1)
}

// Sub gives the time from j to i. Both must be set; the result stops at the largest and smallest Duration.
func (i Instant) Sub(j Instant) time.Duration {
	us := int64(i - j)
	const most = math.MaxInt64 / 1000
	return time.Duration(min(max(us, -most), most)) * time.Microsecond
}

// String prints the instant in RFC 3339 with microseconds where there are any; "never set" as "-", Forever as "forever".
func (i Instant) String() string {
	switch i {
	case 0:
		return "-"
	case Forever:
		return "forever"
	}
	return i.Time().Format(time.RFC3339Nano) // zeros at the end are left out, so it is microseconds
}

// MarshalJSON implements json.Marshaler.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i == 0 {
		return []byte("null"), nil
	}
	text := make([]byte, 0, len(`"2006-01-02T15:04:05.999999Z"`))
	return append(append(append(text, '"'), i.String()...), '"'), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (i *Instant) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case string(b) == "null":
		*i = 0
		return nil
	case len(b) > 1 && b[0] == '"' && bytes.IndexByte(b, '\\') < 0: // as it is written here
		s = string(b[1 : len(b)-1])
	default:
		if err := json.Unmarshal(b, &s); err != nil {
			return fmt.Errorf("botflow: instant: %w", err)
		}
	}
	if s == "forever" {
		*i = Forever
		return nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return fmt.Errorf("botflow: instant: %w", err)
	}
	if err := CheckTime("instant", t); err != nil {
		return err
	}
	*i = InstantOf(t)
	return nil
}
