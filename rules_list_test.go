package reparto_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

func TestQ1_Filters(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana"), room("Soporte", byHand, "Ana", "Beto")))
	r.arrives("early", "Ventas") // 10:00
	r.till("12:00:00")
	r.message(web("webs"))
	r.held("anas", "Ventas") // answered
	r.as(ana(), chat("anas"), botflow.AddTag{Tag: "vip"})
	r.arrives("betos", "Soporte")
	r.as(beto(), chat("betos"), botflow.Take{})
	r.as(beto(), chat("betos"), botflow.SetPrivate{Private: true})
	r.as(ana(), chat("opened"), botflow.SendTemplate{})
	r.held("closed", "Ventas")
	r.as(ana(), chat("closed"), botflow.Close{})
	r.as(sol(), chat("early"), botflow.AddTag{Tag: "reclamo"})
	r.till("2026-03-03 09:00:00")
	now := instant("2026-03-03 09:00:00")
	clock, err := r.acc.Now(context.Background())
	require.NoError(t, err)
	soon := inbox.Filter{}.WindowEndsWithin(clock, 0)
	for _, tc := range []struct {
		name string
		f    inbox.Filter
		want string
	}{
		{"none", inbox.Filter{}, "anas betos closed early opened webs"},
		{"inbox: those of it, waiting or owned or closed", inbox.Filter{Inbox: "Ventas"}, "anas closed early"},
		{"inbox General", inbox.Filter{Inbox: botflow.General}, "opened webs"},
		{"inbox Closed", inbox.Filter{Inbox: botflow.Closed}, "closed"},
		{"owner", inbox.Filter{Owner: "Ana"}, "anas opened"},
		{"tag", inbox.Filter{Tag: "vip"}, "anas"},
		{"state", inbox.Filter{States: []botflow.State{botflow.StateAgent}}, "anas betos opened"},
		{"channel", inbox.Filter{Channel: "web"}, "webs"},
		{"contact", inbox.Filter{Contact: "betos"}, "betos"},
		{"outgoing", inbox.Filter{Outgoing: inbox.Yes}, "opened"},
		{"not outgoing", inbox.Filter{Outgoing: inbox.No}, "anas betos closed early webs"},
		{"private", inbox.Filter{Private: inbox.Yes}, "betos"},
		{"unread", inbox.Filter{Unread: inbox.Yes}, "betos early webs"},
		{"awaiting an answer", inbox.Filter{Awaiting: inbox.Yes}, "betos early webs"},
		{"awaiting for 21 hours", inbox.Filter{}.AwaitingLonger(now, 21*time.Hour), "betos early webs"},
		{"awaiting longer", inbox.Filter{}.AwaitingLonger(now, 21*time.Hour+time.Second), "early"},
		{"the window ends within the hour", soon, "early"},
		{"within three", inbox.Filter{}.WindowEndsWithin(now, 3*time.Hour), "anas betos closed early webs"},
		{"within less than an hour", inbox.Filter{}.WindowEndsWithin(now, time.Hour-time.Second), ""},
		{"created from", inbox.Filter{CreatedFrom: instant("10:00:01")}, "anas betos closed opened webs"},
		{"created before", inbox.Filter{CreatedTo: instant("12:00:00")}, "early"},
		{"created between", inbox.Filter{CreatedFrom: instant("10:00:00"), CreatedTo: instant("10:00:01")}, "early"},
		{"all at once", inbox.Filter{Inbox: "Ventas", Tag: "reclamo", Unread: inbox.Yes}, "early"},
		{"what is unknown finds nothing", inbox.Filter{Inbox: "Nada"}, ""},
	} {
		require.Equal(t, tc.want, sorted(r.lists(sol(), reparto.ListRequest{Filter: tc.f})), tc.name)
		n, err := r.acc.As(sol()).Count(context.Background(), inbox.ViewAll, tc.f, 100)
		require.NoError(t, err)
		require.Equal(t, len(strings.Fields(tc.want)), n, tc.name)
	}
	require.Equal(t, "closed webs", sorted(r.lists(caro(), reparto.ListRequest{})))
	require.Empty(t, r.lists(caro(), reparto.ListRequest{Filter: inbox.Filter{Inbox: "Ventas", States: []botflow.State{botflow.StateAgent}}}), "a filter shows nothing new")
}

func TestQ1_S8_ADeletedInboxIsItsDestination(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana"), room("Soporte", byHand, "Beto")))
	r.held("k", "Ventas") // TakenFrom is Ventas
	r.as(ana(), chat("k"), botflow.Close{})
	r.edit(into("Ventas", "Soporte"))
	require.Equal(t, "k", r.lists(sol(), reparto.ListRequest{Filter: inbox.Filter{Inbox: "Soporte"}}))
}

func TestQ2_ByWaiting(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	at := func(clock string, do func()) { r.till(clock); do() }
	at("10:00:00", func() { r.held("read old", botflow.General) })
	at("10:00:01", func() { r.held("read new", botflow.General) })
	at("10:00:02", func() { r.arrives("b", botflow.General) })
	at("10:00:03", func() { r.arrives("c", botflow.General) })
	at("10:00:04", func() { r.writes("b") })        // its oldest unanswered message counts
	at("10:00:05", func() { r.held("d", "") })      // answered
	at("10:00:06", func() { r.writes("read old") }) // unanswered since now
	at("10:00:07", func() { r.as(ana(), chat("read new"), botflow.Reply{}) })
	at("10:00:08", func() { r.as(ana(), chat("d"), botflow.MarkUnread{}) }) // by hand: the last inbound, 10:00:05
	require.Equal(t, "b c d read old read new", r.lists(sol(), reparto.ListRequest{}))
	at("10:00:09", func() { r.as(ana(), chat("read old"), botflow.MarkRead{}) }) // after the unread, by last activity: 10:00:06
	require.Equal(t, "b c d read old read new", r.lists(sol(), reparto.ListRequest{}))
	at("10:00:10", func() { r.as(ana(), chat("read old"), botflow.Reply{}) })
	require.Equal(t, "b c d read new read old", r.lists(sol(), reparto.ListRequest{}))
}

func TestQ2_ByRecency(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	for i, k := range []string{"a", "b", "c"} {
		r.till(fmt.Sprintf("10:00:0%d", i))
		r.arrives(k, "")
	}
	recent := reparto.ListRequest{Order: inbox.ByRecency}
	require.Equal(t, "c b a", r.lists(sol(), recent))
	r.till("10:01:00")
	r.as(ana(), chat("a"), botflow.Take{})
	r.as(ana(), chat("b"), botflow.AddNote{Text: "x"})
	require.Equal(t, "c b a", r.lists(sol(), recent), "only messages are activity")
	r.as(ana(), chat("a"), botflow.Reply{}) // in either direction
	require.Equal(t, "a c b", r.lists(sol(), recent))
	r.till("10:02:00")
	r.writes("b")
	require.Equal(t, "b a c", r.lists(sol(), recent))
}

func TestQ2_TiesGoById(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	for i := range 20 {
		r.writes(fmt.Sprint(i)) // all at one instant
	}
	for _, order := range []inbox.Order{inbox.ByWaiting, inbox.ByRecency} {
		page, err := r.acc.As(sol()).List(context.Background(), reparto.ListRequest{Order: order})
		require.NoError(t, err)
		for i := range 19 {
			require.Less(t, page.Conversations[i].ID, page.Conversations[i+1].ID)
		}
	}
}

func TestQ3_PagesNeitherRepeatNorSkipWhatDidNotMove(t *testing.T) {
	t.Parallel()
	for _, order := range []inbox.Order{inbox.ByWaiting, inbox.ByRecency} {
		r := shop(t, cast(room("Ventas", byHand, "Ana")))
		for i := range 30 {
			r.arrives(fmt.Sprintf("k%02d", i), []botflow.InboxID{"Ventas", ""}[i%2])
			if i%3 == 0 {
				r.pass(time.Second)
			}
		}
		var seen []string
		rq := reparto.ListRequest{Order: order, Limit: 4}
		for pages := 0; ; pages++ {
			page, err := r.acc.As(ana()).List(context.Background(), rq)
			require.NoError(t, err)
			require.LessOrEqual(t, len(page.Conversations), 4)
			for _, c := range page.Conversations {
				seen = append(seen, string(c.Contact))
			}
			if !page.More {
				break
			}
			require.Less(t, pages, 100)
			if pages == 2 { // what moves may be missed or seen again; the others may not
				r.pass(time.Second)
				r.writes("k15")
				r.as(ana(), chat("k16"), botflow.Take{})
				r.as(ana(), chat("k16"), botflow.Reply{})
			}
			text := page.Next.String()
			rq.After, err = inbox.ParseCursor(text)
			require.NoError(t, err)
		}
		count := map[string]int{}
		for _, k := range seen {
			count[k]++
		}
		for i := range 30 {
			if k := fmt.Sprintf("k%02d", i); k != "k15" && k != "k16" {
				require.Equal(t, 1, count[k], k)
			}
		}
	}
	_, err := inbox.ParseCursor("nonsense")
	require.ErrorIs(t, err, botflow.ErrInvalid)
}

func TestQ4_CountersPerAsker(t *testing.T) {
	t.Parallel()
	r := places()(t)
	for _, tc := range []struct {
		by   botflow.Actor
		want map[inbox.View]int
	}{
		{ana(), map[inbox.View]int{inbox.ViewAll: 10, inbox.ViewUnassigned: 4, inbox.ViewMine: 2, inbox.ViewAgents: 2, inbox.ViewBot: 1, inbox.ViewClosed: 2, inbox.ViewExpired: 1}},
		{beto(), map[inbox.View]int{inbox.ViewAll: 5, inbox.ViewUnassigned: 2, inbox.ViewMine: 0, inbox.ViewAgents: 0, inbox.ViewBot: 1, inbox.ViewClosed: 1, inbox.ViewExpired: 1}},
		{caro(), map[inbox.View]int{inbox.ViewAll: 4, inbox.ViewUnassigned: 1, inbox.ViewMine: 0, inbox.ViewAgents: 0, inbox.ViewBot: 1, inbox.ViewClosed: 1, inbox.ViewExpired: 1}},
		{sol(), map[inbox.View]int{inbox.ViewAll: 10, inbox.ViewUnassigned: 4, inbox.ViewMine: 0, inbox.ViewAgents: 2, inbox.ViewBot: 1, inbox.ViewClosed: 2, inbox.ViewExpired: 1}},
	} {
		for view, n := range tc.want {
			require.Equal(t, n, r.counts(tc.by, view), "%s of %s", view, tc.by)
		}
	}
	ctx := context.Background()
	n, err := r.acc.As(beto()).Count(ctx, inbox.ViewUnassigned, inbox.Filter{Inbox: "Ventas"}, 100)
	require.NoError(t, err)
	require.Equal(t, 1, n, "per inbox: the Personal one of Ana isn't his to count")
	n, err = r.acc.As(sol()).Count(ctx, inbox.ViewAll, inbox.Filter{}, 3)
	require.NoError(t, err)
	require.Equal(t, 3, n, "up to the cap")
	_, err = r.acc.As(sol()).Count(ctx, inbox.ViewAll, inbox.Filter{}, 0)
	require.ErrorIs(t, err, botflow.ErrInvalid)

	mine := func() int {
		n, err := r.acc.As(ana()).Count(ctx, inbox.ViewMine, inbox.Filter{Unread: inbox.Yes}, 100)
		require.NoError(t, err)
		return n
	}
	require.Zero(t, mine())
	r.writes("owned")
	require.Equal(t, 1, mine(), "unread of mine")
}

func TestQ5_ReadAndUnread(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	is := func(want bool, after string) {
		t.Helper()
		require.Equal(t, want, r.get("k").Unread, after)
	}
	r.arrives("k", "")
	is(true, "an inbound message")
	require.Equal(t, "Read", told(r.as(caro(), chat("k"), botflow.MarkRead{}).Events))
	is(false, "mark read")
	require.Equal(t, "Unread", told(r.as(caro(), chat("k"), botflow.MarkUnread{}).Events))
	is(true, "mark unread")
	r.as(ana(), chat("k"), botflow.Take{})
	is(true, "a take reads nothing")
	r.as(ana(), chat("k"), botflow.Reply{Automatic: true})
	is(true, "an automatic message neither")
	r.as(ana(), chat("k"), botflow.Reply{})
	is(false, "the owner's answer")
	r.writes("k")
	is(true, "the next message")
	r.as(ana(), chat("k"), botflow.MarkRead{})
	is(false, "mark read by the owner")
	require.NotZero(t, r.get("k").Unanswered, "it still waits for an answer")
}

func TestQ4_L48_ListsShowWhatIsTrueNow(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	r.arrives("k", "")
	r.jump(24 * time.Hour) // nobody ticks
	require.Equal(t, "k", r.lists(sol(), reparto.ListRequest{View: inbox.ViewExpired}))
	require.Zero(t, r.counts(sol(), inbox.ViewUnassigned))
}
