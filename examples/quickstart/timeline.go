package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/examples/quickstart/whatsapp"
)

// timeline tells the day to a person: one line for each thing that moved a chat, that somebody decided or that went wrong.
// What is routine (messages, answers, closings) is counted and told once an hour.
type timeline struct {
	out    *strings.Builder
	book   *book
	zone   *time.Location
	held   *entry    // the last line, held back in case the next one says the same of somebody else
	latest time.Time // of those that it tells of
	hour   time.Time // that the counts are of
	folded tally
}

// entry is one line to be.
type entry struct {
	at   time.Time
	who  []string
	what string // where it went
	why  string
}

func newTimeline(out *strings.Builder, b *book, zone *time.Location) *timeline {
	return &timeline{out: out, book: b, zone: zone}
}

// happened implements watcher. Events of one chat make one line: a message, a hand-off and an assignment are one story.
func (t *timeline) happened(events []botflow.Event) {
	var order []botflow.Subject
	groups := map[botflow.Subject][]botflow.Event{}
	for _, e := range events {
		if e.Subject.Kind == botflow.SubjectAccount {
			continue // the configuration
		}
		if _, known := groups[e.Subject]; !known {
			order = append(order, e.Subject)
		}
		groups[e.Subject] = append(groups[e.Subject], e)
	}
	for _, subject := range order {
		t.tell(groups[subject])
	}
}

// tell turns the events of one subject into a line, or into counts.
func (t *timeline) tell(events []botflow.Event) {
	first := &events[0]
	at := first.At.Time()
	t.turn(at)
	if first.Subject.Kind == botflow.SubjectAgent {
		for i := range events {
			e := &events[i]
			t.add(entry{at, []string{first.Subject.ID}, strings.ToLower(e.Is.String()), presenceWords(e)})
		}
		return
	}
	var reasons []string
	telling := false
	for i := range events {
		e := &events[i]
		if words := t.lateness(e); words != "" {
			reasons = append(reasons, words)
		}
		if !t.folded.count(e) {
			continue
		}
		telling = true
		if words := t.words(e); words != "" && !slices.Contains(reasons, words) {
			reasons = append(reasons, words)
		}
	}
	if last := events[len(events)-1].To; telling && len(reasons) == 0 && last.Spot() == botflow.SpotWaiting {
		reasons = []string{"waits to be taken by hand"}
	}
	if telling {
		t.add(entry{at, []string{t.book.name(first.Contact)}, journey(events), strings.Join(reasons, "; ")})
	}
}

// repeated implements watcher.
func (t *timeline) repeated(m whatsapp.Message, at time.Time) {
	t.turn(at)
	late := at.Sub(m.At).Round(time.Second)
	t.add(entry{at, []string{t.book.name(botflow.ContactID(m.From))}, "(no change)", "the same message again, " + late.String() + " after it was sent: ignored"})
}

// refused implements watcher.
func (t *timeline) refused(who, what string, why error, at time.Time) {
	t.turn(at)
	t.add(entry{at, []string{who}, "(refused) " + what, refusedWords(why)})
}

// ignored implements watcher.
func (t *timeline) ignored(at time.Time) {
	t.turn(at)
	t.folded.ignored++
}

// add holds a line back, or joins it to the one before if both say the same at nearly the same time.
func (t *timeline) add(e entry) {
	const near = 15 * time.Second
	if h := t.held; h != nil && h.what == e.what && h.why == e.why && e.at.Sub(t.latest) < near {
		h.who, t.latest = append(h.who, e.who...), e.at
		return
	}
	t.flush()
	t.held, t.latest = &e, e.at
}

// flush writes the line that was held back.
func (t *timeline) flush() {
	if t.held == nil {
		return
	}
	who := strings.Join(t.held.who, ", ")
	if n := len(t.held.who); n > 4 {
		who = fmt.Sprintf("%s and %d more", t.held.who[0], n-1)
	}
	line := fmt.Sprintf("%s  %-18s  %-41s  %s", t.held.at.In(t.zone).Format("15:04:05"), who, t.held.what, t.held.why)
	fmt.Fprintln(t.out, strings.TrimRight(line, " "))
	t.held = nil
}

// turn closes the books of an hour when a new one begins, and of a day.
func (t *timeline) turn(at time.Time) {
	hour := at.In(t.zone).Truncate(time.Hour)
	if hour.Equal(t.hour) {
		return
	}
	was := t.hour
	t.end()
	if was.IsZero() || was.YearDay() != hour.YearDay() {
		fmt.Fprintf(t.out, "\n%s\n\n", hour.Format("Monday 2 January 2006"))
	}
	t.hour = hour
}

// end writes what is still to be written.
func (t *timeline) end() {
	t.flush()
	if counts := t.folded.String(); counts != "" {
		fmt.Fprintf(t.out, "  %02d-%02d h  %s\n", t.hour.Hour(), t.hour.Hour()+1, counts)
	}
	t.folded = tally{}
}

// journey writes the places that a chat came through. All events of one step tell of the same two places.
func journey(events []botflow.Event) string {
	at := events[0].From
	places := []string{placeWords(at)}
	if at.State == botflow.StateNone {
		places = nil
	}
	for i := range events {
		if to := events[i].To; !to.Same(at) {
			at, places = to, append(places, placeWords(to))
		}
	}
	return strings.Join(places, " → ")
}

// placeWords writes a place in the domain's own words.
func placeWords(p botflow.Place) string {
	switch p.State {
	case botflow.StateBot:
		return "BOT " + string(p.Bot)
	case botflow.StateInbox:
		return "BANDEJA " + string(p.Inbox)
	case botflow.StateAgent:
		return "AGENTE " + string(p.Owner)
	case botflow.StateNone, botflow.StateExpired:
	}
	return p.State.String()
}
