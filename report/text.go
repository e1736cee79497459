package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/repartogo/reparto/botflow"
)

// WriteText prints the report as aligned plain-text tables for a person: the total, then two tables for each kind of
// row that has any, then presence. The same report always gives the same text. The error is the writer's.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Figures by %s, zone %s\n", r.Period, r.Zone)
	if r.Gaps > 0 {
		fmt.Fprintf(&b, "Gaps in the events: %d\n", r.Gaps)
	}
	r.writeTotal(&b)
	for _, t := range []struct {
		title, name string
		rows        []Row
	}{
		{"By inbox", "Inbox", r.Inboxes}, {"By agent", "Agent", r.Agents}, {"By tag", "Tag", r.Tags}, {"By " + r.Period.String(), "From", r.Periods},
	} {
		writeChats(&b, t.title, t.name, t.rows)
	}
	writePresence(&b, r.Agents)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeTotal prints the sum of everything, one figure a line.
func (r *Report) writeTotal(w io.Writer) {
	t := &r.Total
	fmt.Fprintln(w, "\nTotal")
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, line := range []struct {
		name  string
		value any
	}{
		{"arrived", t.Arrived},
		{"opened by agents", t.Opened},
		{"restored by agents", t.Restored},
		{"needed a person", t.Pending},
		{"answered", t.Answered},
		{"answered within " + r.Within.String(), percent(t.ServiceLevel, t.Pending)},
		{"abandoned", t.Abandoned},
		{"out-of-hours notices", t.OutOfHours},
		{"rotated", t.Rotated},
		{"rotations skipped", t.RotationSkipped},
		{"transferred", t.Transferred},
		{"returned", t.Returned},
		{"reopened", t.Reopened},
		{"closed", reasons(t.Closed)},
		{"contact left", t.Left},
		{"expired", t.Expired},
		{"first response", t.FirstResponse},
		{"waiting", t.Waiting},
		{"first wait", t.FirstWait},
		{"handling", t.Handling},
	} {
		fmt.Fprintf(out, "  %s\t%v\n", line.name, line.value)
	}
	_ = out.Flush() // a strings.Builder doesn't fail
}

// writeChats prints the rows of one kind in two tables, narrow enough for a screen.
func writeChats(w io.Writer, title, name string, rows []Row) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s: answers\n", title)
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "  %s\tArrived\tPending\tAnswered\tIn time\tAbandoned\tResponse p50\tp90\tWait p50\tp90\n", name)
	for i := range rows {
		r := &rows[i]
		fmt.Fprintf(out, "  %s\t%d\t%d\t%d\t%s\t%d\t%s\t%s\t%s\t%s\n",
			printable(r.Name), r.Arrived, r.Pending, r.Answered, percent(r.ServiceLevel, max(r.Pending, r.Answered)), r.Abandoned,
			r.FirstResponse.show(r.FirstResponse.P50), r.FirstResponse.show(r.FirstResponse.P90), r.Waiting.show(r.Waiting.P50), r.Waiting.show(r.Waiting.P90))
	}
	_ = out.Flush()
	fmt.Fprintf(w, "\n%s: handling\n", title)
	out.Init(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "  %s\tHandled\tMean\tp90\tRotated\tTransferred\tReturned\tReopened\tClosed\tExpired\n", name)
	for i := range rows {
		r := &rows[i]
		closings := 0
		for _, n := range r.Closed {
			closings += n
		}
		fmt.Fprintf(out, "  %s\t%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n",
			printable(r.Name), r.Handling.Count, r.Handling.show(r.Handling.Mean), r.Handling.show(r.Handling.P90),
			r.Rotated, r.Transferred, r.Returned, r.Reopened, closings, r.Expired)
	}
	_ = out.Flush()
}

// writePresence prints how long each agent was in each status, leaving out those of whom nothing is known.
func writePresence(w io.Writer, agents []Row) {
	known := slices.DeleteFunc(slices.Clone(agents), func(r Row) bool { return r.Online+r.Away+r.Offline == 0 })
	if len(known) == 0 {
		return
	}
	fmt.Fprintln(w, "\nPresence")
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "  Agent\tOnline\tAway\tOffline")
	for i := range known {
		fmt.Fprintf(out, "  %s\t%s\t%s\t%s\n", printable(known[i].Name), known[i].Online, known[i].Away, known[i].Offline)
	}
	_ = out.Flush()
}

// String prints the spread in one line.
func (s Spread) String() string {
	if s.Count == 0 {
		return "-"
	}
	return fmt.Sprintf("%d: mean %s, p50 %s, p90 %s, max %s", s.Count, s.Mean, s.P50, s.P90, s.Max)
}

// show prints one of the spread's values, or a dash if there are none.
func (s Spread) show(v Seconds) string {
	if s.Count == 0 {
		return "-"
	}
	return v.String()
}

func percent(share float64, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", share*100)
}

func reasons(closed map[botflow.Reason]int) string {
	if len(closed) == 0 {
		return "0"
	}
	total, parts := 0, make([]string, 0, len(closed))
	for _, reason := range slices.Sorted(maps.Keys(closed)) {
		total += closed[reason]
		parts = append(parts, fmt.Sprintf("%s %d", reason, closed[reason]))
	}
	return fmt.Sprintf("%d (%s)", total, strings.Join(parts, ", "))
}

// printable keeps an id from breaking a table: what doesn't print, such as a line end, becomes a space. An empty one shows as a dash.
func printable(id string) string {
	if id == "" {
		return "-"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, id)
}
