package main

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/report"
	"github.com/repartogo/reparto/store/memory"
)

// days are the days that the laws below are held against.
func days(t *testing.T, law func(t *testing.T, d *day)) {
	t.Helper()
	for _, file := range []string{keptDay, otherDay} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			law(t, played(t, file, estimated))
		})
	}
}

// Played in pieces that begin and end anywhere, the day is the same, and its books are in order between them.
func TestTheBooksAreInOrderAllDay(t *testing.T) {
	t.Parallel()
	for _, file := range []string{keptDay, otherDay} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			r, err := open(file)
			require.NoError(t, err)
			d, err := openDay(t.Context(), memory.New(), r, estimated)
			require.NoError(t, err)
			for at := moment(7*hour + 13); !d.agenda.empty(); at += 1117 {
				require.NoError(t, d.until(t.Context(), at))
				found, err := d.bank.Verify(t.Context())
				require.NoError(t, err)
				require.Empty(t, found, at.String())
			}
			require.Zero(t, d.engine.Repairs())
			require.Equal(t, played(t, file, estimated).fates, d.fates)
		})
	}
}

func TestA4_OneCallAtATimeForEachAgent(t *testing.T) {
	t.Parallel()
	days(t, func(t *testing.T, d *day) {
		t.Helper()
		byAgent := map[botflow.AgentID][]fate{}
		for _, f := range d.fates {
			if f.end == answered {
				byAgent[f.agent] = append(byAgent[f.agent], f)
			}
		}
		require.NotEmpty(t, byAgent)
		for agent, calls := range byAgent {
			slices.SortFunc(calls, func(a, b fate) int {
				return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.busy, b.busy))
			})
			for i := 1; i < len(calls); i++ {
				require.LessOrEqual(t, calls[i-1].from+moment(calls[i-1].busy), calls[i].from, agent)
			}
		}
	})
}

func TestA8_OnlyMembersWhoAreOnlineAnswer(t *testing.T) {
	t.Parallel()
	days(t, func(t *testing.T, d *day) {
		t.Helper()
		members := d.record.served()
		for i, f := range d.fates {
			if f.end != answered {
				continue
			}
			require.Contains(t, members[d.record.calls[i].service], f.agent)
			at := slices.IndexFunc(d.shifts, func(s shift) bool { return s.agent == f.agent })
			online := slices.ContainsFunc(d.shifts[at].stretches, func(s stretch) bool { return s.from <= f.from && f.from <= s.to })
			require.True(t, online, "%s at %s", f.agent, f.from)
		}
	})
}

func TestA5_NobodyIsPassedInTheQueue(t *testing.T) {
	t.Parallel()
	days(t, func(t *testing.T, d *day) {
		t.Helper()
		for i, f := range d.fates {
			if f.end != answered {
				continue
			}
			for j, g := range d.fates {
				c, other := &d.record.calls[i], &d.record.calls[j]
				if !g.queued() || other.service != c.service || other.handOff >= f.from || other.handOff+moment(g.wait) <= f.from {
					continue // another queue, or not waiting at that moment
				}
				ahead := other.priority > c.priority || other.priority == c.priority && other.handOff < c.handOff
				if ahead { // asked four million times
					require.Fail(t, "passed in the queue", "%s waited since %s, %s came first at %s", other.contact, other.handOff, c.contact, f.from)
				}
			}
		}
	})
}

func TestEveryCallKeepsToItsPlan(t *testing.T) {
	t.Parallel()
	days(t, func(t *testing.T, d *day) {
		t.Helper()
		for i, f := range d.fates {
			c, p := &d.record.calls[i], d.plans[i]
			switch c.recorded.end {
			case inBot, ignored:
				require.Equal(t, c.recorded, f)
				continue
			case abandoned:
				require.Equal(t, c.recorded.wait, p.patience)
			case answered:
				require.Greater(t, p.patience, c.recorded.wait)
			case waiting:
				require.Fail(t, "a record has no such ending")
			}
			require.True(t, f.queued())
			require.LessOrEqual(t, f.wait, p.patience)
			if f.end == abandoned {
				require.Equal(t, p.patience, f.wait)
				continue
			}
			require.Equal(t, c.handOff+moment(f.wait), f.from)
			if c.timed {
				require.Equal(t, c.recorded.busy, f.busy)
			}
		}
	})
}

// The report package counts the same day from the events alone.
func TestL58_E2_TheReportCountsTheSame(t *testing.T) {
	t.Parallel()
	days(t, func(t *testing.T, d *day) {
		t.Helper()
		fold := report.New(report.Settings{Zone: time.UTC, Within: inTime * time.Second})
		for delivery, err := range d.bank.Events(t.Context(), "report") {
			require.NoError(t, err)
			fold.Add(delivery.Event)
		}
		total := fold.Report(report.Query{Now: botflow.InstantOf(d.clock.now)}).Total
		g := d.figures(estimated)
		want := g.Total.Replay
		require.Equal(t, want.Arrived-want.Ignored, total.Arrived)
		require.Equal(t, want.queued(), total.Pending)
		require.Equal(t, want.Answered, total.Answered)
		require.Equal(t, want.Abandoned, total.Abandoned)
		require.Equal(t, want.Abandoned+want.InBot, total.Left)
		require.Equal(t, want.InTime, total.InTime)
		require.InDelta(t, want.AnsweredWait, float64(total.FirstResponse.Mean), 1e-6)
		require.InDelta(t, float64(g.Total.Load.Replay.Busy), float64(total.Handling.Total), 1e-6)
		require.InDelta(t, float64(g.Total.Online), float64(total.Online), 1e-6)
	})
}

func TestADayWithoutAgents(t *testing.T) {
	t.Parallel()
	hang := "L,1,0,0,PS,1999-08-05,9:00:00,9:00:10,10,9:00:10,9:00:22,12,HANG,0:00:00,0:00:00,0,NO_SERVER"
	unnamed := "L,1,0,2,TT,1999-08-05,24:10:00,24:10:10,10,0:00:00,0:00:00,0,AGENT,24:10:10,24:10:13,3,NO_SERVER"
	for _, of := range []belief{estimated, shortest, longest} {
		d, err := openDay(t.Context(), memory.New(), read(t, rows(hang, unnamed, hang)), of)
		require.NoError(t, err)
		require.NoError(t, d.play(t.Context()))
		g := d.figures(of)
		require.Equal(t, 3, g.Total.Replay.Abandoned)
		require.Equal(t, 1, g.Total.Record.Answered)
		require.Equal(t, 24, g.Hours[len(g.Hours)-1].Hour)
		require.Equal(t, 1, g.Hours[len(g.Hours)-1].Replay.Arrived)
		require.Empty(t, g.Agents)
	}
}

func TestADayOnWhichNobodyHungUp(t *testing.T) {
	t.Parallel()
	lonely := "L,2,0,0,NW,1999-08-05,9:00:01,9:00:11,10,9:00:11,9:00:41,30,AGENT,9:00:41,9:00:43,2,NO_SERVER"
	for _, of := range []belief{estimated, longest} {
		d, err := openDay(t.Context(), memory.New(), read(t, rows(plainRow, plainRow, lonely)), of)
		require.NoError(t, err)
		require.NoError(t, d.play(t.Context()))
		g := d.figures(of)
		require.Equal(t, 2, g.Total.Replay.Answered, "repeated ids are two calls")
		require.Equal(t, 1, g.Total.Replay.Abandoned, "of whom nobody is left to answer, at the end of the day")
		require.Equal(t, botflow.AgentID("ANA"), g.Agents[0].Agent)
	}
}
