package gherkin

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // scenarios name zones, on machines that have none too

	"github.com/repartogo/reparto/botflow"
)

// loadZone finds a zone by its name.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is no time zone: write one such as America/Bogota", name)
	}
	return zone, nil
}

// parseMoment reads "2026-03-02 10:00:00", or a bare "10:00:00" on the date of today. Seconds may be left out.
func parseMoment(text string, today time.Time, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	if !today.IsZero() {
		for _, layout := range []string{time.TimeOnly, "15:04"} {
			if t, err := time.Parse(layout, text); err == nil {
				return time.Date(today.Year(), today.Month(), today.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone), nil
			}
		}
		return time.Time{}, fmt.Errorf("%q is no time: write \"2026-03-02 10:00:00\" or \"10:00:00\"", text)
	}
	return time.Time{}, fmt.Errorf("%q is no time with a date: write \"2026-03-02 10:00:00\"", text)
}

// ahead reads a time of a When: a bare one is today, or tomorrow if it has passed.
func (s *scene) ahead(text string) (time.Time, error) {
	t, err := parseMoment(text, s.Now(), s.zone)
	if err != nil {
		return t, err
	}
	if bare := !strings.Contains(text, "-"); bare && t.Before(s.Now()) {
		return parseMoment(text, s.Now().AddDate(0, 0, 1), s.zone)
	}
	if t.Before(s.Now()) {
		return t, fmt.Errorf("%s has passed: it is %s", text, s.Now().Format(time.DateTime))
	}
	return t, nil
}

// told reads a time of a Then: a bare one is today.
func (s *scene) told(text string) (time.Time, error) { return parseMoment(text, s.Now(), s.zone) }

// duration reads a Go duration that isn't negative.
func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is no duration: write one such as 90s, 10m or 24h", text)
	}
	return d, nil
}

// orNone reads a duration in which nothing ("0", "none", "off") means never.
func orNone(text string) (time.Duration, error) {
	if nothing(text) {
		return botflow.None, nil
	}
	d, err := duration(text)
	if d == 0 && err == nil {
		d = botflow.None
	}
	return d, err
}
