package report_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/report"
)

// drawStory draws what happens to one conversation over a few episodes.
func drawStory(t *rapid.T, id botflow.ConversationID) *story {
	s := newStory(id)
	now := on("08:00:00")
	agents, inboxes := []botflow.AgentID{"Ana", "Beto", "Caro"}, []botflow.InboxID{botflow.General, sales, support, botflow.Personal("Ana")}
	tags := rapid.SliceOfNDistinct(rapid.SampledFrom([]botflow.Tag{"claim", "vip"}), 0, 2, rapid.ID)
	agent, inbox := rapid.SampledFrom(agents), rapid.SampledFrom(inboxes)
	for range rapid.IntRange(1, 25).Draw(t, "steps") {
		now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "wait")) * time.Second)
		a, i := agent.Draw(t, "agent"), inbox.Draw(t, "inbox")
		closing := botflow.Event{Type: botflow.ClosedEvent, Tags: tags.Draw(t, "tags"), Reason: rapid.SampledFrom([]botflow.Reason{botflow.ReasonByHand, botflow.ReasonAutomatic, botflow.ReasonBot}).Draw(t, "reason")}
		switch n := rapid.IntRange(0, 9).Draw(t, "what"); s.place.Spot() {
		case botflow.SpotNone, botflow.SpotExpired:
			drawBeginning(s, now, n, a, i)
		case botflow.SpotFlow, botflow.SpotAssistant:
			drawWithBot(s, now, n, i, closing)
		case botflow.SpotWaiting:
			drawWaiting(s, now, n, a, i, closing)
		case botflow.SpotOwned:
			drawOwned(s, now, n, a, i, closing)
		case botflow.SpotClosed:
			switch {
			case n < 4:
				drawBeginning(s, now, n, a, i)
			case n < 7:
				s.step(now, owned(a), by(a, botflow.Taken), by(a, botflow.Reopened))
			case n < 8:
				s.step(now, in(i), is(botflow.Moved, botflow.Reopened, botflow.Queued)...)
			default:
				s.stay(now, is(botflow.Noted)...)
			}
		}
	}
	return s
}

func drawBeginning(s *story, now botflow.Instant, n int, a botflow.AgentID, i botflow.InboxID) {
	switch {
	case n < 3:
		s.step(now, bot(), is(botflow.Started, botflow.Received)...)
	case n < 7:
		s.step(now, in(i), is(botflow.Started, botflow.Received, botflow.Pending, botflow.OutOfHours, botflow.Queued)...)
	case s.place.State == botflow.StateNone:
		s.step(now, owned(a), by(a, botflow.Started), by(a, botflow.TemplateSent))
	case n < 9:
		s.step(now, owned(a), by(a, botflow.Restored))
	default:
		s.stay(now, is(botflow.TemplateSent)...)
	}
}

// pended tells whether the present episode has had its Pending.
func (s *story) pended() bool {
	return slices.ContainsFunc(s.events, func(e botflow.Event) bool { return e.Type == botflow.Pending && e.Episode == s.next.Episode })
}

func drawWithBot(s *story, now botflow.Instant, n int, i botflow.InboxID, closing botflow.Event) {
	switch {
	case n < 2:
		s.stay(now, is(botflow.BotReplied)...)
	case n < 8 && !s.pended():
		s.step(now, in(i), is(botflow.HandedOff, botflow.Pending, botflow.Queued)...)
	case n < 9:
		s.step(now, in(botflow.Closed), closing)
	default:
		s.step(now, expired(), botflow.Event{Type: botflow.Expired, Tags: closing.Tags})
	}
}

func drawWaiting(s *story, now botflow.Instant, n int, a botflow.AgentID, i botflow.InboxID, closing botflow.Event) {
	switch {
	case n < 5:
		s.step(now, owned(a), by(a, botflow.Taken))
	case n < 7 && i != s.place.Inbox:
		s.step(now, in(i), is(botflow.Moved, botflow.Queued)...)
	case n < 8:
		s.step(now, in(botflow.Closed), closing)
	case n < 9:
		s.step(now, in(botflow.Closed), botflow.Event{Type: botflow.Left, Tags: closing.Tags}, botflow.Event{Type: botflow.ClosedEvent, Reason: botflow.ReasonContact, Tags: closing.Tags})
	default:
		s.stay(now, is(botflow.Received)...)
	}
}

func drawOwned(s *story, now botflow.Instant, n int, a botflow.AgentID, i botflow.InboxID, closing botflow.Event) {
	owner := s.place.Owner
	switch {
	case n < 2:
		s.stay(now, by(owner, botflow.Answered))
	case n < 3:
		e := by(owner, botflow.Answered)
		e.Automatic = true
		s.stay(now, e, by(owner, botflow.TemplateSent))
	case n < 4:
		s.step(now, in(i), by(owner, botflow.Returned), is(botflow.Queued)[0])
	case n < 5:
		s.step(now, in(i), by(owner, botflow.Transferred), is(botflow.Noted, botflow.Queued)[0])
	case n < 6 && a != owner:
		s.step(now, owned(a), is(botflow.Rotated)...)
	case n < 7:
		s.stay(now, is(botflow.RotationSkipped)...)
	case n < 8:
		s.step(now, expired(), botflow.Event{Type: botflow.Expired, Tags: closing.Tags})
	default:
		s.step(now, in(botflow.Closed), closing)
	}
}

// finding is one thing that the recount has found: a figure with where it counts.
type finding struct {
	what   string
	period botflow.Instant
	inbox  botflow.InboxID
	agent  botflow.AgentID
	length float64
	cause  int // index of the event that brought it
}

// recount reads the whole history of one conversation, looking back and ahead as it needs to.
func recount(events []botflow.Event) []finding {
	var all []finding
	hour := func(i botflow.Instant) botflow.Instant { return i - i%3600e6 }
	homeBefore := func(i int) botflow.InboxID { // the home before the step of event i
		for j := i - 1; j >= 0; j-- {
			if events[j].At != events[i].At || !events[j].From.Same(events[i].From) || !events[j].To.Same(events[i].To) {
				return events[j].Home
			}
		}
		return events[0].Home
	}
	moves := func(i int) bool { return i == 0 || !events[i].To.Same(events[i-1].To) }
	for i, e := range events {
		found := func(what string, inbox botflow.InboxID, agent botflow.AgentID, length float64) {
			all = append(all, finding{what, hour(e.At), inbox, agent, length, i})
		}
		switch e.Type {
		case botflow.Started:
			found(map[bool]string{true: "opened", false: "arrived"}[e.By.Agent() != ""], e.Home, e.By.Agent(), 0)
		case botflow.Restored:
			found("restored", e.Home, e.To.Owner, 0)
		case botflow.Pending:
			found("pending", e.Home, "", 0)
		case botflow.OutOfHours:
			found("notices", e.Home, "", 0)
		case botflow.Rotated, botflow.Transferred, botflow.Returned:
			found(string(e.Type), homeBefore(i), e.From.Owner, 0)
		case botflow.RotationSkipped, botflow.Expired, botflow.Left:
			found(string(e.Type), e.Home, e.From.Owner, 0)
		case botflow.Reopened:
			found(string(e.Type), e.Home, e.To.Owner, 0)
		case botflow.ClosedEvent:
			found("closed "+string(e.Reason), e.Home, e.From.Owner, 0)
		}
		if !moves(i) {
			continue
		}
		if e.From.State == botflow.StateAgent {
			found("handling", homeBefore(i), e.From.Owner, e.At.Sub(e.From.Since).Seconds())
		}
		if e.To.State == botflow.StateAgent && e.From.Spot() == botflow.SpotWaiting {
			if length, ok := waitedFor(events, i); ok {
				found("waiting", homeBefore(i), e.To.Owner, length)
				if !slices.ContainsFunc(all, func(f finding) bool { return f.what == "first wait" && events[f.cause].Episode == e.Episode }) {
					found("first wait", homeBefore(i), e.To.Owner, length)
				}
			}
		}
	}
	return append(all, recountAnswers(events, hour)...)
}

// waitedFor goes back from an event by which somebody came to own the chat to where the wait began.
func waitedFor(events []botflow.Event, i int) (length float64, ok bool) {
	for j := i - 1; j >= 0 && events[j].To.Spot() == botflow.SpotWaiting; j-- {
		if events[j].Type == botflow.Queued && events[j].To.Inbox.Shared() {
			length, ok = events[i].At.Sub(events[j].At).Seconds(), true
		}
	}
	return length, ok
}

// recountAnswers finds for each Pending the first answer, and whether it was abandoned.
func recountAnswers(events []botflow.Event, hour func(botflow.Instant) botflow.Instant) []finding {
	var all []finding
	for i, p := range events {
		if p.Type != botflow.Pending {
			continue
		}
		given := false
		for j := i + 1; j < len(events) && events[j].Episode == p.Episode; j++ {
			e := events[j]
			if e.Type == botflow.Answered && !e.Automatic || e.Type == botflow.TemplateSent && e.From.Owner != "" && e.By.Agent() == e.From.Owner {
				wait := e.At.Sub(p.At).Seconds()
				all = append(all, finding{"response", hour(p.At), p.Home, e.From.Owner, wait, j})
				if wait < 60 {
					all = append(all, finding{"in time", hour(p.At), p.Home, e.From.Owner, 0, j})
				}
				break
			}
			if e.Type == botflow.Left || e.Type == botflow.Expired || e.Type == botflow.ClosedEvent && e.Reason == botflow.ReasonAutomatic {
				if !given {
					all = append(all, finding{"abandoned", hour(p.At), p.Home, e.From.Owner, 0, j})
				}
				given = true
			}
		}
	}
	return all
}

// figuresOf adds findings up, presence aside.
func figuresOf(found []finding) report.Figures {
	count, lengths := map[string]int{}, map[string][]float64{}
	f := report.Figures{}
	for _, x := range found {
		count[x.what]++
		lengths[x.what] = append(lengths[x.what], x.length)
		var reason botflow.Reason
		if n, _ := fmt.Sscanf(x.what, "closed %s", &reason); n == 1 {
			if f.Closed == nil {
				f.Closed = map[botflow.Reason]int{}
			}
			f.Closed[botflow.Reason(x.what[len("closed "):])]++
		}
	}
	spread := func(what string) report.Spread {
		l := slices.Sorted(slices.Values(lengths[what]))
		if len(l) == 0 {
			return report.Spread{}
		}
		total := 0.0
		for _, v := range l {
			total += v
		}
		rank := func(p float64) report.Seconds {
			return report.Seconds(l[int(math.Ceil(p*float64(len(l))/100))-1])
		}
		return report.Spread{Count: len(l), Total: report.Seconds(total), Mean: report.Seconds(total / float64(len(l))), P50: rank(50), P90: rank(90), Max: report.Seconds(l[len(l)-1])}
	}
	f.Arrived, f.Opened, f.Restored, f.Pending = count["arrived"], count["opened"], count["restored"], count["pending"]
	f.Answered, f.InTime, f.Abandoned, f.OutOfHours = count["response"], count["in time"], count["abandoned"], count["notices"]
	f.Rotated, f.RotationSkipped, f.Transferred, f.Returned = count["Rotated"], count["RotationSkipped"], count["Transferred"], count["Returned"]
	f.Reopened, f.Left, f.Expired = count["Reopened"], count["Left"], count["Expired"]
	f.FirstResponse, f.Waiting, f.FirstWait, f.Handling = spread("response"), spread("waiting"), spread("first wait"), spread("handling")
	if asked := max(f.Pending, f.Answered); asked > 0 {
		f.ServiceLevel = float64(f.InTime) / float64(asked)
	}
	return f
}

// tagged gives the findings that each tag has: those since the chat ended last, once it ends.
func tagged(events []botflow.Event, found []finding) map[string][]finding {
	all := map[string][]finding{}
	began := 0
	for i, e := range events {
		if e.Type != botflow.ClosedEvent && e.Type != botflow.Left && e.Type != botflow.Expired {
			continue
		}
		for _, x := range found {
			if x.cause < began || x.cause > i {
				continue
			}
			for _, tag := range e.Tags {
				all[string(tag)] = append(all[string(tag)], x)
			}
		}
		began = i + 1
	}
	return all
}

// interleave mixes the subjects' streams, each in its own order, and repeats some deliveries.
func interleave(t *rapid.T, streams [][]botflow.Event) []botflow.Event {
	var all []botflow.Event
	next := make([]int, len(streams))
	for {
		var open []int
		for i := range streams {
			if next[i] < len(streams[i]) {
				open = append(open, i)
			}
		}
		if len(open) == 0 {
			return all
		}
		i := rapid.SampledFrom(open).Draw(t, "stream")
		all = append(all, streams[i][next[i]])
		next[i]++
		if rapid.IntRange(0, 15).Draw(t, "again") == 0 {
			all = append(all, streams[i][rapid.IntRange(0, next[i]-1).Draw(t, "from"):next[i]]...)
		}
	}
}

func rowsOf(by map[string][]finding) map[string]report.Figures {
	all := map[string]report.Figures{}
	for name, found := range by {
		all[name] = figuresOf(found)
	}
	return all
}

func byName(rows []report.Row) map[string]report.Figures {
	all := map[string]report.Figures{}
	for _, r := range rows {
		all[r.Name] = r.Figures
	}
	return all
}

func TestE2_E1_FoldAgreesWithARecountOfTheWholeHistory(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var streams [][]botflow.Event
		var found []finding
		tags := map[string][]finding{}
		for n := range rapid.IntRange(1, 4).Draw(t, "chats") {
			s := drawStory(t, botflow.ConversationID(rune('a'+n)))
			streams = append(streams, s.events)
			mine := recount(s.events)
			found = append(found, mine...)
			for tag, x := range tagged(s.events, mine) {
				tags[tag] = append(tags[tag], x...)
			}
		}
		got := fold(interleave(t, streams)...).Report(report.Query{})
		inboxes, agents, periods := map[string][]finding{}, map[string][]finding{}, map[string][]finding{}
		for _, x := range found {
			inboxes[string(x.inbox)] = append(inboxes[string(x.inbox)], x)
			start := x.period.Time().Format("2006-01-02 15:04 -0700")
			periods[start] = append(periods[start], x)
			if x.agent != "" {
				agents[string(x.agent)] = append(agents[string(x.agent)], x)
			}
		}
		require.Zero(t, got.Gaps)
		require.Equal(t, figuresOf(found), got.Total)
		require.Equal(t, rowsOf(inboxes), byName(got.Inboxes))
		require.Equal(t, rowsOf(agents), byName(got.Agents))
		require.Equal(t, rowsOf(tags), byName(got.Tags))
		require.Equal(t, rowsOf(periods), byName(got.Periods))
	})
}

func TestE2_P4_PresenceAddsUpInEveryCut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones(t)).Draw(t, "zone")
		f := report.New(report.Settings{Zone: zone, Period: rapid.SampledFrom([]report.Period{report.Day, report.Hour}).Draw(t, "period")})
		now := botflow.InstantOf(time.Date(2026, 3, 28, 20, 0, 0, 0, time.UTC))
		want, status, last := map[botflow.Status]float64{}, botflow.Offline, botflow.Instant(0)
		for i := range rapid.IntRange(1, 8).Draw(t, "changes") {
			if last != 0 {
				want[status] += now.Sub(last).Seconds()
			}
			is := rapid.SampledFrom([]botflow.Status{botflow.Offline, botflow.Away, botflow.Online}).Draw(t, "status")
			f.Add(botflow.Event{Subject: botflow.OfAgent("Ana"), Seq: uint64(i + 1), Type: botflow.PresenceChanged, At: now, Was: status, Is: is})
			status, last = is, now
			now = now.Add(time.Duration(rapid.IntRange(1, 20000).Draw(t, "for")) * time.Second)
		}
		want[status] += now.Sub(last).Seconds()
		r := f.Report(report.Query{Now: now})
		require.Equal(t, want[botflow.Online], float64(r.Total.Online))
		require.Equal(t, want[botflow.Away], float64(r.Total.Away))
		require.Equal(t, want[botflow.Offline], float64(r.Total.Offline))
		var online, away, alone report.Seconds
		for _, p := range r.Periods {
			online, away = online+p.Online, away+p.Away
			only := f.Report(report.Query{Now: now, From: p.Start, To: p.Start + 1}).Total
			require.Equal(t, p.Figures, only, "a period asked for on its own")
			alone += only.Online
		}
		require.Equal(t, r.Total.Online, online)
		require.Equal(t, r.Total.Away, away)
		require.Equal(t, r.Total.Online, alone)
	})
}

// TestE1_NothingThatArrivesBreaksAFold feeds events that no engine would send.
func TestE1_NothingThatArrivesBreaksAFold(t *testing.T) {
	t.Parallel()
	places := []botflow.Place{{}, bot(), in(sales), in(botflow.Closed), in(botflow.Personal("Ana")), owned("Ana"), expired(), {State: 99}}
	rapid.Check(t, func(t *rapid.T) {
		f := report.New(report.Settings{Within: -1, Period: 9})
		for range rapid.IntRange(1, 30).Draw(t, "events") {
			f.Add(botflow.Event{
				Subject: botflow.Subject{Kind: botflow.SubjectKind(rapid.IntRange(0, 3).Draw(t, "kind")), ID: rapid.SampledFrom([]string{"", "k"}).Draw(t, "id")},
				Seq:     rapid.Uint64Range(0, 50).Draw(t, "seq"), Type: rapid.SampledFrom(botflow.EventTypes()).Draw(t, "type"),
				At:   botflow.Instant(rapid.SampledFrom([]int64{math.MinInt64, -1, 0, 1, int64(on("10:00:00")), math.MaxInt64}).Draw(t, "at")),
				From: rapid.SampledFrom(places).Draw(t, "from"), To: rapid.SampledFrom(places).Draw(t, "to"),
				Episode: rapid.Uint32Range(0, 3).Draw(t, "episode"), Is: botflow.Status(rapid.IntRange(0, 9).Draw(t, "is")),
			})
		}
		f.DropBefore(on("09:00:00"))
		r := f.Report(report.Query{Now: on("10:10:00"), To: botflow.Forever})
		require.Positive(t, 1+len(r.Periods))
	})
}
