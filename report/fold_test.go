package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/report"
)

const (
	sales   botflow.InboxID = "Ventas"
	support botflow.InboxID = "Soporte"
)

func fold(events ...botflow.Event) *report.Fold {
	f := report.New(report.Settings{Period: report.Hour})
	for _, e := range events {
		f.Add(e)
	}
	return f
}

func total(events []botflow.Event) report.Figures {
	return fold(events...).Report(report.Query{}).Total
}

// one is the spread of a single length.
func one(s report.Seconds) report.Spread {
	return report.Spread{Count: 1, Total: s, Mean: s, P50: s, P90: s, Max: s}
}

func TestE2_L40_FirstResponse(t *testing.T) {
	t.Parallel()
	automatic := by("Ana", botflow.Answered)
	automatic.Automatic = true
	for _, tc := range []struct {
		name     string
		story    *story
		response report.Spread
		inTime   int
	}{
		{"from Pending to the answer", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:00:30"), one(30), 1},
		{"the second answer doesn't count", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:00:30").answer("10:05:00"), one(30), 1},
		{"exactly the service level's time is late", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:01:00"), one(60), 0},
		{"L43 an automatic message is no answer", newStory("k").arrive("10:00:00", sales).take("10:00:10", "Ana").stay(on("10:00:10"), automatic).answer("10:02:00"), one(120), 0},
		{"a bot's reply is no answer", newStory("k").step(on("10:00:00"), bot(), is(botflow.Started, botflow.Received)...).
			stay(on("10:00:01"), is(botflow.BotReplied)...).
			step(on("10:01:00"), in(sales), is(botflow.HandedOff, botflow.Pending, botflow.Queued)...).take("10:01:10", "Ana").answer("10:01:30"), one(30), 1},
		{"L56 the owner's template is an answer", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").stay(on("10:03:00"), by("Ana", botflow.TemplateSent)), one(180), 0},
		{"L34 a campaign's template is none", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").stay(on("10:03:00"), is(botflow.TemplateSent)...), report.Spread{}, 0},
		{"L33 an episode that an agent began has none", newStory("k").step(on("10:00:00"), owned("Ana"), by("Ana", botflow.Started), by("Ana", botflow.TemplateSent)).
			stay(on("10:10:00"), is(botflow.Received)...).answer("10:10:30"), report.Spread{}, 0},
		{"through a rotation", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").step(on("10:01:20"), owned("Beto"), is(botflow.Rotated)...).answer("10:01:30"), one(90), 0},
		{"through closing and reopening in the same episode", newStory("k").arrive("10:00:00", sales).close("10:10:00", botflow.ReasonByHand).
			step(on("10:20:00"), owned("Ana"), by("Ana", botflow.Taken), by("Ana", botflow.Reopened)).answer("10:30:00"), one(1800), 0},
		{"a new episode counts anew", newStory("k").arrive("10:00:00", sales).expire("11:00:00").arrive("12:00:00", sales).take("12:00:05", "Ana").answer("12:00:07"), one(7), 1},
		{"nobody answered", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana"), report.Spread{}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := total(tc.story.events)
			require.Equal(t, tc.response, got.FirstResponse)
			require.Equal(t, tc.response.Count, got.Answered)
			require.Equal(t, tc.inTime, got.InTime)
		})
	}
}

func TestE2_Abandoned(t *testing.T) {
	t.Parallel()
	leave := func(s *story, at string) *story {
		return s.step(on(at), in(botflow.Closed), botflow.Event{Type: botflow.Left}, botflow.Event{Type: botflow.ClosedEvent, Reason: botflow.ReasonContact})
	}
	answered := func() *story {
		return newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:00:30")
	}
	for _, tc := range []struct {
		name  string
		story *story
		want  int
	}{
		{"the contact left", leave(newStory("k").arrive("10:00:00", sales), "10:05:00"), 1},
		{"it expired", newStory("k").arrive("10:00:00", sales).expire("11:00:00"), 1},
		{"it expired while owned", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").expire("11:00:00"), 1},
		{"closed automatically", newStory("k").arrive("10:00:00", sales).close("11:00:00", botflow.ReasonAutomatic), 1},
		{"closed by hand isn't", newStory("k").arrive("10:00:00", sales).close("11:00:00", botflow.ReasonByHand), 0},
		{"answered and then left isn't", leave(answered(), "10:05:00"), 0},
		{"answered and then expired isn't", answered().expire("11:00:00"), 0},
		{"no person was needed", newStory("k").step(on("10:00:00"), bot(), is(botflow.Started, botflow.Received)...).expire("11:00:00"), 0},
		{"once an episode", leave(newStory("k").arrive("10:00:00", sales).close("10:30:00", botflow.ReasonAutomatic).
			step(on("10:40:00"), in(sales), is(botflow.Moved, botflow.Reopened, botflow.Queued)...), "11:00:00"), 1},
		{"once in each of two episodes", newStory("k").arrive("10:00:00", sales).expire("11:00:00").arrive("12:00:00", sales).expire("13:00:00"), 2},
		{"E4 a forgotten chat isn't", newStory("k").arrive("10:00:00", sales).step(on("10:30:00"), botflow.Place{}, is(botflow.Forgotten)...), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, total(tc.story.events).Abandoned)
		})
	}
}

func TestE2_Waiting(t *testing.T) {
	t.Parallel()
	queued := func(s *story, at string, inbox botflow.InboxID, kind botflow.EventType) *story {
		return s.step(on(at), in(inbox), is(kind, botflow.Queued)...)
	}
	for _, tc := range []struct {
		name       string
		story      *story
		all, first report.Spread
	}{
		{"until taken", newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana"), one(20), one(20)},
		{"until assigned", newStory("k").arrive("10:00:00", sales).step(on("10:00:30"), owned("Ana"), is(botflow.Assigned)...), one(30), one(30)},
		{"a move goes on waiting", queued(newStory("k").arrive("10:00:00", sales), "10:01:00", support, botflow.Moved).take("10:02:00", "Ana"), one(120), one(120)},
		{"a Personal inbox in between too", queued(newStory("k").arrive("10:00:00", sales), "10:01:00", botflow.Personal("Ana"), botflow.Moved).take("10:02:00", "Ana"), one(120), one(120)},
		{"a Personal inbox alone isn't waiting", queued(newStory("k").step(on("10:00:00"), owned("Ana"), by("Ana", botflow.Started)), "10:01:00", botflow.Personal("Beto"), botflow.Transferred).
			take("10:02:00", "Beto"), report.Spread{}, report.Spread{}},
		{
			"a return begins a second wait", queued(newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana"), "10:05:00", sales, botflow.Returned).take("10:06:00", "Beto"),
			report.Spread{Count: 2, Total: 80, Mean: 40, P50: 20, P90: 60, Max: 60},
			one(20),
		},
		{"one that expires isn't counted", newStory("k").arrive("10:00:00", sales).expire("11:00:00"), report.Spread{}, report.Spread{}},
		{"one that is closed and reopened starts over", queued(newStory("k").arrive("10:00:00", sales).close("10:30:00", botflow.ReasonByHand), "10:40:00", sales, botflow.Reopened).
			take("10:41:00", "Ana"), one(60), one(60)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := total(tc.story.events)
			require.Equal(t, tc.all, got.Waiting)
			require.Equal(t, tc.first, got.FirstWait)
		})
	}
}

func TestE2_Handling(t *testing.T) {
	t.Parallel()
	begun := func() *story { return newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana") }
	for _, tc := range []struct {
		name  string
		story *story
		want  map[string]report.Seconds // the total by agent
	}{
		{"until closed", begun().close("10:10:20", botflow.ReasonByHand), map[string]report.Seconds{"Ana": 600}},
		{"still owned isn't counted", begun(), nil},
		{"a rotation parts it", begun().step(on("10:01:20"), owned("Beto"), is(botflow.Rotated)...).expire("10:11:20"), map[string]report.Seconds{"Ana": 60, "Beto": 600}},
		{"a skipped rotation doesn't", begun().stay(on("10:01:20"), is(botflow.RotationSkipped)...).close("10:02:20", botflow.ReasonByHand), map[string]report.Seconds{"Ana": 120}},
		{"a return ends it", begun().step(on("10:02:20"), in(sales), is(botflow.Returned, botflow.Queued)...), map[string]report.Seconds{"Ana": 120}},
		{"forgetting ends it", begun().step(on("10:02:20"), botflow.Place{}, is(botflow.Forgotten)...), map[string]report.Seconds{"Ana": 120}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var got map[string]report.Seconds
			for _, row := range fold(tc.story.events...).Report(report.Query{}).Agents {
				if row.Handling.Count > 0 {
					if got == nil {
						got = map[string]report.Seconds{}
					}
					got[row.Name] = row.Handling.Total
				}
			}
			require.Equal(t, tc.want, got)
		})
	}
}

func TestE2_Counts(t *testing.T) {
	t.Parallel()
	waiting := func() *story { return newStory("k").arrive("10:00:00", sales) }
	mine := func() *story { return waiting().take("10:00:20", "Ana") }
	for _, tc := range []struct {
		name  string
		story *story
		count func(report.Figures) int
	}{
		{"arrived", waiting(), func(f report.Figures) int { return f.Arrived }},
		{"opened", newStory("k").step(on("10:00:00"), owned("Ana"), by("Ana", botflow.Started), by("Ana", botflow.TemplateSent)), func(f report.Figures) int { return f.Opened }},
		{"restored", waiting().expire("11:00:00").step(on("12:00:00"), owned("Ana"), by("Ana", botflow.Restored)), func(f report.Figures) int { return f.Restored }},
		{"pending", waiting(), func(f report.Figures) int { return f.Pending }},
		{"out of hours", waiting().stay(on("10:00:01"), is(botflow.OutOfHours)...), func(f report.Figures) int { return f.OutOfHours }},
		{"rotated", mine().step(on("10:01:00"), owned("Beto"), is(botflow.Rotated)...), func(f report.Figures) int { return f.Rotated }},
		{"rotation skipped", mine().stay(on("10:01:00"), is(botflow.RotationSkipped)...), func(f report.Figures) int { return f.RotationSkipped }},
		{"transferred", mine().step(on("10:01:00"), owned("Beto"), by("Ana", botflow.Transferred)), func(f report.Figures) int { return f.Transferred }},
		{"returned", mine().step(on("10:01:00"), in(sales), is(botflow.Returned, botflow.Queued)...), func(f report.Figures) int { return f.Returned }},
		{"reopened", mine().close("10:01:00", botflow.ReasonByHand).step(on("10:02:00"), owned("Ana"), is(botflow.Received, botflow.Reopened)...), func(f report.Figures) int { return f.Reopened }},
		{"closed", mine().close("10:01:00", botflow.ReasonByHand), func(f report.Figures) int { return f.Closed[botflow.ReasonByHand] }},
		{"expired", mine().expire("11:00:00"), func(f report.Figures) int { return f.Expired }},
		{
			"left", mine().step(on("10:01:00"), in(botflow.Closed), botflow.Event{Type: botflow.Left}, botflow.Event{Type: botflow.ClosedEvent, Reason: botflow.ReasonContact}),
			func(f report.Figures) int { return f.Left },
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, 1, tc.count(total(tc.story.events)))
		})
	}
}

func TestE2_InboxesOfAChatThatWasPassedOn(t *testing.T) {
	t.Parallel()
	s := newStory("k").arrive("10:00:00", sales).take("10:00:30", "Ana").
		step(on("10:05:30"), in(support), by("Ana", botflow.Transferred), is(botflow.Queued)[0]).take("10:06:30", "Beto").answer("10:07:00").
		close("10:08:30", botflow.ReasonByHand, "vip")
	r := fold(s.events...).Report(report.Query{})
	require.Len(t, r.Inboxes, 2)
	to, from := r.Inboxes[0], r.Inboxes[1]
	require.Equal(t, "Soporte", to.Name)
	require.Equal(t, "Ventas", from.Name)
	require.Equal(t, []int{1, 1, 1, 1}, []int{from.Arrived, from.Pending, from.Answered, from.Transferred}, "where it asked for a person")
	require.Equal(t, one(420), from.FirstResponse)
	require.Equal(t, one(30), from.Waiting)
	require.Equal(t, one(300), from.Handling)
	require.Equal(t, []int{0, 0, 0, 0}, []int{to.Arrived, to.Pending, to.Answered, to.Transferred})
	require.Equal(t, one(60), to.Waiting)
	require.Equal(t, one(120), to.Handling)
	require.Equal(t, map[botflow.Reason]int{botflow.ReasonByHand: 1}, to.Closed)

	require.Len(t, r.Agents, 2)
	require.Equal(t, 1, r.Agents[0].Transferred, "Ana passed it on")
	require.Equal(t, 1, r.Agents[1].Answered, "Beto answered first")
	require.Len(t, r.Tags, 1)
	tagged := r.Tags[0].Figures
	require.Equal(t, r.Total, tagged, "a tag counts all that the chat brought")
}

func TestE2_ServiceLevel(t *testing.T) {
	t.Parallel()
	var events []botflow.Event
	for i, answer := range []string{"10:00:59", "10:01:00", ""} {
		s := newStory(botflow.ConversationID(rune('a'+i))).arrive("10:00:00", sales).take("10:00:10", "Ana")
		if answer != "" {
			s.answer(answer)
		}
		events = append(events, s.events...)
	}
	r := fold(events...).Report(report.Query{})
	require.InDelta(t, 1.0/3, r.Total.ServiceLevel, 1e-12, "one in time of three")
	require.InDelta(t, 1.0/2, r.Agents[0].ServiceLevel, 1e-12, "one in time of the two that Ana answered")
	require.Zero(t, fold().Report(report.Query{}).Total.ServiceLevel)

	f := report.New(report.Settings{Within: time.Hour})
	for _, e := range events {
		f.Add(e)
	}
	require.Equal(t, 2, f.Report(report.Query{}).Total.InTime)
}

func TestE2_TagsCountWhatCameSinceTheChatLastEnded(t *testing.T) {
	t.Parallel()
	s := newStory("k").arrive("10:00:00", sales).take("10:00:30", "Ana").answer("10:00:40").close("10:10:30", botflow.ReasonByHand, "claim", "vip").
		step(on("10:20:00"), owned("Ana"), by("Ana", botflow.Taken), by("Ana", botflow.Reopened)).close("10:21:00", botflow.ReasonByHand, "vip")
	r := fold(s.events...).Report(report.Query{})
	require.Len(t, r.Tags, 2)
	claim, vip := r.Tags[0], r.Tags[1]
	require.Equal(t, "claim", claim.Name)
	require.Equal(t, []int{1, 1, 0, 1}, []int{claim.Pending, claim.Closed[botflow.ReasonByHand], claim.Reopened, claim.Handling.Count})
	require.Equal(t, []int{1, 2, 1, 2}, []int{vip.Pending, vip.Closed[botflow.ReasonByHand], vip.Reopened, vip.Handling.Count})
}

func TestE2_Periods(t *testing.T) {
	t.Parallel()
	s := newStory("k").arrive("10:59:30", sales).take("11:00:30", "Ana").answer("11:01:00").close("12:00:00", botflow.ReasonByHand)
	r := fold(s.events...).Report(report.Query{})
	require.Len(t, r.Periods, 3)
	require.Equal(t, "2026-03-02 10:00 +0000", r.Periods[0].Name)
	require.Equal(t, on("10:00:00"), r.Periods[0].Start)
	require.Equal(t, []int{1, 1, 1, 0}, []int{r.Periods[0].Arrived, r.Periods[0].Pending, r.Periods[0].Answered, r.Periods[0].Waiting.Count},
		"an answer counts where its Pending does")
	require.Equal(t, 1, r.Periods[1].Waiting.Count)
	require.Equal(t, []int{1, 1}, []int{r.Periods[2].Handling.Count, r.Periods[2].Closed[botflow.ReasonByHand]})
}

func TestE2_Query(t *testing.T) {
	t.Parallel()
	a := newStory("a").arrive("10:10:00", sales).take("10:11:00", "Ana").answer("10:11:00")
	b := newStory("b").arrive("11:10:00", support).take("11:11:00", "Beto").answer("11:11:00")
	f := fold(append(append(a.events, b.events...), presence("Ana", turned("10:30:00", 0, botflow.Online), turned("11:30:00", botflow.Online, botflow.Away))...)...)
	for _, tc := range []struct {
		name     string
		query    report.Query
		arrived  int
		answered int
		online   report.Seconds
		away     report.Seconds
	}{
		{"everything", report.Query{}, 2, 2, 3600, 0},
		{"with what still runs", report.Query{Now: on("12:00:00")}, 2, 2, 3600, 1800},
		{"from within a period takes it whole", report.Query{From: on("11:59:00")}, 1, 1, 1800, 0},
		{"to the start of a period leaves it out", report.Query{To: on("11:00:00")}, 1, 1, 1800, 0},
		{"to within a period takes it whole", report.Query{To: on("11:00:01")}, 2, 2, 3600, 0},
		{"none", report.Query{From: on("12:00:00"), To: on("13:00:00"), Now: on("12:10:00")}, 0, 0, 0, 600},
		{"one inbox", report.Query{Inbox: support, Now: on("12:00:00")}, 1, 1, 0, 0},
		{"one agent", report.Query{Agent: "Ana"}, 0, 1, 3600, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := f.Report(tc.query).Total
			require.Equal(t, tc.arrived, got.Arrived)
			require.Equal(t, tc.answered, got.Answered)
			require.Equal(t, tc.online, got.Online)
			require.Equal(t, tc.away, got.Away)
		})
	}
}

func TestE2_P4_Presence(t *testing.T) {
	t.Parallel()
	f := fold(presence("Ana",
		turned("09:50:00", botflow.Offline, botflow.Online), turned("10:20:00", botflow.Online, botflow.Away),
		turned("10:30:00", botflow.Away, botflow.Offline), turned("12:30:00", botflow.Offline, botflow.Online))...)
	r := f.Report(report.Query{Now: on("12:40:00")})
	require.Equal(t, []report.Seconds{2400, 600, 7200}, []report.Seconds{r.Total.Online, r.Total.Away, r.Total.Offline})
	require.Equal(t, r.Total, r.Agents[0].Figures)
	var names []string
	var offline []report.Seconds
	for _, p := range r.Periods {
		names, offline = append(names, p.Name[11:16]), append(offline, p.Offline)
		require.LessOrEqual(t, p.Online+p.Away+p.Offline, report.Seconds(3600))
	}
	require.Equal(t, []string{"09:00", "10:00", "12:00"}, names, "an hour in which nobody was there has no row")
	require.Equal(t, []report.Seconds{0, 1800, 1800}, offline)
}

func TestE1_RepeatedEventsCountOnce(t *testing.T) {
	t.Parallel()
	s := newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:00:30").close("10:10:00", botflow.ReasonByHand, "vip").arrive("11:00:00", sales).expire("12:00:00")
	want := fold(s.events...).Report(report.Query{})
	f := report.New(report.Settings{Period: report.Hour})
	for i := range s.events {
		for _, e := range s.events[:i+1] {
			f.Add(e)
		}
	}
	require.Equal(t, want, f.Report(report.Query{}))
}

func TestE2_IncompleteStreams(t *testing.T) {
	t.Parallel()
	s := newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:00:30").close("10:10:20", botflow.ReasonByHand, "vip").
		arrive("11:00:00", sales).take("11:00:30", "Ana").answer("11:00:40").close("11:10:30", botflow.ReasonByHand)
	at := func(kind botflow.EventType) int {
		for i, e := range s.events {
			if e.Type == kind {
				return i
			}
		}
		panic("no such event")
	}
	t.Run("from the middle of a wait", func(t *testing.T) {
		t.Parallel()
		got := fold(s.events[at(botflow.Taken):]...).Report(report.Query{})
		require.Equal(t, []int{1, 1, 1, 1}, []int{got.Total.Pending, got.Total.Answered, got.Total.Waiting.Count, got.Total.FirstWait.Count}, "the second episode's alone")
		require.Equal(t, []int{2, 2}, []int{got.Total.Handling.Count, got.Total.Closed[botflow.ReasonByHand]})
		require.Zero(t, got.Gaps)
	})
	t.Run("from the middle of an ownership", func(t *testing.T) {
		t.Parallel()
		got := fold(s.events[at(botflow.ClosedEvent):]...).Report(report.Query{})
		want := report.Spread{Count: 2, Total: 1200, Mean: 600, P50: 600, P90: 600, Max: 600}
		require.Equal(t, want, got.Total.Handling)
		require.Equal(t, want, got.Inboxes[0].Handling, "all in one inbox")
	})
	t.Run("with a gap", func(t *testing.T) {
		t.Parallel()
		events := append([]botflow.Event{}, s.events[:at(botflow.Taken)]...)
		got := fold(append(events, s.events[at(botflow.Answered):]...)...).Report(report.Query{})
		require.Equal(t, 1, got.Gaps)
		require.Equal(t, []int{2, 1, 1}, []int{got.Total.Pending, got.Total.Answered, got.Total.Waiting.Count})
		require.Equal(t, 2, got.Total.Handling.Count)
	})
	t.Run("a gap within a step counts handling once", func(t *testing.T) {
		t.Parallel()
		s := newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").
			step(on("10:05:00"), in(support), is(botflow.Transferred, botflow.Noted, botflow.Queued)...)
		n := len(s.events)
		got := fold(append(append([]botflow.Event{}, s.events[:n-2]...), s.events[n-1])...).Report(report.Query{})
		require.Equal(t, 1, got.Total.Handling.Count)
	})
	t.Run("an event after the one that ended the chat, in the same step, counts nothing twice", func(t *testing.T) {
		t.Parallel()
		s := newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").step(on("10:05:20"), expired(), is(botflow.Expired, botflow.Untagged)...)
		require.Equal(t, one(300), total(s.events).Handling)
	})
	t.Run("presence after a gap isn't guessed", func(t *testing.T) {
		t.Parallel()
		all := presence("Ana", turned("10:00:00", 0, botflow.Online), turned("10:10:00", botflow.Online, 0), turned("10:20:00", 0, botflow.Online), turned("10:30:00", botflow.Online, 0))
		got := fold(all[0], all[2], all[3]).Report(report.Query{})
		require.Equal(t, report.Seconds(600), got.Total.Online)
		require.Zero(t, got.Total.Offline)
	})
}

func TestE4_FiguresStayWhenTheContactIsErased(t *testing.T) {
	t.Parallel()
	s := newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:00:30").close("10:10:00", botflow.ReasonByHand, "vip")
	want := fold(s.events...).Report(report.Query{})
	for i := range s.events {
		s.events[i].Contact, s.events[i].Text, s.events[i].Message = "", "", ""
	}
	s.stay(on("11:00:00"), is(botflow.Forgotten)...)
	require.Equal(t, want, fold(s.events...).Report(report.Query{}))
}

func TestDropBefore(t *testing.T) {
	t.Parallel()
	s := newStory("k").arrive("10:00:00", sales).take("10:00:20", "Ana").answer("10:00:30").close("10:10:00", botflow.ReasonByHand).arrive("11:00:00", sales)
	p := presence("Ana", turned("10:30:00", 0, botflow.Online), turned("11:30:00", botflow.Online, 0))
	f := fold(append(s.events, p...)...)
	f.DropBefore(on("11:20:00"))
	f.DropBefore(on("10:00:00"))
	late := newStory("late").arrive("10:20:00", sales)
	for _, e := range late.events {
		f.Add(e)
	}
	got := f.Report(report.Query{}).Total
	require.Equal(t, []int{1, 0}, []int{got.Arrived, got.Answered})
	require.Equal(t, report.Seconds(1800), got.Online)
}

func TestEventsOfTheAccountBringNoFigure(t *testing.T) {
	t.Parallel()
	f := fold(botflow.Event{Subject: botflow.OfAccount(), Seq: 7, Type: botflow.InboxChanged}, botflow.Event{Subject: botflow.OfAccount(), Seq: 9, Type: botflow.InboxChanged})
	require.Equal(t, fold().Report(report.Query{}), f.Report(report.Query{}))
}
