package botflow

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The text forms of conversations, events and outcomes: one line each, the same for the same value, only what is set, in
// a fixed order. They are for logs and golden files; JSON is for storage.

// String prints the conversation on one line: id, place, counters, then what is set.
func (c Conversation) String() string {
	var l line
	l.text("conversation/" + string(c.ID))
	l.text(c.Place.String())
	l.uint("episode", uint64(c.Episode))
	l.uint("epoch", c.Epoch)
	l.uint("seq", c.Seq)
	l.instant("since", c.Place.Since)
	if c.Previous.State != StateNone {
		l.field("previous", c.Previous.String())
	}
	l.field("home", string(c.Home()))
	l.field("scope", string(c.Scope))
	l.field("lastOwner", string(c.LastOwner))
	l.flag("outgoing", c.Outgoing)
	l.flag("unread", c.Unread)
	l.flag("private", c.Private)
	l.flag("pended", c.Pended)
	l.flag("humanReplied", c.HumanReplied)
	l.flag("nobodyTold", c.NobodyTold)
	l.flag("tolerant", c.Tolerant)
	l.field("closedBy", string(c.ClosedBy))
	c.printTimes(&l)
	l.int("priority", int64(c.Priority))
	l.list("tags", c.Tags)
	return l.String()
}

// printTimes adds the instants, the answer clock and the deadlines.
func (c *Conversation) printTimes(l *line) {
	l.instant("episodeAt", c.EpisodeAt)
	if c.OpenedAt != c.EpisodeAt {
		l.instant("openedAt", c.OpenedAt)
	}
	l.instant("queued", c.QueuedAt)
	l.instant("inbound", c.LastInbound)
	l.instant("activity", c.LastActivity)
	l.instant("unanswered", c.Unanswered)
	l.instant("window", c.WindowEnds)
	l.instant("notice", c.NoticeUntil)
	if c.Clock != ClockIdle {
		l.field("clock", c.Clock.String())
	}
	l.uint("rotations", uint64(c.Rotations))
	if c.Returner != "" {
		l.field("returner", string(c.Returner)+" until "+c.ReturnUntil.String())
	}
	for _, k := range DeadlineKinds() {
		l.instant("due:"+k.String(), c.Deadlines[k])
	}
	l.instant("wake", c.Wake.At)
}

// String prints the clock's state.
func (c Clock) String() string {
	switch c {
	case ClockIdle:
		return "idle"
	case ClockRunning:
		return "running"
	case ClockAnswered:
		return "answered"
	case ClockExhausted:
		return "exhausted"
	}
	return "Clock(" + strconv.Itoa(int(c)) + ")"
}

// String prints the event on one line: identity, type, rule, time, actor, places, then what is set.
func (e Event) String() string {
	var l line
	l.text(e.ID())
	l.text(string(e.Type))
	l.text(e.Rule)
	l.text(e.At.String())
	if e.Recorded != e.At {
		l.instant("recorded", e.Recorded)
	}
	l.field("by", e.By.String())
	switch e.Subject.Kind {
	case SubjectConversation:
		l.text(journey(e.From, e.To))
		l.uint("episode", uint64(e.Episode))
		l.uint("epoch", e.Epoch)
		l.field("home", string(e.Home))
	case SubjectAgent:
		l.text(e.Was.String() + " -> " + e.Is.String())
		l.field("cause", string(e.Cause))
	case SubjectAccount:
		l.field("setting", e.Setting)
	}
	e.printFields(&l)
	return l.String()
}

// printFields adds what only some types have.
func (e *Event) printFields(l *line) {
	l.field("message", string(e.Message))
	l.instant("sent", e.SentAt)
	l.field("inbox", string(e.Inbox))
	l.field("agent", string(e.Agent))
	l.field("other", string(e.Other))
	l.field("tag", string(e.Tag))
	l.list("tags", e.Tags)
	l.field("text", e.Text)
	l.field("reason", string(e.Reason))
	l.int("priority", int64(e.Priority))
	l.flag("automatic", e.Automatic)
	for _, k := range slices.Sorted(maps.Keys(e.Changed)) {
		l.raw(quoted(k) + ":=" + quoted(e.Changed[k]))
	}
	if r := e.Responder; r != nil {
		l.field("responder", join(" ", r.Kind.String(), string(r.Bot)))
		l.field("why", string(r.Why))
	}
	if d := e.Decision; d != nil {
		l.field("decision", d.summary())
	}
	l.instant("until", e.Until)
}

// summary prints who was chosen, why, and what was said of the others.
func (d *Decision) summary() string {
	parts := []string{"nobody", string(d.Why)}
	if d.Chosen != "" {
		parts[0] = string(d.Chosen)
	}
	for _, c := range d.Candidates {
		parts = append(parts, string(c.Agent)+": "+string(c.Reason))
	}
	return join("; ", parts...)
}

// String prints the outcome on one line: the conversation after it, then what else is written, then the events.
func (o Outcome) String() string {
	parts := []string{o.Next.String()}
	if o.Contact != nil {
		parts = append(parts, o.Contact.String())
	}
	for _, n := range o.Notes {
		parts = append(parts, "note "+strconv.FormatUint(n.Seq, 10)+" by "+quoted(n.By.String())+": "+quoted(n.Text))
	}
	if o.Forget {
		parts = append(parts, "forget")
	}
	for _, e := range o.Events {
		parts = append(parts, e.String())
	}
	return strings.Join(parts, " | ")
}

// String prints the contact on one line: id, affinity, attributes by name.
func (c Contact) String() string {
	var l line
	l.text("contact/" + string(c.ID))
	l.field("affinity", string(c.Affinity))
	for _, k := range slices.Sorted(maps.Keys(c.Attributes)) {
		l.raw(quoted(k) + ":=" + quoted(c.Attributes[k]))
	}
	return l.String()
}

// journey prints the places before and after, or the one place where nothing moved.
func journey(from, to Place) string {
	if from.Same(to) {
		return to.String()
	}
	return from.String() + " -> " + to.String()
}

// line puts words beside each other. What is zero isn't printed.
type line struct{ b strings.Builder }

func (l *line) String() string { return l.b.String() }

// text adds words, escaped only where they would break the line.
func (l *line) text(s string) {
	if s == "" {
		return
	}
	if l.b.Len() > 0 {
		l.b.WriteByte(' ')
	}
	if q := strconv.Quote(s); q != `"`+s+`"` {
		s = q
	}
	l.b.WriteString(s)
}

func (l *line) field(name, value string) {
	if value != "" {
		l.raw(name + "=" + quoted(value))
	}
}

func (l *line) raw(s string) {
	if l.b.Len() > 0 {
		l.b.WriteByte(' ')
	}
	l.b.WriteString(s)
}

func (l *line) flag(name string, set bool) {
	if set {
		l.raw(name)
	}
}

func (l *line) uint(name string, n uint64) {
	if n != 0 {
		l.raw(name + "=" + strconv.FormatUint(n, 10))
	}
}

func (l *line) int(name string, n int64) {
	if n != 0 {
		l.raw(name + "=" + strconv.FormatInt(n, 10))
	}
}

func (l *line) instant(name string, i Instant) {
	if i != 0 {
		l.raw(name + "=" + i.String())
	}
}

func (l *line) list(name string, tags []Tag) {
	words := make([]string, len(tags))
	for i, t := range tags {
		words[i] = quoted(string(t))
	}
	if len(words) > 0 {
		l.raw(name + "=" + strings.Join(words, ","))
	}
}

// quoted quotes a value that isn't one plain word.
func quoted(s string) string {
	q := strconv.Quote(s)
	if s == "" || q != `"`+s+`"` || strings.ContainsAny(s, " ,=|") {
		return q
	}
	return s
}

// join joins the parts that aren't empty.
func join(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}
