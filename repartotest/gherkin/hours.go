package gherkin

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/schedule"
)

// weekTable reads the rows of a schedule.
func (s *scene) weekTable(table [][]string) (schedule.Week, error) {
	week := schedule.Week{}
	days := strings.NewReplacer("Lun", "Mon", "Mar", "Tue", "Mié", "Wed", "Mie", "Wed", "Jue", "Thu", "Vie", "Fri", "Sáb", "Sat", "Sab", "Sat", "Dom", "Sun")
	for i, row := range table {
		if len(row) != 3 {
			return nil, fmt.Errorf("row %d of the table has %d columns: write day, from and to", i+1, len(row))
		}
		if i == 0 && (strings.EqualFold(row[0], "day") || strings.EqualFold(row[0], "día")) {
			continue
		}
		day := days.Replace(row[0])
		week[day] = append(week[day], clockOf(row[1])+"-"+clockOf(row[2]))
	}
	return week, nil
}

// clockOf takes "9:00" and "09:00:00" for "09:00".
func clockOf(text string) string {
	for _, layout := range []string{"15:04", time.TimeOnly} {
		if t, err := time.Parse(layout, text); err == nil && t.Second() == 0 {
			return t.Format("15:04")
		}
	}
	return text
}

// hoursOf gives the hours that an inbox has to begin with: its own, else a copy of General's, else always open.
func (s *scene) hoursOf(id botflow.InboxID) schedule.Hours {
	hours := schedule.Hours{Zone: s.zone.String(), Week: schedule.Week{"Mon-Sun": {"00:00-24:00"}}}
	for _, wanted := range []botflow.InboxID{botflow.General, id} {
		for _, in := range s.directory().Inboxes {
			if in.ID == wanted && in.Hours != nil {
				hours = *in.Hours
			}
		}
	}
	return hours
}

// setWeek replaces the week of an inbox's schedule; its dates stay.
func (s *scene) setWeek(name string, table [][]string) error {
	id, err := s.shared(name)
	if err != nil {
		return err
	}
	week, err := s.weekTable(table)
	if err != nil {
		return err
	}
	hours := schedule.Hours{Zone: s.zone.String(), Week: week}
	for _, in := range s.directory().Inboxes {
		if in.ID == id && in.Hours != nil {
			hours.Exceptions, hours.Holidays, hours.Override = in.Hours.Exceptions, in.Hours.Holidays, in.Hours.Override
		}
	}
	return s.setHours(id, hours)
}

// setDate gives a date hours of its own; none is a holiday.
func (s *scene) setDate(name, date string, open ...string) error {
	id, err := s.shared(name)
	if err != nil {
		return err
	}
	hours := s.hoursOf(id)
	var kept []schedule.Exception
	for _, e := range hours.Exceptions {
		if e.Date != date {
			kept = append(kept, e)
		}
	}
	kept = append(kept, schedule.Exception{Date: date, Open: open})
	hours.Exceptions = kept
	return s.setHours(id, hours)
}

// shut closes an inbox from now on, whatever its dates and its week say.
func (s *scene) shut(name, until string) error {
	id, err := s.shared(name)
	if err != nil {
		return err
	}
	end, err := s.ahead(until)
	if err != nil {
		return err
	}
	hours := s.hoursOf(id)
	hours.Override = &schedule.Override{State: schedule.Closed, From: s.Now(), Until: end}
	return s.setHours(id, hours)
}

func (s *scene) setHours(id botflow.InboxID, hours schedule.Hours) error {
	if err := hours.Validate(); err != nil {
		return errors.New(err.Error())
	}
	return s.TryChange(directory.SetHours{Inbox: id, Hours: &hours})
}

// schedule gives the hours that govern an inbox (F12).
func (s *scene) schedule(name string) (*schedule.Schedule, error) {
	id := s.inbox(name)
	if id.Shared() {
		if _, err := s.shared(name); err != nil {
			return nil, err
		}
	}
	snap, err := directory.Compile(s.directory(), 1)
	if err != nil {
		return nil, err
	}
	return snap.Schedule(id), nil
}

// isOpen demands whether an inbox is open at a time.
func (s *scene) isOpen(name, at string, want bool) error {
	hours, err := s.schedule(name)
	if err != nil {
		return err
	}
	t, err := s.told(at)
	if err != nil {
		return err
	}
	if hours.IsOpen(t) != want {
		return fmt.Errorf("%s is %s at %s", name, map[bool]string{true: "open", false: "closed"}[!want], t.Format(time.DateTime))
	}
	return nil
}

// opens demands when an inbox opens next; an empty time is never. While it is open that is now, and also when it opens after its
// next close: people say both.
func (s *scene) opens(name, at string) error {
	hours, err := s.schedule(name)
	if err != nil {
		return err
	}
	next, ever := hours.NextOpen(s.Now())
	is := "never"
	if ever {
		is = "at " + next.In(s.zone).Format(time.DateTime)
	}
	if at == "" {
		if ever {
			return fmt.Errorf("%s opens %s", name, is)
		}
		return nil
	}
	want, err := s.told(at)
	if err != nil {
		return err
	}
	again, twice := time.Time{}, false
	if closes, ends := hours.NextClose(s.Now()); ever && ends && hours.IsOpen(s.Now()) {
		again, twice = hours.NextOpen(closes)
	}
	if ever && next.Equal(want) || twice && again.Equal(want) {
		return nil
	}
	return fmt.Errorf("%s opens %s, not at %s", name, is, want.Format(time.DateTime))
}
