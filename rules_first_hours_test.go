package reparto_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// notices counts the notices of a chat.
func (r *rig) notices(on reparto.Target) int {
	r.t.Helper()
	events, err := r.acc.System().History(context.Background(), on, 0, 1<<20)
	require.NoError(r.t, err)
	n := 0
	for _, e := range events {
		if e.Type == botflow.OutOfHours {
			n++
		}
	}
	return n
}

func TestF10_WhereTheNoticeIsConsidered(t *testing.T) {
	t.Parallel()
	closed := hours("Ventas", "Mon-Fri 18:00-20:00")
	for _, tc := range []struct {
		rule string
		set  []func(*directory.Directory)
		do   func(r *rig)
		want int
	}{
		{"L3", nil, func(r *rig) { r.message(web("k")) }, 1},
		{"L4", []func(*directory.Directory){assistant("Ventas")}, func(r *rig) { r.message(web("k")); r.message(web("k")) }, 0},
		{"L5", []func(*directory.Directory){onChannel("web", func(c *directory.Channel) { c.Bot = "flow" })}, func(r *rig) {
			r.message(web("k"))
			require.Zero(r.t, r.notices(web("k")))
			r.as(bot, web("k"), botflow.HandOff{})
		}, 1},
		{"L6", []func(*directory.Directory){assistant("Ventas"), onChannel("web", func(c *directory.Channel) { c.Bot = "flow" })}, func(r *rig) {
			r.message(web("k"))
			r.as(bot, web("k"), botflow.HandOff{})
		}, 0},
		{"L7", []func(*directory.Directory){assistant("Ventas")}, func(r *rig) { r.message(web("k")); r.as(ia, web("k"), botflow.HandOff{}) }, 1},
		{"L8", []func(*directory.Directory){assistant("Ventas")}, func(r *rig) {
			r.message(web("k"))
			r.edit(onAssistant("ia", inactive))
			r.message(web("k"))
		}, 1},
		{"L17", nil, func(r *rig) {
			r.edit(hours("Ventas", "Mon-Fri 09:00-18:00"))
			r.message(web("k"))
			r.as(ana(), web("k"), botflow.Take{})
			r.edit(hours("Ventas", "Mon-Fri 18:00-20:00"))
			r.message(web("k"))
		}, 0},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			t.Parallel()
			r := shop(t, desk(append(tc.set, closed)...))
			tc.do(r)
			require.Equal(t, tc.want, r.notices(web("k")))
		})
	}
}

func TestF10_L12_OncePerClosing(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(hours("Ventas", "Mon-Fri 09:00-18:00")))
	write := func(at string, want int) {
		t.Helper()
		r.till(at)
		r.message(web("k"))
		require.Equal(t, want, r.notices(web("k")), at)
	}
	write("17:59:59", 0)
	write("18:00:00", 1)
	write("23:00:00", 1)
	write("2026-03-03 08:59:59", 1)
	write("2026-03-03 09:00:00", 1)
	write("2026-03-03 17:59:59", 1)
	write("2026-03-03 18:00:00", 2)
	events, err := r.acc.System().History(context.Background(), web("k"), 0, 100)
	require.NoError(t, err)
	last := events[len(events)-1]
	require.Equal(t, botflow.OutOfHours, last.Type)
	require.Equal(t, instant("2026-03-04 09:00:00"), last.Until, "the host is told the next opening")
	require.EqualValues(t, "Ventas", last.Inbox)
}

func TestF10_NoneInAnyDepartmentBeforeTheOpeningKnownThen(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(hours("Ventas", "Mon-Fri 14:00-18:00"), hours("Soporte", "Mon-Fri 12:00-13:00")))
	r.message(web("k"))
	require.Equal(t, 1, r.notices(web("k"))) // until 14:00
	r.as(sol(), web("k"), botflow.Move{Inbox: "Soporte"})
	r.till("13:59:59") // Soporte has opened and closed meanwhile
	r.message(web("k"))
	require.Equal(t, 1, r.notices(web("k")))
	r.till("14:00:00")
	r.message(web("k"))
	require.Equal(t, 2, r.notices(web("k")))
	// An opening that is put off changes nothing: the one known at that time counts.
	r.edit(hours("Soporte", "Mon-Fri 15:00-16:00"))
	r.till("2026-03-03 11:59:59")
	r.message(web("k"))
	require.Equal(t, 2, r.notices(web("k")))
	r.till("2026-03-03 12:00:00")
	r.message(web("k"))
	require.Equal(t, 3, r.notices(web("k")))
}

func TestF10_APersonalInboxHasTheScheduleOfTakenFrom(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		general, ventas string
		want            int
	}{{"Mon-Fri 09:00-18:00", "Mon-Fri 18:00-20:00", 1}, {"Mon-Fri 18:00-20:00", "Mon-Fri 09:00-18:00", 0}} {
		r := shop(t, desk(hours(botflow.General, tc.general), hours("Ventas", "Mon-Fri 09:00-18:00")))
		r.message(web("k"))
		r.as(sol(), web("k"), botflow.Move{Inbox: botflow.Personal("Ana")})
		r.edit(hours("Ventas", tc.ventas))
		r.message(web("k"))
		require.Equal(t, tc.want, r.notices(web("k")))
	}
}

// opens asks the engine whether an inbox is open at a moment: humans first, and the reason for them.
func opens(t *testing.T, scope botflow.InboxID, at string, set ...func(*directory.Directory)) bool {
	t.Helper()
	r := newRig(t, reparto.Config{})
	r.clock.set(moment(at))
	r.apply(desk(set...))
	who, err := r.acc.System().First(context.Background(), scope, "web")
	require.NoError(t, err)
	require.Contains(t, []botflow.Reason{routing.WhyNoAssistant, routing.WhyOutOfHours}, who.Why)
	return who.Why == routing.WhyNoAssistant
}

func TestF12_AnOwnScheduleReplacesTheGeneralOneWhole(t *testing.T) {
	t.Parallel()
	holiday := inRoom(botflow.General, func(in *directory.Inbox) {
		in.Hours = weekly("Mon-Fri 09:00-18:00")
		in.Hours.Exceptions = []schedule.Exception{{Date: "2026-03-24"}}
	})
	own := hours("Ventas", "Mon-Fri 08:00-12:00")
	for _, tc := range []struct {
		name  string
		scope botflow.InboxID
		at    string
		set   []func(*directory.Directory)
		want  bool
	}{
		{"neither: always open", "Ventas", "2026-03-01 03:00:00", nil, true},
		{"General's", "Ventas", "2026-03-02 18:00:00", []func(*directory.Directory){holiday}, false},
		{"General's, its holiday", "Ventas", "2026-03-24 10:00:00", []func(*directory.Directory){holiday}, false},
		{"its own", "Ventas", "2026-03-02 08:00:00", []func(*directory.Directory){holiday, own}, true},
		{"its own, closed while General is open", "Ventas", "2026-03-02 12:00:00", []func(*directory.Directory){holiday, own}, false},
		{"its own, without General's holiday", "Ventas", "2026-03-24 10:00:00", []func(*directory.Directory){holiday, own}, true},
		{"General isn't touched by it", botflow.General, "2026-03-02 12:00:00", []func(*directory.Directory){holiday, own}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, opens(t, tc.scope, tc.at, tc.set...))
		})
	}
}

func TestF13_WhenAnInboxIsOpen(t *testing.T) {
	t.Parallel()
	set := inRoom("Ventas", func(in *directory.Inbox) {
		in.Hours = &schedule.Hours{
			Zone: "America/Argentina/Buenos_Aires", // three hours behind UTC
			Week: schedule.Week{"Mon-Thu": {"09:00-13:00", "15:00-18:00"}, "Fri": {"22:00-02:00"}, "Sun": {"22:00-46:00"}},
			Exceptions: []schedule.Exception{
				{Date: "2026-03-24"}, // a holiday
				{Date: "2026-03-25", Open: []string{"10:00-11:00"}}, // hours of its own
				{Date: "2026-03-14"},                      // cuts the night of Friday the 13th
				{Date: "2026-03-21", KeepOvernight: true}, // doesn't
			},
			Override: &schedule.Override{State: schedule.Open, From: moment("2026-03-24 15:00:00"), Until: moment("2026-03-24 16:00:00")},
		}
	})
	for _, tc := range []struct {
		at   string // UTC
		want bool
		why  string
	}{
		{"2026-03-03 11:59:59", false, "08:59:59 there"},
		{"2026-03-03 12:00:00", true, "09:00 is open"},
		{"2026-03-03 15:59:59", true, "12:59:59"},
		{"2026-03-03 16:00:00", false, "13:00 is closed"},
		{"2026-03-03 18:00:00", true, "15:00, the second range"},
		{"2026-03-03 21:00:00", false, "18:00"},
		{"2026-03-07 00:59:59", false, "Friday 21:59:59"},
		{"2026-03-07 01:00:00", true, "Friday 22:00"},
		{"2026-03-07 04:59:59", true, "Saturday 01:59:59: past midnight"},
		{"2026-03-07 05:00:00", false, "Saturday 02:00"},
		{"2026-03-09 01:00:00", true, "Sunday 22:00"},
		{"2026-03-10 00:59:59", true, "an end at the start: a whole day"},
		{"2026-03-10 01:00:00", false, "Monday 22:00"},
		{"2026-03-14 02:59:59", true, "the night before a closed date, 23:59:59"},
		{"2026-03-14 03:00:00", false, "cut at 00:00"},
		{"2026-03-21 03:00:00", true, "kept"},
		{"2026-03-24 12:00:00", false, "the holiday"},
		{"2026-03-24 14:59:59", false, "before the override"},
		{"2026-03-24 15:00:00", true, "an override wins over dates"},
		{"2026-03-24 16:00:00", false, "until it ends"},
		{"2026-03-25 12:00:00", false, "a date's own hours replace its week"},
		{"2026-03-25 13:00:00", true, "10:00"},
		{"2026-03-25 14:00:00", false, "11:00"},
	} {
		t.Run(tc.at, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, opens(t, "Ventas", tc.at, set), tc.why)
		})
	}
}
