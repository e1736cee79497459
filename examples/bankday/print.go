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
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(g)
}

// writeText prints the figures for a person: the record beside the replay.
func writeText(w io.Writer, r *record, g *dayFigures) error {
	var b strings.Builder
	fmt.Fprintf(&b, "A bank's %s: %d rows of its record, and the same day with Reparto's routing\n\nWhat is assumed\n", r.midnight.Format("Monday 2 January 2006"), len(r.calls))
	for _, text := range g.Assumed {
		b.WriteString(wrapped(text))
	}
	writeHours(&b, g)
	writeServices(&b, g)
	writeAgents(&b, g)
	writeGrid(&b, g)
	fmt.Fprintf(&b, "\nThe engine's books (Account.Verify) were checked %d times, after each hour, and always in order.\n", g.Verified)
	_, err := io.WriteString(w, b.String())
	return err
}

// The head of a table of calls, two lines; what more columns there are follows each.
const (
	callsHead  = "                                   answered    abandoned    mean wait     in 60 s"
	callsHead2 = "         arrived  in bot  ignored  rec  rep     rec  rep     rec  rep    rec  rep"
)

// calls prints the figures that every table of calls has.
func calls(b *strings.Builder, name string, rec, rep *figures) {
	fmt.Fprintf(b, "%-8s %7d %7d %8d %4d %4d    %4d %4d   %5s %4s  %5s %4s",
		name, rec.Arrived, rec.InBot, rec.Ignored, rec.Answered, rep.Answered, rec.Abandoned, rep.Abandoned,
		length(rec), length(rep), level(rec), level(rep))
}

func writeHours(b *strings.Builder, g *dayFigures) {
	b.WriteString("\nHour by hour: the record (rec) and the replay (rep)\n" + callsHead + "  agents       load\n" + callsHead2 + "  online   rec   rep\n")
	for i := range g.Hours {
		h := &g.Hours[i]
		calls(b, fmt.Sprintf("%02d:00", h.Hour), &h.Record, &h.Replay)
		fmt.Fprintf(b, "  %6.1f  %4s  %4s\n", ratio(h.Online, hour), busy(h.Load.Record, h.Online), busy(h.Load.Replay, h.Online))
	}
	t := &g.Total
	calls(b, "day", &t.Record, &t.Replay)
	fmt.Fprintf(b, "  %6s  %4s  %4s\n", "", busy(t.Load.Record, t.Online), busy(t.Load.Replay, t.Online))
}

func writeServices(b *strings.Builder, g *dayFigures) {
	b.WriteString("\nBy inbox\n" + callsHead + "\n" + callsHead2 + "  members\n")
	for i := range g.Services {
		s := &g.Services[i]
		calls(b, string(s.Service), &s.Record, &s.Replay)
		fmt.Fprintf(b, "  %7d\n", s.Members)
	}
}

func writeAgents(b *strings.Builder, g *dayFigures) {
	width := g.nameWidth()
	fmt.Fprintf(b, "\nLoad per agent\n%*s              calls        load\n%*s    online  rec  rep   rec   rep\n", width, "", width, "")
	for i := range g.Agents {
		a := &g.Agents[i]
		writeAgent(b, width, printable(string(a.Agent)), a.Online, a.Load)
	}
	writeAgent(b, width, "all", g.Total.Online, g.Total.Load)
}

func writeAgent(b *strings.Builder, width int, name string, online int, l bothLoad) {
	fmt.Fprintf(b, "%-*s  %8s %4d %4d  %4s  %4s\n", width, name, fmt.Sprintf("%d:%02d", online/hour, online/minute%60),
		l.Record.Calls, l.Replay.Calls, busy(l.Record, online), busy(l.Replay, online))
}

// writeGrid prints the calls that each agent answered in each hour.
func writeGrid(b *strings.Builder, g *dayFigures) {
	width := g.nameWidth()
	fmt.Fprintf(b, "\nCalls answered per agent and hour, record/replay\n%*s", width, "")
	shown := func(j int) bool { return g.Hours[j].Online > 0 || g.Hours[j].Load.Replay.Calls > 0 }
	for j := range g.Hours {
		if shown(j) {
			fmt.Fprintf(b, " %5s", fmt.Sprintf("%02d", g.Hours[j].Hour))
		}
	}
	b.WriteString("\n")
	for i := range g.Agents {
		fmt.Fprintf(b, "%-*s", width, printable(string(g.Agents[i].Agent)))
		for j, l := range g.Agents[i].Hours {
			switch {
			case !shown(j):
			case l.Record.Calls == 0 && l.Replay.Calls == 0:
				b.WriteString("     .")
			default:
				fmt.Fprintf(b, " %5s", fmt.Sprintf("%d/%d", l.Record.Calls, l.Replay.Calls))
			}
		}
		b.WriteString("\n")
	}
}

// nameWidth is how much room the agents' names need.
func (g *dayFigures) nameWidth() int {
	width := len("all")
	for i := range g.Agents {
		width = max(width, len([]rune(printable(string(g.Agents[i].Agent)))))
	}
	return width
}
