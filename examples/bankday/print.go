package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// writeJSON prints the figures for a program.
func writeJSON(w io.Writer, g *dayFigures) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(g)
}

// writeText prints the figures for a person: the record beside the replay.
func writeText(w io.Writer, r *record, g *dayFigures) error {
	var b strings.Builder
	fmt.Fprintf(&b, "A bank's %s: %d rows of its record, played again with other routing\n", r.midnight.Format("Monday 2 January 2006"), len(r.calls))
	b.WriteString(assumptions(r, g))
	writeHours(&b, g)
	writeServices(&b, g)
	writeAgents(&b, g)
	writeGrid(&b, g)
	fmt.Fprintf(&b, "\nThe engine's books (Account.Verify) were looked at %d times during the day, and always in order.\n", g.Verified)
	_, err := io.WriteString(w, b.String())
	return err
}

// assumptions says what isn't in the record.
func assumptions(r *record, g *dayFigures) string {
	drawn := 0
	for i := range r.calls {
		if c := &r.calls[i]; c.recorded.queued() && !c.timed {
			drawn++
		}
	}
	return fmt.Sprintf(`
What is assumed
- Who answers differs from the record: a call goes to the agent of its inbox who has been idle longest, one call at a time for
  each, high priority strictly first (the bank only let those callers start with 90 seconds of waiting).
- An agent is a member of the inboxes whose calls they answered that day, and online from their first service to their last.
  More than %d minutes without one are a break, less is idle time: the record doesn't tell a short break from waiting for work,
  so more hands are free in the replay than there were. A call in hand is finished after the shift.
- A service takes as long as in the record, whoever gives it. %d calls have none on record, most of them abandoned: if
  they are answered, they take as long as some other call of their type, drawn at random (the same draw each time).
- Who hung up while waiting has the patience that they showed. Of the others it is only known that they had not yet hung up when they
  were answered. -patience %s: %s
- Who hung up in the bot does so again; phantom rows are ignored; each row is a contact of its own.
- Calls count by the hour in which they came to the bot. Wait is the mean of all who asked for an agent, answered or not; "in 60 s"
  is the share of the same who were answered in less than 60 seconds. Load is time in service as a share of time online.
`, longBreak/minute, drawn, g.Patience, g.Patience.words())
}

// words says what is believed.
func (b belief) words() string {
	switch b {
	case shortest:
		return "they would have hung up then.\n  That gives more abandoned calls than were to be expected."
	case longest:
		return "they would never have hung up.\n  That gives fewer abandoned calls than were to be expected."
	case estimated:
	}
	return "beyond that it is drawn from those\n  who waited as long that day (Kaplan-Meier; the same draw each time). shortest and longest give the bounds."
}

func writeHours(b *strings.Builder, g *dayFigures) {
	b.WriteString("\nHour by hour                      answered     abandoned     mean wait       in 60 s   agents      load\n" +
		"       arrived  in bot  ignored   rec  rep      rec  rep      rec  rep      rec  rep   online   rec   rep\n")
	for i := range g.Hours {
		writeHour(b, fmt.Sprintf("%02d:00", g.Hours[i].Hour), &g.Hours[i], hour)
	}
	writeHour(b, "day", &g.Total, 0)
}

// writeHour prints one line; long is how long the time is of which the mean number of agents is given, 0: not.
func writeHour(b *strings.Builder, name string, h *hourFigures, long int) {
	rec, rep := &h.Record, &h.Replay
	online := ""
	if long > 0 {
		online = fmt.Sprintf("%.1f", ratio(h.Online, long))
	}
	fmt.Fprintf(b, "%-6s %7d %7d %8d  %4d %4d     %4d %4d   %6s %4s   %6s %4s   %6s  %4s  %4s\n",
		name, rec.Arrived, rec.InBot, rec.Ignored, rec.Answered, rep.Answered, rec.Abandoned, rep.Abandoned,
		length(rec), length(rep), level(rec), level(rep), online, busy(h.Load.Record, h.Online), busy(h.Load.Replay, h.Online))
}

func writeServices(b *strings.Builder, g *dayFigures) {
	b.WriteString("\nBy inbox                          answered     abandoned     mean wait       in 60 s\n" +
		"       arrived  in bot  ignored   rec  rep      rec  rep      rec  rep      rec  rep   members\n")
	for i := range g.Services {
		s := &g.Services[i]
		rec, rep := &s.Record, &s.Replay
		fmt.Fprintf(b, "%-6s %7d %7d %8d  %4d %4d     %4d %4d   %6s %4s   %6s %4s   %7d\n",
			s.Service, rec.Arrived, rec.InBot, rec.Ignored, rec.Answered, rep.Answered, rec.Abandoned, rep.Abandoned,
			length(rec), length(rep), level(rec), level(rep), s.Members)
	}
}

func writeAgents(b *strings.Builder, g *dayFigures) {
	width := g.nameWidth()
	fmt.Fprintf(b, "\nBy agent%*s         calls        load\n%*s  online   rec  rep   rec   rep\n", width-8, "", width, "")
	for i := range g.Agents {
		a := &g.Agents[i]
		writeAgent(b, width, printable(string(a.Agent)), a.Online, a.Load)
	}
	writeAgent(b, width, "all", g.Total.Online, g.Total.Load)
}

func writeAgent(b *strings.Builder, width int, name string, online int, l bothLoad) {
	fmt.Fprintf(b, "%-*s  %6s  %4d %4d  %4s  %4s\n", width, name, fmt.Sprintf("%d:%02d", online/hour, online/minute%60),
		l.Record.Calls, l.Replay.Calls, busy(l.Record, online), busy(l.Replay, online))
}

// writeGrid prints the calls that each agent answered in each hour, record/replay.
func writeGrid(b *strings.Builder, g *dayFigures) {
	width := g.nameWidth()
	fmt.Fprintf(b, "\nCalls answered by agent and hour, record/replay\n%*s", width, "")
	shown := func(j int) bool { return g.Hours[j].Online > 0 || g.Hours[j].Load.Replay.Calls > 0 }
	for j := range g.Hours {
		if shown(j) {
			fmt.Fprintf(b, " %5d", g.Hours[j].Hour)
		}
	}
	b.WriteString("\n")
	for i := range g.Agents {
		line := fmt.Sprintf("%-*s", width, printable(string(g.Agents[i].Agent)))
		for j, l := range g.Agents[i].Hours {
			switch {
			case !shown(j):
			case l.Record.Calls == 0 && l.Replay.Calls == 0:
				line += "     ."
			default:
				line += fmt.Sprintf(" %5s", fmt.Sprintf("%d/%d", l.Record.Calls, l.Replay.Calls))
			}
		}
		b.WriteString(line + "\n")
	}
}

// nameWidth is how much room the agents' names need.
func (g *dayFigures) nameWidth() int {
	width := len("By agent")
	for i := range g.Agents {
		width = max(width, len([]rune(printable(string(g.Agents[i].Agent)))))
	}
	return width
}
